"""One person at the desk who does at random what people do, and what every page showed at the moment of each step."""

import random
import re
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Error, Locator, Page, Request, Response

# The words on a button, and the steps that it takes, one after the other.
_STEPS = {
    "Take": ("take",),
    "Research": ("research",),
    "Decline": ("decline",),
    "Snooze": ("snooze",),
    "Duplicate of": ("duplicate",),
    "Assign": ("assign",),
    "Release": ("release",),
    "Reopen": ("reopen",),
    "Await a reply": ("await_reply",),
    "Reply is here": ("resume",),
    "Send to review": ("submit",),
    "Save": ("verdict",),
    "Save and send to review": ("verdict", "submit"),
    "Take back from review": ("recall",),
    "Ask for changes": ("request_changes",),
    "Approve": ("approve",),
    "Publish": ("publish",),
    "Approve and publish": ("approve", "publish"),
    "Correct": ("correct",),
    "Withdraw": ("withdraw",),
}
_KEYS = {"take": ("take", "research"), "decline": ("decline",), "snooze": ("snooze",), "duplicate": ("duplicate",)}
_TYPED: dict[str, tuple[str, ...]] = {
    "take": ("1",),
    "undo": ("u",),
    "open": ("Enter",),
    "decline": ("3", "2"),
    "snooze": ("h", "2"),
    "v": ("v", "3"),
}
_BACK = {"release", "reopen", "assign", "research", "recall", "resume", "await_reply"}
_BUTTONS = "form > button:not([data-choice]), details.ask > summary"
_LOOK = """(buttons) => {
  const words = (part) => [...part.querySelectorAll(buttons)].filter((each) => each.checkVisibility()).map(
    (each) => each.innerText.replace(/ .$/, "").trim());
  const value = (part) => part?.querySelector("[name=version]")?.value ?? null;
  const state = (part) => part?.querySelector(".state")?.innerText.trim().replace(/^(?:[^a-z]+|z )/, "") ?? null;
  const number = (link) => link?.getAttribute("href").split("/").pop() ?? null;
  const shown = [];
  const pane = document.querySelector("#evidence h2 a");
  const bar = document.querySelector("footer #actions");
  if (pane && bar) {
    shown.push({ claim: number(pane), state: state(document.querySelector("#evidence")), version: value(bar),
      words: words(bar) });
  }
  const standing = document.querySelector("#standing");
  if (standing) {
    const claim = /claim (\\d+) of/.exec(document.querySelector("main > p.meta").innerText)[1];
    shown.push({ claim, state: state(standing), version: value(bar), words: words(bar) });
    const form = document.querySelector("#verdict-form");
    if (form) {
      shown.push({ claim, state: state(standing), version: value(form), words: ["Save", "Save and send to review"] });
    }
  }
  for (const each of document.querySelectorAll(".case")) {
    shown.push({ claim: number(each.querySelector("h2 a")), state: state(each), version: value(each),
      words: words(each) });
  }
  const undo = document.querySelector(".undo .meta")?.innerText ?? "";
  return { path: location.pathname, shown, chosen: document.querySelector("#claims li.on")?.id ?? null,
    undo: /claim (\\d+):/.exec(undo)?.[1] ?? null };
}"""
_IN_LIST = ("take", "decline", "snooze", "duplicate", "typed", "j", "j", "k", "mouse", "undo", "v", "blur", "open")
_ON_PAGE = ("button", "button", "verdict", "take", "decline", "j", "k", "undo", "v", "list")
_IN_REVIEW = ("button", "button", "j", "list")


