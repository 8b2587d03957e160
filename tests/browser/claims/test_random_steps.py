"""Two people who do at random what people do at one desk, at once: no step lands on what its page did not show.

`FACTDESK_STEPS_SECONDS=3600 ./run test tests/browser/claims/test_random_steps.py -s` is the long run.
"""

import os
import random
import re
import time
from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Row, func, select

from store.audit import audit
from store.claims.tables import claims as table
from store.claims.workflow import OPEN
from store.db import transaction
from store.people import Actor
from tests.browser.hand import Hand
from tests.browser.parts import enter, listed
from tests.fixtures.desk_parts import person

_SECONDS = float(os.environ.get("FACTDESK_STEPS_SECONDS", "10"))
_SEED = int(os.environ.get("FACTDESK_STEPS_SEED", "14"))
_PAGE = 60  # claims that come at once
_FEW = 25  # claims that wait, below which others come


@pytest.mark.timeout(_SECONDS * 1.2 + 170)
def test_no_step_lands_on_what_its_page_did_not_show(chromium: Browser, address: str, desk: str) -> None:
    choice = random.Random(_SEED)
    people = {name: person(desk, name) for name in ("checker", "reviewer")}
    claims = listed(desk, people["checker"], _PAGE)
    checkers = [Hand(enter(chromium, address, name), actor.id, address, choice) for name, actor in people.items()]
    errors: list[str] = []
    for hand in checkers:
        hand.page.on("pageerror", lambda error: errors.append(str(error)))
        hand.page.goto(f"{address}/triage")
    _work(checkers, claims, desk, people["checker"])
    for hand in checkers:
        hand.page.close()
    with transaction(desk) as conn:
        entries = conn.execute(select(audit).where(audit.c.subject_kind == "claim").order_by(audit.c.id)).all()
    unseen = [entry for hand in checkers for entry in _unseen(hand, entries)]
    looks = [look for hand in checkers for look in hand.seen]
    print(
        f"{len(looks)} acts, {len(entries)} steps of {len({entry.event for entry in entries})} kinds, "
        f"{sum(hand.refused for hand in checkers)} refused, {sum(hand.missed for hand in checkers)} missed, "
        f"{len(unseen)} on what was not shown, {len(errors)} script errors"
    )
    for entry in unseen:
        (hand,) = (each for each in checkers if each.actor_id == entry.actor_id)
        print(entry, *[look for look in hand.seen if look["at"] < entry.at.isoformat()][-3:], sep="\n  ")
    assert unseen == []
    chosen = [look for look in looks if look["chosen"] and look["shown"]]
    assert [look for look in chosen if look["chosen"] != f"claim-{look['shown'][0]['claim']}"] == []
    first = [entry for entry in entries if entry.subject == claims[0] and entry.version == 2]
    assert [entry.event for entry in first] == ["take"]
    assert [failure for hand in checkers for failure in hand.failed] == []
    assert [error for error in errors if not re.search("Failed to fetch", error)] == []


def _work(checkers: list[Hand], claims: list[int], desk: str, actor: Actor) -> None:
    """Both act at once, again and again; they begin with the same step on the same claim."""
    began, do = time.monotonic(), "take"
    while do or time.monotonic() - began < _SECONDS:
        for hand in checkers[0].choice.sample(checkers, 2):
            hand.act(claims, do)
        do = ""
        for hand in checkers:
            hand.settle()
        with transaction(desk) as conn:
            waiting = conn.execute(
                select(func.count()).select_from(table).where(table.c.state.in_(OPEN))
            ).scalar_one()
        if waiting < _FEW:
            claims += listed(desk, actor, _PAGE, len(claims))


def _unseen(hand: Hand, entries: Sequence[Row[Any]]) -> list[Row[Any]]:
    """This person's steps that no page offered; duplicates of a claim that became a duplicate follow it unseen."""
    own = [entry for entry in entries if entry.actor_id == hand.actor_id]
    marked = {entry.at for entry in own if entry.event == "duplicate"}
    return [
        entry
        for entry in own
        if not (entry.event == "original changed" and entry.at in marked) and not hand.showed(entry)
    ]
