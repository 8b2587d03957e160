"""Lists that read in bounded steps find what reading everything finds, in the same order, whichever way they take."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random

import pytest
from sqlalchemy import select, text

from bench.scale.fill import fill
from bench.scale.plans import explained
from store.claims import claims, counts, filters
from store.claims.claims import ClaimFilters
from store.claims.lists import counting, listing, narrowing, stretches, ways
from store.claims.tables import claims as table
from store.db import Connection, engine, transaction

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

# Each of the filters that need another table, a time or a name, with what reads it for every claim by itself.
_MONTHS = datetime.now(UTC) - timedelta(days=60)
_FURTHER: list[tuple[dict[str, object], str]] = [
    ({"tag": "politics"}, "EXISTS (SELECT FROM claim_tags t WHERE t.claim_id = c.id AND t.tag = 'politics')"),
    (
        {"publisher": "News.example.org"},
        "(SELECT site FROM articles WHERE id = c.article_id) = 'news.example.org'",
    ),
    (
        {"publisher": "paper1.example.org"},
        "(SELECT site FROM articles WHERE id = c.article_id) = 'paper1.example.org'",
    ),
    ({"language": "de"}, "(SELECT language FROM revisions WHERE id = c.revision_id) = 'de'"),
    ({"feed_id": 3}, "(SELECT feed_id FROM articles WHERE id = c.article_id) = 3"),
    ({"reply": "awaited"}, "c.id IN (SELECT claim_id FROM reply_requests WHERE outcome IS NULL)"),
    ({"since": _MONTHS}, f"c.found_at >= '{_MONTHS.isoformat()}'"),
    ({"until": _MONTHS}, f"c.found_at < '{_MONTHS.isoformat()}'"),
    ({"claimant": "The MAYOR"}, "c.claimant = 'the mayor'"),
    ({"claimant": "the"}, "c.claimant LIKE 'the %'"),
    ({"worth": 0.5}, "c.worth >= 0.5"),
    ({"threshold": 0.4}, "(c.worth >= 0.4 OR c.repeats_false)"),
    ({"below_threshold": 0.4}, "(c.worth < 0.4 AND NOT c.repeats_false)"),
    ({"suggestions": ("supported", "nothing found")}, "c.suggestion IN ('supported', 'nothing found')"),
    ({"unowned": True}, "c.owner_id IS NULL"),
    ({"owner_id": 3}, "c.owner_id = 3"),
    ({"kinds": ("prediction", "cause")}, "c.kind IN ('prediction', 'cause')"),
]
_STATES: list[tuple[tuple[str, ...], bool]] = [
    ((), False), (("new", "triage"), True), (("declined",), False), (("published", "declined"), False),
    (("published",), False),
]  # fmt: skip
_ORDERS = {
    "worth": "c.repeats_false DESC, c.worth DESC, c.id DESC",
    "finding": "c.finding_rank DESC, c.worth DESC, c.id DESC",
    "both": "c.priority DESC, c.id DESC",
    "newest": "c.found_at DESC, c.id DESC",
    "oldest": "c.found_at, c.id",
}


@pytest.mark.parametrize("stretches", [(300, 5_000), (3, 40)])
def test_every_way_of_reading_finds_the_same(
    filled: Callable[[int], str], stretches: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = filled(2_000)
    monkeypatch.setattr(ways, "_LEAST_READ", stretches[0])
    monkeypatch.setattr(ways, "_MOST_READ", stretches[1])
    monkeypatch.setattr(ways, "MOST_GATHERED", stretches[1])
    for given in Random(1).sample(_CASES, 30):
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


@pytest.mark.parametrize("way", ["as chosen", "by stretches", "by findings"])
def test_further_filters_find_what_asking_every_claim_finds(
    filled: Callable[[int], str], way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way == "by stretches":  # whatever can be
        monkeypatch.setattr(ways, "MOST_GATHERED", 20)
        monkeypatch.setattr(ways, "_BY_STRETCHES", -1e9)
    monkeypatch.setattr(ways, "_UNEVENLY", 1e9 if way == "by findings" else ways._UNEVENLY)
    desk, any_two = filled(2_000), Random(3)
    for place, ((states, heads), sort) in enumerate(product(_STATES, _ORDERS)):
        # Each filter in each state and in each order, of which every fourth pair is asked.
        for (given, holds), (more, holds_too) in (
            (each, any_two.choice(_FURTHER)) for each in _FURTHER[place % 4 :: 4]
        ):
            asked = ClaimFilters(states=states, heads=heads, **{**given, **more})  # type: ignore[arg-type]
            conditions = [holds] if given.keys() & more.keys() else [holds, holds_too]
            if given.keys() & more.keys():
                asked = ClaimFilters(states=states, heads=heads, **given)  # type: ignore[arg-type]
            quoted = ", ".join(f"'{state}'" for state in states)
            conditions += [f"c.state IN ({quoted})"] * bool(states)
            conditions += ["c.head_id IS NULL"] * heads
            query = f"SELECT c.id FROM claims c WHERE {' AND '.join(conditions)} ORDER BY {_ORDERS[sort]}"
            with transaction(desk) as conn:
                expected = list(conn.execute(text(query)).scalars())
                found = claims.find_claim_ids(conn, asked, sort=sort, limit=60)
                assert found == expected[:60], (asked, sort)
                assert claims.count_claims(conn, asked, sort=sort, most=2_000) == len(expected), asked
                if len(expected) > 70:
                    place = claims.get_claim(conn, expected[59]).position(sort)
                    assert claims.find_claim_ids(conn, asked, sort=sort, after=place, limit=10) == expected[60:70]
                    before = claims.find_claim_ids(conn, asked, sort=sort, after=place, limit=10, backwards=True)
                    assert before == expected[49:59][::-1], (asked, sort)


@pytest.mark.parametrize("last", [True, False])
def test_words_beside_other_filters_find_what_asking_every_claim_finds(
    filled: Callable[[int], str], last: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if last:  # nothing is gathered, and words are asked of what the indexes of a list leave
        monkeypatch.setattr(ways, "MOST_GATHERED", 20)
        monkeypatch.setattr(ways, "_TO_GATHER", 1e9)
    monkeypatch.setattr(ways, "_IN_WORDS_BY_ID", 0.0 if last else 1e9)
    chosen: list[bool] = []
    choose = ways.choose
    monkeypatch.setattr(ways, "choose", lambda *given: (way := choose(*given), chosen.append(way.words_last))[0])
    any_of = Random(5)
    for given, holds in _FURTHER:
        states, words, sort = (
            any_of.choice(((), ("declined",))),
            any_of.choice(("government", "inquiry")),
            any_of.choice([*_ORDERS]),
        )
        asked = ClaimFilters(states=states, words=words, **given)  # type: ignore[arg-type]
        said = f"c.search @@ to_tsquery('english', '{words}')"
        in_states = "c.state = 'declined'" if states else "true"
        query = (
            f"SELECT c.id FROM claims c WHERE {holds} AND {said} AND {in_states} ORDER BY {_ORDERS[sort]} LIMIT 60"
        )
        with transaction(filled(2_000)) as conn:
            assert claims.find_claim_ids(conn, asked, sort=sort, limit=60) == list(
                conn.execute(text(query)).scalars()
            )
    assert any(chosen) is last


@pytest.mark.parametrize(
    ("sort", "given", "place"),
    [
        ("worth", {"below_threshold": 0.2}, (False, 0.4, 900)),
        ("worth", {"below_threshold": 0.2}, (True, 0.1, 900)),
        ("finding", {"suggestions": ("supported",)}, (4, 0.1, 900)),
        ("both", {"below_threshold": 0.2}, (1.9, 900)),
        ("newest", {"until": datetime.now(UTC) - timedelta(days=30)}, (datetime.now(UTC).isoformat(), 900)),
        ("oldest", {"since": datetime.now(UTC) - timedelta(days=30)}, ("2001-01-01T00:00:00+00:00", 900)),
    ],
)
def test_a_place_before_all_that_fits_is_not_asked_beside_it(
    filled: Callable[[int], str], sort: str, given: dict[str, object], place: tuple[object, ...]
) -> None:
    asked = ClaimFilters(**given)  # type: ignore[arg-type]
    assert claims._order(asked, sort, place, backwards=False).after is None
    assert claims._order(asked, sort, place, backwards=True).after is not None
    with transaction(filled(2_000)) as conn:
        whole = claims.find_claim_ids(conn, asked, sort=sort, limit=60)
        assert claims.find_claim_ids(conn, asked, sort=sort, after=place, limit=60) == whole
        assert len(whole) > 5
        within = claims.get_claim(conn, whole[5]).position(sort)
        assert claims._order(asked, sort, within, backwards=False).after is not None
        assert claims.find_claim_ids(conn, asked, sort=sort, after=within, limit=60)[:54] == whole[6:]


@pytest.mark.parametrize("sort", ["finding", "both"])
def test_states_are_merged_as_they_are_read(
    filled: Callable[[int], str], sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways, "_UNEVENLY", 0.0)  # not by findings
    asked = ClaimFilters(worth=0.3, below_threshold=0.9)
    with transaction(filled(2_000)) as conn, explained() as plans:
        first = claims.list_claims(conn, asked, sort=sort, limit=20)
        claims.find_claim_ids(conn, asked, sort=sort, limit=20, after=first[-1].position(sort))
    read = [plan.lines for plan in plans if any("WindowAgg" in line for line in plan.lines)]
    assert len(read) >= 2
    for lines in read:
        assert any("Merge Append" in line for line in lines), lines


def test_a_rare_state_is_read_by_its_index_from_a_place_far_down(filled: Callable[[int], str]) -> None:
    further = "state = 'withdrawn' AND NOT repeats_false AND worth < 0.4"
    query = f"SELECT id FROM claims WHERE {further} ORDER BY worth DESC, id DESC"
    with transaction(filled(2_000)) as conn:
        expected = list(conn.execute(text(query)).scalars())
        place = (False, 0.4, 0)
        for states in (("withdrawn",), ("withdrawn", "in_review")):
            with explained() as plans:
                found = claims.find_claim_ids(conn, ClaimFilters(states=states), after=place, limit=5)
            assert states[1:] or found == expected[:5]
            lines = [line for plan in plans for line in plan.lines]
            assert any("ix_claims_state_worth" in line for line in lines), lines
            assert not any("ix_claims_worth" in line for line in lines), lines


@pytest.mark.parametrize("by_index", [0, 5, 1_000])
def test_a_list_is_counted_up_to_a_number_in_every_way(
    filled: Callable[[int], str], by_index: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = filled(2_000)
    monkeypatch.setattr(counting, "_COUNTED_BY_INDEX", by_index)
    for given in Random(2).sample(_CASES, 40):
        with transaction(desk) as conn:
            expected = _all(conn, given, "newest")
            for most in (10, 10_000):
                assert claims.count_claims(conn, given, most=most) == min(len(expected), most + 1), given
            if expected:
                place = claims.get_claim(conn, expected[len(expected) // 2]).position("newest")
                assert claims.count_claims(conn, given, sort="newest", before=place) == len(expected) // 2


def test_few_claims_are_counted_without_reading_all(filled: Callable[[int], str]) -> None:
    with transaction(filled(8_000)) as conn:
        conn.execute(text("ANALYZE claims"))
        with explained() as plans:
            claims.count_claims(conn, ClaimFilters(states=("declined",), suggestions=("could not ask",)))
    assert not [line for plan in plans for line in plan.lines if "Seq Scan on claims" in line]


def test_many_claims_are_estimated_and_few_and_those_of_states_are_counted(filled: Callable[[int], str]) -> None:
    with transaction(filled(8_000)) as conn:
        conn.execute(text("ANALYZE claims"))
        for given in (
            ClaimFilters(states=("declined",), kinds=("quantity",)),
            ClaimFilters(words="government"),
            ClaimFilters(kinds=("event",), suggestions=("nothing found",)),
        ):
            expected = len(_all(conn, given, "newest"))
            counted = claims.count_or_estimate_claims(conn, given, 100)
            assert not counted.exact
            assert counted.number == pytest.approx(expected, rel=0.3), given
            assert counted.number == float(f"{counted.number:.1e}")
            assert claims.count_or_estimate_claims(conn, given, 20_000) == counting.Count(expected, exact=True)
        for given in (ClaimFilters(states=("declined",)), ClaimFilters(states=("new", "triage"), heads=True)):
            assert claims.count_or_estimate_claims(conn, given, 1) == counting.Count(
                len(_all(conn, given, "newest")), exact=True
            )


@pytest.mark.parametrize(
    ("covered", "words", "fits", "totals", "way"),
    [
        (True, False, 70_000, [780_000], ways.Way(False, 0, 410_000)),  # many fit
        (True, False, 70_000, [780_000, 90_000], ways.Way(False, 1, 410_000)),  # the shorter index
        (True, False, 10, [10_000], ways.Way(True, 0, 20_000)),  # few fit
        (True, False, 0, [200], ways.Way(False, 0, 1_666)),  # few claims there are
        (False, True, 4_500, [88_000], ways.Way(False, 0, 3_911)),  # words, frequent among few
        (False, True, 500, [1_000_000], ways.Way(True, 0, 20_000)),  # rare words
        (False, True, 10_000, [2_000_000], ways.Way(True, 0, 20_000)),  # words that the statistics do not know
        (False, True, 20_000, [1_000_000], ways.Way(False, 0, 14_200)),
    ],
)
def test_a_list_is_read_in_the_way_that_takes_less(
    covered: bool, words: bool, fits: float, totals: list[float], way: ways.Way
) -> None:
    narrowed = narrowing.Narrowed((), covered=covered, words=words, branches=[[()]] * len(totals))
    assert (
        replace(ways.choose(narrowed, ways.Guess(fits, max(totals), max(totals), totals), 50), in_order=0.0) == way
    )


@pytest.mark.parametrize("sort", list(_ORDERS))
def test_the_stretches_of_a_claim_are_those_of_its_place(filled: Callable[[int], str], sort: str) -> None:
    of = stretches.OF_SORT[sort]
    written = text("""
        SELECT claim_stretches(repeats_false, worth, finding_rank, priority, found_at) FROM claims WHERE id = :id""")
    with transaction(filled(2_000)) as conn:
        for row in claims.list_claims(conn, ClaimFilters(), sort=sort, limit=300):
            number = of.number(row.position(sort))
            assert f"{of.name}:{number}" in conn.execute(written, {"id": row.id}).scalar_one()
            assert 0 <= number <= of.last()


def test_the_first_of_many_are_found_without_gathering_all(filled: Callable[[int], str]) -> None:
    asked = ClaimFilters(words="government", language="en")
    with transaction(filled(8_000)) as conn:
        expected = _all(conn, asked, "worth")
        narrowed, order = (
            claims._narrow(conn, asked, "worth"),
            claims._order(asked, "worth", None, backwards=False),
        )
        assert narrowed
        conn.execute(ways.BOUNDED)
        with explained() as plans:
            found = listing._by_stretches(conn, narrowed, order, 50, ways.guess(conn, narrowed), most=1e9)
    assert found == expected[:50]
    read = [int(rows) for plan in plans for line in plan.lines for rows in re.findall(r"rows=(\d+)", line)]
    assert max(read) < len(expected) / 2


def test_old_claims_are_passed_over_in_the_index_alone(filled: Callable[[int], str]) -> None:
    desk = filled(8_000)
    given = ClaimFilters(states=("declined",), kinds=("cause",), suggestions=("nothing found",))
    for sort in ("worth", "finding", "both"):  # by id the rows themselves lie in order
        with transaction(desk) as conn, explained() as plans:
            assert len(claims.find_claim_ids(conn, given, sort=sort)) == 50
        lines = [line for plan in plans for line in plan.lines]
        assert any("Index Only Scan" in line for line in lines), (sort, lines)
        assert not any("Seq Scan on claims" in line for line in lines), sort


def test_where_what_came_last_fits_nothing_more_is_read_before_all_is_gathered(
    filled: Callable[[int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, rows in (("_LEAST_READ", 50), ("_MOST_READ", 500), ("MOST_GATHERED", 100)):
        monkeypatch.setattr(ways, name, rows)
    with engine(filled(8_000)).connect() as conn:  # nothing is committed
        conn.execute(text("UPDATE claims SET suggestion = 'supported' WHERE id > 7400"))
        conn.execute(text("ANALYZE claims"))
        expected = _all(conn, ClaimFilters(suggestions=("nothing found",)), "newest")
        with explained() as plans:
            found = claims.list_claims(conn, ClaimFilters(suggestions=("nothing found",)), sort="newest", limit=50)
    assert [row.id for row in found] == expected[:50]
    read = [line for plan in plans for line in plan.lines if re.search(r"on claims.*rows=\d+", line)]
    assert max(int(n) for line in read for n in re.findall(r"rows=(\d+)", line)) < 1_000  # of some 3,200 that fit


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
    by_time = (table.c.found_at, table.c.id)
    columns = {"worth": (table.c.repeats_false, table.c.worth, table.c.id)}.get(sort, by_time)
    order = (column.asc() if sort == "oldest" else column.desc() for column in columns)
    return list(
        conn.execute(select(table.c.id).where(*filters.all_conditions(conn, given)).order_by(*order)).scalars()
    )
