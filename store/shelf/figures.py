"""Figure tables: entity × measure × year, each figure with its source, and the names that entities go by.

The data sets that come with the desk are documents too (`store.shelf.starter_figures`). The same cell of two
sources, or of two tables, is kept twice: a claim is compared with both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, insert

from checks.types.document import Figure
from store.columns import identity
from store.db import metadata
from store.rows import fetch_all

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


@dataclass(frozen=True, slots=True)
class StoredFigure:
    """One cell of an uploaded table: what was measured of which entity in which year, and who says so."""

    entity: str
    measure: str
    year: int
    value: float
    unit: str | None
    source: str


@dataclass(frozen=True, slots=True)
class FigureSeries:
    """One measure of one entity in one table, from the `first` year to the `last`."""

    entity: str
    measure: str
    document_id: int
    first: int
    last: int


def add_figures(
    conn: sa.Connection, rows: Iterable[Figure], names: Iterable[tuple[str, str]], document_id: int | None = None
) -> int:
    """Add figures, and bring those up to date that are there.

    Args:
        rows: the figures.
        names: pairs of an entity and another name that it goes by.
        document_id: their table, with which these names are deleted; None for none.

    Returns:
        How many figures.
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


def write_table_figures(conn: sa.Connection, document_id: int, rows: Sequence[Figure]) -> int:
    """Write the figures of an uploaded table under the names that its entities have here.

    "Turkey" is Türkiye, if that is what the desk calls it; an entity that is not known yet can be named from now on.

    Returns:
        How many figures were written; of two in the same cell the last one is.
    """
    lock_entity_names(conn)
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


def list_figures(conn: sa.Connection, document_id: int, words: str = "", limit: int = 200) -> list[StoredFigure]:
    """Figures of an uploaded table, by entity and measure, of these the newest year first.

    Args:
        words: all of them must be in the entity's name, in any case; the first five count.
        limit: the most rows.
    """
    query = sa.select(*(figures.c[name] for name in _CELL)).where(figures.c.document_id == document_id)
    for word in words.split()[:5]:
        query = query.where(figures.c.entity.icontains(word, autoescape=True))
    order = (figures.c.entity, figures.c.measure, figures.c.year.desc(), figures.c.source)
    return fetch_all(conn, query.order_by(*order).limit(limit), StoredFigure)


def list_figure_series(conn: sa.Connection, entities: Sequence[str], limit: int = 50) -> list[FigureSeries]:
    """What the tables hold of these entities, by entity and measure; at most `limit` rows."""
    key = (figures.c.entity, figures.c.measure, figures.c.document_id)
    first, last = sa.func.min(figures.c.year).label("first"), sa.func.max(figures.c.year).label("last")
    query = (
        sa.select(*key, first, last)
        .where(figures.c.entity.in_(entities), figures.c.document_id.is_not(None))
        .group_by(*key)
        .order_by(*key)
        .limit(limit)
    )
    return fetch_all(conn, query, FigureSeries)


def list_series_values(conn: sa.Connection, figure: Figure, limit: int = 60) -> list[tuple[int, float]]:
    """The years and values of a figure's series (its entity, measure and source), the oldest first.

    Args:
        limit: the most years; the newest are kept.
    """
    query = (
        sa.select(figures.c.year, sa.func.max(figures.c.value).label("value"))
        .where(
            figures.c.entity == figure.entity,
            figures.c.measure == figure.measure,
            figures.c.source == figure.source,
        )
        .group_by(figures.c.year)
        .order_by(figures.c.year.desc())
        .limit(limit)
    )
    return [(int(row.year), float(row.value)) for row in conn.execute(query)][::-1]


def list_figure_years(conn: sa.Connection, document_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """The first and the last year of each of these tables, by the document's id; none for one without figures."""
    first, last = sa.func.min(figures.c.year).label("first"), sa.func.max(figures.c.year).label("last")
    query = sa.select(figures.c.document_id, first, last)
    rows = conn.execute(query.where(figures.c.document_id.in_(document_ids)).group_by(figures.c.document_id))
    return {row.document_id: (row.first, row.last) for row in rows}


def lock_entity_names(conn: sa.Connection) -> None:
    """Let only one transaction at a time add or delete names of entities, so that none is deleted while a table adds
    it.
    """
    conn.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


def delete_unused_entity_names(conn: sa.Connection) -> None:
    """Delete names from tables whose entities have no figures left."""
    lock_entity_names(conn)
    left = sa.exists().where(figures.c.entity == entity_names.c.entity)
    conn.execute(sa.delete(entity_names).where(entity_names.c.from_table, ~left))
