"""Two people at one desk: what one does is said on the other's screen and changes nothing else there."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from store.claims import transitions
from store.db import transaction
from tests.browser.parts import enter, listed, press, wait_until_announced
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import article, person

_ANNOUNCED = re.compile(r"Taken by reviewer \d+ s ago")


@pytest.fixture
def at(desk: str) -> Desk:
    return Desk(desk, person(desk, "checker"), person(desk, "reviewer"))


def _expect_chosen(page: Page, claim_id: int) -> None:
    """List, evidence and bar all show this claim, which can still be taken as far as the bar says."""
    expect(page.locator("#claims li.on")).to_have_attribute("id", f"claim-{claim_id}")
    expect(page.locator("#evidence h2 a").first).to_have_attribute("href", f"/claims/{claim_id}")
    expect(page.get_by_role("button", name="Take 1")).to_be_visible()
    expect(page.locator("#actions form").first).to_have_attribute("action", f"/claims/{claim_id}/move")


@pytest.mark.parametrize("path", ["/triage", "/triage?claim={}"])
def test_a_step_of_somebody_else_is_said_and_the_pane_stays(
    chromium: Browser, address: str, at: Desk, path: str
) -> None:
    first = listed(at.url, at.checker, 3)[0]
    page = enter(chromium, address, "checker")
    page.goto(address + path.format(first))
    assert f"claim={first}" in page.url
    _expect_chosen(page, first)
    wait_until_announced(page, at.url)
    at.step(first, "take", at.reviewer)
    expect(page.get_by_text(_ANNOUNCED)).to_be_visible()
    expect(page.get_by_text(_ANNOUNCED)).to_be_in_viewport()
    page.wait_for_timeout(500)
    _expect_chosen(page, first)
    expect(page.locator("#evidence")).not_to_contain_text("assigned")
    expect(page.locator("#pill")).to_be_hidden()
    press(page, "1")
    expect(page.get_by_text("Somebody was faster")).to_be_visible()
    expect(page.get_by_text(_ANNOUNCED)).to_be_visible()
    row = at.row(first)
    assert (row.state, row.owner) == ("assigned", "reviewer")


def test_what_was_typed_on_a_claim_s_page_comes_back_when_somebody_was_faster(
    chromium: Browser, address: str, at: Desk
) -> None:
    first = listed(at.url, at.checker, 2)[0]
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/claims/{first}")
    page.get_by_text("Decline 3").click()
    page.keyboard.type("Nobody asks")
    at.step(first, "take", at.reviewer)
    expect(page.get_by_text(_ANNOUNCED)).to_be_visible()
    expect(page.get_by_role("button", name="Take 1")).to_be_visible()
    press(page, "Enter")
    expect(page.get_by_text(_ANNOUNCED)).to_be_visible()
    expect(page.get_by_text("Nobody asks")).to_be_visible()
    assert at.row(first).state == "assigned"


def test_what_the_machine_does_needs_no_word_and_refuses_nothing(
    chromium: Browser, address: str, at: Desk
) -> None:
    first = listed(at.url, at.checker, 2)[0]
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/triage")
    expect(page.locator("#evidence")).to_contain_text("new")
    wait_until_announced(page, at.url)
    with transaction(at.url) as conn:
        transitions.triage_claims(conn, [first])
    expect(page.locator("#evidence")).to_contain_text("◇ triage")
    expect(page.locator("[data-change-notice]")).to_be_empty()
    press(page, "1")
    assert at.row(first).owner == "checker"


def test_a_claim_that_somebody_else_took_is_struck_out_and_passed_over(
    chromium: Browser, address: str, at: Desk
) -> None:
    first, second, third = listed(at.url, at.checker, 3)
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/triage")
    wait_until_announced(page, at.url)
    at.step(second, "take", at.reviewer)
    expect(page.locator("#claims li.gone")).to_have_attribute("id", f"claim-{second}")
    expect(page.locator("#claims li[id]")).to_have_count(3)
    press(page, "j")
    _expect_chosen(page, third)
    # On a colleague's claim, 1 is not "begin research".
    page.goto(f"{address}/triage?claim={second}")
    expect(page.locator("#actions")).to_contain_text("with reviewer")
    page.keyboard.press("1")
    page.wait_for_timeout(300)
    assert (at.row(second).state, at.row(first).state) == ("assigned", "new")


def test_only_new_claims_are_counted(chromium: Browser, address: str, at: Desk) -> None:
    claims = listed(at.url, at.checker, 52)
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/triage")
    expect(page.locator("#claims li[id]")).to_have_count(50)
    wait_until_announced(page, at.url)
    at.step(claims[4], "take", at.reviewer)
    page.wait_for_timeout(1500)  # the 51st has moved up by now
    expect(page.locator("#pill")).to_be_hidden()
    listed(at.url, at.checker, 1)
    expect(page.locator("#pill")).to_have_text("1 new")
    expect(page.locator("#claims li[id]")).to_have_count(50)


def test_a_reviewer_approves_what_was_read_or_is_refused(chromium: Browser, address: str, at: Desk) -> None:
    claims = listed(at.url, at.checker, 2)
    for claim_id in claims:
        at.drafted(claim_id, "True")
    page = enter(chromium, address, "reviewer")
    page.goto(f"{address}/review")
    page.keyboard.press("j")
    page.keyboard.press("p")
    wait_until_announced(page, at.url)
    at.step(claims[0], "recall")
    at.drafted(claims[0], "False")
    expect(page.locator(".case")).to_have_count(2)
    case = page.locator(".case").first
    expect(case.get_by_text("Sent to review by checker")).to_be_visible()
    expect(case).to_contain_text("True So it is.")
    press(page, "Enter")
    expect(page.get_by_text("Somebody was faster")).to_be_visible()
    assert at.row(claims[0]).state == "in_review"


def test_the_page_of_an_article_hears_of_a_claim_without_an_error(
    chromium: Browser, address: str, at: Desk
) -> None:
    article(at.url, at.checker, "The town of Alder has 4,017 inhabitants.")
    page = enter(chromium, address, "checker")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/articles/1")
    page.evaluate("document.addEventListener('renewed', () => (document.body.dataset.renewed = 'yes'))")
    wait_until_announced(page, at.url)
    at.step(1, "take", at.reviewer)
    expect(page.locator("#article .claims")).to_contain_text("assigned")
    expect(page.locator("body")).to_have_attribute("data-renewed", "yes")
    assert errors == []


def test_a_page_that_is_asked_to_look_again_does(chromium: Browser, address: str, at: Desk) -> None:
    first = listed(at.url, at.checker, 1)[0]
    page = enter(chromium, address, "checker")
    page.route(
        "**/live?*",
        lambda route: route.fulfill(content_type="text/event-stream", body="event: again\ndata: 0\n\n"),
    )
    refetched = page.expect_request(
        lambda sent: "/triage" in sent.url and sent.headers.get("x-requested-with") == "factdesk"
    )
    with refetched as heard:
        page.goto(f"{address}/triage")
    assert heard.value.url.endswith(f"claim={first}")
