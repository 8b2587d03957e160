"""External fact-checks in the store: written many at a time, once each."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select, text

from checks.suggestion import ratings
from checks.types.fact_check import ExternalFactCheck
from store.db import transaction
from store.external.fact_checks import WriteCounts, write_external_fact_checks
from store.verdicts.fact_checks import fact_checks

FIRST = ExternalFactCheck("Alder sold its bridge", "False", "A", "https://x.example/1", published=date(2026, 1, 2))
OTHER = ExternalFactCheck("Alder sold its boats", "False", "A", "https://x.example/1")


def _write(url: str, *checks: ExternalFactCheck) -> WriteCounts:
    with transaction(url) as conn:
        conn.execute(text("SET LOCAL lock_timeout = '300ms'"))
        read = [(check, ratings.read_rating(check.publisher, check.rating, check.scale)) for check in checks]
        return write_external_fact_checks(conn, read, ratings.rating_rules_version())


def test_address_and_claim_are_the_key(desk: str) -> None:
    assert _write(desk, FIRST, OTHER, FIRST) == WriteCounts(2, 0, 1)
    assert _write(desk, FIRST, OTHER) == WriteCounts(0, 0, 2)
    corrected = replace(FIRST, rating="True", published=None)
    assert _write(desk, corrected, OTHER) == WriteCounts(0, 1, 1)
    with transaction(desk) as conn:
        rows = conn.execute(select(fact_checks.c.rating, fact_checks.c.published).order_by(fact_checks.c.id)).all()
    assert rows == [("False", None), ("True", None)]


def test_what_is_there_already_waits_for_nobody(desk: str) -> None:
    _write(desk, FIRST, OTHER)
    with transaction(desk) as filler:
        filler.execute(select(fact_checks).with_for_update())
        assert _write(desk, FIRST, OTHER) == WriteCounts(0, 0, 2)


def test_what_is_there_already_keeps_its_embedding(desk: str) -> None:
    _write(desk, FIRST)
    with transaction(desk) as conn:
        conn.execute(
            text("UPDATE fact_checks SET embedding = array_fill(0.05::real, ARRAY[384])::vector::halfvec")
        )
    _write(desk, replace(FIRST, rating="True"))
    with transaction(desk) as conn:
        assert conn.execute(select(fact_checks.c.embedding.is_not(None))).scalar_one()
