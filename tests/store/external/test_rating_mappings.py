"""What external ratings are on our scale: the rules, and people's decisions, which hold for all at once."""

import json
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, text

from checks.suggestion import ratings
from checks.types.fact_check import ExternalFactCheck, RatingScale
from store import audit
from store.db import transaction
from store.external import rating_list, rating_mappings
from store.external.fact_checks import (
    add_external_fact_check,
    list_external_fact_checks,
    write_external_fact_checks,
)
from store.external.rating_list import list_rating_mappings
from store.people import MACHINE, Refused
from tests.fixtures.desk_parts import person
from workers.sources.searches import find_past_fact_checks
from workers.tasks import sweep


def _checked(conn: Connection, *rows: tuple[str, str], scale: RatingScale | None = None, first: int = 0) -> None:
    """Fact-checks with these publishers and ratings."""
    checks = [
        ExternalFactCheck(
            f"The town of Alder sold bridge {n}", rating, publisher, f"https://x.example/{n}", scale=scale
        )
        for n, (publisher, rating) in enumerate(rows, first)
    ]
    read = [(check, ratings.read_rating(check.publisher, check.rating, check.scale)) for check in checks]
    write_external_fact_checks(conn, read, ratings.rating_rules_version())


def _rated(conn: Connection) -> list[str | None]:
    """What every fact-check is on our scale, in the order in which they came."""
    return [row.mapped_rating for row in reversed(list_external_fact_checks(conn))]


def _kind(conn: Connection, label: str, publisher: str | None = None) -> int:
    rows = [row for row in list_rating_mappings(conn) if row.label == label and publisher in (None, row.publisher)]
    return rows[0].id


def _kept_and_counted(desk: str) -> tuple[dict[tuple[str, str], tuple[int, int]], ...]:
    """By publisher and rating, how many fact-checks and how many rated by numbers: as kept, and as counted."""
    count = (
        "SELECT publisher, rating, count(*), count(by_numbers) FROM fact_checks WHERE slug IS NULL GROUP BY 1, 2"
    )
    with transaction(desk) as conn:
        kept = {(r.publisher, r.label): (r.fact_checks, r.with_numbers) for r in list_rating_mappings(conn)}
        counted = {(row[0], row[1]): (int(row[2]), int(row[3])) for row in conn.execute(text(count))}
        assert all(json.dumps(row.position) for row in list_rating_mappings(conn))  # as a cursor carries it
    return {kind: numbers for kind, numbers in kept.items() if numbers[0]}, counted


def test_how_many_have_a_rating_is_kept_with_every_change(desk: str) -> None:
    scale = RatingScale(5, 1, 5)
    with transaction(desk) as conn:
        _checked(conn, ("A", "Falso"), ("A", "Falso"), ("B", "Oh dear"), scale=scale)
    changes = (
        "SELECT 1",
        "UPDATE fact_checks SET rating = 'Vero' WHERE url LIKE '%/0'",
        "UPDATE fact_checks SET by_numbers = NULL WHERE url LIKE '%/1'",
        "UPDATE fact_checks SET summary = 'Other words'",
        "DELETE FROM fact_checks WHERE url LIKE '%/2'",
    )
    for change in changes:
        with transaction(desk) as conn:
            conn.execute(
                text("INSERT INTO external_ratings (publisher, label) VALUES ('A', 'Vero') ON CONFLICT DO NOTHING")
            )
            conn.execute(text(change))
        kept, counted = _kept_and_counted(desk)
        assert kept == counted, change
    assert kept == {("A", "Vero"): (1, 1), ("A", "Falso"): (1, 0)}


