"""Rows as typed values: the one way in which a row leaves `store/`.

A statement selects exactly the fields of a frozen dataclass, under their names; labels rename columns where the
two differ.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

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
    """The first row of `statement` as an instance of `cls`, None where there is no row; arguments as of `fetch_all`."""
    row = conn.execute(statement, values).first()
    return None if row is None else cls(**row._asdict())


def fetch_one(
    conn: sa.Connection, statement: sa.Executable, cls: type[Record], what: str, values: Values = None
) -> Record:
    """The first row of `statement` as an instance of `cls`; arguments as of `fetch_all`.

    Args:
        what: what is looked for, as the error names it: "import 7".

    Raises:
        NotFound: there is no row.
    """
    found = fetch_first(conn, statement, cls, values)
    if found is None:
        raise NotFound(f"there is no {what}")
    return found


def estimate_rows(conn: sa.Connection, query: AnySelect) -> float:
    """How many rows a query finds as PostgreSQL guesses, which knows the most frequent values and words.

    The query is planned, not executed: a millisecond.
    """
    compiled = query.compile(dialect=conn.dialect, compile_kwargs={"render_postcompile": True})
    plan = conn.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {compiled}", compiled.params).scalar_one()
    return float(plan[0]["Plan"]["Plan Rows"])
