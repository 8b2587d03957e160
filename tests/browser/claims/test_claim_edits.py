"""Claims are corrected in a real browser: by keyboard, by dragging, by selecting."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import axe_violations
from tests.browser.parts import PHONE, enter, press
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import person

ALDER = "The town of Alder has 4,017 inhabitants, and its oldest bridge is 310 metres long."


@pytest.fixture
def at(desk: str) -> Desk:
    """A desk with one article."""
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer"))
    at.comes(ALDER)
    return at


def _select(page: Page, words: str) -> None:
    """Select words within one stretch of the article, as a mouse would."""
    page.evaluate(
        """(words) => {
          for (const piece of document.querySelectorAll("[data-article] [data-at]")) {
            const node = [...piece.childNodes].find((each) => each.nodeType === 3 && each.data.includes(words));
            if (!node) continue;
            const at = node.data.indexOf(words);
            getSelection().setBaseAndExtent(node, at, node, at + words.length);
          }
        }""",
        words,
    )


def test_c_opens_the_form_and_ctrl_enter_saves_it(chromium: Browser, address: str, at: Desk) -> None:
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/triage")
    press(page, "c")
    page.get_by_label("Said by").fill("the town hall")
    press(page, "Control+Enter")
    expect(page.locator("#evidence")).to_contain_text("said by: the town hall")
    expect(page.locator("#actions")).to_contain_text("corrected")
    press(page, "u")
    expect(page.locator("#evidence")).to_contain_text("said by: the article itself")


def test_a_kept_draft_gives_each_row_its_own_values(chromium: Browser, address: str, at: Desk) -> None:
    page = enter(chromium, address, "checker")
    claim_id = at.comes("Alder has 5 million inhabitants and 12 percent of them are children.")
    page.goto(f"{address}/claims/{claim_id}/correct")
    words = page.locator("[name=quantity_text]")
    before = [each.input_value() for each in words.all()]
    assert len(set(before)) == len(before) > 1
    page.get_by_label("Said by").fill("the town hall")
    page.goto(f"{address}/claims/{claim_id}")
    page.goto(f"{address}/claims/{claim_id}/correct")
    expect(page.get_by_label("Said by")).to_have_value("the town hall")
    assert [each.input_value() for each in words.all()] == before


def test_bounds_are_moved_by_arrow_keys_and_by_dragging(chromium: Browser, address: str, at: Desk) -> None:
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/claims/1/correct")
    before = page.get_by_label("Its words in the article").input_value()
    last = page.get_by_role("slider", name="Last word of the claim")
    last.focus()
    page.keyboard.press("ArrowLeft")
    shorter = page.get_by_label("Its words in the article").input_value()
    assert shorter == before.rsplit(" ", 1)[0]
    box = page.get_by_role("slider", name="First word of the claim").bounding_box()
    assert box
    page.mouse.move(box["x"] + 6, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 10, steps=4)
    page.mouse.up()
    dragged = page.get_by_label("Its words in the article").input_value()
    assert shorter.endswith(dragged)
    assert dragged != shorter
    press(page, "Control+Enter")
    assert at.row(1).text == dragged


def test_what_is_selected_in_triage_becomes_a_claim(chromium: Browser, address: str, at: Desk) -> None:
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/triage")
    words = page.locator("[data-article] .mark.on").inner_text().strip().split()
    chosen = " ".join(words[1:4])
    _select(page, chosen)
    page.get_by_role("link", name="Add as a claim").click()
    page.wait_for_load_state()
    assert page.get_by_label("Its words in the article").input_value() == chosen
    assert page.locator("textarea[name=statement]").first.input_value() == chosen
    page.get_by_role("button", name="Add the claim").click()
    page.wait_for_url("**/triage?*")
    expect(page.locator("#claims")).to_contain_text(chosen)


@pytest.mark.parametrize(("scheme", "size"), [("light", (1280, 800)), ("dark", PHONE)])
def test_everybody_can_use_the_form(
    chromium: Browser, address: str, at: Desk, scheme: str, size: tuple[int, int]
) -> None:
    page = enter(chromium, address, "checker", size)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for path in ("/claims/1/correct", "/articles/1/add-claim"):
        page.goto(f"{address}{path}")
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