def test_many_changes_of_counts_are_added_up(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction(desk) as conn:
        for first in range(0, 9, 3):
            _checked(conn, ("A", "Falso"), ("A", "Falso"), ("B", "Oh dear"), first=first)
    before = _kept_and_counted(desk)
    monkeypatch.setattr(rating_list, "_MOST_CHANGES", 2)
    with transaction(desk) as conn:
        rating_list.add_up_external_counts(conn)
        rows = conn.execute(select(func.count()).select_from(rating_list.external_rating_counts)).scalar_one()
    assert (rows, _kept_and_counted(desk)) == (2, before)
    assert before[0] == {("A", "Falso"): (6, 0), ("B", "Oh dear"): (3, 0)}


def test_words_go_before_numbers_and_numbers_before_none(desk: str) -> None:
    with transaction(desk) as conn:
        _checked(conn, ("A", "Falso"), ("A", "Oh dear"), ("PolitiFact", "Full Flop"), scale=RatingScale(5, 1, 5))
        _checked(conn, ("A", "Oh dear"), first=3)
        assert _rated(conn) == ["False", "True", None, None]


def test_a_decision_holds_at_once_for_what_is_there_and_for_what_comes(desk: str) -> None:
    admin = person(desk, "admin")
    with transaction(desk) as conn:
        _checked(conn, ("A", "Oh dear"), ("A", "OH DEAR!"), ("B", "Oh dear"))
        rating_mappings.decide_rating_mapping(conn, _kind(conn, "Oh dear", "A"), "False", admin)
        assert _rated(conn) == ["False", "False", None]
        _checked(conn, ("A", "oh dear..."), first=3)
        assert _rated(conn)[3] == "False"


def test_a_decision_for_a_publisher_goes_before_one_for_everybody(desk: str) -> None:
    admin = person(desk, "admin")
    with transaction(desk) as conn:
        _checked(conn, ("A", "Oh dear"), ("B", "Oh dear"), ("C", "True"))
        kind = _kind(conn, "Oh dear", "A")
        rating_mappings.decide_rating_mapping(conn, kind, "False", admin, everybody=True)
        assert _rated(conn) == ["False", "False", "True"]
        rating_mappings.decide_rating_mapping(conn, kind, "Satire", admin)
        assert _rated(conn) == ["Satire", "False", "True"]
        rating_mappings.decide_rating_mapping(conn, kind, rating_mappings.BY_RULE, admin)
        assert _rated(conn) == ["False", "False", "True"]
        rating_mappings.decide_rating_mapping(conn, _kind(conn, "True"), rating_mappings.NO_COUNTERPART, admin)
        assert _rated(conn)[2] is None
        rating_mappings.decide_rating_mapping(conn, _kind(conn, "True"), rating_mappings.BY_RULE, admin)
        assert _rated(conn)[2] == "True"


def test_a_decision_is_written_down(desk: str) -> None:
    admin = person(desk, "admin")
    with transaction(desk) as conn:
        _checked(conn, ("A", "Oh dear"))
        kind = _kind(conn, "Oh dear")
        rating_mappings.decide_rating_mapping(conn, kind, "False", admin)
        rating_mappings.decide_rating_mapping(conn, kind, "True", admin, everybody=True)
        newest, oldest = audit.list_audit_entries(conn, "rating", kind)
        assert (oldest.actor, oldest.before, oldest.after, oldest.reason) == (
            "admin",
            "by rule",
            "False",
            "Oh dear",
        )
        assert (oldest.details, newest.details) == ({"publisher": "A"}, {"publisher": "everybody"})


def test_what_is_no_rating_of_ours_is_refused(desk: str) -> None:
    with transaction(desk) as conn:
        _checked(conn, ("A", "Oh dear"), ("A", "???"))
        with pytest.raises(Refused, match="one of True"):
            rating_mappings.decide_rating_mapping(conn, _kind(conn, "Oh dear"), "Truthy", MACHINE)
        with pytest.raises(Refused, match="no letter or digit"):
            rating_mappings.decide_rating_mapping(conn, _kind(conn, "???"), "False", MACHINE)


def test_unknown_ratings_come_first_then_the_most_frequent(desk: str) -> None:
    with transaction(desk) as conn:
        _checked(conn, ("A", "False"), ("A", "Oh dear"), ("B", "Well well"), ("B", "Well well"))
        _checked(conn, ("C", "By number"), scale=RatingScale(1, 1, 5), first=4)
        rows = list_rating_mappings(conn)
        assert [(row.label, row.fact_checks, row.mapped_rating) for row in rows] == [
            ("Well well", 2, None), ("Oh dear", 1, None), ("False", 1, "False"), ("By number", 1, None),
        ]  # fmt: skip
        assert [row.label for row in list_rating_mappings(conn, unknown=True)] == ["Well well", "Oh dear"]
        assert [row.label for row in list_rating_mappings(conn, words="b")] == ["Well well", "By number"]
        assert list_rating_mappings(conn, words="%") == []


def test_pages_of_ratings_join_without_a_gap(desk: str) -> None:
    with transaction(desk) as conn:
        _checked(conn, *(("A", f"Label {n % 7}") for n in range(20)), *(("A", "False"), ("A", "True")))
        whole, paged, after = list_rating_mappings(conn), [], None
        while page := list_rating_mappings(conn, after=after, limit=2):
            paged += page
            after = page[-1].position
        assert paged == whole
        assert len(whole) == 9


def test_what_older_rules_read_is_read_anew_by_the_sweeper(desk: str) -> None:
    with transaction(desk) as conn:
        add_external_fact_check(
            conn,
            ExternalFactCheck(
                statement="Alder sold its bridge",
                rating="Falso",
                summary="s",
                publisher="A",
                url="https://x.example/",
            ),
        )
        assert _rated(conn) == [None]
    sweep.run()
    with transaction(desk) as conn:
        assert _rated(conn) == ["False"]
        assert rating_mappings.list_unread_ratings(conn, ratings.rating_rules_version(), 10) == []
        assert len(rating_mappings.list_unread_ratings(conn, "newer", 10)) == 1


def test_a_search_gives_both_the_publisher_s_words_and_our_rating(desk: str) -> None:
    with transaction(desk) as conn:
        _checked(conn, ("PolitiFact", "Pants on Fire"), ("A", "Oh dear"))
        found: Any = find_past_fact_checks(conn, "The town of Alder sold bridge 0", 5)
        assert {(hit.rating, hit.mapped_rating) for hit in found} >= {("Pants on Fire", "False"), ("Oh dear", "")}
        assert conn.execute(select(rating_mappings.external_ratings.c.label)).scalars().all()
