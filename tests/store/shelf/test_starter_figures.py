"""The starter figures: with every desk, however it is started, and answered from with their data set and edition."""

import os
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, select

from checks.documents import figures as starter
from checks.types.document import Figure
from store import articles, people
from store.claims import claims
from store.claims.workflow import NotAllowed
from store.db import engine, transaction
from store.lookups import evidence, lookups
from store.shelf import documents, figures, incoming, search, starter_figures
from tests.conftest import environment
from tests.fixtures.desk_parts import person, work_through
from tests.running.commands import start_command

GERMANY = "Germany had 83.8 million inhabitants in 2022."


def test_after_factdesk_migrate_on_an_empty_database_a_lookup_answers(
    desk: str, cluster: str, redis_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with psycopg.connect(cluster.replace("+psycopg", ""), autocommit=True) as conn:
        conn.execute("DROP DATABASE IF EXISTS an_empty_one")
        conn.execute("CREATE DATABASE an_empty_one")
    url = cluster.replace("@/factdesk?", "@/an_empty_one?")
    variables = environment(url, redis_url)
    for _ in range(2):
        migrated = start_command("migrate", log=tmp_path / "log", environment={**os.environ, **variables})
        assert migrated.wait(60) == 0, (tmp_path / "log").read_text()
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    from settings import settings

    settings.cache_clear()
    with transaction(url) as conn:
        articles.receive_article(conn, articles.Submission(GERMANY), people.MACHINE)
    work_through(url)
    with transaction(url) as conn:
        (claim,) = claims.list_claims(conn, claims.ClaimFilters())
        (found,) = evidence.list_evidence(conn, claim.id)
        log = {row.source: row.outcome for row in lookups.list_lookups(conn, claim.id)}
        assert len(documents.list_documents(conn, built_in=True)) == 3
    engine(url).dispose()
    assert (claim.suggestion, log["shelf"]) == ("refuted", "found")
    assert found.text == "Inhabitants, Germany, 2022: 83.18 million"
    assert "Population, total (World Development Indicators, SP.POP.TOTL)" in found.locator
    assert "figures to 2024" in found.locator
    assert found.version.startswith("figures to 2024; data package datasets/population")
    assert found.url == "https://data.worldbank.org/indicator/SP.POP.TOTL"


def test_a_desk_that_had_them_without_a_data_set_has_them_once_and_a_new_edition_takes_their_place(
    desk: str,
) -> None:
    sets = starter.starter_sets()
    with transaction(desk) as conn:
        figures.add_figures(conn, starter.starter(), starter.names())
        assert starter_figures.load_starter_figures(conn, sets, starter.names()) == [
            "inhabitants",
            "gdp",
            "inflation",
        ]
        assert starter_figures.load_starter_figures(conn, sets, starter.names()) == []
        count = conn.execute(select(func.count()).select_from(figures.figures)).scalar_one()
        assert count == sum(len(each.figures) for each in sets) == len(list(starter.starter()))
        newer = replace(sets[0], edition="figures to 2025", figures=sets[0].figures[:10])
        assert starter_figures.load_starter_figures(conn, [newer, *sets[1:]], starter.names()) == ["inhabitants"]
        (row,) = [row for row in documents.list_documents(conn, built_in=True) if row.built_in == "inhabitants"]
        assert (row.edition, row.holds) == ("figures to 2025", 10)


def test_the_newsroom_s_own_figure_stands_first_and_its_address_is_its_own(desk: str) -> None:
    checker = person(desk, "checker")
    sets = starter.starter_sets()
    with transaction(desk) as conn:
        starter_figures.load_starter_figures(conn, sets, starter.names())
        arrival = incoming.DocumentSubmission(
            kind="figures",
            name="p.csv",
            publisher="Office",
            title="Our table",
            declared="text/csv",
            url=sets[0].url,
        )
        put = incoming.add_document_file(conn, arrival, [b"entity,measure,year,value"], 10_000, checker)
        figures.write_table_figures(
            conn,
            put.document_id,
            [Figure(entity="Germany", measure="inhabitants", year=2022, value=84e6, unit=None, source="Office")],
        )
        starter_figures.load_starter_figures(conn, sets, starter.names())
        first, second = [f for f in search.Shelf(conn).figures("Germany", "inhabitants") if f.year == 2022]
    assert (first.source, first.dataset, first.edition) == ("Office", "Our table", None)
    assert (second.source, second.dataset, second.url) == ("World Bank", sets[0].title, sets[0].url)


def test_they_stay_on_the_shelf(desk: str) -> None:
    admin = person(desk, "admin")
    with transaction(desk) as conn:
        starter_figures.load_starter_figures(conn, starter.starter_sets(), starter.names())
        row = documents.list_documents(conn, built_in=True)[0]
        assert not documents.may_remove_document(row, admin)
        with pytest.raises(NotAllowed):
            documents.remove_document(conn, row.id, admin)
