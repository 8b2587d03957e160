"""Fact-checks: our published ones with their corrections, and those of other publishers (`store.external`)."""

import re
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, insert

from store import word_search
from store.columns import (
    among,
    embedding,
    embedding_index,
    encoder_index,
    identity,
    moment,
    one_of,
    sample,
    search,
)
from store.db import metadata
from store.rows import AnySelect, fetch_all, fetch_first, fetch_one

if TYPE_CHECKING:
    from store.claims.states import ClaimState
    from store.verdicts.verdicts import Verdict

CLAIMANT_KINDS: Final = ("person", "organization")

fact_checks = sa.Table(
    "fact_checks",
    metadata,
    identity(),
    sa.Column("claim_id", sa.BigInteger, sa.ForeignKey("claims.id", ondelete="CASCADE"), unique=True),
    sa.Column("verdict_id", sa.BigInteger, sa.ForeignKey("verdicts.id")),
    sa.Column("slug", sa.Text, unique=True),
    sa.Column("statement", sa.Text, nullable=False),
    sa.Column("claimant", sa.Text),
    sa.Column("rating", sa.Text, nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("publisher", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("published", sa.Date),
    sa.Column("claimed", sa.Date),
    sa.Column("language", sa.Text),
    sa.Column("appearances", ARRAY(sa.Text), nullable=False, server_default="{}"),
    sa.Column("by_numbers", sa.Text),
    moment("published_at", now=True),
    moment("corrected_at"),
    moment("withdrawn_at"),
    sa.Column("withdrawal_reason", sa.Text),
    moment("embargo_until"),
    sa.Column("claimant_kind", sa.Text),
    sample(),
    # Whether the imports that contained it were recorded; it is deleted with the last of them.
    sa.Column("imported", sa.Boolean, nullable=False, server_default=sa.false()),
    search("statement || ' ' || summary"),
    *embedding(),
    sa.CheckConstraint("(claim_id IS NULL) = (slug IS NULL)", "own_has_slug"),
    sa.CheckConstraint("(claim_id IS NULL) = (verdict_id IS NULL)", "own_has_verdict"),
    sa.CheckConstraint("claim_id IS NOT NULL OR url IS NOT NULL", "imported_has_url"),
    # One page of another publisher may check several claims.
    sa.Index("uq_fact_checks_url_statement", "url", sa.text("md5(statement)"), unique=True),
    sa.Index("ix_fact_checks_external_id", "id", postgresql_where=sa.text("slug IS NULL")),
    sa.Index("ix_fact_checks_publisher", "publisher", "id", postgresql_where=sa.text("slug IS NULL")),
    # A list of what is still to be put in would be read from one end to the other by every search.
    sa.Index("ix_fact_checks_search", "search", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
    sa.Index(
        "ix_fact_checks_own_search",
        "search",
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
        postgresql_where=sa.text("slug IS NOT NULL"),
    ),
    sa.Index(
        "ix_fact_checks_claimant",
        sa.text("to_tsvector('simple'::regconfig, fold_text(claimant))"),
        postgresql_using="gin",
        postgresql_where=sa.text("slug IS NOT NULL"),
    ),
    sa.Index(
        "ix_fact_checks_standing", "id", postgresql_where=sa.text("slug IS NOT NULL AND withdrawn_at IS NULL")
    ),
    sa.Index("ix_fact_checks_published_at", "published_at", "id"),
    sa.Index("ix_fact_checks_own", "published_at", "id", postgresql_where=sa.text("slug IS NOT NULL")),
    *(
        sa.Index(
            f"ix_fact_checks_{name}", column, "published_at", "id", postgresql_where=sa.text("slug IS NOT NULL")
        )
        for name, column in (("rating", "rating"), ("said_by", "claimant"))
    ),
    sa.Index("ix_fact_checks_embargo", "embargo_until", postgresql_where=sa.text("embargo_until IS NOT NULL")),
    sa.Index("ix_fact_checks_sample", "id", postgresql_where=sa.text("sample")),
    sa.CheckConstraint(one_of("claimant_kind", CLAIMANT_KINDS), "claimant_kind"),
    embedding_index("fact_checks"),
    encoder_index("fact_checks"),
)
OWN: Final = fact_checks.c.slug.is_not(None)  # the newsroom's, beside those of others
corrections = sa.Table(
    "corrections",
    metadata,
    identity(),
    sa.Column(
        "fact_check_id",
        sa.BigInteger,
        sa.ForeignKey("fact_checks.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    moment("at", now=True),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("replaced_id", sa.BigInteger, sa.ForeignKey("verdicts.id", ondelete="SET NULL")),
)
_SLUG_WORDS: Final = 8
_LONGEST_SLUG: Final = 100  # characters before the number


@dataclass(frozen=True, slots=True)
class FactCheck:
    """A fact-check of our own.

    Attributes:
        verdict_id: the version of the verdict that is published.
        slug: the last part of its address, which stays the same through corrections.
        publisher: the newsroom's name.
        withdrawal_reason: why it was withdrawn, in words.
        embargo_until: when readers may first see it; None for at once.
        claimant_kind: one of `CLAIMANT_KINDS`; None if nobody said.
        sample: whether its claim belongs to the sample.
    """

    id: int
    claim_id: int
    verdict_id: int
    slug: str
    statement: str
    claimant: str | None
    rating: str
    summary: str
    publisher: str
    published_at: datetime
    corrected_at: datetime | None
    withdrawn_at: datetime | None
    withdrawal_reason: str | None
    embargo_until: datetime | None
    claimant_kind: str | None
    sample: bool

    def is_public(self, now: datetime) -> bool:
        """Whether readers may see it, or that it was withdrawn: its embargo is over by `now`. What was withdrawn before
        its embargo was over they never saw, and never will.
        """
        if self.embargo_until is None:
            return True
        return self.embargo_until <= (now if self.withdrawn_at is None else min(now, self.withdrawn_at))

    def is_embargoed(self, now: datetime) -> bool:
        """Whether readers are to see it later than `now`."""
        return self.embargo_until is not None and self.embargo_until > now and self.withdrawn_at is None

    def position(self) -> tuple[str, int]:
        """Its place in the list of what is public, for the argument `after` of `list_public_fact_checks`.

        The time of publication in ISO 8601, and the id.
        """
        return self.published_at.isoformat(), self.id


@dataclass(frozen=True, slots=True)
class Correction:
    """What was put right. Fields ending in `_before` belong to the version that was replaced, and are None if that was
    not kept; `note` is what readers are told.
    """

    id: int
    at: datetime
    note: str
    rating_before: str | None
    summary_before: str | None
    explanation_before: str | None = None


def publish_fact_check(
    conn: sa.Connection,
    claim: "ClaimState",
    verdict: "Verdict",
    publisher: str,
    *,
    correction: str | None = None,
    embargo_until: datetime | None = None,
    claimant_kind: str | None = None,
) -> str:
    """Publish a claim's verdict, or bring its fact-check up to date.

    Args:
        publisher: the newsroom's name.
        correction: what is put right, for the corrections log; None if nothing is.
        embargo_until: when readers may first see it; None for at once. A correction does not change it.
        claimant_kind: one of `CLAIMANT_KINDS`; None leaves it as it is.

    Returns:
        The slug, which stays the same through corrections.
    """
    before = find_standing_fact_check(conn, claim.id)
    row: dict[str, object] = {"statement": claim.statement, "claimant": claim.claimant}
    row |= {"verdict_id": verdict.id, "rating": verdict.rating, "summary": verdict.summary}
    if claimant_kind in CLAIMANT_KINDS:
        row["claimant_kind"] = claimant_kind
    words = "-".join(re.findall(r"[a-z0-9]+", claim.statement.lower())[:_SLUG_WORDS])[:_LONGEST_SLUG]
    article = metadata.tables["articles"]
    row["sample"] = sa.select(article.c.sample).where(article.c.id == claim.article_id).scalar_subquery()
    fresh: dict[str, object] = {
        "claim_id": claim.id,
        "slug": f"{words}-{claim.id}".lstrip("-"),
        "publisher": publisher,
    }
    if embargo_until is not None:
        fresh |= {"embargo_until": embargo_until, "published_at": sa.func.greatest(embargo_until, sa.func.now())}
    write = insert(fact_checks).values(**row, **fresh, published=sa.func.current_date())
    unseen = fact_checks.c.embargo_until > sa.func.now()  # for readers nothing was corrected
    corrected_at = sa.case((unseen, fact_checks.c.corrected_at), else_=sa.func.now())
    write = write.on_conflict_do_update(index_elements=["claim_id"], set_={**row, "corrected_at": corrected_at})
    made = conn.execute(write.returning(fact_checks.c.id, fact_checks.c.slug)).one()
    if correction:
        replaced = before and before.verdict_id
        conn.execute(insert(corrections).values(fact_check_id=made.id, note=correction, replaced_id=replaced))
    return str(made.slug)


def withdraw_fact_check(conn: sa.Connection, claim_id: int, reason: str | None) -> None:
    """Take the fact-check of a claim back; its page stays and says so, with the reason."""
    values = {"withdrawn_at": sa.func.now(), "withdrawal_reason": reason}
    conn.execute(sa.update(fact_checks).where(fact_checks.c.claim_id == claim_id).values(values))


def get_fact_check(conn: sa.Connection, slug: str) -> FactCheck:
    """One of our own fact-checks, by its slug.

    Raises:
        NotFound: there is none with this slug.
    """
    return fetch_one(conn, select_own().where(fact_checks.c.slug == slug), FactCheck, f"fact-check {slug}")


def list_hidden_slugs(conn: sa.Connection) -> set[str]:
    """The slugs of fact-checks that readers may not see: before their embargo ends, and withdrawn by then."""
    seen_by = sa.func.least(sa.func.now(), fact_checks.c.withdrawn_at)  # which passes over NULL
    return set(conn.execute(sa.select(fact_checks.c.slug).where(fact_checks.c.embargo_until > seen_by)).scalars())


def find_fact_check(conn: sa.Connection, claim_id: int) -> FactCheck | None:
    """The fact-check that was published of a claim, withdrawn or not; None if there is none."""
    return fetch_first(conn, select_own().where(fact_checks.c.claim_id == claim_id), FactCheck)


def find_standing_fact_check(conn: sa.Connection, claim_id: int) -> FactCheck | None:
    """The fact-check of a claim that is published and not withdrawn; None if there is none."""
    return list_standing_fact_checks(conn, [claim_id]).get(claim_id)


def list_standing_fact_checks(conn: sa.Connection, claim_ids: Collection[int]) -> dict[int, FactCheck]:
    """The fact-checks of several claims that are published and not withdrawn, by claim id."""
    standing = among(fact_checks.c.claim_id, claim_ids), fact_checks.c.withdrawn_at.is_(None)
    return {check.claim_id: check for check in fetch_all(conn, select_own().where(*standing), FactCheck)}


def list_published_claims(conn: sa.Connection, claim_ids: Collection[int]) -> set[int]:
    """Which of these claims have a fact-check that is published and not withdrawn."""
    if not claim_ids:
        return set()
    standing = sa.select(fact_checks.c.claim_id).where(
        among(fact_checks.c.claim_id, claim_ids), fact_checks.c.withdrawn_at.is_(None)
    )
    return {int(claim_id) for claim_id in conn.execute(standing).scalars()}


def list_corrections(conn: sa.Connection, fact_check_id: int) -> list[Correction]:
    """The corrections log of a fact-check, the oldest first; without what was corrected before readers saw it."""
    replaced = metadata.tables["verdicts"]
    query = (
        sa.select(
            corrections.c.id,
            corrections.c.at,
            corrections.c.note,
            replaced.c.rating.label("rating_before"),
            replaced.c.summary.label("summary_before"),
            replaced.c.explanation.label("explanation_before"),
        )
        .join(fact_checks, fact_checks.c.id == corrections.c.fact_check_id)
        .outerjoin(replaced, replaced.c.id == corrections.c.replaced_id)
        .where(corrections.c.fact_check_id == fact_check_id)
        .where(sa.or_(fact_checks.c.embargo_until.is_(None), fact_checks.c.embargo_until <= corrections.c.at))
        .order_by(corrections.c.id)
    )
    return fetch_all(conn, query, Correction)


def list_fact_checks(
    conn: sa.Connection,
    *,
    words: str | None = None,
    before: int | None = None,
    limit: int = 30,
    ratings: Collection[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[FactCheck]:
    """Our own fact-checks that stand, the newest first.

    Args:
        words: words to search for, as PostgreSQL's `websearch_to_tsquery` takes them; None or "" for all.
        before: list those with a lower id.
        limit: the most rows.
        ratings: any of these; all where none is named.
        since: what was published at this time or later; `until` what was published before that.
    """
    conditions: list[sa.ColumnElement[bool]] = [
        OWN,
        fact_checks.c.withdrawn_at.is_(None),
    ]
    if ratings:
        conditions.append(fact_checks.c.rating.in_(ratings))
    if since is not None:
        conditions.append(fact_checks.c.published_at >= since)
    if until is not None:
        conditions.append(fact_checks.c.published_at < until)
    beyond = None if before is None else fact_checks.c.id < before
    if words:
        fits = word_search.words_condition(fact_checks.c.search, words)
        newest = word_search.select_newest(
            conn, [fact_checks.c.id], conditions, fits, limit, among_rows=OWN, beyond=beyond
        )
        conditions = [fact_checks.c.id.in_(newest)]
    elif beyond is not None:
        conditions.append(beyond)
    query = select_own().where(*conditions)
    return fetch_all(conn, query.order_by(fact_checks.c.id.desc()).limit(limit), FactCheck)


def select_own() -> AnySelect:
    """Our own fact-checks, with the fields of `FactCheck`."""
    return sa.select(*(fact_checks.c[field.name] for field in fields(FactCheck)))
