"""What is read in order to be changed is locked, so that of two who change it at once one waits for the other."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from store import people, tokens
from store.accounts import second_factor
from store.claims import clusters, followers, transitions
from store.db import Connection, engine
from store.discussion import notes, reply_requests
from store.feeds import feeds
from store.people import Actor
from store.sample import removal
from store.triage import tags
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person
from workers.tasks import share

_NOW = datetime.now(UTC)
_LOCKS = re.compile(r"\bFROM (\w+).*\bFOR (UPDATE.*|SHARE|KEY SHARE)", re.DOTALL)
# Of each step, by what it is given (a connection, the admin, the ids of what there is), the first table that it locks.
_STEPS: dict[str, tuple[str, Callable[[Connection, Actor, dict[str, int]], Any]]] = {
    "tag": ("claims UPDATE", lambda c, a, ids: tags.change_tags(c, [ids["claim"]], a, add=["sea"])),
    "cluster": ("claims UPDATE", lambda c, _, ids: clusters.lock_cluster(c, ids["claim"])),
    "followers": ("claims UPDATE", lambda c, _, ids: followers.lock_followers(c, [ids["claim"]])),
    "share": ("claims UPDATE", lambda c, _, ids: share._share(c, {ids["claim"]: ids["claim"]}, set())),
    "sample": ("claims UPDATE OF claims", lambda c, a, _: removal.remove_sample(c, a)),
    "snoozed": ("claims UPDATE SKIP LOCKED", lambda c, *_: transitions.reopen_snoozed_claims(c)),
    "due replies": ("reply_requests UPDATE SKIP LOCKED", lambda c, *_: reply_requests.tell_of_due_replies(c)),
    "deadline": (
        "reply_requests UPDATE",
        lambda c, a, ids: reply_requests.change_deadline(c, ids["claim"], ids["reply"], _NOW + timedelta(2), a),
    ),
    "note": ("notes UPDATE", lambda c, a, ids: notes.change_note(c, ids["claim"], ids["note"], "Others.", a)),
    "feed": ("feeds UPDATE", lambda c, a, ids: feeds.change_feed(c, ids["feed"], {"title": "Another"}, a)),
    "role": (
        "people UPDATE",
        lambda c, _, ids: people.change_person(c, ids["person"], role="reviewer", active=True),
    ),
    "code": (
        "totp_secrets UPDATE",
        lambda c, _, ids: second_factor.find_second_factor(c, ids["person"], lock=True),
    ),
    "token of a token": (
        "tokens SHARE",
        lambda c, _, ids: tokens.create_token(c, ids["person"], "B", ["read"], made_by=ids["token"]),
    ),
}


@contextmanager
def _locks_of(conn: Connection) -> Iterator[list[str]]:
    """The tables whose rows are locked meanwhile, and how."""
    found: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        if locks := _LOCKS.search(statement):
            found.append(f"{locks[1]} {locks[2]}".strip())

    sa.event.listen(conn, "before_cursor_execute", note)
    yield found
    sa.event.remove(conn, "before_cursor_execute", note)


def test_each_step_locks_what_it_is_about_to_change(desk: str) -> None:
    at, admin = Desk(desk, person(desk, "checker"), person(desk, "reviewer")), person(desk, "admin")
    ids = {"claim": at.comes(POLAND), "person": at.checker.id or 0}
    with engine(desk).begin() as conn:
        ids["note"] = notes.add_note(conn, ids["claim"], "Words.", admin).id
        ids["reply"] = reply_requests.add_reply_request(
            conn,
            ids["claim"],
            admin,
            asked_of="The town",
            question="",
            asked_at=None,
            deadline=_NOW + timedelta(1),
        ).id
        ids["feed"], _ = feeds.add_feed(conn, "https://news.example/feed", feeds.FeedSettings(), admin)
        secret = tokens.create_token(conn, ids["person"], "A", ["read"])
        ids["token"] = tokens.list_tokens(conn, ids["person"])[0].id
        assert tokens.find_token_holder(conn, secret)
    for what, (locked, step) in _STEPS.items():
        with engine(desk).connect() as conn, _locks_of(conn) as locks:
            step(conn, admin, ids)  # nothing is committed
        assert locked in locks, (what, locks)
