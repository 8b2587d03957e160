"""A checker's day by keyboard alone: claims are triaged, verdicts written, and a reviewer approves them, in Chromium.

    ./run bench desk.day [--claims N] [--seed S] [--checkers N]

Every claim is read (for 300 ms) and decided on by chance, as newsrooms do: of 100, 60 are declined, 15 taken and
judged, 10 snoozed, 5 duplicates, 10 passed over. Each step is looked up in the store. It prints for each kind of
step the keys that were pressed (text that is typed counts as none), the seconds of the machine without the reading,
and the mistakes: a step that did not happen, or happened to another claim. "Pressed again": nothing came of the keys.

With two checkers or more each has the claims of an article of their own, and the reviewer approves while they write.
"""

import argparse
import logging
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, TimeoutError

from bench.desk.browser import signed_in
from bench.servers import servers
from checks.types.passage import Passage
from checks.types.stance import Finding
from settings import set_variables
from store import people
from store.claims import claims
from store.db import transaction
from store.lookups import evidence
from store.migrate import upgrade
from store.people import Actor
from tests.browser.parts import listed
from tests.fixtures.desk_parts import PASSWORD
from tests.service.serving import web

READ_MS: Final = 300
_STEPS: Final = ("decline",) * 12 + ("judge",) * 3 + ("snooze",) * 2 + ("duplicate",) + ("pass",) * 2  # of 20
_STATES: Final = {"decline": "declined", "judge": "in_review", "snooze": "snoozed", "duplicate": "duplicate",
                  "pass": "new", "approve": "published"}  # fmt: skip
_LONGEST: Final = 30.0  # seconds for which a step is waited for
_LOOKS_MS: Final = 2_000  # after which a reviewer who has nothing to do looks again
_NOTICED: Final = 8.0  # seconds after which a person presses again


@dataclass
class Tally:
    """What one kind of step took: keys and seconds of each, and what went wrong, in words."""

    keys: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    lost: int = 0

    def add(self, other: "Tally") -> None:
        """Take in what somebody else's steps of the same kind took."""
        self.keys += other.keys
        self.seconds += other.seconds
        self.mistakes += other.mistakes
        self.lost += other.lost


@dataclass
class Keyboard:
    """The keyboard of one page, which counts what is pressed."""

    page: Page
    count: int = 0
    lost: int = 0  # how often nothing came of keys, and they were pressed again

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as fast as a quick hand (10 a second)."""
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1
            self.page.wait_for_timeout(100)

    def lead(self, *keys: str) -> None:
        """Press keys of which the last brings another page; once more where nothing comes, as a person would."""
        for seconds in (_NOTICED, _LONGEST):
            self.press(*keys[:-1])
            try:
                with self.page.expect_navigation(wait_until="load", timeout=seconds * 1000):
                    self.page.keyboard.press(keys[-1])
                    self.count += 1
            except TimeoutError:
                if seconds == _LONGEST:
                    raise
                self.lost += 1
                self.page.keyboard.press("Escape")
            else:
                return

    def write(self, text: str) -> None:
        """Type text, which is not counted."""
        self.page.keyboard.type(text)


def main() -> None:
    """Print the figures of a day."""
    parser = argparse.ArgumentParser(prog="./run bench desk.day", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--claims", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--checkers", type=int, default=1)
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    with servers(None) as (url, broker), tempfile.TemporaryDirectory() as folder:
        set_variables({"REDIS_URL": broker, "DATABASE_URL": url, "FACTDESK_SECRET_KEY": "of a bench",
              "FACTDESK_LOG_LEVEL": "ERROR"})  # fmt: skip
        upgrade(url)
        shares = _prepare(url, given.claims, given.checkers)
        with web(Path(folder), forked=False) as server:
            address = f"http://127.0.0.1:{server.port}"
            tallies = _day(address, url, shares, given.seed)
    _report(tallies)


def _day(address: str, url: str, shares: Mapping[str, Sequence[int]], seed: int) -> dict[str, Tally]:
    """The day of all checkers, each with their share of the claims, and of the reviewer; the tallies of all."""
    with ThreadPoolExecutor(len(shares) + 1) as pool:
        days = [
            pool.submit(_triage, address, url, name, ids, random.Random(seed + place))
            for place, (name, ids) in enumerate(shares.items())
        ]
        if len(shares) == 1:
            wait(days)
        tallies = {"approve": pool.submit(_review, address, url, days).result()}
        for day in days:
            for step, tally in day.result().items():
                tallies.setdefault(step, Tally()).add(tally)
    return tallies


def _prepare(url: str, count: int, checkers: int) -> dict[str, list[int]]:
    """A desk with its people and so many claims with a passage each, shared out among the checkers.

    Returns:
        The ids of each checker's claims, of one article, in the order of the list.
    """
    shares: dict[str, list[int]] = {}
    with transaction(url) as conn:
        people.add_person(conn, "reviewer@example.org", "reviewer", "reviewer", PASSWORD)
    for place in range(checkers):
        name = f"checker{place + 1}"
        with transaction(url) as conn:
            person = people.add_person(conn, f"{name}@example.org", name, "checker", PASSWORD)
        share = len(range(place, count, checkers))
        shares[name] = _add_claims(url, Actor(person, "checker"), share, first=place * count)
    return shares


def _add_claims(url: str, checker: Actor, count: int, first: int) -> list[int]:
    ids = listed(url, checker, count, first)
    passage = Passage("The town was counted, and has fewer inhabitants.", "page 1", "Statistics Office")
    with transaction(url) as conn:
        for claim_id in ids:
            evidence.add_evidence(conn, claim_id, Finding("refutes", "fewer", 0.9, passage), checker)
    return ids


def _triage(address: str, url: str, name: str, ids: Sequence[int], chance: random.Random) -> dict[str, Tally]:
    """Decide on every claim of the list of one article, as this checker."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    with transaction(url) as conn:
        triage = f"{address}/triage?article={claims.get_claim(conn, ids[0]).article_id}&claim="
    with signed_in(address, name) as page:
        hand = Keyboard(page)
        page.goto(f"{triage}{ids[0]}")
        for place, claim_id in enumerate(ids):
            page.wait_for_timeout(READ_MS)
            shown = int(page.locator("main").get_attribute("data-claim") or 0)
            step = chance.choice(_STEPS)
            if step == "duplicate" and place == 0:
                step = "pass"
            if shown != claim_id:
                tallies[step].mistakes.append(f"claim {shown} was shown where {claim_id} was to come")
                page.goto(f"{triage}{claim_id}")
            before, began, lost = hand.count, time.monotonic(), hand.lost
            _decide(hand, step, ids[place - 1])
            _expect(url, claim_id, step, tallies[step])
            if place + 1 < len(ids):
                _go_on(hand, claim_id)
            tallies[step].keys.append(hand.count - before)
            tallies[step].lost += hand.lost - lost
            tallies[step].seconds.append(time.monotonic() - began)
    return tallies


