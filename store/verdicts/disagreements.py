"""Second ratings that differ from the author's: a task for the reviewer who rated, resolved with a reason before
approval.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from store import audit
from store.accounts.roles import SENIOR_ROLES
from store.claims.tables import claims
from store.claims.workflow import NotAllowed
from store.columns import among, moment, one_of
from store.db import NotFound, metadata, tell
from store.notices.notices import add_notices
from store.people import Actor, Refused, people
from store.rows import AnySelect, fetch_all, fetch_first
from store.verdicts.authorship import list_own_verdicts
from store.verdicts.verdicts import get_verdict, verdicts

KEPT: Final = "rating kept"  # the author's, by a reviewer who gave the reason
CHANGES: Final = "changes requested"
LONGEST_REASON: Final = 2_000  # characters
_MOST: Final = 100

disagreements = sa.Table(
    "rating_disagreements",
    metadata,
    sa.Column("verdict_id", sa.BigInteger, sa.ForeignKey("verdicts.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("assigned_to", sa.BigInteger, sa.ForeignKey("people.id"), nullable=False),
    sa.Column("rating", sa.Text, nullable=False),
    moment("arose_at", now=True),
    sa.Column("outcome", sa.Text),
    sa.Column("reason", sa.Text),
    moment("resolved_at"),
    sa.Column("resolved_by", sa.BigInteger, sa.ForeignKey("people.id")),
    sa.CheckConstraint(f"outcome IS NULL OR {one_of('outcome', (KEPT, CHANGES))}", "outcome"),
    sa.CheckConstraint("(outcome IS NULL) = (resolved_at IS NULL)", "resolved_has_time"),
    sa.CheckConstraint("(outcome IS NULL) = (reason IS NULL)", "resolved_says_why"),
    sa.Index("ix_rating_disagreements_open", "assigned_to", postgresql_where=sa.text("outcome IS NULL")),
)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two ratings of one version of a verdict that differ.

    Attributes:
        claim_id: the claim, whose wording is `statement`.
        author_rating: of the verdict, which `author` wrote.
        rating: of the reviewer to whom it is assigned, `assignee`.
        outcome: `KEPT` or `CHANGES`; None while it is to be resolved. `reason` says why, `resolver` who decided.
    """

    verdict_id: int
    claim_id: int
    statement: str
    author: str
    author_rating: str
    assigned_to: int
    assignee: str
    rating: str
    arose_at: datetime
    outcome: str | None
    reason: str | None
    resolver: str | None
    resolved_at: datetime | None


def note_disagreement(conn: sa.Connection, verdict_id: int, rating: str, actor: Actor) -> None:
    """Make it the task of the reviewer who rated to resolve what differs, and tell the author; one that is open stays
    as it is, and one that was resolved is open again where another reviewer differs.
    """
    write = insert(disagreements).values(verdict_id=verdict_id, assigned_to=actor.id, rating=rating)
    anew = {"assigned_to": actor.id, "rating": rating, "arose_at": sa.func.now()}
    resolved = dict.fromkeys(("outcome", "reason", "resolved_at", "resolved_by"), sa.null())
    another = sa.and_(disagreements.c.outcome.is_not(None), disagreements.c.assigned_to != actor.id)
    reopened = write.on_conflict_do_update(index_elements=["verdict_id"], set_={**anew, **resolved}, where=another)
    if not conn.execute(reopened).rowcount:
        return
    found = get_disagreement(conn, verdict_id)
    audit.write_audit_entry(
        conn, actor, "claim", found.claim_id, "ratings differ", before=found.author_rating, after=rating
    )
    author_id = int(conn.execute(sa.select(verdicts.c.author_id).where(verdicts.c.id == verdict_id)).scalar_one())
    message = f"You rated it {found.author_rating}, {found.assignee} rated it {rating}."
    add_notices(conn, [author_id], "ratings differ", found.claim_id, actor, message)


