"""Triage by hand on the keyboard, and on a phone."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.parts import PHONE, enter
from tests.cluster_parts import Desk
from tests.desk_parts import person


@pytest.fixture
def at(desk: str) -> Desk:
    """A desk with a dozen claims."""
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer"))
    for n in range(12):
        at.comes(f"The town of Alder {n} has {4000 + n:,} inhabitants.")
    return at


def _triage(chromium: Browser, address: str) -> Page:
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/triage")
    return page


def _press(page: Page, *keys: str) -> None:
    """Press keys of which the last brings a new page."""
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(keys[-1])


def test_an_open_question_is_answered_by_a_digit_and_taken_back(chromium: Browser, address: str, at: Desk) -> None:
    page = _triage(chromium, address)
    evidence = page.locator("#evidence")
    for keys, state, told in (
        (("3", "1"), "declined", "declined"),
        (("h", "2"), "snoozed", "snoozed"),
        (("1",), "assigned", "taken"),
    ):
        _press(page, *keys)
        expect(evidence).to_contain_text(state)
        expect(page.locator("#actions")).to_contain_text(told)
        _press(page, "u")
        expect(evidence).to_contain_text("◇ triage")
        expect(page.locator("#claims li[id]")).to_have_count(12)


def test_another_reason_is_typed_after_its_digit(chromium: Browser, address: str, at: Desk) -> None:
    page = _triage(chromium, address)
    page.keyboard.press("3")
    page.keyboard.press("5")
    page.keyboard.type("A joke")
    _press(page, "Enter")
    page.locator("#evidence h2 a").click()
    expect(page.get_by_text("Declined: A joke")).to_be_visible()


def test_the_way_goes_on_from_claim_to_claim_on_their_own_pages_and_back(
    chromium: Browser, address: str, at: Desk
) -> None:
    page = _triage(chromium, address)
    order = [
        (line.get_attribute("id") or "").removeprefix("claim-") for line in page.locator("#claims li[id]").all()
    ]
    _press(page, "Enter")
    for key, expected in (("j", order[1]), ("j", order[2]), ("k", order[1])):
        _press(page, key)
        expect(page).to_have_url(f"{address}/claims/{expected}")
    page.keyboard.press("l")
    expect(page.locator("#claims li.on")).to_have_attribute("id", f"claim-{order[1]}")


def test_on_a_phone_a_chosen_claim_is_what_the_page_shows(chromium: Browser, address: str, at: Desk) -> None:
    page = enter(chromium, address, "checker", PHONE)
    page.goto(f"{address}/triage")
    line = page.locator("#claims li[id]").nth(7)
    words = line.locator("p").inner_text()
    line.locator("p a").click()
    heading = page.locator("#evidence h2").first
    expect(heading).to_have_text(words)
    expect(heading).to_be_in_viewport()
    page.get_by_role("link", name="Claims", exact=True).click()
    expect(page.locator("#claims li.on")).to_be_in_viewport()
    page.get_by_role("button", name="Next").click()
    expect(page.locator("#evidence h2").first).not_to_have_text(words)
    expect(page.locator("#evidence h2").first).to_be_in_viewport()


def test_in_review_keys_reach_what_cannot_be_taken_back_and_do_the_rest(
    chromium: Browser, address: str, at: Desk
) -> None:
    for claim_id in (1, 2):
        at.drafted(claim_id, "True")
    page = enter(chromium, address, "reviewer")
    page.goto(f"{address}/review")
    for key in "jjp":
        page.keyboard.press(key)
    expect(page.locator(".case").nth(1).get_by_role("button", name="Approve and publish")).to_be_focused()
    expect(page.locator(".case")).to_have_count(2)
    _press(page, "Enter")
    expect(page.locator(".case")).to_have_count(1)
    page.keyboard.press("c")
    page.keyboard.type("Who counted?")
    _press(page, "Enter")
    expect(page.get_by_text("No verdict waits for review")).to_be_visible()
