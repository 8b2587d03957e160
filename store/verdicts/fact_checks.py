"""Fact-checks: our published ones with their corrections, and those of other publishers (`store.external`)."""

import re
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Date,
    ForeignKey,
    Index,
    RowMapping,
    Table,
    Text,
    false,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from store.columns import embedding, embedding_index, identity, missing_embedding_index, moment, sample, search
from store.db import metadata, one

fact_checks = Table(
    "fact_checks",
    metadata,
    identity(),
    Column("claim_id", BigInteger, ForeignKey("claims.id", ondelete="CASCADE"), unique=True),
    Column("verdict_id", BigInteger, ForeignKey("verdicts.id")),
    Column("slug", Text, unique=True),
    Column("statement", Text, nullable=False),
    Column("claimant", Text),
    Column("rating", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("url", Text),
    Column("published", Date),
    Column("claimed", Date),
    Column("language", Text),
    Column("by_numbers", Text),
    moment("published_at", now=True),
    moment("corrected_at"),
    moment("withdrawn_at"),
    Column("withdrawal_reason", Text),
    sample(),
    # Whether the imports that contained it were recorded; it is deleted with the last of them.
    Column("imported", Boolean, nullable=False, server_default=false()),
    search("statement || ' ' || summary"),
    embedding(),
    CheckConstraint("(claim_id IS NULL) = (slug IS NULL)", "own_has_slug"),
    CheckConstraint("(claim_id IS NULL) = (verdict_id IS NULL)", "own_has_verdict"),
    CheckConstraint("claim_id IS NOT NULL OR url IS NOT NULL", "imported_has_url"),
    # One page of another publisher may check several claims.
    Index("uq_fact_checks_url_statement", "url", text("md5(statement)"), unique=True),
    Index("ix_fact_checks_external", "publisher", "rating", postgresql_where=text("slug IS NULL")),
    Index("ix_fact_checks_search", "search", postgresql_using="gin"),
    Index("ix_fact_checks_published_at", "published_at", "id"),
    embedding_index("fact_checks"),
    missing_embedding_index("fact_checks"),
)
corrections = Table(
    "corrections",
    metadata,
    identity(),
    Column(
        "fact_check_id", BigInteger, ForeignKey("fact_checks.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    moment("at", now=True),
    Column("note", Text, nullable=False),
    Column("replaced_id", BigInteger, ForeignKey("verdicts.id", ondelete="SET NULL")),
)
_SLUG_WORDS: Final = 8
_LONGEST_SLUG: Final = 100  # characters before the number


def publish(
    conn: Connection, claim: RowMapping, verdict: RowMapping, publisher: str, correction: str | None
) -> str:
    """Publish a claim's verdict, or bring its fact-check up to date with a note in the corrections log.

    Returns the slug, which stays the same through corrections.
    """
    before = standing(conn, claim["id"])
    row: dict[str, Any] = {name: claim[name] for name in ("statement", "claimant")}
    row |= {"verdict_id": verdict["id"], "rating": verdict["rating"], "summary": verdict["summary"]}
    words = "-".join(re.findall(r"[a-z0-9]+", claim["statement"].lower())[:_SLUG_WORDS])[:_LONGEST_SLUG]
    article = metadata.tables["articles"]
    row["sample"] = select(article.c.sample).where(article.c.id == claim["article_id"]).scalar_subquery()
    fresh = {"claim_id": claim["id"], "slug": f"{words}-{claim['id']}".lstrip("-"), "publisher": publisher}
    write = insert(fact_checks).values(**row, **fresh, published=func.current_date())
    write = write.on_conflict_do_update(index_elements=["claim_id"], set_={**row, "corrected_at": func.now()})
    made = conn.execute(write.returning(fact_checks.c.id, fact_checks.c.slug)).one()
    if correction:
        replaced = before and before["verdict_id"]
        conn.execute(insert(corrections).values(fact_check_id=made.id, note=correction, replaced_id=replaced))
    return str(made.slug)


def withdraw(conn: Connection, claim_id: int, reason: str | None) -> None:
    """Take a fact-check back; its page stays and says so, with the reason."""
    values = {"withdrawn_at": func.now(), "withdrawal_reason": reason}
    conn.execute(update(fact_checks).where(fact_checks.c.claim_id == claim_id).values(values))


def by_slug(conn: Connection, slug: str) -> RowMapping:
    """One of our own fact-checks. Raises `NotFound`."""
    query = select(fact_checks).where(fact_checks.c.slug == slug)
    return one(conn.execute(query).mappings().first(), f"fact-check {slug}")


def of_claim(conn: Connection, claim_id: int) -> RowMapping | None:
    """The fact-check that was published of a claim."""
    return conn.execute(select(fact_checks).where(fact_checks.c.claim_id == claim_id)).mappings().first()


def standing(conn: Connection, claim_id: int) -> RowMapping | None:
    """The fact-check of a claim that is published and not withdrawn."""
    row = of_claim(conn, claim_id)
    return row if row and row["withdrawn_at"] is None else None


def corrections_of(conn: Connection, fact_check_id: int) -> list[RowMapping]:
    """The corrections log of a fact-check, the oldest first, with the rating and summary that each replaced."""
    replaced = metadata.tables["verdicts"]
    query = (
        select(corrections, replaced.c.rating.label("rating_before"), replaced.c.summary.label("summary_before"))
        .outerjoin(replaced, replaced.c.id == corrections.c.replaced_id)
        .where(corrections.c.fact_check_id == fact_check_id)
        .order_by(corrections.c.id)
    )
    return list(conn.execute(query).mappings())


def page(
    conn: Connection, *, words: str | None = None, before: int | None = None, limit: int = 30
) -> list[RowMapping]:
    """Our own fact-checks that stand, the newest first."""
    query = select(fact_checks).where(fact_checks.c.slug.is_not(None), fact_checks.c.withdrawn_at.is_(None))
    if words:
        query = query.where(fact_checks.c.search.op("@@")(func.websearch_to_tsquery("english", words)))
    if before is not None:
        query = query.where(fact_checks.c.id < before)
    return list(conn.execute(query.order_by(fact_checks.c.id.desc()).limit(limit)).mappings())
