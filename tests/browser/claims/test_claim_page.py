"""The page of a claim: what decides fits one screen, the rest is folded and stays as it was left."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from checks.types.passage import Passage
from checks.types.stance import Finding
from store.db import transaction
from store.lookups import evidence
from tests.browser.accessibility import axe_violations
from tests.browser.parts import enter
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person

LAPTOP = (1280, 800)


@pytest.fixture
def at(desk: str) -> Desk:
    return Desk(desk, person(desk, "checker"), person(desk, "reviewer"))


def _bottom(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["y"] + box["height"]


def _folds(page: Page) -> dict[str, bool]:
    """Which folds stand open, by name."""
    found: dict[str, bool] = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('[data-fold]')].map((f) => [f.dataset.fold, f.open]))"
    )
    return found


def _expect_folds(page: Page, **wanted: bool) -> None:
    """Wait until these folds stand open or closed, and the tab remembers it of those that were touched."""
    page.wait_for_function(
        """(wanted) => Object.entries(wanted).every(([name, open]) => {
          const kept = sessionStorage.getItem(`fold ${name}`);
          const now = document.querySelector(`[data-fold="${name}"]`)?.open;
          return now === open && kept === (open ? "open" : "closed");
        })""",
        arg=wanted,
    )


def test_statement_evidence_verdict_and_actions_fit_one_screen(chromium: Browser, address: str, at: Desk) -> None:
    claim_id = at.comes(POLAND)
    passage = Passage("Poland has 36.6 million inhabitants, the office counted.", "page 1", "Statistics Office")
    with transaction(at.url) as conn:
        evidence.add_evidence(conn, claim_id, Finding("refutes", "below 38 million", 0.9, passage), at.checker)
    for action in ("take", "research"):
        at.step(claim_id, action)
    page = enter(chromium, address, "checker", LAPTOP)
    page.goto(f"{address}/claims/{claim_id}")
    bar = page.get_by_role("contentinfo", name="Actions")
    top = bar.bounding_box()
    assert top
    assert _bottom(bar) <= LAPTOP[1]
    assert _bottom(page.get_by_role("heading", level=1)) < 140
    assert _bottom(page.locator("#evidence .card").first) <= top["y"]
    assert _bottom(page.get_by_role("button", name="Save and send to review")) <= top["y"]
    assert not any(_folds(page).values())
    page.keyboard.press("End")
    expect(bar).to_be_in_viewport()


def test_a_fold_stays_as_it_was_left_on_the_next_claim_and_after_a_step(
    chromium: Browser, address: str, at: Desk
) -> None:
    first, second = at.comes(POLAND), at.comes("The town of Alder has 40 boats.")
    page = enter(chromium, address, "checker", LAPTOP)
    page.goto(f"{address}/claims/{first}")
    for name in ("History", "What was asked"):
        page.locator("summary", has_text=name).focus()
        page.keyboard.press("Enter")
    _expect_folds(page, history=True, log=True)
    assert {name for name, is_open in _folds(page).items() if is_open} == {"history", "log"}
    page.keyboard.press("1")
    expect(page.get_by_text("assigned · with checker")).to_be_visible()
    assert {name for name, is_open in _folds(page).items() if is_open} == {"history", "log"}
    page.goto(f"{address}/claims/{second}")
    _expect_folds(page, history=True, log=True)
    page.locator("summary", has_text="History").click()
    _expect_folds(page, history=False)
    page.reload()
    _expect_folds(page, history=False, log=True)


def test_what_colleagues_wrote_is_open_and_a_link_to_it_opens_its_fold(
    chromium: Browser, address: str, at: Desk
) -> None:
    claim_id = at.comes(POLAND)
    page = enter(chromium, address, "checker", LAPTOP)
    page.goto(f"{address}/claims/{claim_id}")
    page.keyboard.press("m")
    page.keyboard.type("Who counted?")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#note-1")).to_be_visible()
    assert _folds(page)["notes"]
    page.locator("summary", has_text="Notes").click()
    _expect_folds(page, notes=False)
    page.goto(f"{address}/claims/{claim_id}")
    expect(page.locator("#note-1")).to_be_hidden()
    page.goto(f"{address}/mine")
    page.goto(f"{address}/claims/{claim_id}#note-1")
    expect(page.locator("#note-1")).to_be_visible()


def test_all_folds_open_have_no_violation_and_open_without_javascript(
    chromium: Browser, address: str, at: Desk
) -> None:
    claim_id = at.comes(POLAND)
    page = enter(chromium, address, "checker", LAPTOP)
    page.goto(f"{address}/claims/{claim_id}")
    page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    assert axe_violations(page) == []
    state = page.context.storage_state()
    plain = chromium.new_context(java_script_enabled=False, storage_state=state).new_page()
    plain.goto(f"{address}/claims/{claim_id}")
    plain.locator("summary", has_text="History").click()
    expect(plain.get_by_text("automatic: triage")).to_be_visible()
