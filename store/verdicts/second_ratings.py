"""Ratings that a reviewer gave before the author's was shown: one by a person for each version of a verdict.

One that differs from the author's is a task (`store.verdicts.disagreements`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import dropwhile
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from store import audit
from store.accounts.roles import SENIOR_ROLES
from store.audit import AuditEntry
from store.columns import among, moment, one_of
from store.db import metadata, tell
from store.newsroom.profile import get_newsroom
from store.people import Actor, Refused, people
from store.rows import fetch_all
from store.verdicts.authorship import list_own_verdicts
from store.verdicts.disagreements import note_disagreement
from store.verdicts.ratings import SCALE
from store.verdicts.verdicts import Verdict, get_verdict, verdicts

_RATED: Final = ("verdict", "second rating", "ratings differ", "disagreement resolved")  # events that name ratings

second_ratings = sa.Table(
    "second_ratings",
    metadata,
    sa.Column("verdict_id", sa.BigInteger, sa.ForeignKey("verdicts.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("person_id", sa.BigInteger, sa.ForeignKey("people.id"), primary_key=True),
    sa.Column("rating", sa.Text, nullable=False),
    moment("at", now=True),
    sa.CheckConstraint(one_of("rating", SCALE), "rating"),
)


@dataclass(frozen=True, slots=True)
class SecondRating:
    """What `person` would rate, given before the author's rating was shown.

    `agrees` where the author rated the same.
    """

    verdict_id: int
    person_id: int
    person: str
    rating: str
    at: datetime
    agrees: bool


def add_second_rating(conn: sa.Connection, verdict_id: int, rating: str, actor: Actor) -> None:
    """Write down what a reviewer would rate; the first one counts.

    Raises:
        NotFound: there is no such verdict.
        Refused: there is no such rating, it is a verdict of the actor's own, or they are no reviewer.
    """
    if rating not in SCALE:
        raise Refused("rating", f"the rating is one of {', '.join(SCALE)}")
    row = get_verdict(conn, verdict_id)
    if actor.role not in SENIOR_ROLES or list_own_verdicts(conn, [row], actor):
        raise Refused("rating", "a reviewer who did not write the verdict rates it")
    write = insert(second_ratings).values(verdict_id=verdict_id, person_id=actor.id, rating=rating)
    if conn.execute(write.on_conflict_do_nothing()).rowcount:
        audit.write_audit_entry(conn, actor, "claim", row.claim_id, "second rating", after=rating)
        if rating != row.rating:
            note_disagreement(conn, verdict_id, rating, actor)
        tell(conn, "claim", row.claim_id)


def list_second_ratings(conn: sa.Connection, verdict_ids: Collection[int]) -> dict[int, list[SecondRating]]:
    """The second ratings of versions of verdicts, by the id of the version, the first given first; one a person."""
    query = (
        sa.select(
            *(second_ratings.c[name] for name in ("verdict_id", "person_id", "rating", "at")),
            people.c.name.label("person"),
            (second_ratings.c.rating == verdicts.c.rating).label("agrees"),
        )
        .join(people, people.c.id == second_ratings.c.person_id)
        .join(verdicts, verdicts.c.id == second_ratings.c.verdict_id)
        .where(among(second_ratings.c.verdict_id, verdict_ids))
        .order_by(second_ratings.c.at)
    )
    found: dict[int, list[SecondRating]] = {verdict_id: [] for verdict_id in verdict_ids}
    for row in fetch_all(conn, query, SecondRating):
        found[row.verdict_id].append(row)
    return found


def is_to_rate(conn: sa.Connection, state: str, newest: Verdict | None, actor: Actor) -> bool:
    """Whether `actor` rates a claim's newest verdict before they see it; `state` is that of the claim."""
    return newest is not None and state == "in_review" and bool(list_to_rate(conn, [newest], actor))


def hide_ratings(entries: Sequence[AuditEntry]) -> list[AuditEntry]:
    """A claim's history, the newest first, for who is to rate its verdict: without the ratings since the last
    approval.
    """
    events = [entry.event for entry in entries]
    since = events.index("approve") if "approve" in events else len(events)
    return [
        replace(entry, before=None, after=None, reason=None, details=None)
        if number < since and entry.event in _RATED
        else entry
        for number, entry in enumerate(entries)
    ]


def hide_versions(versions: Sequence[Verdict]) -> list[Verdict]:
    """The versions of a claim's verdict, the newest first, for who is to rate the newest: from the last approved one
    back.
    """
    return list(dropwhile(lambda version: version.decision != "approved", versions))


def list_to_rate(
    conn: sa.Connection, in_review: Collection[Verdict], actor: Actor, own: Collection[int] | None = None
) -> frozenset[int]:
    """The verdicts in review that `actor` rates before their rating is shown to them, by id.

    None if the newsroom does not work so, for a checker, of their own verdicts, and of those that they rated.

    Args:
        own: what `list_own_verdicts` says of `in_review` and `actor`, where the caller has asked already.
    """
    if not in_review or actor.role not in SENIOR_ROLES or not get_newsroom(conn).blind_second_rating:
        return frozenset()
    own = list_own_verdicts(conn, in_review, actor) if own is None else own
    others = {verdict.id for verdict in in_review}.difference(own)
    theirs = among(second_ratings.c.verdict_id, others), second_ratings.c.person_id == actor.id
    return frozenset(others - set(conn.execute(sa.select(second_ratings.c.verdict_id).where(*theirs)).scalars()))
