"""A source asked about one plain claim, for an admin who wants to know whether it answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from store import audit, queue
from store.columns import identity, moment, one_of
from store.db import NotFound, metadata, tell
from store.lookups.sources import get_source
from store.people import Actor
from store.rows import fetch_all

KIND: Final = "source_test"  # of job
OUTCOMES: Final = ("found", "nothing", "could not ask")

source_tests = sa.Table(
    "source_tests",
    metadata,
    identity(),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("requested_by", sa.BigInteger, sa.ForeignKey("people.id"), nullable=False),
    moment("requested_at", now=True),
    moment("finished_at"),
    sa.Column("outcome", sa.Text),
    sa.Column("words", sa.Text, nullable=False, server_default=""),
    sa.CheckConstraint(one_of("outcome", OUTCOMES), "outcome"),
    sa.CheckConstraint("(outcome IS NULL) = (finished_at IS NULL)", "finished_has_outcome"),
    sa.Index("ix_source_tests_source", "source", "id"),
)


@dataclass(frozen=True, slots=True)
class SourceTest:
    """One test: `outcome` is one of `OUTCOMES`, told in `words`; None while it is still to be asked."""

    id: int
    source: str
    requested_at: datetime
    finished_at: datetime | None
    outcome: str | None
    words: str


def add_test(conn: sa.Connection, name: str, actor: Actor) -> int:
    """Have a source asked, with a job of its own; earlier tests of it are forgotten.

    Returns:
        The id of the test.

    Raises:
        NotFound: there is no such source.
    """
    get_source(conn, name)
    conn.execute(sa.delete(source_tests).where(source_tests.c.source == name))
    write = sa.insert(source_tests).values(source=name, requested_by=actor.id).returning(source_tests.c.id)
    test_id = int(conn.execute(write).scalar_one())
    queue.add_jobs(conn, KIND, [test_id])
    audit.write_audit_entry(conn, actor, "source", 0, "tested", reason=name)
    tell(conn, "source", 0)
    return test_id


def get_tested_source(conn: sa.Connection, test_id: int) -> str:
    """The name of the source that a test is of.

    Raises:
        NotFound: a later test took its place.
    """
    name = conn.execute(sa.select(source_tests.c.source).where(source_tests.c.id == test_id)).scalar()
    if name is None:
        raise NotFound(f"there is no test {test_id}")
    return str(name)


def record_test(conn: sa.Connection, test_id: int, outcome: str, words: str) -> None:
    """Write what came of a test."""
    done = {"outcome": outcome, "words": words, "finished_at": sa.func.clock_timestamp()}
    conn.execute(sa.update(source_tests).where(source_tests.c.id == test_id).values(done))
    tell(conn, "source", 0)


def list_tests(conn: sa.Connection) -> dict[str, SourceTest]:
    """The last test of each source, by its name."""
    columns = (source_tests.c[n] for n in ("id", "source", "requested_at", "finished_at", "outcome", "words"))
    rows = fetch_all(conn, sa.select(*columns).order_by(source_tests.c.id), SourceTest)
    return {row.source: row for row in rows}
