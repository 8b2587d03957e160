"""External fact-checks: written many at a time, linked to the imports that contained them, deleted with them, and
listed.

They are in the table `fact_checks` beside our own published ones; those of other publishers have no `slug`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from checks.types.fact_check import ExternalFactCheck, RatingReading
from store import word_search
from store.db import metadata
from store.external.rating_mappings import (
    mapped_rating_expression,
    note_external_ratings,
    write_rating_readings,
)
from store.rows import fetch_all
from store.verdicts.fact_checks import fact_checks

import_fact_checks = sa.Table(
    "import_fact_checks",
    metadata,
    sa.Column("import_id", sa.BigInteger, sa.ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True),
    sa.Column(
        "fact_check_id",
        sa.BigInteger,
        sa.ForeignKey("fact_checks.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
)
_LOCK: Final = 4_170_325  # advisory lock: shared by transactions that write, exclusive for those that delete
_KEY: Final = ("url", "statement")
_TEXTS: Final = (*_KEY, "rating", "summary", "publisher", "claimant", "language")
_DAYS: Final = ("published", "claimed")


@dataclass(frozen=True, slots=True)
class StoredFactCheck:
    """An external fact-check as it is kept.

    Attributes:
        rating: the publisher's words.
        mapped_rating: a rating of ours; None if it has none.
        published: the day of the fact-check; `claimed` that of the claim.
        language: an ISO 639 code.
        appearances: web addresses where the claim appeared.
    """

    id: int
    statement: str
    claimant: str | None
    rating: str
    mapped_rating: str | None
    summary: str
    publisher: str
    url: str
    published: date | None
    claimed: date | None
    language: str | None
    appearances: list[str]


@dataclass(frozen=True, slots=True)
class WriteCounts:
    """How many fact-checks were new, were changed, and were there already word for word."""

    new: int
    changed: int
    same: int


def write_external_fact_checks(
    conn: sa.Connection,
    found: Sequence[tuple[ExternalFactCheck, RatingReading]],
    rules_version: str,
    import_id: int | None = None,
) -> WriteCounts:
    """Insert fact-checks or update them.

    A fact-check is identified by its address and its claim; of two that have both in common the last one counts.
    One that is there word for word is not touched, so that no index is written.

    Args:
        conn: a connection in a transaction.
        found: fact-checks, each with what the rules make of its rating.
        rules_version: the version of these rules.
        import_id: the import that contains them; None for none.

    Returns:
        The counts; they add up to `len(found)`.
    """
    by_key = {(check.url, check.statement): (check, reading) for check, reading in found}
    readings = {(check.publisher, check.rating): reading for check, reading in by_key.values()}
    write_rating_readings(conn, readings, rules_version)
    rows = json.dumps([_as_row(*pair) for pair in by_key.values()])
    _lock(conn, exclusive=False)
    written = _upsert(conn, rows, imported=import_id is not None) if by_key else []
    if import_id is not None:
        _link_to_import(conn, rows, import_id)
    return WriteCounts(sum(written), len(written) - sum(written), len(found) - len(written))


def add_external_fact_check(conn: sa.Connection, check: ExternalFactCheck, *, sample: bool = False) -> None:
    """Insert one fact-check, or update it; its rating is read by the sweeper.

    Args:
        sample: whether it belongs to the sample and is deleted with it.
    """
    row: dict[str, object] = {name: getattr(check, name) for name in (*_TEXTS, *_DAYS) if name not in _KEY}
    row |= {"sample": sample, "appearances": list(check.appearances)}
    add = insert(fact_checks).values(url=check.url, statement=check.statement, **row)
    conn.execute(add.on_conflict_do_update(index_elements=["url", sa.text("md5(statement)")], set_=row))
    note_external_ratings(conn, [(check.publisher, check.rating)])


def delete_imported_fact_checks(conn: sa.Connection, import_id: int) -> int:
    """Delete the fact-checks that this import contained and no other one; waits for transactions that write.

    Evidence that was captured from them stays. Those that were there before imports were noted stay too.

    Returns:
        How many were deleted.
    """
    _lock(conn, exclusive=True)
    other = import_fact_checks.alias("other")
    in_another = sa.exists().where(other.c.fact_check_id == fact_checks.c.id, other.c.import_id != import_id)
    in_this = sa.select(import_fact_checks.c.fact_check_id).where(import_fact_checks.c.import_id == import_id)
    gone = sa.delete(fact_checks).where(fact_checks.c.id.in_(in_this), fact_checks.c.imported, ~in_another)
    return conn.execute(gone).rowcount


def copy_import_links(conn: sa.Connection, old_import: int, new_import: int) -> None:
    """Link every fact-check of one import to another import as well."""
    links = sa.select(sa.literal(new_import), import_fact_checks.c.fact_check_id).where(
        import_fact_checks.c.import_id == old_import
    )
    add = insert(import_fact_checks).from_select(["import_id", "fact_check_id"], links)
    conn.execute(add.on_conflict_do_nothing())


def list_external_fact_checks(
    conn: sa.Connection, *, words: str = "", publisher: str = "", before: int | None = None, limit: int = 50
) -> list[StoredFactCheck]:
    """External fact-checks, those that came in last first.

    Args:
        words: words to search for, as PostgreSQL's `websearch_to_tsquery` takes them; "" for all.
        publisher: the publisher's name as it is written; "" for all.
        before: list those with a lower id.
        limit: the most rows.
    """
    columns = [fact_checks.c[name] for name in ("id", *_TEXTS, *_DAYS, "appearances")]
    mapped = sa.func.nullif(mapped_rating_expression(fact_checks), "").label("mapped_rating")
    conditions: list[sa.ColumnElement[bool]] = [fact_checks.c.slug.is_(None)]
    if publisher:
        conditions.append(fact_checks.c.publisher == publisher)
    along = [*conditions]  # `ix_fact_checks_publisher`, and without a publisher `ix_fact_checks_external_id`
    beyond = None if before is None else fact_checks.c.id < before
    if words:
        fits = word_search.words_condition(fact_checks.c.search, words)
        newest = word_search.select_newest(
            conn, [fact_checks.c.id], conditions, fits, limit, along=along, beyond=beyond
        )
        conditions = [fact_checks.c.id.in_(newest)]
    elif beyond is not None:
        conditions.append(beyond)
    query = sa.select(*columns, mapped).where(*conditions)
    return fetch_all(conn, query.order_by(fact_checks.c.id.desc()).limit(limit), StoredFactCheck)


def _lock(conn: sa.Connection, *, exclusive: bool) -> None:
    lock = sa.func.pg_advisory_xact_lock if exclusive else sa.func.pg_advisory_xact_lock_shared
    conn.execute(sa.select(lock(_LOCK)))


def _as_row(check: ExternalFactCheck, reading: RatingReading) -> dict[str, object]:
    """The values of `jsonb_to_recordset` in `_upsert`."""
    texts = {name: getattr(check, name) for name in _TEXTS}
    days = {name: str(day) if (day := getattr(check, name)) else None for name in _DAYS}
    return {**texts, **days, "by_numbers": reading.by_numbers, "appearances": list(check.appearances)}


def _upsert(conn: sa.Connection, rows: str, *, imported: bool) -> list[bool]:
    """Write rows, given as JSON, in one statement; for each that was written, whether it is new.

    Rows that are there word for word are left out beforehand: `ON CONFLICT` would lock them, and wait for a transaction
    that fills in their embeddings.
    """
    statement = sa.text("""
        INSERT INTO fact_checks (url, statement, rating, by_numbers, summary, publisher, claimant, published, claimed,
            language, appearances, imported)
        SELECT url, statement, rating, by_numbers, summary, publisher, claimant, published, claimed, language,
            appearances, CAST(:imported AS boolean)
        FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS given (url text, statement text, rating text, by_numbers text,
            summary text, publisher text, claimant text, published date, claimed date, language text,
            appearances text[])
        WHERE NOT EXISTS (
            SELECT FROM fact_checks AS stored
            WHERE stored.url = given.url AND md5(stored.statement) = md5(given.statement)
            AND (stored.rating, stored.by_numbers, stored.summary, stored.publisher, stored.claimant,
                stored.published, stored.claimed, stored.language, stored.appearances)
            IS NOT DISTINCT FROM (given.rating, given.by_numbers, given.summary, given.publisher, given.claimant,
                given.published, given.claimed, given.language, given.appearances))
        ORDER BY url, statement -- in one order, so that two imports never wait for each other
        ON CONFLICT (url, md5(statement)) DO UPDATE SET rating = excluded.rating, by_numbers = excluded.by_numbers,
            summary = excluded.summary, publisher = excluded.publisher, claimant = excluded.claimant,
            published = excluded.published, claimed = excluded.claimed, language = excluded.language,
            appearances = excluded.appearances
        RETURNING xmax = 0 AS new
    """)
    return [row.new for row in conn.execute(statement, {"rows": rows, "imported": imported})]


def _link_to_import(conn: sa.Connection, rows: str, import_id: int) -> None:
    """Note that an import contains these rows, given as JSON, whether they were there before or not."""
    statement = sa.text("""
        INSERT INTO import_fact_checks (import_id, fact_check_id)
        SELECT imports.id, fact_checks.id
        FROM imports, jsonb_to_recordset(CAST(:rows AS jsonb)) AS given (url text, statement text)
        JOIN fact_checks ON fact_checks.url = given.url AND md5(fact_checks.statement) = md5(given.statement)
        WHERE imports.id = :import_id ORDER BY fact_checks.id
        ON CONFLICT DO NOTHING
    """)
    conn.execute(statement, {"rows": rows, "import_id": import_id})