def resolve_disagreement(conn: sa.Connection, claim_id: int, reason: str, actor: Actor) -> Disagreement:
    """Let the author's rating stand, with the reason; the verdict can be approved then.

    Args:
        claim_id: the claim whose verdict is in review.

    Raises:
        NotFound: nothing of this claim is to be resolved.
        NotAllowed: `actor` is not a reviewer, or saved or wrote the verdict.
        Refused: there is no reason, or it is too long.
    """
    found = find_open_disagreement(conn, claim_id)
    if found is None:
        raise NotFound(f"no ratings of claim {claim_id} differ that are to be resolved")
    if actor.role not in SENIOR_ROLES or list_own_verdicts(conn, [get_verdict(conn, found.verdict_id)], actor):
        raise NotAllowed("a reviewer who did not write the verdict resolves it", "actor")
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Refused("reason", f"say why, in at most {LONGEST_REASON:,} characters")
    _resolve(conn, found, KEPT, reason, actor)
    audit.write_audit_entry(conn, actor, "claim", claim_id, "disagreement resolved", after=KEPT, reason=reason)
    tell(conn, "claim", claim_id)
    return get_disagreement(conn, found.verdict_id)


def resolve_by_changes(conn: sa.Connection, verdict_id: int, reason: str, actor: Actor) -> None:
    """Note that a disagreement led to a request for changes; does nothing if there is none to resolve."""
    found = find_disagreement(conn, verdict_id)
    if found is not None and found.outcome is None:
        _resolve(conn, found, CHANGES, reason, actor)


def get_disagreement(conn: sa.Connection, verdict_id: int) -> Disagreement:
    """The disagreement on a version of a verdict.

    Raises:
        NotFound: no ratings of it differ.
    """
    found = fetch_first(conn, _select().where(disagreements.c.verdict_id == verdict_id), Disagreement)
    if found is None:
        raise NotFound(f"no ratings of the verdict {verdict_id} differ")
    return found


def find_disagreement(conn: sa.Connection, verdict_id: int) -> Disagreement | None:
    """The disagreement on a version of a verdict, resolved or not."""
    return list_disagreements(conn, [verdict_id]).get(verdict_id)


def list_disagreements(conn: sa.Connection, verdict_ids: Collection[int]) -> dict[int, Disagreement]:
    """The disagreements on versions of verdicts, resolved or not, by the id of the version."""
    query = _select().where(among(disagreements.c.verdict_id, verdict_ids))
    return {row.verdict_id: row for row in fetch_all(conn, query, Disagreement)}


def find_open_disagreement(conn: sa.Connection, claim_id: int) -> Disagreement | None:
    """What is to be resolved before a claim's verdict in review can be approved."""
    return fetch_first(conn, _open().where(verdicts.c.claim_id == claim_id), Disagreement)


def list_open_disagreements(conn: sa.Connection, assigned_to: int | None = None) -> list[Disagreement]:
    """What is to be resolved, the oldest first; of everybody, or of one reviewer."""
    query = _open().order_by(disagreements.c.arose_at).limit(_MOST)
    if assigned_to is not None:
        query = query.where(disagreements.c.assigned_to == assigned_to)
    return fetch_all(conn, query, Disagreement)


def _resolve(conn: sa.Connection, found: Disagreement, outcome: str, reason: str, actor: Actor) -> None:
    values = {"outcome": outcome, "reason": reason, "resolved_by": actor.id, "resolved_at": sa.func.now()}
    conn.execute(sa.update(disagreements).where(disagreements.c.verdict_id == found.verdict_id).values(values))


def _open() -> AnySelect:
    """Those that are to be resolved: of the newest version of a verdict that is in review."""
    later = verdicts.alias("later")
    newest = ~sa.exists().where(
        later.c.claim_id == verdicts.c.claim_id, later.c.number > verdicts.c.number, later.c.dropped_at.is_(None)
    )
    return _select().where(disagreements.c.outcome.is_(None), claims.c.state == "in_review", newest)


def _select() -> AnySelect:
    """Disagreements with the fields of `Disagreement`."""
    author, resolver = people.alias("author"), people.alias("resolver")
    same = ("verdict_id", "assigned_to", "rating", "arose_at", "outcome", "reason", "resolved_at")
    return (
        sa.select(
            *(disagreements.c[name] for name in same),
            verdicts.c.claim_id,
            claims.c.statement,
            author.c.name.label("author"),
            verdicts.c.rating.label("author_rating"),
            people.c.name.label("assignee"),
            resolver.c.name.label("resolver"),
        )
        .join(verdicts, verdicts.c.id == disagreements.c.verdict_id)
        .join(claims, claims.c.id == verdicts.c.claim_id)
        .join(author, author.c.id == verdicts.c.author_id)
        .join(people, people.c.id == disagreements.c.assigned_to)
        .outerjoin(resolver, resolver.c.id == disagreements.c.resolved_by)
    )
