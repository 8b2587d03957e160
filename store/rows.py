"""Rows as typed values: the one way in which a row leaves `store/`; and many rows written by one statement.

A statement selects exactly the fields of a frozen dataclass, under their names; labels rename columns where the
two differ. Rows that are written many at once go as one parameter: a statement with a parameter for each of their
values is another one for each number of rows, and to put it together takes longer than to write them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Final, TypeAlias, TypeVar

import sqlalchemy as sa

from store.db import NotFound

Record = TypeVar("Record")
Values: TypeAlias = Mapping[str, object] | Sequence[Mapping[str, object]] | None
AnySelect: TypeAlias = sa.Select[*tuple[Any, ...]]  # SQLAlchemy has no type for "the fields of this dataclass"


def fetch_all(
    conn: sa.Connection, statement: sa.Executable, cls: type[Record], values: Values = None
) -> list[Record]:
    """All rows of `statement` as instances of the dataclass `cls`, in the statement's order.

    Args:
        conn: a connection in a transaction.
        statement: what is asked; the names of its columns are the names of the fields of `cls`.
        cls: the dataclass of one row.
        values: values of the statement's bound parameters, by name.

    Raises:
        TypeError: a column has no field in `cls`, or a field without default has no column.
    """
    found = conn.execute(statement, values)
    # Asked of each row by itself, as `Row._asdict` does, the names take longer than the rows.
    names = tuple(found.keys())
    return [cls(**dict(zip(names, row, strict=True))) for row in found.all()]


def fetch_first(
    conn: sa.Connection, statement: sa.Executable, cls: type[Record], values: Values = None
) -> Record | None:
    """The first row of `statement` as an instance of `cls`, None if there is no row; arguments as of `fetch_all`."""
    row = conn.execute(statement, values).first()
    return None if row is None else cls(**row._asdict())


def fetch_one(
    conn: sa.Connection, statement: sa.Executable, cls: type[Record], what: str, values: Values = None
) -> Record:
    """The first row of `statement` as an instance of `cls`; arguments as of `fetch_all`.

    Args:
        what: the thing looked for, as the error names it: "import 7".

    Raises:
        NotFound: there is no row.
    """
    found = fetch_first(conn, statement, cls, values)
    if found is None:
        raise NotFound(f"there is no {what}")
    return found


@sa.event.listens_for(sa.Engine, "before_cursor_execute", retval=True)
def _explain(
    _: object, __: object, statement: str, given: object, context: sa.ExecutionContext | None, ___: bool
) -> tuple[str, object]:
    if context is not None and context.execution_options.get("explained"):
        return f"EXPLAIN (FORMAT JSON) {statement}", given
    return statement, given


def estimate_rows(conn: sa.Connection, query: AnySelect, values: Values = None) -> float:
    """How many rows a query finds as PostgreSQL guesses, which knows the most frequent values and words.

    The query is planned, not executed: a millisecond.
    """
    # By an event, so that the statement is compiled once for all queries of its form.
    plan = conn.execute(query, values, execution_options={"explained": True}).scalar_one()
    return float(plan[0]["Plan"]["Plan Rows"])


def estimate_each(conn: sa.Connection, queries: Sequence[AnySelect]) -> list[float]:
    """As `estimate_rows`, of several queries in one statement."""
    if not queries:
        return []
    arrays = [sa.func.array(query.scalar_subquery()) for query in queries]
    plan = conn.execute(sa.select(*arrays), execution_options={"explained": True}).scalar_one()
    parts = [part for part in plan[0]["Plan"]["Plans"] if part["Parent Relationship"] == "InitPlan"]
    return [float(part["Plan Rows"]) for part in parts]


@contextmanager
def planned_anew(conn: sa.Connection, values: Mapping[str, object]) -> Iterator[None]:
    """Within it PostgreSQL plans each statement for these values, if there are any: else it plans one that is executed
    often for any feed, words or time alike.
    """
    if values:
        conn.execute(_FOR_VALUES)
    yield
    if values:
        conn.execute(_FOR_ANY)


_FOR_VALUES: Final = sa.text("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)")
_FOR_ANY: Final = sa.text("SELECT set_config('plan_cache_mode', 'auto', true)")


@cache
def insert_given(table: sa.Table, *names: str, more: str = "") -> sa.TextClause:
    """The statement that inserts `:rows` (`written_rows`) into these columns of a table, in their order.

    Args:
        table: the table.
        names: the columns; of a row that lacks one it is NULL, whatever the default of the column.
        more: what follows, such as "RETURNING id".
    """
    columns = ", ".join(f'"{name}"' for name in names)
    return sa.text(
        f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM json_populate_recordset("  # noqa: S608
        f"CAST(NULL AS {table.name}), CAST(:rows AS json)) WITH ORDINALITY ORDER BY ordinality {more}"
    )


def written_rows(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as one parameter: JSON of their values by column, with days, bytes and records as PostgreSQL reads them."""
    return json.dumps(rows, default=_written)


def _written(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if is_dataclass(value) and not isinstance(value, type):
        return {name: getattr(value, name) for name in _names(type(value))}
    raise TypeError(f"{type(value).__name__} cannot be written")


@cache
def _names(record: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record))
