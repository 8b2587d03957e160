"""What comes between: a network that is away, a page that renews itself under a selection, half of a pair of keys."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.parts import enter, listed, press, wait_until_announced
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person

_NO_NETWORK = "There is no network: nothing was sent"
_SELECTED = "getSelection().toString()"


@pytest.fixture
def at(desk: str) -> Desk:
    return Desk(desk, person(desk, "checker"), person(desk, "reviewer"))


@pytest.fixture
def page(chromium: Browser, address: str, at: Desk) -> Page:
    return enter(chromium, address, "checker")


def _lose_network(page: Page) -> None:
    """Have no network, and wait until the page has found that the desk is out of reach."""
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/healthz")):
        page.context.set_offline(True)


def _write_verdict(page: Page) -> None:
    page.get_by_role("radio", name="False 6", exact=True).check()
    page.get_by_label("Summary, one line").fill("It has fewer")
    page.get_by_label("Explanation, in Markdown").fill("It was counted.")


def _find_network(page: Page) -> None:
    page.context.set_offline(False)
    page.wait_for_function("() => navigator.onLine")


def test_a_desk_on_a_machine_without_a_network_works(page: Page, address: str, at: Desk) -> None:
    at.step(at.comes(POLAND), "take")
    page.add_init_script("Object.defineProperty(navigator, 'onLine', { get: () => false })")
    with page.expect_response("**/healthz"):
        page.goto(f"{address}/claims/1")
    _write_verdict(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#history")).to_contain_text("version 1: False")


def test_without_a_network_a_verdict_stays_in_its_form(page: Page, address: str, at: Desk) -> None:
    at.step(at.comes(POLAND), "take")
    page.goto(f"{address}/claims/1")
    _write_verdict(page)
    _lose_network(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(_NO_NETWORK)).to_be_visible()
    expect(page.get_by_label("Summary, one line")).to_have_value("It has fewer")
    _find_network(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#history")).to_contain_text("version 1: False")


def test_without_a_network_the_list_stays_where_it_is(page: Page, address: str, at: Desk) -> None:
    claims = listed(at.url, at.checker, 12)
    page.goto(f"{address}/triage")
    _lose_network(page)
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    for _ in range(3):  # the next claim may have been fetched ahead, with what follows it
        page.keyboard.press("j")
        page.wait_for_timeout(1700)
    expect(page.get_by_text(_NO_NETWORK)).to_be_visible()
    expect(page.locator("#claims li[id]")).to_have_count(len(claims))
    _find_network(page)
    page.locator(f"#claim-{claims[-1]} p a").click()
    expect(page.locator("#claims li.on")).to_have_id(f"claim-{claims[-1]}")
    assert failures == []


def test_words_that_are_selected_stay_so_until_they_are_no_longer(page: Page, address: str, at: Desk) -> None:
    at.comes(POLAND)
    page.goto(f"{address}/articles/1")
    wait_until_announced(page, at.url)
    page.evaluate("getSelection().selectAllChildren(document.querySelector('article p'))")
    selected = page.evaluate(_SELECTED)
    assert POLAND in selected
    with page.expect_response(f"{address}/articles/1"):
        at.step(1, "take", at.reviewer)
    page.wait_for_timeout(500)
    assert page.evaluate(_SELECTED) == selected
    expect(page.locator("ul.claims")).to_contain_text("triage")
    page.evaluate("getSelection().collapseToStart()")
    expect(page.locator("ul.claims")).to_contain_text("assigned")


def test_the_second_key_of_a_pair_does_nothing_where_the_first_came_too_early(
    page: Page, address: str, at: Desk
) -> None:
    first = listed(at.url, at.checker, 3)[0]
    page.goto(f"{address}/triage")
    page.route("**/move", lambda route: (page.wait_for_timeout(300), route.continue_())[1])
    page.keyboard.press("1")
    with page.expect_navigation():
        page.keyboard.press("3")  # "3", then "1", would decline; "1" alone begins research
    page.evaluate(
        """() => {
          if (Number(sessionStorage.getItem("dropped key")) === 0) throw new Error("nothing was dropped");
          sessionStorage.setItem("dropped key", Date.now()); // as if no time had passed on a busy machine
          document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "1", bubbles: true }));
        }"""
    )
    expect(page.locator("#announcement")).to_contain_text("press again")
    page.wait_for_timeout(700)
    assert at.row(first).state == "assigned"
    press(page, "1")
    assert at.row(first).state == "researching"