@dataclass
class Hand:
    """One person at the desk: the page, the choices, and what was seen at the moment of every step.

    Attributes:
        seen: each look holds what was done (`do`), the steps that were meant, and every claim that the page showed.
        refused: how many requests were answered with 409 or 422.
        missed: how often a button went away before it was pressed.
        going: whether another page is on its way.
        failed: requests that were answered with a status of 500 or above.
    """

    page: Page
    actor_id: int | None
    address: str
    choice: random.Random
    seen: list[dict[str, Any]] = field(default_factory=list)
    refused: int = 0
    missed: int = 0
    going: bool = False
    failed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("response", self._note)
        self.page.on("request", self._begin)
        for event in ("domcontentloaded", "requestfailed"):
            self.page.on(event, self._end)
        self.page.set_default_timeout(5000)

    def _begin(self, request: Request) -> None:
        self.going = self.going or (request.is_navigation_request() and request.frame == self.page.main_frame)

    def _end(self, ended: Request | Page) -> None:
        if isinstance(ended, Page) or ended.is_navigation_request():
            self.going = False

    def _note(self, response: Response) -> None:
        self.refused += response.status in (409, 422)
        if response.status >= 500:
            self.failed.append(f"{response.status} {response.request.method} {response.url}")

    def act(self, claims: list[int], do: str = "") -> None:
        """Do one thing that people do here, any where none is named."""
        look: dict[str, Any] = self.page.evaluate(_LOOK, _BUTTONS)
        on_page = look["path"].startswith("/claims/")
        ways = _ON_PAGE if on_page else _IN_REVIEW if look["path"] == "/review" else _IN_LIST
        do = do or self.choice.choice(ways)
        look |= {"at": datetime.now(UTC).isoformat(), "do": do, "meant": [_KEYS.get(do, ())]}
        self.seen.append(look)
        try:
            getattr(self, f"_{do}", self._keys)(look, claims)
        except Error:  # what was to be pressed went away meanwhile
            self.missed += 1

    def _keys(self, look: dict[str, Any], claims: list[int]) -> None:
        for key in _TYPED.get(look["do"], look["do"]):
            self.page.keyboard.press(key)

    def _duplicate(self, look: dict[str, Any], claims: list[int]) -> None:
        self.page.keyboard.press("2")
        number = str(self.choice.choice(claims))
        if self.page.evaluate(
            "document.activeElement?.matches('input') ?? false"
        ):  # not every state has the question
            self.page.keyboard.type(number)
            self.page.keyboard.press("Enter")

    def _blur(self, look: dict[str, Any], claims: list[int]) -> None:
        self.page.mouse.click(700, 500)

    def _list(self, look: dict[str, Any], claims: list[int]) -> None:
        self.page.goto(
            f"{self.address}{self.choice.choice(('/triage', '/review', '/triage?state=all&sort=newest'))}"
        )

    def _mouse(self, look: dict[str, Any], claims: list[int]) -> None:
        lines = self.page.locator("#claims li[id] p a")
        if count := lines.count():
            lines.nth(self.choice.randrange(min(6, count))).click(no_wait_after=True)

    def _typed(self, look: dict[str, Any], claims: list[int]) -> None:
        look["meant"] = [("decline",)]
        if self.page.get_by_text("Decline 3").count():
            self.page.get_by_text("Decline 3").first.click()
            self.page.keyboard.type("A joke, 1 2 3")
            self.page.keyboard.press("Enter")

    def _button(self, look: dict[str, Any], claims: list[int]) -> None:
        buttons = self.page.locator(", ".join(f".actions:not(#tags) > {each}" for each in _BUTTONS.split(", ")))
        usable = [each for each in buttons.all() if each.is_visible()]
        if not usable:
            return
        button = self.choice.choice(usable)
        word = re.sub(" .$", "", button.inner_text()).strip()
        look["meant"] = [_STEPS.get(word, ())]
        if button.evaluate("each => each.matches('summary')"):
            self._answer(button, word, claims)
        elif word == "Undo":
            look["do"] = "undo"
            button.click(no_wait_after=True)
        else:
            button.click(no_wait_after=True)

    def _answer(self, summary: Locator, word: str, claims: list[int]) -> None:
        summary.click()
        if word in ("Decline", "Snooze"):
            return self.page.keyboard.press("2")
        if word != "Assign":
            said = str(self.choice.choice(claims)) if word == "Duplicate of" else "Because of 1 2 3 u h j"
            self.page.keyboard.type(said)
        return self.page.keyboard.press("Enter")

    def _verdict(self, look: dict[str, Any], claims: list[int]) -> None:
        form = self.page.locator("#verdict-form")
        if not form.count():
            return
        word = self.choice.choice(("Save", "Save and send to review"))
        look["meant"] = [_STEPS[word]]
        form.locator("input[name=rating]").nth(self.choice.randrange(6)).check()
        form.locator("input[name=summary]").fill("So it is 1 2 3")
        form.locator("textarea").fill("Counted, u j k 1")
        form.locator("button[name=then]" if "send" in word else ".actions button:not([name])").click(
            no_wait_after=True
        )

    def settle(self) -> None:
        """Wait for what was pressed; from a page without claims go back to one, and now and then to the list.

        The page that was on its way is there when this returns: what is looked at next is what the next key meets.
        """
        self._arrive()
        with suppress(Error):  # what was pressed may lead on while this waits
            there = self.page.evaluate(_LOOK, _BUTTONS)
            if not there["shown"] or self.choice.random() < 0.05:
                self.page.goto(f"{self.address}/triage")
        self._arrive()
        self.page.keyboard.press("Escape")

    def _arrive(self) -> None:
        """Wait until no page is on its way any more, nor one that its queued steps lead to."""
        quiet, deadline = 0, time.monotonic() + 60
        while quiet < 3 and time.monotonic() < deadline:
            with suppress(Error):
                self.page.evaluate("new Promise((done) => setTimeout(done, 50))")
                self.page.wait_for_load_state()
                quiet = 0 if self.going else quiet + 1

    def showed(self, entry: Any) -> bool:
        """Whether this entry of the history is a step that a page offered, on the claim as that page showed it."""
        for look in self.seen:
            if look["do"] == "undo" and look["undo"] == str(entry.subject) and entry.event in _BACK:
                return True
            for shown in look["shown"]:
                if shown["claim"] == str(entry.subject) and _offered(shown, look["meant"], entry):
                    return True
        return False


def _offered(shown: dict[str, Any], meant: list[tuple[str, ...]], entry: Any) -> bool:
    offered = [_STEPS.get(word, ()) for word in shown["words"]]
    for steps in offered:
        for place, event in enumerate(steps):
            on_it = shown["version"] == str(entry.version - 1 - place)
            as_shown = place > 0 or shown["state"] == getattr(entry, "from").replace("_", " ")
            if event == entry.event and on_it and as_shown and any(event in each for each in meant):
                return True
    return False
