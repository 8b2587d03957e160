"""Figure tables: entity × measure × year, each figure with its source, and the names that entities go by.

The data sets that come with the desk are documents too (`store.shelf.starter_figures`). The same cell of two sources, or of two
tables, is kept twice: a claim is held against both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, insert

from checks.types.document import Figure
from store.columns import identity
from store.db import metadata

_LOCK: Final = 4_170_324  # of those who bring and forget the names of entities

figures = sa.Table(
    "figures",
    metadata,
    identity(),
    sa.Column("entity", sa.Text, nullable=False),
    sa.Column("measure", sa.Text, nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("value", sa.Float, nullable=False),
    sa.Column("unit", sa.Text),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("document_id", sa.BigInteger, sa.ForeignKey("documents.id", ondelete="CASCADE")),
    sa.UniqueConstraint("entity", "measure", "year", "source", "document_id", postgresql_nulls_not_distinct=True),
    sa.CheckConstraint("year BETWEEN 1000 AND 2200", "year"),
    sa.Index("ix_figures_document_id", "document_id"),
)
entity_names = sa.Table(
    "entity_names",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("entity", sa.Text, primary_key=True),
    sa.Column("from_table", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.CheckConstraint("name = lower(name)", "lower"),
)
_CELL: Final = ("entity", "measure", "year", "value", "unit", "source")


def add_figures(
    conn: sa.Connection, rows: Iterable[Figure], names: Iterable[tuple[str, str]], document_id: int | None = None
) -> int:
    """Add figures and (entity, other name) pairs, and bring up to date what is known; returns how many figures.

    The names of an uploaded table go when nothing is left of it.
    """
    table = list(rows)
    if table:
        # One statement with a column an array: 36,000 rows as one row each would take several times as long.
        columns = {
            n: sa.func.unnest(sa.literal([getattr(f, n) for f in table], ARRAY(figures.c[n].type))) for n in _CELL
        }
        write = insert(figures).from_select(
            [*columns, "document_id"], sa.select(*columns.values(), sa.literal(document_id, sa.BigInteger))
        )
        cell = ["entity", "measure", "year", "source", "document_id"]
        fresh = {n: write.excluded[n] for n in ("value", "unit")}
        conn.execute(write.on_conflict_do_update(index_elements=cell, set_=fresh))
    known = [{"entity": e, "name": name.lower(), "from_table": document_id is not None} for e, name in names]
    if known:
        conn.execute(insert(entity_names).on_conflict_do_nothing(), known)
    return len(table)


def take(conn: sa.Connection, document_id: int, rows: Sequence[Figure]) -> int:
    """Write the figures of an uploaded table under the names that its entities have here; returns how many.

    "Turkey" is Türkiye, if that is what the desk calls it; an entity that is not known yet can be named from now on.
    """
    take_turns(conn)
    called = sorted({figure.entity.lower() for figure in rows})
    query = sa.select(entity_names.c.name, entity_names.c.entity).where(entity_names.c.name.in_(called))
    known: dict[str, str | None] = {}
    for row in conn.execute(query):
        known[row.name] = None if row.name in known else row.entity  # of a name for two, neither is meant for sure
    meant = [replace(f, entity=known.get(f.entity.lower()) or f.entity) for f in rows]
    own = {(figure.entity, figure.entity) for figure in meant}
    # Two names of one entity may stand in one table; the last row is kept.
    cells = {(f.entity, f.measure, f.year, f.source): f for f in meant}
    return add_figures(conn, cells.values(), sorted(own), document_id)


def of_document(conn: sa.Connection, document_id: int, words: str = "", limit: int = 200) -> list[sa.RowMapping]:
    """Figures of an uploaded table, the newest first within entity and measure."""
    query = sa.select(figures).where(figures.c.document_id == document_id)
    for word in words.split()[:5]:
        query = query.where(figures.c.entity.icontains(word, autoescape=True))
    order: tuple[Any, ...] = figures.c.entity, figures.c.measure, figures.c.year.desc(), figures.c.source
    return list(conn.execute(query.order_by(*order).limit(limit)).mappings())


def series(conn: sa.Connection, entities: Sequence[str], limit: int = 50) -> list[sa.RowMapping]:
    """What the tables hold of these entities: entity, measure, from `first` to `last` year, and the document that it is in."""
    query = (
        sa.select(
            figures.c.entity, figures.c.measure, figures.c.document_id,
            sa.func.min(figures.c.year).label("first"), sa.func.max(figures.c.year).label("last"),
        )
        .where(figures.c.entity.in_(entities), figures.c.document_id.is_not(None))
        .group_by(figures.c.entity, figures.c.measure, figures.c.document_id)
        .order_by(figures.c.entity, figures.c.measure, figures.c.document_id)
        .limit(limit)
    )  # fmt: skip
    return list(conn.execute(query).mappings())


def years(conn: sa.Connection, document_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """The first and the last year of each of these tables."""
    first, last = sa.func.min(figures.c.year).label("first"), sa.func.max(figures.c.year).label("last")
    query = sa.select(figures.c.document_id, first, last)
    rows = conn.execute(query.where(figures.c.document_id.in_(document_ids)).group_by(figures.c.document_id))
    return {row.document_id: (row.first, row.last) for row in rows}


def take_turns(conn: sa.Connection) -> None:
    """Have tables that come and tables that go take turns: a name is not forgotten while another table brings it."""
    conn.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


def forget_names(conn: sa.Connection) -> None:
    """Forget the names that tables brought of which no figure is left."""
    take_turns(conn)
    left = sa.exists().where(figures.c.entity == entity_names.c.entity)
    conn.execute(sa.delete(entity_names).where(entity_names.c.from_table, ~left))
