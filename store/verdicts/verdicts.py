"""Verdicts: each save is a new row, so that a round of review can be compared with the last."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from store.columns import among, identity, moment, one_of
from store.db import metadata
from store.lookups.evidence import ALONE, EvidenceRecord, citations, evidence
from store.people import Actor, Refused, people
from store.rows import AnySelect, fetch_all, fetch_one
from store.verdicts.media_reviews import MediaReview, add_media_review
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
    moment("dropped_at"),
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


@dataclass(frozen=True, slots=True)
class Verdict:
    """One version of a claim's verdict.

    Attributes:
        number: from 1 for each claim.
        rating: one of `store.verdicts.ratings.SCALE`.
        author: the name of who wrote it; `reviewer` that of who decided on it.
        decision: "approved" or "changes requested"; None before a reviewer decided.
        review_reason: why changes were requested.
        dropped_at: when it was given up, as a draft of a correction that was not made.
    """

    id: int
    claim_id: int
    number: int
    rating: str
    summary: str
    explanation: str
    author_id: int
    author: str
    written_at: datetime
    reviewer_id: int | None
    reviewer: str | None
    reviewed_at: datetime | None
    decision: str | None
    review_reason: str | None
    dropped_at: datetime | None


@dataclass(frozen=True, slots=True)
class VerdictContent:
    """What a person writes of a verdict.

    Attributes:
        rating: one of `store.verdicts.ratings.SCALE`.
        summary: one line of at most `LONGEST_SUMMARY` characters.
        explanation: at most `LONGEST_EXPLANATION` characters.
        cites: ids of the claim's evidence.
        media: what is said of an image, video or recording that the claim is of.
    """

    rating: str
    summary: str
    explanation: str
    cites: Sequence[int] = ()
    media: MediaReview | None = None


def add_verdict(conn: sa.Connection, claim_id: int, content: VerdictContent, actor: Actor) -> int:
    """Write the next version of a claim's verdict. `store.claims.transitions.write_verdict` calls it: that checks
    the state.

    Returns:
        The number of the version.

    Raises:
        Refused: a value cannot be stored, or evidence is not the claim's; names the field.
    """
    rating, cites, media = content.rating, content.cites, content.media
    summary, explanation = content.summary.strip(), content.explanation.replace("\r\n", "\n").strip()
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
    if media is not None:
        add_media_review(conn, made.id, media)
    return int(made.number)


def get_verdict(conn: sa.Connection, verdict_id: int) -> Verdict:
    """One version of a verdict.

    Raises:
        NotFound: there is none with this id.
    """
    return fetch_one(conn, _named().where(verdicts.c.id == verdict_id), Verdict, f"verdict {verdict_id}")


def list_verdicts_by_id(conn: sa.Connection, verdict_ids: Collection[int]) -> list[Verdict]:
    """The versions of verdicts with these ids."""
    return fetch_all(conn, _named().where(among(verdicts.c.id, verdict_ids)), Verdict)


def find_latest_verdict(conn: sa.Connection, claim_id: int) -> Verdict | None:
    """The newest version of a claim's verdict that was not given up; None if it has none."""
    return next(iter(list_verdicts(conn, claim_id, limit=1)), None)


def list_verdicts(
    conn: sa.Connection, claim_id: int, limit: int = 50, *, with_dropped: bool = False
) -> list[Verdict]:
    """The versions of a claim's verdict, the newest first; at most `limit`.

    Args:
        with_dropped: whether those that were given up are listed too.
    """
    query = _named().where(verdicts.c.claim_id == claim_id).order_by(verdicts.c.number.desc()).limit(limit)
    return fetch_all(conn, query if with_dropped else query.where(verdicts.c.dropped_at.is_(None)), Verdict)


def list_versions(conn: sa.Connection, claim_ids: Collection[int]) -> dict[int, list[Verdict]]:
    """The versions of the verdicts of several claims that were not given up, by claim id, the newest first; a claim
    without one has none.
    """
    query = _named().where(among(verdicts.c.claim_id, claim_ids), verdicts.c.dropped_at.is_(None))
    found: dict[int, list[Verdict]] = {}
    for verdict in fetch_all(conn, query.order_by(verdicts.c.number.desc()), Verdict):
        found.setdefault(verdict.claim_id, []).append(verdict)
    return found


def drop_later_versions(conn: sa.Connection, claim_id: int, verdict_id: int) -> None:
    """Give up the versions of a claim's verdict that are newer than this one; they stay in its history."""
    later = (verdicts.c.claim_id == claim_id) & (verdicts.c.id > verdict_id) & verdicts.c.dropped_at.is_(None)
    conn.execute(sa.update(verdicts).where(later).values(dropped_at=sa.func.now()))


def _named() -> AnySelect:
    """All versions of verdicts with the names of who wrote and who reviewed them."""
    reviewer = people.alias("reviewer")
    return (
        sa.select(verdicts, people.c.name.label("author"), reviewer.c.name.label("reviewer"))
        .join(people, people.c.id == verdicts.c.author_id)
        .outerjoin(reviewer, reviewer.c.id == verdicts.c.reviewer_id)
    )


def list_cited_evidence(conn: sa.Connection, verdict_id: int) -> list[EvidenceRecord]:
    """The evidence that a version of a verdict cites, in the order in which it was found."""
    return list_cited_by_verdicts(conn, [verdict_id])[verdict_id]


def list_cited_by_verdicts(conn: sa.Connection, verdict_ids: Collection[int]) -> dict[int, list[EvidenceRecord]]:
    """The evidence that each of these versions cites, by the id of the version, in the order in which it was found."""
    query = sa.select(citations.c.verdict_id, evidence, ALONE).join(
        citations, citations.c.evidence_id == evidence.c.id
    )
    query = query.where(among(citations.c.verdict_id, verdict_ids)).order_by(evidence.c.id)
    found: dict[int, list[EvidenceRecord]] = {verdict_id: [] for verdict_id in verdict_ids}
    for row in conn.execute(query):
        values = row._asdict()
        found[values.pop("verdict_id")].append(EvidenceRecord(**values))
    return found


def write_decision(conn: sa.Connection, verdict_id: int, decision: str, reason: str | None, actor: Actor) -> None:
    """Write a reviewer's decision on a verdict.

    Args:
        decision: "approved" or "changes requested".
        reason: why changes are requested; needed with these.
    """
    values = {"decision": decision, "review_reason": reason, "reviewer_id": actor.id, "reviewed_at": sa.func.now()}
    conn.execute(sa.update(verdicts).where(verdicts.c.id == verdict_id).values(values))
