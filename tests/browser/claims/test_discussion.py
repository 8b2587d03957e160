"""Notes in the browser: a name is completed by keyboard, and whoever it is sees the note at once."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.accessibility import axe_violations
from tests.browser.parts import PHONE, enter
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person


@pytest.fixture
def at(desk: str) -> Desk:
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer", "Eva Kask".replace(" ", "-")))
    at.comes(POLAND)
    return at


def test_a_name_is_completed_by_keyboard_and_the_colleague_sees_the_note(
    chromium: Browser, address: str, at: Desk
) -> None:
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/claims/1")
    other = enter(chromium, address, "Eva-Kask")
    other.goto(f"{address}/claims/1")
    other.wait_for_load_state()
    page.keyboard.press("m")
    field = page.get_by_label("Write a note")
    expect(field).to_be_focused()
    page.keyboard.type("Look here, @")
    expect(page.locator(".completions li")).to_have_text(["Eva-Kask", "checker"])
    assert axe_violations(page) == []
    page.keyboard.press("ArrowDown")
    expect(page.locator(".completions li").nth(1)).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == page.locator(".completions li").nth(1).get_attribute(
        "id"
    )
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Look here, @Eva-Kask ")
    page.keyboard.type("@ev")
    page.keyboard.press("Escape")
    expect(page.locator(".completions li")).to_have_count(0)
    expect(field).to_be_focused()
    page.keyboard.press("Backspace")
    page.keyboard.type("va")
    expect(page.locator(".completions li")).to_have_text(["Eva-Kask"])
    page.locator(".completions li").click()
    expect(field).to_have_value("Look here, @Eva-Kask @Eva-Kask ")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#note-1")).to_contain_text("Look here, @Eva-Kask @Eva-Kask")
    expect(other.locator("#note-1")).to_be_visible()
    expect(other.get_by_role("link", name="Mine1")).to_be_visible()


def test_a_note_is_changed_and_deleted_on_a_phone_and_a_draft_is_kept(
    chromium: Browser, address: str, at: Desk
) -> None:
    page = enter(chromium, address, "checker", PHONE)
    page.goto(f"{address}/claims/1")
    page.locator("summary", has_text="Notes").click()
    page.get_by_label("Write a note").fill("A first thought")
    page.reload()
    expect(page.get_by_label("Write a note")).to_have_value("A first thought")
    page.get_by_role("button", name="Add the note").click()
    expect(page.get_by_label("Write a note")).to_have_value("")
    page.get_by_text("Change", exact=False).filter(has_text="the note of").click()
    page.get_by_role("textbox", name="Note", exact=True).fill("A second thought")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#note-1")).to_contain_text("A second thought")
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.get_by_text("Change", exact=False).filter(has_text="the note of").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_text("No notes yet.")).to_be_visible()


def test_a_reply_is_asked_for_and_noted_by_keyboard(chromium: Browser, address: str, at: Desk) -> None:
    for action in ("take", "research"):
        at.step(1, action)
    page = enter(chromium, address, "checker")
    page.goto(f"{address}/claims/1")
    page.locator("summary", has_text="Right of reply").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Note whom you asked").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Whom")).to_be_focused()
    page.keyboard.type("The statistics office")
    page.keyboard.press("Tab")
    page.keyboard.type("1 2 3: who counted?")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Save and await the reply").click()
    expect(page.get_by_text("awaiting reply · with checker")).to_be_visible()
    expect(page.get_by_text("reply due in 2 d")).to_be_visible()
    page.goto(f"{address}/triage?state=all&reply=awaited")
    expect(page.locator("#claims")).to_contain_text("reply due in 2 d")
    assert axe_violations(page) == []
    page.goto(f"{address}/claims/1")
    page.get_by_text("Note the reply").click()
    page.get_by_label("What they said").fill("We count 36 million.")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Save and go on with the research").click()
    expect(page.get_by_text("researching · with checker")).to_be_visible()
    expect(page.locator("#reply-1")).to_contain_text("We count 36 million.")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
