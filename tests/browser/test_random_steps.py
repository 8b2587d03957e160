"""Two people who do at random what people do in triage, at once: no step lands on what its page did not show."""

import random
import re
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page
from sqlalchemy import select

from store.audit import audit
from store.db import transaction
from store.people import Actor
from tests.browser.parts import enter, listed
from tests.desk_parts import person

_SECONDS = 10  # for all of the test
_EVENTS = {
    "Take": "take",
    "Research": "research",
    "Decline": "decline",
    "Snooze": "snooze",
    "Duplicate of": "duplicate",
}
_BACK = {"release", "reopen", "assign", "research"}
_LOOK = """() => {
  const text = (selector) => document.querySelector(selector)?.innerText.trim() ?? "";
  return {
    claim: document.querySelector("#evidence h2 a")?.getAttribute("href").split("/").pop() ?? null,
    chosen: document.querySelector("#claims li.on")?.id ?? null,
    state: text("#evidence .state").replace(/^[^a-z]+/, ""),
    version: document.querySelector("#actions [name=version]")?.value,
    actions: [...document.querySelectorAll("#actions > form > button, #actions > details > summary")].map(
      (each) => each.innerText.replace(/ .$/, "")),
    undo: /claim (\\d+):/.exec(text("#actions .undo"))?.[1] ?? null,
  };
}"""


@dataclass
class Hand:
    """One person at the desk: the page, and what it showed at the moment of every step."""

    page: Page
    actor: Actor
    address: str
    seen: list[dict[str, Any]] = field(default_factory=list)

    def act(self, choice: random.Random, claims: list[int], do: str = "") -> None:
        """Do one thing that people do, any where none is named."""
        do = do or choice.choice(
            ("take", "decline", "snooze", "duplicate", "typed", "j", "j", "k", "mouse", "undo", "v", "blur")
        )
        self.seen.append({"do": do, **self.page.evaluate(_LOOK)})
        keyboard = self.page.keyboard
        if do in ("take", "undo", "j", "k"):
            keyboard.press({"take": "1", "undo": "u"}.get(do, do))
        elif do in ("decline", "snooze"):
            keyboard.press({"decline": "3", "snooze": "h"}[do])
            keyboard.press("2")
        elif do == "duplicate":
            keyboard.press("2")
            keyboard.type(str(choice.choice(claims)))
            keyboard.press("Enter")
        elif do == "v":
            keyboard.press("v")
            keyboard.press("3")
        elif do == "blur":
            self.page.mouse.click(700, 500)
        elif do == "mouse":
            lines = self.page.locator("#claims li[id] p a")
            lines.nth(choice.randrange(min(6, lines.count()))).click(no_wait_after=True)
        elif self.page.get_by_text("Decline 3").count():
            self.page.get_by_text("Decline 3").click()
            keyboard.type("A joke, 1 2 3")
            keyboard.press("Enter")

    def settle(self) -> None:
        """Wait for what was pressed; from any other page go back to the list."""
        self.page.wait_for_timeout(100)
        with suppress(Error):  # what was pressed may lead on while this waits
            self.page.wait_for_load_state()
            if not self.page.locator("#claims li[id]").count() or "/triage" not in self.page.url:
                self.page.goto(f"{self.address}/triage")
        self.page.wait_for_load_state()
        self.page.keyboard.press("Escape")

    def showed(self, entry: Any) -> bool:
        """Whether this entry of the history is a step that the page offered, on the claim as the page showed it."""
        for look in self.seen:
            if look["do"] == "undo" and look["undo"] == str(entry.subject) and entry.event in _BACK:
                return True
            offered = {_EVENTS.get(word) for word in look["actions"]}
            meant = {"take": {"take", "research"}, "typed": {"decline"}}.get(look["do"], {look["do"]})
            on_it = (look["claim"], look["version"]) == (str(entry.subject), str(entry.version - 1))
            same_state = look["state"] == getattr(entry, "from")
            if on_it and same_state and entry.event in offered & meant:
                return True
        return False


@pytest.mark.parametrize("seed", [14])
def test_no_step_lands_on_what_its_page_did_not_show(
    chromium: Browser, address: str, desk: str, seed: int
) -> None:
    choice, began = random.Random(seed), time.monotonic()
    people = {name: person(desk, name) for name in ("checker", "reviewer")}
    claims = listed(desk, people["checker"], 60)
    hands = [Hand(enter(chromium, address, name), actor, address) for name, actor in people.items()]
    errors: list[str] = []
    for hand in hands:
        hand.page.on("pageerror", lambda error: errors.append(str(error)))
        hand.page.goto(f"{address}/triage")
    do = "take"  # both begin with the same step on the same claim
    while do or time.monotonic() - began < _SECONDS:
        for hand in choice.sample(hands, 2):
            hand.act(choice, claims, do)
        do = ""
        for hand in hands:
            hand.settle()
    for hand in hands:
        hand.page.close()
    with transaction(desk) as conn:
        entries = conn.execute(select(audit).where(audit.c.subject_kind == "claim").order_by(audit.c.id)).all()
    for hand in hands:
        steps = [entry for entry in entries if entry.actor_id == hand.actor.id]
        assert [entry for entry in steps if not hand.showed(entry)] == []
        looks = [look for look in hand.seen if look["chosen"]]
        assert [look for look in looks if look["chosen"] != f"claim-{look['claim']}"] == []
    first = [entry for entry in entries if entry.subject == claims[0] and entry.version == 2]
    assert [entry.event for entry in first] == ["take"]
    assert [error for error in errors if not re.search("Failed to fetch", error)] == []
