"""Fact-checks of others: writing them many at a time with the import that brought them, taking them back, and their list."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    RowMapping,
    Table,
    delete,
    exists,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert

from checks.types.fact_check import ExternalFactCheck, RatingReading
from store import mappings
from store.db import metadata
from store.fact_checks import fact_checks

brought = Table(
    "import_checks",
    metadata,
    Column("import_id", BigInteger, ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "fact_check_id", BigInteger, ForeignKey("fact_checks.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
)
_LOCK: Final = 4_170_325  # shared by those who bring, held alone by those who take back
# What is there word for word is sorted out first: to find it by the conflict would lock its row, and wait for those who
# fill in meanings.
_WRITE: Final = text("""
    INSERT INTO fact_checks (url, statement, rating, by_numbers, summary, publisher, claimant, published, claimed, language,
        imported)
    SELECT url, statement, rating, by_numbers, summary, publisher, claimant, published, claimed, language,
        CAST(:imported AS boolean)
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS given (url text, statement text, rating text, by_numbers text,
        summary text, publisher text, claimant text, published date, claimed date, language text)
    WHERE NOT EXISTS (
        SELECT FROM fact_checks AS held WHERE held.url = given.url AND md5(held.statement) = md5(given.statement)
        AND (held.rating, held.by_numbers, held.summary, held.publisher, held.claimant, held.published, held.claimed,
            held.language)
        IS NOT DISTINCT FROM (given.rating, given.by_numbers, given.summary, given.publisher, given.claimant,
            given.published, given.claimed, given.language))
    ORDER BY url, statement -- in one order, so that two imports never wait for each other
    ON CONFLICT (url, md5(statement)) DO UPDATE SET rating = excluded.rating, by_numbers = excluded.by_numbers,
        summary = excluded.summary, publisher = excluded.publisher, claimant = excluded.claimant,
        published = excluded.published, claimed = excluded.claimed, language = excluded.language
    RETURNING xmax = 0 AS new
""")
_BRING: Final = text("""
    INSERT INTO import_checks (import_id, fact_check_id)
    SELECT imports.id, fact_checks.id FROM imports, jsonb_to_recordset(CAST(:rows AS jsonb)) AS given (url text, statement text)
    JOIN fact_checks ON fact_checks.url = given.url AND md5(fact_checks.statement) = md5(given.statement)
    WHERE imports.id = :import_id ORDER BY fact_checks.id
    ON CONFLICT DO NOTHING
""")


@dataclass(frozen=True, slots=True)
class Written:
    """How many fact-checks were new, were brought up to date, and were there already, word for word."""

    new: int
    changed: int
    same: int


def write(
    conn: Connection,
    found: Sequence[tuple[ExternalFactCheck, RatingReading]],
    rules: str,
    import_id: int | None = None,
) -> Written:
    """Keep fact-checks of others, each with what the rules (by their stamp) say of its rating, and what brought it.

    The key is address and claim; what is there already, word for word, is not touched, so that the indexes stay as they
    are. Of two with one key the last holds.
    """
    by_key = {(check.url, check.statement): (check, read) for check, read in found}
    kinds = {(check.publisher, check.rating): read for check, read in by_key.values()}
    mappings.write(conn, kinds, rules)
    rows = [_row(*pair) for pair in by_key.values()]
    given = {"rows": json.dumps(rows)}
    _lock(conn, alone=False)
    made = [row.new for row in conn.execute(_WRITE, {**given, "imported": import_id is not None})] if rows else []
    conn.execute(_BRING, {**given, "import_id": import_id})
    return Written(sum(made), len(made) - sum(made), len(found) - len(made))


def take_back(conn: Connection, import_id: int) -> int:
    """Remove the fact-checks that this import brought and no other one; returns how many.

    Evidence that was frozen from them stays. Waits for the parts of files that are being written.
    """
    _lock(conn, alone=True)
    other = brought.alias("other")
    elsewhere = exists().where(other.c.fact_check_id == fact_checks.c.id, other.c.import_id != import_id)
    its = select(brought.c.fact_check_id).where(brought.c.import_id == import_id)
    return conn.execute(
        delete(fact_checks).where(fact_checks.c.id.in_(its), fact_checks.c.imported, ~elsewhere)
    ).rowcount


def hand_over(conn: Connection, old: int, new: int) -> None:
    """Let what one import brought count for another one too."""
    its = select(literal(new), brought.c.fact_check_id).where(brought.c.import_id == old)
    write = insert(brought).from_select(["import_id", "fact_check_id"], its)
    conn.execute(write.on_conflict_do_nothing())


def _lock(conn: Connection, *, alone: bool) -> None:
    lock = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
    conn.execute(select(lock(_LOCK)))


def _row(check: ExternalFactCheck, read: RatingReading) -> dict[str, Any]:
    names = ("url", "statement", "rating", "summary", "publisher", "claimant", "language")
    days = {name: str(day) if (day := getattr(check, name)) else None for name in ("published", "claimed")}
    return {**{name: getattr(check, name) for name in names}, **days, "by_numbers": read.by_numbers}


def page(
    conn: Connection, *, words: str = "", publisher: str = "", before: int | None = None, limit: int = 50
) -> list[RowMapping]:
    """Fact-checks of others with their rating on our scale (`rated`), those that came in last first."""
    rated = func.nullif(mappings.rated(fact_checks.c), "").label("rated")
    query = select(fact_checks, rated).where(fact_checks.c.slug.is_(None))
    if words:
        query = query.where(fact_checks.c.search.op("@@")(func.websearch_to_tsquery("english", words)))
    if publisher:
        query = query.where(fact_checks.c.publisher == publisher)
    if before is not None:
        query = query.where(fact_checks.c.id < before)
    return list(conn.execute(query.order_by(fact_checks.c.id.desc()).limit(limit)).mappings())


def ratings(
    conn: Connection,
    *,
    words: str = "",
    unknown: bool = False,
    after: tuple[int, int, int] | None = None,
    limit: int = 50,
) -> list[RowMapping]:
    """Kinds of ratings of others, as `mappings.page` has them."""
    counted = (
        select(
            fact_checks.c.publisher,
            fact_checks.c.rating,
            func.count().label("checks"),
            func.count(fact_checks.c.by_numbers).label("with_numbers"),
        )
        .where(fact_checks.c.slug.is_(None))
        .group_by(fact_checks.c.publisher, fact_checks.c.rating)
        .subquery()
    )
    return mappings.page(conn, counted, words=words, unknown=unknown, after=after, limit=limit)
