"""Lists that read in bounded steps find what reading everything finds, in the same order, whichever way they take."""

from itertools import product
from random import Random

import pytest
from sqlalchemy import select, text

from bench.scale.fill import fill
from bench.scale.plans import explained
from store.claims import claims, counts, filters, listing
from store.claims.claims import ClaimFilters
from store.claims.tables import claims as table
from store.db import Connection, transaction

_CASES = [
    ClaimFilters(states=states, kinds=kinds, suggestions=suggestions, words=words, repeated=repeated)
    for states, kinds, suggestions, words, repeated in product(
        ((), ("declined",), ("new", "triage"), ("published", "withdrawn")),
        ((), ("quantity",)),
        ((), ("could not ask",), ("nothing found",)),
        (None, "government", "Kharkiv"),
        (False, True),
    )
]


@pytest.mark.parametrize("stretches", [(300, 5_000), (3, 40)])
def test_every_way_of_reading_finds_the_same(
    desk: str, stretches: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(desk, 2_000)
    monkeypatch.setattr(listing, "_STRETCHES", stretches)
    monkeypatch.setattr(listing, "_STRETCHES_OF_WORDS", stretches)
    monkeypatch.setattr(listing, "_MOST_GATHERED", stretches[1])
    for given in Random(1).sample(_CASES, 60):
        for sort in ("worth", "newest", "oldest"):
            with transaction(desk) as conn:
                expected = _all(conn, given, sort)
                found: list[int] = []
                after = None
                while page := claims.list_claims(conn, given, sort=sort, after=after, limit=70):
                    found += [row.id for row in page]
                    after = page[-1].position(sort)
                    if len(found) > 400:
                        break
                assert found == expected[: len(found)], (given, sort)
                assert len(found) == len(expected) or len(found) > 400


@pytest.mark.parametrize("by_index", [0, 5, 1_000])
def test_a_list_is_counted_up_to_a_number_in_every_way(
    desk: str, by_index: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(desk, 2_000)
    monkeypatch.setattr(listing, "_COUNTED_BY_INDEX", by_index)
    for given in Random(2).sample(_CASES, 40):
        with transaction(desk) as conn:
            expected = _all(conn, given, "newest")
            for most in (10, 10_000):
                assert claims.count_claims(conn, given, most=most) == min(len(expected), most + 1), given
            if expected:
                place = claims.get_claim(conn, expected[len(expected) // 2]).position("newest")
                assert claims.count_claims(conn, given, sort="newest", before=place) == len(expected) // 2


def test_few_claims_are_counted_without_reading_all(desk: str) -> None:
    fill(desk, 20_000)
    with transaction(desk) as conn:
        conn.execute(text("ANALYZE claims"))
        with explained() as plans:
            claims.count_claims(conn, ClaimFilters(states=("declined",), suggestions=("could not ask",)))
    assert not [line for plan in plans for line in plan.lines if "Seq Scan on claims" in line]


def test_counts_are_added_up_without_losing_any(desk: str) -> None:
    fill(desk, 1_000)
    with transaction(desk) as conn:
        before = counts.count_claims_by_state(conn)
        declined = text("UPDATE claims SET state = 'declined', decline_reason = 'opinion' WHERE id = :id")
        for claim_id in (
            conn.execute(select(table.c.id).where(table.c.state == "triage").limit(30)).scalars().all()
        ):
            conn.execute(declined, {"id": claim_id})
        conn.execute(text("INSERT INTO claim_counts SELECT 'triage', 0 FROM generate_series(1, 2000)"))
        changed = counts.count_claims_by_state(conn)
        counts.add_up_counts(conn)
        assert conn.execute(text("SELECT count(*) FROM claim_counts")).scalar_one() <= 14
        assert counts.count_claims_by_state(conn) == changed
        real = "SELECT count(*) FROM claims WHERE state = 'declined'"
        assert changed["declined"] == conn.execute(text(real)).scalar_one() == before["declined"] + 30


def _all(conn: Connection, given: ClaimFilters, sort: str) -> list[int]:
    columns = {"worth": (table.c.repeats_false, table.c.worth, table.c.id)}.get(sort, (table.c.id,))
    order = (column.asc() if sort == "oldest" else column.desc() for column in columns)
    return list(conn.execute(select(table.c.id).where(*filters.conditions(given)).order_by(*order)).scalars())
