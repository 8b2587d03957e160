"""What is printed of a page: no navigation and no buttons; all of a list, not the part that a screen shows."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.parts import enter, listed
from tests.fixtures.desk_parts import person

_BUTTONS = "button, .button, .bar, .ask > summary, nav, .top"


@pytest.mark.parametrize("path", ["/triage", "/claims/1", "/", "/articles/1", "/triage/change-many", "/sources"])
def test_pages_print_without_navigation_and_buttons(chromium: Browser, address: str, desk: str, path: str) -> None:
    listed(desk, person(desk, "checker"), 40)
    page = enter(chromium, address, "checker")
    page.goto(f"{address}{path}")
    assert page.locator(_BUTTONS).evaluate_all("all => all.filter(each => each.checkVisibility()).length") > 2
    page.emulate_media(media="print")
    assert page.locator(_BUTTONS).evaluate_all("all => all.filter(each => each.checkVisibility()).length") == 0
    expect(page.locator("h1").first).to_be_attached()


def test_the_whole_list_is_printed(chromium: Browser, address: str, desk: str) -> None:
    listed(desk, person(desk, "checker"), 40)
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/triage")
    cut = "(pane) => pane.scrollHeight - pane.clientHeight"
    assert page.locator(".pane").first.evaluate(cut) > 100
    page.emulate_media(media="print")
    assert page.locator(".pane").first.evaluate(cut) <= 1
