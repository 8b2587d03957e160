"""What is written in the browser is never lost: not to a step, a reload, an answer that comes in, or somebody who
was faster.
"""

import pytest
from playwright.sync_api import Browser, Page, expect

from checks.types.fact_check import ExternalFactCheck
from store.claims import transitions
from store.db import transaction
from store.external.fact_checks import add_external_fact_check
from store.people import Actor
from store.verdicts import verdicts
from store.verdicts.verdicts import VerdictContent
from tests.browser.accessibility import axe_violations
from tests.browser.parts import enter, sign_in_by_form
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person, work_through
from tests.fixtures.outside import Outside
from tests.workers.lookups.test_capture import site as site


@pytest.fixture
def at(desk: str) -> Desk:
    return Desk(desk, person(desk, "checker"), person(desk, "reviewer"))


@pytest.fixture
def page(chromium: Browser, address: str, at: Desk) -> Page:
    """The page of a claim that the checker has taken."""
    at.step(at.comes(POLAND), "take")
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/claims/1")
    return page


def _write(page: Page) -> None:
    page.keyboard.press("v")
    page.keyboard.press("6")
    page.get_by_label("Summary, one line").fill("It has fewer")
    page.get_by_label("Explanation, in Markdown").fill("The office counts 36 million.")


def _save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()


def _expect_written(page: Page) -> None:
    expect(page.get_by_role("radio", name="False 6", exact=True)).to_be_checked()
    expect(page.get_by_label("Summary, one line")).to_have_value("It has fewer")
    expect(page.get_by_label("Explanation, in Markdown")).to_have_value("The office counts 36 million.")


def test_a_new_suggestion_comes_in_beside_what_is_being_written(page: Page, at: Desk) -> None:
    _write(page)
    page.get_by_role("button", name="Ask every source again").click()
    expect(page.get_by_text("2 sources are still being asked")).to_be_visible()
    _expect_written(page)
    page.wait_for_load_state()
    page.get_by_label("Summary, one line").focus()
    page.get_by_text("How it was read").first.click()
    page.get_by_label("Summary, one line").focus()
    work_through(at.url)
    expect(page.get_by_text("still being asked")).to_be_hidden()
    expect(page.locator("#evidence details[open]")).to_have_count(1)
    expect(page.get_by_label("Summary, one line")).to_be_focused()
    _expect_written(page)


def test_a_draft_is_there_again_until_it_is_saved_or_dropped(page: Page) -> None:
    _write(page)
    page.reload()
    expect(page.get_by_text("You wrote this before; it is not saved yet.")).to_be_visible()
    _expect_written(page)
    _save(page)
    expect(page.get_by_text("researching · with checker")).to_be_visible()
    expect(page.get_by_text("You wrote this before")).to_be_hidden()
    page.get_by_label("Summary, one line").fill("Something else")
    page.reload()
    page.get_by_role("button", name="Drop it").click()
    expect(page.get_by_text("You wrote this before")).to_be_hidden()
    expect(page.get_by_label("Summary, one line")).to_have_value("It has fewer")


def test_a_page_that_renews_itself_does_not_call_what_is_being_written_an_earlier_draft(page: Page) -> None:
    _write(page)
    page.evaluate("document.dispatchEvent(new Event('renewed'))")
    _expect_written(page)
    expect(page.get_by_text("You wrote this before")).to_be_hidden()


def test_a_ticked_passage_stays_ticked_when_its_source_is_asked_again(page: Page, at: Desk) -> None:
    with transaction(at.url) as conn:
        add_external_fact_check(
            conn,
            ExternalFactCheck(
                statement=POLAND, rating="False", summary="No.", publisher="Office", url="https://example.net/1"
            ),
        )
    page.get_by_role("button", name="Ask every source again").click()
    work_through(at.url)
    expect(page.locator("[name=cites]")).to_have_count(1)
    page.keyboard.press("e")
    expect(page.get_by_text("1 passage cited")).to_be_visible()
    old = page.locator("[name=cites]").get_attribute("value")
    page.get_by_role("button", name="Ask every source again").click()
    work_through(at.url)
    expect(page.locator("[name=cites]")).not_to_have_value(old or "")
    expect(page.locator("[name=cites]")).to_be_checked()


def test_who_was_slower_sees_it_at_once_and_both_when_saving(page: Page, at: Desk) -> None:
    _write(page)
    with transaction(at.url) as conn:
        version = at.row(1).version
        transitions.write_verdict(
            conn, 1, VerdictContent("True", "Theirs", "Counted.", []), Actor(at.reviewer.id, "reviewer"), version
        )
    expect(page.get_by_text("Somebody has changed this claim since you began. What")).to_be_visible()
    _expect_written(page)
    _save(page)
    expect(page.get_by_text("The verdict as it stands, by reviewer")).to_be_visible()
    _expect_written(page)
    page.reload()
    _expect_written(page)
    _save(page)
    expect(page.locator("#history")).to_contain_text("version 2: False")


def test_a_form_whose_claim_has_gone_on_stays_with_what_is_in_it(page: Page, at: Desk) -> None:
    _write(page)
    at.step(1, "decline", at.reviewer, reason="Opinion")
    expect(page.get_by_text("Declined by reviewer")).to_be_visible()
    expect(page.get_by_text("Somebody has changed this claim since you began. What")).to_be_visible()
    _expect_written(page)


def test_signing_out_forgets_what_was_not_saved(page: Page) -> None:
    _write(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    assert page.evaluate("sessionStorage.length") == 0


def test_the_preview_follows_what_is_typed_and_saves_nothing(page: Page, at: Desk) -> None:
    _write(page)
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    preview = page.get_by_role("region", name="Preview")
    expect(preview).to_contain_text("False It has fewer")
    expect(page.locator("#announcement")).to_contain_text("The preview stands below")
    page.get_by_label("Explanation, in Markdown").fill("It is **counted**.")
    expect(preview.locator("strong")).to_have_text("counted")
    _expect_unsaved(at)
    assert axe_violations(page) == []


def test_the_preview_works_without_javascript(chromium: Browser, address: str, at: Desk) -> None:
    at.step(at.comes(POLAND), "take")
    page = chromium.new_context(java_script_enabled=False).new_page()
    sign_in_by_form(page, address, "checker")
    page.goto(f"{address}/claims/1")
    page.get_by_label("Explanation, in Markdown").fill("It is **counted**.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview").locator("strong")).to_have_text("counted")
    expect(page.get_by_label("Explanation, in Markdown")).to_have_value("It is **counted**.")
    _expect_unsaved(at)


def _expect_unsaved(at: Desk) -> None:
    with transaction(at.url) as conn:
        assert verdicts.find_latest_verdict(conn, 1) is None


def test_evidence_is_added_by_its_address_while_the_page_stays_open(page: Page, at: Desk, site: Outside) -> None:
    page.get_by_text("Add evidence by its address").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Address", exact=True).first).to_be_focused()
    page.keyboard.type(f"{site.url}/yearbook")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Fetch and freeze it").click()
    expect(page.get_by_label("Evidence that is being fetched")).to_contain_text("waiting")
    page.wait_for_timeout(500)
    work_through(at.url)
    expect(page.locator("#evidence")).to_contain_text("36 million inhabitants")
    expect(page.get_by_label("Evidence that is being fetched")).to_have_count(0)
    page.keyboard.press("e")
    expect(page.get_by_text("1 passage cited")).to_be_visible()
