"""What browser tests share: a page of somebody who signed in."""

from playwright.sync_api import Browser, Page

from tests.desk_parts import PASSWORD

WIDE, PHONE = (1400, 860), (375, 800)


def enter(chromium: Browser, address: str, name: str, size: tuple[int, int] = WIDE) -> Page:
    """A page of this person in a browser of their own, signed in through the form."""
    width, height = size
    page = chromium.new_context(viewport={"width": width, "height": height}).new_page()
    page.goto(f"{address}/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()
    return page
