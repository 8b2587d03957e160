"""Rows leave the store as typed values, and a statement that does not fit its type fails loudly."""

from dataclasses import dataclass
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from store.db import NotFound, transaction
from store.rows import fetch_all, fetch_first, fetch_one, insert_given, written_rows


@dataclass(frozen=True, slots=True)
class _Boat:
    id: int
    name: str | None


def _boats(*rows: tuple[int, str | None]) -> sa.Executable:
    given = sa.values(sa.column("id", sa.Integer), sa.column("name", sa.Text), name="boats").data(list(rows))
    return sa.select(given).where(given.c.id > sa.bindparam("above", 0)).order_by(given.c.id)


def test_rows_are_instances_in_the_order_of_the_statement(desk: str) -> None:
    with transaction(desk) as conn:
        assert fetch_all(conn, _boats((2, "Alder"), (1, None)), _Boat) == [_Boat(1, None), _Boat(2, "Alder")]
        assert fetch_all(conn, _boats((2, "Alder"), (1, None)), _Boat, {"above": 1}) == [_Boat(2, "Alder")]
        assert fetch_all(conn, _boats((1, None)), _Boat, {"above": 1}) == []


def test_the_first_row_or_none(desk: str) -> None:
    with transaction(desk) as conn:
        assert fetch_first(conn, _boats((2, "Alder"), (1, None)), _Boat) == _Boat(1, None)
        assert fetch_first(conn, _boats((1, None)), _Boat, {"above": 1}) is None


def test_a_missing_row_is_named(desk: str) -> None:
    with transaction(desk) as conn:
        assert fetch_one(conn, _boats((1, None)), _Boat, "boat 1") == _Boat(1, None)
        with pytest.raises(NotFound, match="there is no boat 7"):
            fetch_one(conn, _boats((1, None)), _Boat, "boat 7", {"above": 6})


def test_columns_and_fields_must_agree(desk: str) -> None:
    with transaction(desk) as conn:
        with pytest.raises(TypeError, match="name"):
            fetch_all(conn, sa.text("SELECT 1 AS id"), _Boat)
        with pytest.raises(TypeError, match="colour"):
            fetch_first(conn, sa.text("SELECT 1 AS id, 'Alder' AS name, 'red' AS colour"), _Boat)


def test_many_rows_are_written_by_one_statement_in_their_order(desk: str) -> None:
    table = sa.Table(
        "boats",
        sa.MetaData(),
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("name", sa.Text, unique=True),
        sa.Column("hash", sa.LargeBinary),
        sa.Column("built", sa.Date),
        sa.Column("end", sa.Float),
        sa.Column("said", JSONB),
    )
    names = ['Al"der', "Ahti\n", "%s :name \\x41", "ülo", "Zed", "Al"]
    rows = [
        {
            "name": name,
            "hash": bytes([n, 0, 255]),
            "built": date(2026, 1, n + 1),
            "end": 0.1 + n,
            "said": [_Boat(n, None)],
        }
        for n, name in enumerate(names)
    ]
    write = insert_given(
        table, "name", "hash", "built", "end", "said", more="ON CONFLICT DO NOTHING RETURNING id, name"
    )
    with transaction(desk) as conn:
        conn.exec_driver_sql(
            "CREATE TEMPORARY TABLE boats (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text UNIQUE,"
            ' hash bytea, built date, "end" double precision, said jsonb)'
        )
        given = conn.execute(write, {"rows": written_rows(rows)}).all()
        assert [tuple(row) for row in given] == list(enumerate(names, 1))
        assert conn.execute(
            write, {"rows": written_rows([{"name": "Zed"}, {"name": "Yngve"}])}
        ).scalars().all() == [8]
        found = conn.execute(sa.select(table).order_by(table.c.id)).all()
    assert [(row.name, bytes(row.hash), row.built, row.end) for row in found[:6]] == [
        (row["name"], row["hash"], row["built"], row["end"]) for row in rows
    ]
    assert found[2].said == [{"id": 2, "name": None}]
    assert (found[6].name, found[6].hash, found[6].said) == ("Yngve", None, None)


def test_what_cannot_be_written_is_refused() -> None:
    with pytest.raises(TypeError, match="object cannot be written"):
        written_rows([{"name": object()}])
