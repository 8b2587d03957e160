"""While a question is open, what is typed answers it and nothing else, however it was opened."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.parts import enter, listed, press
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import imported, person

_INSIDE = "document.activeElement.closest('details[open]') !== null && !document.activeElement.matches('summary')"


@pytest.fixture
def at(desk: str) -> Desk:
    return Desk(desk, person(desk, "checker"), person(desk, "reviewer"))


@pytest.fixture
def page(chromium: Browser, address: str, at: Desk) -> Page:
    """Triage with three claims, the first one chosen."""
    listed(at.url, at.checker, 3)
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/triage")
    return page


def test_a_reason_is_typed_after_a_click_and_runs_no_key(page: Page, at: Desk) -> None:
    page.get_by_text("Decline 3").click()
    page.wait_for_function(_INSIDE)
    page.keyboard.type("He retracted it")
    expect(page.get_by_label("Why 5")).to_have_value("He retracted it")
    expect(page.locator("details.ask[open]")).to_have_count(1)
    press(page, "Enter")
    assert at.row(1).decline_reason == "He retracted it"


@pytest.mark.parametrize("opened_by", ["mouse", "Tab", "key"])
def test_keys_are_off_until_escape_closes_the_question(page: Page, at: Desk, opened_by: str) -> None:
    summary = page.locator("details.ask summary[data-key='2']")
    if opened_by == "mouse":
        summary.click()
    elif opened_by == "Tab":
        summary.focus()
        page.keyboard.press("Enter")
    else:
        page.keyboard.press("2")
    page.wait_for_function(_INSIDE)
    page.evaluate("document.activeElement.blur()")
    address = page.url
    for key in ("1", "h", "3", "j", "v"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.url == address
    expect(page.locator("details.ask[open]")).to_have_count(1)
    assert at.row(1).state == "new"
    page.keyboard.press("Escape")
    expect(page.locator("details.ask[open]")).to_have_count(0)
    expect(summary).to_be_focused()
    press(page, "1")
    assert at.row(1).owner == "checker"


def test_one_question_is_open_at_a_time_and_a_digit_answers_that_one(page: Page, at: Desk) -> None:
    page.get_by_text("Decline 3").click()
    page.get_by_text("Snooze H").click()
    expect(page.locator("details.ask[open]")).to_have_count(1)
    press(page, "2")
    assert at.row(1).state == "snoozed"


def test_filters_are_a_question_too(page: Page) -> None:
    page.get_by_text("Filters", exact=True).click()
    expect(page.locator("input[name=state]").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Filters", exact=True)).to_be_focused()


def test_in_a_form_that_folds_out_what_is_typed_stays_there(page: Page, at: Desk) -> None:
    at.step(1, "take")
    page.goto(page.url.split("/triage")[0] + "/claims/1")
    page.get_by_text("Add evidence by hand").click()
    page.keyboard.type("He has a hat")
    expect(page.get_by_label("Quoted passage")).to_have_value("He has a hat")
    page.get_by_role("heading", level=1).click()
    page.keyboard.type("r3h")
    expect(page.locator("details.ask[open]")).to_have_count(0)
    assert at.row(1).state == "assigned"
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    expect(page.locator("details.ask[open]")).to_have_count(1)


def test_the_button_of_a_question_that_deletes_is_not_what_a_stray_key_meets(
    chromium: Browser, address: str, desk: str
) -> None:
    page = _asked_to_delete_an_import(chromium, address, desk)
    page.wait_for_function(_INSIDE)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    expect(page.get_by_text("Delete this import")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Delete this import")).to_be_focused()


def test_a_question_without_a_field_keeps_the_focus_when_the_page_is_renewed(
    chromium: Browser, address: str, desk: str
) -> None:
    page = _asked_to_delete_an_import(chromium, address, desk)
    page.evaluate("document.querySelector('#import').append('an older state of the page')")
    listed(desk, person(desk, "checker"), 1)
    expect(page.get_by_text("an older state of the page")).to_have_count(0)
    page.wait_for_function(_INSIDE)


def _asked_to_delete_an_import(chromium: Browser, address: str, desk: str) -> Page:
    person(desk, "admin")
    imported(desk, {})
    page = enter(chromium, address, "admin")
    page.goto(f"{address}/external-fact-checks/imports/1")
    page.get_by_text("Delete this import").click()
    return page