def _decide(hand: Keyboard, step: str, earlier: int) -> None:
    match step:
        case "decline":
            hand.lead("3", "2")
        case "snooze":
            hand.lead("h", "2")
        case "duplicate":
            hand.press("2")
            hand.write(str(earlier))
            hand.lead("Enter")
        case "judge":
            _judge(hand)


def _judge(hand: Keyboard) -> None:
    """Take the claim, rate it, say why, cite, send it to review, and go back to the list."""
    hand.lead("1")
    hand.page.wait_for_timeout(READ_MS)
    hand.lead("v")
    hand.press("6", "Tab")
    hand.write("The town has fewer inhabitants.")
    hand.press("Tab")
    hand.write("The office counted them, and came to fewer.")
    hand.press("Escape", "e")
    hand.lead("r")
    hand.lead("l")


def _go_on(hand: Keyboard, claim_id: int) -> None:
    """To the next claim of the list."""
    hand.press("j")
    other = hand.page.locator(f"main[data-claim]:not([data-claim='{claim_id}'])")
    try:
        other.wait_for(state="attached", timeout=_NOTICED * 1000)
    except TimeoutError:
        hand.lost += 1
        hand.press("j")
        other.wait_for(state="attached", timeout=_LONGEST * 1000)
    hand.page.wait_for_load_state("load")


def _review(address: str, url: str, days: Sequence[Future[dict[str, Tally]]]) -> Tally:
    """Approve and publish every verdict as the reviewer, until all checkers are done and nothing waits."""
    tally = Tally()
    with signed_in(address, "reviewer") as page:
        hand = Keyboard(page)
        page.goto(address)
        hand.lead("g", "r")
        while True:
            over = all(day.done() for day in days)
            if not page.locator(".case").count():
                if over:
                    break
                page.wait_for_timeout(_LOOKS_MS)
                page.reload()
                continue
            page.wait_for_timeout(READ_MS)
            first = page.locator(".case").first
            claim_id = int(first.get_attribute("data-claim") or 0)
            before, began = hand.count, time.monotonic()
            hand.press("j", "p")
            hand.lead("Enter")
            _expect(url, claim_id, "approve", tally)
            tally.keys.append(hand.count - before)
            tally.seconds.append(time.monotonic() - began)
        tally.lost = hand.lost
    return tally


def _expect(url: str, claim_id: int, step: str, tally: Tally) -> None:
    """Note it where a step did not bring its claim to its state."""
    state, deadline = _state(url, claim_id), time.monotonic() + _LONGEST
    while state != _STATES[step] and time.monotonic() < deadline:
        time.sleep(0.05)
        state = _state(url, claim_id)
    if state != _STATES[step]:
        tally.mistakes.append(f"claim {claim_id} is {state}, to {step} was meant")


def _state(url: str, claim_id: int) -> str:
    with transaction(url) as conn:
        return claims.get_claim(conn, claim_id).state


def _report(tallies: dict[str, Tally]) -> None:
    """Print what was counted."""
    print(
        f"{'step':<12}{'times':>6}{'keys':>6}{'s, median':>11}{'s, most':>9}{'mistakes':>10}{'pressed again':>15}"
    )
    for step, tally in tallies.items():
        if not tally.keys:
            continue
        middle, most = statistics.median(tally.seconds), max(tally.seconds)
        keys = statistics.median(tally.keys)
        counted = f"{len(tally.keys):>6}{keys:>6.0f}{middle:>11.2f}{most:>9.2f}"
        print(f"{step:<12}{counted}{len(tally.mistakes):>10}{tally.lost:>15}")
    triaged = [each for step, tally in tallies.items() if step != "approve" for each in tally.keys]
    seconds = sum(each for step, tally in tallies.items() if step != "approve" for each in tally.seconds)
    print(
        f"{len(triaged)} claims, {sum(triaged) / len(triaged):.1f} keys and {seconds / len(triaged):.2f} s a claim"
    )
    for said in (each for tally in tallies.values() for each in tally.mistakes):
        print(f"mistake: {said}")


if __name__ == "__main__":
    main()
