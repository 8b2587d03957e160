"""Triage by hand on the keyboard, and on a phone."""

import re
import time

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from store.db import transaction
from store.triage import saved_views
from tests.browser.parts import PHONE, enter, listed, press
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import article, person


@pytest.fixture
def at(desk: str) -> Desk:
    """A desk with a dozen claims."""
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer"))
    article(desk, at.checker, "\n".join(f"The town of Alder {n} has {4000 + n:,} inhabitants." for n in range(12)))
    return at


def _triage(chromium: Browser, address: str) -> Page:
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/triage")
    return page


def test_an_open_question_is_answered_by_a_digit_and_taken_back(chromium: Browser, address: str, at: Desk) -> None:
    page = _triage(chromium, address)
    evidence = page.locator("#evidence")
    for keys, state, reported in (
        (("3", "1"), "declined", "declined"),
        (("h", "2"), "snoozed", "snoozed"),
        (("1",), "assigned", "taken"),
    ):
        press(page, *keys)
        expect(evidence).to_contain_text(state)
        expect(page.locator("#actions")).to_contain_text(reported)
        press(page, "u")
        expect(evidence).to_contain_text("◇ triage")
        expect(page.locator("#claims li[id]")).to_have_count(12)


def test_the_counts_of_views_come_after_the_page(chromium: Browser, address: str, at: Desk) -> None:
    with transaction(at.url) as conn:
        saved_views.save_view(conn, "Towns", "q=Alder", True, at.reviewer)
        saved_views.save_view(conn, "Villages", "q=village", True, at.reviewer)
    page = _triage(chromium, address)
    links = page.get_by_role("navigation", name="Views").get_by_role("link")
    expect(links).to_have_text(["To triage", re.compile(r"Towns\s+12"), re.compile(r"Villages\s+0")])


def test_another_reason_is_typed_after_its_digit(chromium: Browser, address: str, at: Desk) -> None:
    page = _triage(chromium, address)
    page.keyboard.press("3")
    page.keyboard.press("5")
    page.keyboard.type("A joke")
    press(page, "Enter")
    page.locator("#evidence h2 a").click()
    expect(page.get_by_text("Declined: A joke")).to_be_visible()


def test_keys_lead_from_claim_to_claim_on_their_own_pages_and_back(
    chromium: Browser, address: str, at: Desk
) -> None:
    page = _triage(chromium, address)
    order = [
        (line.get_attribute("id") or "").removeprefix("claim-") for line in page.locator("#claims li[id]").all()
    ]
    press(page, "Enter")
    for key, expected in (("j", order[1]), ("j", order[2]), ("k", order[1])):
        press(page, key)
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
    page.get_by_role("button", name="Next", exact=False).last.click()
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
    press(page, "Enter")
    expect(page.locator(".case")).to_have_count(1)
    reported = page.locator("#decided")
    expect(reported).to_contain_text("published")
    expect(reported.get_by_role("link", name="As readers see it")).to_be_visible()
    page.keyboard.press("c")
    page.keyboard.type("Who counted?")
    press(page, "Enter")
    expect(page.get_by_text("No verdict waits for review")).to_be_visible()
    expect(reported).to_contain_text("changes requested")


def _chosen(page: Page) -> str:
    return (page.locator("#claims li.on").get_attribute("id") or "").removeprefix("claim-")


@pytest.fixture
def long_list(desk: str) -> tuple[Desk, list[int]]:
    """A desk with 101 claims that wait, which are three pages of the list."""
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer"))
    return at, listed(desk, at.checker, 101)


def test_the_list_goes_on_over_its_pages_in_both_directions(
    chromium: Browser, address: str, long_list: tuple[Desk, list[int]]
) -> None:
    _, claims = long_list
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/triage?claim={claims[49]}")
    for key, expected in (("j", 50), ("k", 49), ("k", 48), ("j", 49), ("j", 50)):
        press(page, key)
        assert _chosen(page) == str(claims[expected])
    page.locator("#claims li[id]").last.locator("p a").click()
    page.wait_for_url(f"**claim={claims[99]}*")
    press(page, "j")
    assert _chosen(page) == str(claims[100])
    page.keyboard.press("j")
    expect(page.get_by_text("This is the last claim.")).to_be_in_viewport()
    press(page, "k")
    assert _chosen(page) == str(claims[99])
    page.goto(f"{address}/triage")
    page.keyboard.press("k")
    expect(page.get_by_text("This is the first claim.")).to_be_in_viewport()
    assert _chosen(page) == str(claims[0])


def test_the_last_of_a_page_is_decided_and_the_list_goes_on(
    chromium: Browser, address: str, long_list: tuple[Desk, list[int]]
) -> None:
    at, claims = long_list
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/triage?claim={claims[49]}")
    press(page, "3", "1")
    assert at.row(claims[49]).state == "declined"
    press(page, "j")
    assert _chosen(page) == str(claims[50])
    press(page, "k")
    assert _chosen(page) == str(claims[48])


def test_on_their_own_pages_claims_go_on_over_the_pages_of_the_list(
    chromium: Browser, address: str, long_list: tuple[Desk, list[int]]
) -> None:
    _, claims = long_list
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/triage?claim={claims[49]}")
    press(page, "Enter")
    for key, expected in (("j", 50), ("j", 51), ("k", 50), ("k", 49)):
        press(page, key)
        expect(page).to_have_url(f"{address}/claims/{claims[expected]}")
    press(page, "l")
    assert _chosen(page) == str(claims[49])


