"""Where articles have changed since their claims were made: one row for each claim that its article now words
differently.

A claim that waits for triage, and that nobody has judged, takes the new words over at once
(`store.claims.revisions.carry_over`); its row then tells what it said before. One that people work on, or have
judged, keeps its words until somebody takes the new ones
over: its row holds them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert

from checks.types.claim import Claim
from checks.types.revision import AnchoredClaim, ChangedWords
from store.articles import revisions
from store.claims.tables import claims
from store.columns import among, moment, one_of
from store.db import metadata
from store.rows import fetch_all

KINDS: Final = ("changed", "gone")

wording_changes = sa.Table(
    "wording_changes",
    metadata,
    sa.Column(
        "claim_id",
        sa.BigInteger,
        sa.ForeignKey("claims.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("revision_id", sa.BigInteger, sa.ForeignKey("revisions.id", ondelete="CASCADE"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    moment("since", required=True),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("now", sa.Text),
    sa.Column("text_before", sa.Text, nullable=False),
    sa.Column("text_now", sa.Text),
    # The claim as it is read from the new words (`store.claims.revisions.carry_over.PENDING`), while it has not
    # taken them over.
    sa.Column("pending", JSONB),
    sa.Column("successor_id", sa.BigInteger, sa.ForeignKey("claims.id", ondelete="SET NULL")),
    sa.CheckConstraint(one_of("kind", KINDS), "kind"),
    sa.CheckConstraint("(kind = 'changed') = (now IS NOT NULL AND text_now IS NOT NULL)", "changed_has_words"),
    sa.CheckConstraint("pending IS NULL OR kind = 'changed'", "pending_is_changed"),
    sa.Index("ix_wording_changes_revision_id", "revision_id"),
    sa.Index(
        "ix_wording_changes_successor_id", "successor_id", postgresql_where=sa.text("successor_id IS NOT NULL")
    ),
)


@dataclass(frozen=True, slots=True)
class WordingChange:
    """How the article differs from what a claim of it says, or said before.

    Attributes:
        kind: one of `KINDS`: it says so in other words, or no longer.
        since: when the revision came in that was the first to say so, whose number is `revision`.
        before, now: the words that differ; `now` None if it no longer says it.
        text_before, text_now: what the article said, whole.
        is_pending: whether the claim keeps its words, and the new ones can be taken over.
        revision_before: the number of the revision in which the claim's own words stand.
        successor_id: the claim that was made of the new words.
    """

    claim_id: int
    article_id: int
    kind: str
    since: datetime
    before: str
    now: str | None
    text_before: str
    text_now: str | None
    is_pending: bool
    revision: int
    revision_before: int
    successor_id: int | None

    @property
    def sentence(self) -> str:
        """What changed, as people are told."""
        return describe_change(self.since, self.before, self.now)


@dataclass(frozen=True, slots=True)
class NewWording:
    """What a revision says in place of a claim.

    Attributes:
        revision_id: the revision, which came in at `since`.
        before: the claim's words, and what the article says now; None if it no longer says it.
        words: those of both that differ.
        pending: the claim as it is read from the new words, while they are not taken over.
    """

    revision_id: int
    since: datetime
    before: AnchoredClaim
    now: AnchoredClaim | None
    words: ChangedWords
    pending: Claim | None = None

    @property
    def sentence(self) -> str:
        """What changed, as people are told."""
        return describe_change(self.since, self.words.before, self.words.now if self.now else None)


def describe_change(since: datetime, before: str, now: str | None) -> str:
    """What an article says since when, and what it said before; of words that it no longer says only that."""
    day = since.strftime("%-d %b %Y")
    if now is None:
        return f"the article no longer says this since {day}"
    return f"the article says “{now}” since {day}, “{before}” before"


def list_wording_changes(conn: sa.Connection, claim_ids: Collection[int]) -> dict[int, WordingChange]:
    """The changes of the articles of these claims, by claim id; a claim whose words stand has none."""
    own = revisions.alias("own")
    same = ("claim_id", "kind", "since", "before", "now", "text_before", "text_now", "successor_id")
    query = (
        sa.select(
            *(wording_changes.c[name] for name in same),
            claims.c.article_id,
            wording_changes.c.pending.is_not(None).label("is_pending"),
            revisions.c.number.label("revision"),
            _number_before(own).label("revision_before"),
        )
        .join(claims, claims.c.id == wording_changes.c.claim_id)
        .join(revisions, revisions.c.id == wording_changes.c.revision_id)
        .join(own, own.c.id == claims.c.revision_id)
        .where(among(wording_changes.c.claim_id, claim_ids))
    )
    return {row.claim_id: row for row in fetch_all(conn, query, WordingChange)}


def _number_before(own: sa.FromClause) -> sa.ColumnElement[int]:
    """The revision that still had the words: the claim's own revision, or the one before if the claim has taken over
    the new words.
    """
    return sa.case((own.c.number < revisions.c.number, own.c.number), else_=revisions.c.number - 1)


def write_wording_change(
    conn: sa.Connection, claim_id: int, new: NewWording, pending: Mapping[str, object] | None
) -> None:
    """Write what an article says now in place of a claim, replacing an earlier such row.

    Args:
        pending: `new.pending` as JSON.
    """
    now = new.now
    values = {
        "revision_id": new.revision_id,
        "kind": "gone" if now is None else "changed",
        "since": new.since,
        "before": new.words.before,
        "now": None if now is None else new.words.now,
        "text_before": new.before.text,
        "text_now": None if now is None else now.text,
        "pending": sa.null() if pending is None else pending,
        "successor_id": None,
    }
    write = insert(wording_changes).values(claim_id=claim_id, **values)
    conn.execute(write.on_conflict_do_update(index_elements=["claim_id"], set_=values))


def delete_wording_changes(conn: sa.Connection, claim_ids: Collection[int]) -> None:
    """Forget changes: the article says again what these claims say."""
    conn.execute(sa.delete(wording_changes).where(among(wording_changes.c.claim_id, claim_ids)))
