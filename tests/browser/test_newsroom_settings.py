"""Rules, the threshold and a source's switch as an admin uses them, at a desk and on a phone."""

import pytest
from playwright.sync_api import Browser, Page, expect

from store.db import transaction
from store.newsroom import profile
from tests.browser.accessibility import axe_violations
from tests.browser.parts import PHONE, enter, listed
from tests.fixtures.desk_parts import article, person, work_through
from tests.fixtures.outside import Outside, Reply
from tests.workers.conftest import gazette as gazette


def _usable(page: Page) -> None:
    """Nothing that axe finds, in light and dark, and nothing wider than a phone."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert axe_violations(page) == []
    page.emulate_media(color_scheme="light")
    size = page.viewport_size
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.set_viewport_size(size or {"width": 1280, "height": 800})


def test_an_admin_writes_a_rule_and_sees_what_it_did(chromium: Browser, address: str, desk: str) -> None:
    admin = person(desk, "admin")
    article(desk, admin, title="Army")
    page = enter(chromium, address, "admin", (1280, 800))
    page.goto(f"{address}/settings")
    page.get_by_role("link", name="Rules").click()
    page.get_by_role("link", name="Add a rule").click()
    page.get_by_label("Name").fill("Troops to the war desk")
    page.get_by_label("Words in the claim").fill("troops")
    page.get_by_label("Tags, with commas between them").fill("war, army")
    page.get_by_label("Raise it to the head of triage").check()
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview")).to_contain_text("Would have matched 2 of the last 2 claims")
    expect(page.get_by_label("Tags, with commas between them")).to_have_value("war, army")
    _usable(page)
    page.get_by_role("button", name="Save the rule").click()
    expect(page.locator("#rules")).to_contain_text("tag army, war; raise to the head of triage")
    article(desk, admin, "The army moved 3,000 troops to Narva on Sunday, the ministry said.", title="Narva")
    page.reload()
    expect(page.locator("#rules tbody tr td.n")).to_have_text("1")
    _usable(page)


def test_triage_says_what_is_below_the_threshold(chromium: Browser, address: str, desk: str) -> None:
    admin = person(desk, "admin")
    listed(desk, admin, 12)
    with transaction(desk) as conn:
        profile.change_worth_threshold(conn, admin, 90)
    page = enter(chromium, address, "admin", (1280, 800))
    page.goto(f"{address}/triage")
    page.get_by_role("link", name="below the threshold: 11").click()
    expect(page.locator("ul#claims > li")).to_have_count(11)
    page.go_back()
    page.get_by_role("link", name="Show claims of any worth").click()
    expect(page.locator("ul#claims > li")).to_have_count(12)
    page.goto(f"{address}/triage")
    _usable(page)


@pytest.mark.usefixtures("desk")
def test_a_source_is_tested_and_switched_by_its_page(
    chromium: Browser, address: str, desk: str, gazette: Outside
) -> None:
    gazette.reply = lambda _: Reply({"error": "bad key"}, 403)
    person(desk, "admin")
    page = enter(chromium, address, "admin", (1280, 800))
    page.goto(f"{address}/sources")
    page.get_by_role("link", name="The Gazette").click()
    page.get_by_label("Key: its key").fill("s3cret")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    assert "s3cret" not in page.content()
    page.get_by_role("button", name="Ask it now").click()
    expect(page.locator("#test")).to_contain_text("It is being asked")
    work_through(desk)
    expect(page.locator("#test")).to_contain_text("It could not be asked")  # by itself, as the worker says so
    _usable(page)
    page.get_by_role("button", name="Switch off").click()
    expect(page.locator("main")).to_contain_text("it is switched off in the desk")
