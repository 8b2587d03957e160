"""Verdicts: every save is a row of its own, so that a round of review can be compared with the last."""

from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa

from store.columns import identity, moment, one_of
from store.db import metadata, one
from store.lookups.evidence import ALONE, citations, evidence
from store.people import Actor, Refused, people
from store.verdicts.ratings import SCALE

LONGEST_SUMMARY: Final = 300
LONGEST_EXPLANATION: Final = 20_000  # characters, some 3,300 words; a long fact-check has half of that

verdicts = sa.Table(
    "verdicts",
    metadata,
    identity(),
    sa.Column("claim_id", sa.BigInteger, sa.ForeignKey("claims.id", ondelete="CASCADE"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("rating", sa.Text, nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("explanation", sa.Text, nullable=False),
    sa.Column("author_id", sa.BigInteger, sa.ForeignKey("people.id"), nullable=False),
    moment("written_at", now=True),
    sa.Column("reviewer_id", sa.BigInteger, sa.ForeignKey("people.id")),
    moment("reviewed_at"),
    sa.Column("decision", sa.Text),
    sa.Column("review_reason", sa.Text),
    sa.UniqueConstraint("claim_id", "number"),
    sa.CheckConstraint(one_of("rating", SCALE), "rating"),
    sa.CheckConstraint("summary <> '' AND explanation <> ''", "says_why"),
    sa.CheckConstraint("reviewer_id <> author_id", "nobody_reviews_their_own"),
    sa.CheckConstraint("(decision IS NULL) = (reviewer_id IS NULL)", "decision_has_reviewer"),
    sa.CheckConstraint("(decision IS NULL) = (reviewed_at IS NULL)", "decision_has_time"),
    sa.CheckConstraint("decision IN ('approved','changes requested')", "decision"),
    sa.Index("ix_verdicts_approved", "claim_id", "number", postgresql_where="decision = 'approved'"),
    sa.CheckConstraint("decision <> 'changes requested' OR review_reason IS NOT NULL", "changes_say_why"),
)


def save(
    conn: sa.Connection,
    claim_id: int,
    rating: str,
    summary: str,
    explanation: str,
    cites: Sequence[int],
    actor: Actor,
) -> int:
    """Write the next version of a claim's verdict, citing evidence ids; returns its number.

    Raises `Refused` naming the field. `store.claims.transitions.write_verdict` is the way in: it checks version and state.
    """
    summary, explanation = summary.strip(), explanation.replace("\r\n", "\n").strip()
    if rating not in SCALE:
        raise Refused("rating", f"the rating is one of {', '.join(SCALE)}")
    if not 0 < len(summary) <= LONGEST_SUMMARY:
        raise Refused("summary", f"one line of at most {LONGEST_SUMMARY} characters is needed")
    if not explanation:
        raise Refused("explanation", "an explanation is needed")
    if len(explanation) > LONGEST_EXPLANATION:
        raise Refused(
            "explanation",
            f"the explanation has {len(explanation):,} characters; at most {LONGEST_EXPLANATION:,} are taken",
        )
    own = sa.select(evidence.c.id).where(evidence.c.claim_id == claim_id, evidence.c.id.in_(cites))
    if unknown := set(cites) - set(conn.execute(own).scalars()):
        raise Refused("cites", f"this claim has no evidence {min(unknown)}")
    next_number = sa.select(sa.func.coalesce(sa.func.max(verdicts.c.number), 0) + 1).where(
        verdicts.c.claim_id == claim_id
    )
    row = {"claim_id": claim_id, "rating": rating, "summary": summary, "explanation": explanation}
    write = sa.insert(verdicts).values(number=next_number.scalar_subquery(), author_id=actor.id, **row)
    made = conn.execute(write.returning(verdicts.c.id, verdicts.c.number)).one()
    if cites:
        conn.execute(sa.insert(citations), [{"verdict_id": made.id, "evidence_id": e} for e in sorted(set(cites))])
    return int(made.number)


def get(conn: sa.Connection, verdict_id: int) -> sa.RowMapping:
    """One version of a verdict with its author's and reviewer's names. Raises `NotFound`."""
    row = conn.execute(_named().where(verdicts.c.id == verdict_id)).mappings().first()
    return one(row, f"verdict {verdict_id}")


def latest(conn: sa.Connection, claim_id: int) -> sa.RowMapping | None:
    """The newest verdict of a claim with its author's and reviewer's names, or None."""
    return next(iter(of_claim(conn, claim_id, limit=1)), None)


def of_claim(conn: sa.Connection, claim_id: int, limit: int = 50) -> list[sa.RowMapping]:
    """The versions of a claim's verdict, the newest first."""
    query = _named().where(verdicts.c.claim_id == claim_id).order_by(verdicts.c.number.desc()).limit(limit)
    return list(conn.execute(query).mappings())


def _named() -> sa.Select[Any]:
    reviewer = people.alias("reviewer")
    return (
        sa.select(verdicts, people.c.name.label("author"), reviewer.c.name.label("reviewer"))
        .join(people, people.c.id == verdicts.c.author_id)
        .outerjoin(reviewer, reviewer.c.id == verdicts.c.reviewer_id)
    )


def cited(conn: sa.Connection, verdict_id: int) -> list[sa.RowMapping]:
    """The evidence that a verdict cites."""
    query = sa.select(evidence, ALONE).join(citations, citations.c.evidence_id == evidence.c.id)
    return list(conn.execute(query.where(citations.c.verdict_id == verdict_id).order_by(evidence.c.id)).mappings())


def decide(conn: sa.Connection, verdict_id: int, decision: str, reason: str | None, actor: Actor) -> None:
    """Note a reviewer's decision on a verdict."""
    values = {"decision": decision, "review_reason": reason, "reviewer_id": actor.id, "reviewed_at": sa.func.now()}
    conn.execute(sa.update(verdicts).where(verdicts.c.id == verdict_id).values(values))
