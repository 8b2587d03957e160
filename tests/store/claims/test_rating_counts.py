"""The counts of public ratings, which triggers keep, are those that a count of the fact-checks gives."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import text

from store.db import transaction
from store.verdicts import public_list, rating_counts
from store.verdicts.fact_checks import fact_checks
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person


def _counted(at: Desk) -> tuple[dict[str, int], dict[str, int]]:
    """What is kept, and what a count of the rows gives."""
    with transaction(at.url) as conn:
        query = sa.select(fact_checks.c.rating, sa.func.count()).where(public_list.PUBLIC)
        rows = {row[0]: row[1] for row in conn.execute(query.group_by(fact_checks.c.rating))}
        kept = {each.value: each.count for each in public_list.count_by_rating(conn)}
        return kept, rows


def _write(at: Desk, statement: str, **values: object) -> None:
    with transaction(at.url) as conn:
        conn.execute(text(statement), values)


@pytest.fixture
def at(desk: str) -> Desk:
    return Desk(desk, person(desk, "checker"), person(desk, "reviewer"))


@pytest.fixture
def published(at: Desk) -> list[int]:
    """Three claims that are published, two False and one True."""
    said = (POLAND, "Germany has 84 million inhabitants.", "France has 68 million inhabitants.")
    claims = [at.comes(each) for each in said]
    for claim_id, rating in zip(claims, ("False", "False", "True"), strict=True):
        at.publish(claim_id, rating)
    return claims


def test_counts_follow_what_is_published_embargoed_withdrawn_and_removed(at: Desk, published: list[int]) -> None:
    assert _counted(at) == ({"False": 2, "True": 1},) * 2
    first, second, third = published
    change = "UPDATE fact_checks SET {} WHERE claim_id = :claim"
    later = datetime.now(UTC) + timedelta(days=1)
    steps: tuple[tuple[str, dict[str, object], dict[str, int]], ...] = (
        (change.format("rating = 'Half true'"), {"claim": first}, {"False": 1, "Half true": 1, "True": 1}),
        (change.format("embargo_until = :until"), {"claim": second, "until": later}, {"Half true": 1, "True": 1}),
        (change.format("summary = 'Other words'"), {"claim": third}, {"Half true": 1, "True": 1}),
        (change.format("withdrawn_at = now(), withdrawal_reason = 'w'"), {"claim": second},
         {"Half true": 1, "True": 1}),
        (change.format("embargo_until = now()"), {"claim": second}, {"Half true": 1, "True": 1}),
        (change.format("withdrawn_at = NULL"), {"claim": second}, {"False": 1, "Half true": 1, "True": 1}),
        ("DELETE FROM fact_checks WHERE claim_id = :claim", {"claim": third}, {"False": 1, "Half true": 1}),
    )  # fmt: skip
    for statement, values, expected in steps:
        _write(at, statement, **values)
        assert _counted(at) == (expected, expected), statement


def test_rows_are_added_up_where_there_are_many(at: Desk, published: list[int]) -> None:
    assert len(published) == 3
    with transaction(at.url) as conn:
        conn.execute(text("INSERT INTO rating_counts SELECT 'True', 0 FROM generate_series(1, 300)"))
        rating_counts.add_up_rating_counts(conn)
        assert conn.execute(text("SELECT count(*) FROM rating_counts")).scalar_one() == 2
    assert _counted(at) == ({"False": 2, "True": 1},) * 2


def test_claimants_are_those_that_were_checked_most_often(at: Desk, published: list[int]) -> None:
    for claim_id, name in zip(published, ("Ada", "Eva", "Eva"), strict=True):
        _write(at, "UPDATE fact_checks SET claimant = :name WHERE claim_id = :claim", claim=claim_id, name=name)
    with transaction(at.url) as conn:
        assert public_list.list_claimants(conn) == ["Eva", "Ada"]
