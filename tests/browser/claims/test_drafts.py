"""What somebody writes is on another computer of theirs too, and on nobody else's."""

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from store import sessions
from store.accounts.drafts import drafts
from store.claims import transitions
from store.db import transaction
from store.verdicts.verdicts import VerdictContent
from tests.browser.parts import enter, sign_in_by_form
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person

_KEPT = "You wrote this before; it is not saved yet."


@pytest.fixture
def at(desk: str) -> Desk:
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer"))
    at.step(at.comes(POLAND), "take")
    return at


def _wait_for_drafts(at: Desk, page: Page, count: int) -> None:
    for _ in range(50):
        with transaction(at.url) as conn:
            if conn.execute(select(func.count()).select_from(drafts)).scalar_one() == count:
                return
        page.wait_for_timeout(100)
    raise AssertionError(f"the server does not hold {count} drafts")


def test_another_computer_has_what_is_being_written(chromium: Browser, address: str, at: Desk) -> None:
    first, second, other = (enter(chromium, address, name) for name in ("checker", "checker", "reviewer"))
    first.goto(f"{address}/claims/1")
    first.get_by_label("Summary, one line").fill("It has fewer")
    first.keyboard.press("Escape")
    first.keyboard.press("v")
    first.keyboard.press("6")
    first.keyboard.press("m")
    first.keyboard.type("Ask the office")
    _wait_for_drafts(at, first, 2)
    second.goto(f"{address}/claims/1")
    expect(second.get_by_text(_KEPT).first).to_be_visible()
    expect(second.get_by_label("Summary, one line")).to_have_value("It has fewer")
    expect(second.get_by_role("radio", name="False 6", exact=True)).to_be_checked()
    expect(second.get_by_label("Write a note")).to_have_value("Ask the office")
    other.goto(f"{address}/claims/1")
    expect(other.get_by_label("Summary, one line")).to_have_value("")
    expect(other.get_by_text(_KEPT).first).to_be_hidden()
    second.get_by_label("Explanation, in Markdown").fill("It was counted.")
    with second.expect_navigation():
        second.get_by_role("button", name="Save", exact=True).click()
    with second.expect_navigation():
        second.get_by_role("button", name="Add the note").click()
    expect(second.get_by_text("Ask the office").first).to_be_visible()
    _wait_for_drafts(at, second, 0)
    third = enter(chromium, address, "checker")
    third.goto(f"{address}/claims/1")
    expect(third.get_by_label("Summary, one line")).to_have_value("It has fewer")
    third.wait_for_timeout(300)
    expect(third.get_by_text(_KEPT).first).to_be_hidden()


def test_what_is_dropped_is_gone_everywhere(chromium: Browser, address: str, at: Desk) -> None:
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/claims/1")
    page.get_by_label("Summary, one line").fill("It has fewer")
    _wait_for_drafts(at, page, 1)
    page.reload()
    with page.expect_navigation():
        page.get_by_role("button", name="Drop it").first.click()
    expect(page.get_by_label("Summary, one line")).to_have_value("")
    _wait_for_drafts(at, page, 0)


def test_who_signs_in_after_a_session_has_ended_gets_nothing_of_what_another_wrote_in_this_tab(
    chromium: Browser, address: str, at: Desk
) -> None:
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/claims/1")
    page.get_by_label("Summary, one line").fill("It has fewer")
    _wait_for_drafts(at, page, 1)
    page.reload()
    expect(page.get_by_label("Summary, one line")).to_have_value("It has fewer")
    with transaction(at.url) as conn:
        sessions.end_sessions_of_person(conn, at.checker.id or 0)
    sign_in_by_form(page, address, "reviewer")
    page.goto(f"{address}/claims/1")
    expect(page.get_by_label("Summary, one line")).to_have_value("")
    expect(page.get_by_text(_KEPT).first).to_be_hidden()


def _write_note(page: Page) -> None:
    page.keyboard.press("m")
    page.keyboard.type("Ask the office")
    page.keyboard.press("Escape")


def test_what_was_refused_as_the_session_had_ended_is_there_after_signing_in(
    chromium: Browser, address: str, at: Desk
) -> None:
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/claims/1")
    _write_note(page)
    with transaction(at.url) as conn:
        sessions.end_sessions_of_person(conn, at.checker.id or 0)
    with page.expect_navigation():
        page.get_by_role("button", name="Add the note").click()
    assert page.locator("dt").all_inner_texts() == ["text"]
    sign_in_by_form(page, address, "checker")
    page.goto(f"{address}/claims/1")
    expect(page.get_by_label("Write a note")).to_have_value("Ask the office")
    with page.expect_navigation():
        page.get_by_role("button", name="Add the note").click()
    expect(page.get_by_label("Write a note")).to_have_value("")
    _wait_for_drafts(at, page, 0)


def test_what_never_arrived_is_kept_though_somebody_changed_the_claim_meanwhile(
    chromium: Browser, address: str, at: Desk
) -> None:
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/claims/1")
    page.keyboard.press("v")
    page.keyboard.press("6")
    page.get_by_label("Summary, one line").fill("It has fewer")
    page.get_by_label("Explanation, in Markdown").fill("It was counted.")
    page.route("**/claims/1/verdict", lambda route: route.abort())
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("chrome-error:**")
    with transaction(at.url) as conn:
        theirs = VerdictContent("True", "Theirs", "Counted.", [])
        transitions.write_verdict(conn, 1, theirs, at.reviewer, at.row(1).version)
    page.unroute("**/claims/1/verdict")
    page.goto(f"{address}/claims/1")
    expect(page.get_by_text("Somebody has changed this claim since you began. What")).to_be_visible()
    expect(page.get_by_label("Summary, one line")).to_have_value("It has fewer")


def test_who_goes_back_finds_no_note_that_was_stored(chromium: Browser, address: str, at: Desk) -> None:
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/claims/1")
    _write_note(page)
    page.get_by_role("button", name="Add the note").dblclick(no_wait_after=True)
    expect(page.locator("#notes")).to_contain_text("Ask the office")
    page.go_back()
    page.wait_for_load_state()
    expect(page.get_by_label("Write a note")).to_have_value("")
    page.go_back()
    page.go_forward()
    expect(page.get_by_label("Write a note")).to_have_value("")


def test_a_pasted_article_is_kept_until_it_is_taken(chromium: Browser, address: str, at: Desk) -> None:
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/articles/add")
    page.get_by_label("Text", exact=True).fill("Alder has 4,000 inhabitants.")
    page.get_by_label("Title").fill("Towns")
    page.reload()
    expect(page.get_by_text(_KEPT).first).to_be_visible()
    expect(page.get_by_label("Text", exact=True)).to_have_value("Alder has 4,000 inhabitants.")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", name="Towns")).to_be_visible()
    page.goto(f"{address}/articles/add")
    expect(page.get_by_label("Text", exact=True)).to_have_value("")
    _wait_for_drafts(at, page, 0)
