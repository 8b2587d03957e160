"""Rows leave the store as typed values, and a statement that does not fit its type fails loudly."""

from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from store.db import NotFound, transaction
from store.rows import fetch_all, fetch_first, fetch_one


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
