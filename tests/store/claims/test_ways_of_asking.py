"""However a filter is asked of claims, the same claims meet it; and what PostgreSQL is told for it ends with it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from store.claims import claims
from store.claims.filters import Asked, ClaimFilters, conditions, of_rows
from store.claims.lists import ways
from store.claims.tables import claims as table
from store.claims.words import Words
from store.db import Connection, transaction
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import person

_PLANNED = "SELECT current_setting('enable_seqscan'), current_setting('plan_cache_mode')"
_USUAL, _BOUNDED = ("on", "auto"), ("off", "force_custom_plan")


@pytest.fixture
def at(desk: str) -> Desk:
    return Desk(desk, person(desk, "checker"), person(desk, "reviewer"))


@pytest.fixture
def three(at: Desk) -> list[int]:
    """Claims of worth 0.2, 0.5 and 0.8; the first repeats a false one, the second one that was judged before."""
    made = [at.comes(f"The town of Alder {n} has {4000 + n:,} inhabitants.") for n in range(3)]
    with transaction(at.url) as conn:
        for number, claim_id in enumerate(made):
            values = {"worth": 0.2 + 0.3 * number, "repeats_false": number == 0, "repeat_of": None}
            conn.execute(sa.update(table).where(table.c.id == claim_id).values(values))
        conn.execute(sa.update(table).where(table.c.id == made[1]).values(repeat_of=made[0]))
    return made


def test_a_filter_leaves_the_same_claims_however_it_is_asked(at: Desk, three: list[int]) -> None:
    first, second, third = three
    assert first == 1  # the least id there is
    cases: list[tuple[ClaimFilters, list[int]]] = [
        (ClaimFilters(repeated=True), [second]),
        (ClaimFilters(worth=0.5), [second, third]),
        (ClaimFilters(threshold=0.5), three),
        (ClaimFilters(threshold=0.51), [first, third]),
        (ClaimFilters(below_threshold=0.5), []),
        (ClaimFilters(below_threshold=0.51), [second]),
        (ClaimFilters(kinds=("event",)), []),
        (ClaimFilters(states=("new", "triage"), unowned=True), three),
        (ClaimFilters(heads=True), three),
        (ClaimFilters(cluster=second), [second]),
        (ClaimFilters(language="en"), three),
        (ClaimFilters(language="de"), []),
    ]
    with transaction(at.url) as conn:
        for filters, expected in cases:
            for asked in Asked:
                for few in (False, True):
                    found = conditions(filters, Words(), asked, few=few)
                    assert _ids(conn, found) == expected, (filters, asked, few)
            beside = of_rows(filters, Words())
            if beside is not None and filters.language is None:
                assert _ids(conn, [beside]) == expected, filters


def _ids(conn: Connection, found: list[sa.ColumnElement[bool]]) -> list[int]:
    return list(conn.execute(sa.select(table.c.id).where(*found).order_by(table.c.id)).scalars())


@contextmanager
def _plans(conn: Connection) -> Iterator[list[tuple[str, ...]]]:
    """How PostgreSQL is told to plan what reads claims meanwhile, one a statement."""
    found: list[tuple[str, ...]] = []

    def note(_conn: object, cursor: sa.engine.interfaces.DBAPICursor, statement: str, *_: object) -> None:
        if "FROM claims" in statement and not statement.startswith("EXPLAIN"):
            found.append(tuple(cursor.connection.execute(_PLANNED).fetchone()))

    sa.event.listen(conn, "before_cursor_execute", note)
    yield found
    sa.event.remove(conn, "before_cursor_execute", note)


@pytest.mark.parametrize(
    "step",
    [
        lambda conn: ways.are_few(conn, [table.c.worth >= 0.5], 1.0),
        lambda conn: claims.count_claims(conn, ClaimFilters(states=("triage",))),
        lambda conn: claims.count_claims(conn, ClaimFilters(words="Alder")),
        lambda conn: claims.list_claims(conn, ClaimFilters(states=("triage",))),
    ],
    ids=["few", "counted in order", "counted by words", "listed"],
)
def test_what_reads_claims_is_planned_for_an_index_and_what_follows_as_usual(
    at: Desk, three: list[int], step: Callable[[Connection], object]
) -> None:
    with transaction(at.url) as conn:
        with _plans(conn) as plans:
            assert step(conn)
        assert _BOUNDED in plans
        assert tuple(conn.execute(sa.text(_PLANNED)).one()) == _USUAL
        assert conn.execute(sa.text("SHOW enable_bitmapscan")).scalar_one() == "on"


def test_few_are_at_most_a_thousand(at: Desk, three: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction(at.url) as conn:
        for most, few in ((2, False), (3, True)):
            monkeypatch.setattr(ways, "_FEW", most)
            assert ways.are_few(conn, [table.c.worth >= 0.2], 50.0 * most) is few
        assert ways.are_few(conn, [table.c.worth >= 0.2], 50.0 * 3 + 1) is False