def test_v_then_a_digit_rates_and_never_acts(chromium: Browser, address: str, at: Desk) -> None:
    at.step(1, "take")
    page = enter(chromium, address, "checker")
    for wait in (True, False):
        page.goto(f"{address}/triage?claim=1&state=all")
        page.keyboard.press("v")
        if wait:
            page.wait_for_url("**/claims/1*")
            page.wait_for_load_state()
        page.keyboard.press("3")
        page.wait_for_url("**/claims/1*")
        expect(page.get_by_role("radio").nth(2)).to_be_checked()
        expect(page.locator("details.ask[open]")).to_have_count(0)
        page.evaluate("sessionStorage.clear()")
    row = at.row(1)
    assert (row.state, row.owner) == ("assigned", "checker")


@pytest.mark.parametrize("wait", [True, False])
def test_v_then_a_digit_does_nothing_to_a_claim_that_takes_no_rating(
    chromium: Browser, address: str, at: Desk, wait: bool
) -> None:
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/triage?claim=1")
    page.keyboard.press("v")
    if wait:
        page.wait_for_url("**/claims/1*")
        page.wait_for_load_state()
    page.keyboard.press("1")
    expect(page.get_by_text("This claim takes no rating as it stands")).to_be_visible()
    page.wait_for_timeout(300)
    assert at.row(1).state == "triage"
    press(page, "1")
    assert at.row(1).owner == "checker"


def test_a_key_typed_while_the_next_claim_is_on_its_way_does_not_act_on_the_last_one(
    chromium: Browser, address: str, at: Desk
) -> None:
    page = _triage(chromium, address)
    order = [
        (line.get_attribute("id") or "").removeprefix("claim-") for line in page.locator("#claims li[id]").all()
    ]
    page.route("**/triage?*", lambda route: (page.wait_for_timeout(400), route.continue_())[1])
    page.keyboard.press("j")
    page.keyboard.press("1")
    page.keyboard.press("j")
    page.wait_for_url(f"**claim={order[2]}*")
    assert at.row(int(order[0])).state == "triage"  # on a slow machine "1" may come once the next one is shown


def test_on_a_claim_s_page_undo_is_about_that_claim_alone(chromium: Browser, address: str, at: Desk) -> None:
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/triage?claim=1")
    press(page, "1")
    page.goto(f"{address}/claims/2")
    page.keyboard.press("u")
    page.wait_for_timeout(300)
    assert at.row(1).state == "assigned"
    page.goto(f"{address}/triage?claim=2")
    expect(page.locator("#actions")).to_contain_text("claim 1: taken, “The town of Alder 0")
    press(page, "u")
    expect(page.locator("#actions")).to_contain_text("Undone: claim 1 taken")
    assert "claim=1" in page.url


@pytest.mark.parametrize(
    ("way", "steps"),
    [
        ("list", (("j", 55, 55), ("k", 50, 5), ("j", 65, 64), ("k", 20, 44), ("k", 50, 0))),
        ("pages", (("j", 55, 55), ("k", 10, 45), ("j", 25, 64))),
    ],
    ids=["list", "pages"],
)
def test_j_and_k_typed_while_a_page_is_on_its_way_are_all_counted(
    chromium: Browser, address: str, desk: str, way: str, steps: tuple[tuple[str, int, int], ...]
) -> None:
    claims = listed(desk, person(desk, "checker"), 65)  # of which a page of the list has 50
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/triage")
    if way == "pages":
        press(page, "Enter")
    waiting: list[Route] = []
    page.route(re.compile(r"/triage\?|/claims/[0-9]+$"), lambda route: waiting.append(route))
    for key, times, at in steps:
        page.keyboard.type(key * times)
        place = re.compile(rf"claim={claims[at]}\b|/claims/{claims[at]}$")
        deadline = time.monotonic() + 40
        while not place.search(page.url) and time.monotonic() < deadline:
            while waiting:
                waiting.pop().continue_()
            page.wait_for_timeout(50)
        page.wait_for_load_state()
        assert place.search(page.url), (page.url, claims[at])


def test_j_typed_while_the_page_s_scripts_load_counts_and_no_other_key_does(
    chromium: Browser, address: str, at: Desk
) -> None:
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/triage")
    order = [
        (line.get_attribute("id") or "").removeprefix("claim-") for line in page.locator("#claims li[id]").all()
    ]
    waiting: list[Route] = []
    page.route("**/desk.js", lambda route: waiting.append(route), times=1)
    page.goto(f"{address}/triage?claim={order[0]}", wait_until="commit")
    deadline = time.monotonic() + 30
    while not page.evaluate(
        "Boolean(window.typedEarly)"
    ):  # `wait_for_function` would need a policy that allows eval
        assert time.monotonic() < deadline
        page.wait_for_timeout(20)
    for key in ("1", "j", "3", "1", "j", "j", "k", "h"):
        page.keyboard.press(key)
    waiting.pop().continue_()
    page.wait_for_url(f"**claim={order[2]}*")
    assert {at.row(int(claim_id)).state for claim_id in order} == {"triage"}
