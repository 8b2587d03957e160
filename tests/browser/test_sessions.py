"""A page stays open while its session ends, begins anew in another tab, or becomes somebody else's."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from store import sessions
from store.articles.removal import remove_article
from store.db import transaction
from tests.browser.parts import enter, listed, sign_in_by_form
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person

_SIGNED_OUT = "You are signed out. What you have written stays on this page"


@pytest.fixture
def at(desk: str) -> Desk:
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer"))
    at.step(at.comes(POLAND), "take")
    return at


@pytest.fixture
def page(chromium: Browser, address: str, at: Desk) -> Page:
    """The page of a claim that the checker has taken; it hears of changes."""
    page = enter(chromium, address, "checker")
    with page.expect_response("**/live?*"):
        page.goto(f"{address}/claims/1")
    return page


def _end_sessions(at: Desk) -> None:
    with transaction(at.url) as conn:
        sessions.end_sessions_of_person(conn, at.checker.id or 0)


def test_an_open_page_says_that_its_session_has_ended_and_goes_on_after_signing_in_elsewhere(
    page: Page, address: str, at: Desk
) -> None:
    page.get_by_label("Summary, one line").fill("It has fewer")
    _end_sessions(at)
    expect(page.get_by_text(_SIGNED_OUT)).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in another tab").click()
    sign_in_by_form(opened.value, address, "checker")
    expect(page.get_by_text(_SIGNED_OUT)).to_be_hidden()
    page.get_by_label("Explanation, in Markdown").fill("It was counted.")
    page.get_by_role("radio", name="False 6", exact=True).check()
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#history")).to_contain_text("version 1: False")
    at.step(1, "decline", at.reviewer, reason="Opinion")
    expect(page.get_by_text("Declined by reviewer")).to_be_visible()


def test_a_page_without_live_parts_goes_on_after_signing_in_in_another_tab(
    chromium: Browser, address: str, at: Desk
) -> None:
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/articles/add")
    page.get_by_label("Text", exact=True).fill("Alder has 4,000 inhabitants.")
    other = page.context.new_page()
    other.goto(f"{address}/mine")
    other.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text(_SIGNED_OUT)).to_be_visible()
    sign_in_by_form(other, address, "checker")
    expect(page.get_by_text(_SIGNED_OUT)).to_be_hidden()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("Articles › article 2")).to_be_visible()


def test_what_was_sent_after_the_session_had_ended_is_shown_with_the_way_to_sign_in_and_back(
    page: Page, address: str, at: Desk
) -> None:
    page.route("**/live?*", lambda route: route.abort())
    page.get_by_text("Decline 3").click()
    page.keyboard.type("It is a joke")
    _end_sessions(at)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("you are signed out, and nothing was saved")).to_be_visible()
    expect(page.get_by_text("It is a joke")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.get_by_label("E-mail").fill("checker@example.org")
    assert page.locator("input[name=next]").input_value() == "/claims/1"


def test_in_triage_the_notice_has_room_of_its_own(chromium: Browser, address: str, at: Desk) -> None:
    listed(at.url, at.reviewer, 40)
    page = enter(chromium, address, "checker")
    with page.expect_response("**/live?*"):
        page.goto(f"{address}/triage")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    _end_sessions(at)
    notice = page.get_by_text(_SIGNED_OUT)
    expect(notice).to_be_visible()
    above, below = notice.bounding_box(), page.locator("main").bounding_box()
    assert above
    assert below
    assert above["height"] > 30
    assert above["y"] + above["height"] <= below["y"]
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_a_page_of_one_person_takes_over_nothing_of_who_signed_in_after_them(
    page: Page, address: str, at: Desk
) -> None:
    other = page.context.new_page()
    sign_in_by_form(other, address, "reviewer")
    expect(page.get_by_text("Somebody else has signed in in this browser.")).to_be_visible()
    at.comes("Alder has 4,000 inhabitants.")
    at.step(1, "release", at.checker)
    page.wait_for_timeout(1000)
    assert page.get_by_role("button", name="Take 1").count() == 0
    page.get_by_label("Write a note").evaluate("(field) => { field.value = 'Mine'; field.form.requestSubmit(); }")
    expect(page.get_by_text("the form's token is missing or old")).to_be_visible()


def _delete_article(at: Desk, article_id: int) -> None:
    with transaction(at.url) as conn:
        remove_article(conn, article_id, at.reviewer)


def test_a_page_says_that_its_claim_was_deleted(page: Page, address: str, at: Desk) -> None:
    page.get_by_label("Summary, one line").fill("It has fewer")
    _delete_article(at, 1)
    expect(page.locator("[data-change-notice]")).to_contain_text("Deleted")
    expect(page.get_by_label("Summary, one line")).to_have_value("It has fewer")


def test_a_list_goes_on_without_a_claim_that_was_deleted(chromium: Browser, address: str, at: Desk) -> None:
    ids = listed(at.url, at.reviewer, 3)
    other = at.comes("The river Alder is 40 km long.")
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/triage?sort=newest&claim={ids[1]}")
    expect(page.locator("#claims li.on")).to_have_id(f"claim-{ids[1]}")
    _delete_article(at, 2)
    expect(page.get_by_text("Show it as it is now")).to_be_visible()
    page.get_by_text("Show it as it is now").click()
    expect(page.get_by_text(f"Claim {ids[1]} was deleted")).to_be_visible()
    expect(page.locator("#claims li.on")).to_have_id(f"claim-{other}")
    assert page.url.endswith(f"/triage?claim={other}&sort=newest")
    page.goto(f"{address}/claims/{ids[1]}")
    page.keyboard.press("l")
    page.wait_for_url(f"{address}/triage?*")
    expect(page.locator("#claims li.on")).to_have_id(f"claim-{other}")


def test_a_page_of_the_desk_s_last_version_works_with_today_s_scripts(
    chromium: Browser, address: str, at: Desk
) -> None:
    page = enter(chromium, address, "checker")

    def without(route: Route) -> None:
        answer = route.fetch()
        body = re.sub(r'<meta name="stored"[^>]*>|<div [^>]*id="session-note"[^>]*></div>', "", answer.text())
        route.fulfill(response=answer, body=body)

    page.route("**/claims/1", without)
    page.goto(f"{address}/claims/1")
    assert page.locator("meta[name=stored], #session-note").count() == 0
    page.keyboard.press("m")
    expect(page.get_by_label("Write a note")).to_be_focused()
