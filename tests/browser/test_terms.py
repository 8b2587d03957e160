"""What a word means is shown to the mouse and the keyboard, read out, and hidden by Escape."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.accessibility import axe_violations
from tests.browser.parts import PHONE, enter
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person


@pytest.mark.parametrize("path", ["/triage?claim=1", "/claims/1"])
def test_a_word_is_explained_by_mouse_and_keyboard(chromium: Browser, address: str, desk: str, path: str) -> None:
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer"))
    at.comes(POLAND)
    page = enter(chromium, address, "checker")
    page.goto(address + path)
    page.wait_for_load_state()
    word = page.locator("#evidence .term button").first
    tooltip = page.locator("#evidence .term [role=tooltip]").first
    expect(tooltip).to_be_hidden()
    word.focus()
    expect(tooltip).to_be_visible()
    expect(word).to_have_accessible_description("Every source was asked, and none had anything.")
    assert axe_violations(page) == []
    page.keyboard.press("Escape")
    expect(tooltip).to_be_hidden()
    word.blur()
    page.mouse.move(700, 300)
    word.hover()
    expect(tooltip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tooltip).to_be_hidden()
    take = page.get_by_role("button", name="Take 1")
    expect(take).to_have_accessible_description("Makes the claim yours, so that nobody else works on it.")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    word.focus()
    expect(tooltip).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
