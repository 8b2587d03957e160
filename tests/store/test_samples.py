"""The sample: what a new desk shows of it, and that it goes without a trace."""

from sqlalchemy import func, select

from checks.documents import figures
from checks.documents.formats import paragraphs
from store import articles, claims, documents, moves, people, samples, starter_figures, work
from store.db import transaction
from store.fact_checks import fact_checks
from store.figures import figures as figure_table
from store.workflow import TransitionInput
from tests.desk_parts import person, work_through


def test_the_sample_shows_every_outcome_and_is_cleared_in_one_step(desk: str) -> None:
    checker, reviewer = person(desk, "checker"), person(desk, "reviewer")
    with transaction(desk) as conn:
        starter_figures.load(conn, figures.starter_sets(), figures.names())
        assert len(samples.load(conn, paragraphs)) == 4
        assert samples.load(conn, paragraphs) == []
    work_through(desk)
    with transaction(desk) as conn:
        found = {row["statement"]: row["suggestion"] for row in claims.page(conn, claims.Filters(), limit=200)}
    outcomes = {"supported", "refuted", "conflicting", "context only", "set aside", "nothing found"}
    assert set(found.values()) == outcomes
    assert found["Poland has more than 38 million inhabitants"] == "refuted"
    assert found["Russia has massed more than 100,000 troops near the border with Ukraine"] == "conflicting"
    assert found["Russia had withdrawn 10,000 soldiers from the region in December 2025"] == "refuted"
    assert not [s for s in found if "ad_" in s or "Source link" in s or "Newsline" in s or "What Moscow" in s]
    _publish_one(desk, checker, reviewer)
    with transaction(desk) as conn:
        assert samples.present(conn)
        samples.clear(conn, reviewer)
        assert not samples.present(conn)
        for table in (articles.articles, claims.claims, fact_checks, work.work):
            assert conn.execute(select(func.count()).select_from(table)).scalar_one() == 0
        assert {row["built_in"] for row in documents.page(conn)} == {"inhabitants", "gdp", "inflation"}
        assert samples.load(conn, paragraphs) == []
        assert conn.execute(select(func.count()).select_from(figure_table)).scalar_one() > 10_000


def _publish_one(url: str, checker: people.Actor, reviewer: people.Actor) -> None:
    with transaction(url) as conn:
        row = next(r for r in claims.page(conn, claims.Filters(suggestion="refuted"), limit=1))
        row = moves.move(conn, row["id"], "take", checker, row["version"], TransitionInput())
        cites = [row["rests_on"][0]]
        row = moves.write_verdict(conn, row["id"], "False", "No", "No.", cites, checker, row["version"])
        row = moves.move(conn, row["id"], "submit", checker, row["version"], TransitionInput())
        row = moves.move(conn, row["id"], "approve", reviewer, row["version"], TransitionInput())
        moves.move(conn, row["id"], "publish", reviewer, row["version"], TransitionInput())
