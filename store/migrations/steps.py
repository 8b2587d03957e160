"""Steps of migrations that keep nobody waiting.

Each is kept when a later step of its migration fails, and can be repeated. They come first in a migration: what comes
after them is one transaction with the mark that the migration is done. If it does not get its locks (`locks`), the
migration starts again in the same run and skips the long steps.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from store.migrations.locks import steps_done


def make_index(name: str, on: str) -> None:
    """Make the index `name`; `on` is what stands behind ON."""
    there = sa.text("SELECT to_regclass(:name) IS NOT NULL")
    if _is_done("index", name) and op.get_bind().execute(there, {"name": name}).scalar_one():
        return
    with op.get_context().autocommit_block():
        op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        op.execute(f"CREATE INDEX CONCURRENTLY {name} ON {on}")
    _keep_as_done("index", name)


def add_constraint(table: str, name: str, what: str) -> None:
    """Add a check or a foreign key, in place of one of its name, for rows to come and then for those there are."""
    with op.get_context().autocommit_block():
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}, ADD CONSTRAINT {name} {what} NOT VALID")
        op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")


def in_portions(statement: str, table: str, portion: int, *, vacuumed: int = 0) -> None:
    """Execute a statement with `:first` and `:last` for the ids of all rows of a table, a transaction for each portion.

    Args:
        portion: how many ids.
        vacuumed: after how many portions the table is vacuumed, so that it does not double; never where it is 0.
    """
    if _is_done("portions", statement):
        return
    with op.get_context().autocommit_block():
        for number, (first, last) in enumerate(portions(table, portion), 1):
            op.get_bind().execute(sa.text(statement), {"first": first, "last": last})
            if vacuumed and number % vacuumed == 0:
                op.execute(f"VACUUM {table}")
        if vacuumed:
            op.execute(f"VACUUM (ANALYZE) {table}")
    _keep_as_done("portions", statement)


def portions(table: str, portion: int) -> Iterator[tuple[int, int]]:
    """The first and the last id of each portion of a table, those included that are written meanwhile."""
    ends = sa.text(f"SELECT min(id), max(id) FROM {table}")  # noqa: S608 - a name of our own
    first, last = op.get_bind().execute(ends).one()
    while first is not None and first <= last:
        yield first, first + portion - 1
        first += portion
        last = op.get_bind().execute(ends).one()[1] or 0


def _is_done(*step: str) -> bool:
    return (op.get_context().get_current_revision(), *step) in steps_done(op.get_bind())


def _keep_as_done(*step: str) -> None:
    steps_done(op.get_bind()).add((op.get_context().get_current_revision(), *step))
