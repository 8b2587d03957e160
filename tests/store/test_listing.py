"""Lists that read in bounded steps find what reading everything finds, in the same order, whichever way they take."""

from itertools import product
from random import Random

import pytest
from sqlalchemy import select, text

from bench.scale.fill import fill
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
