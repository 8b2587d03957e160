"""A fact-check of ours and the source that it cites are one origin of what they say."""

from sqlalchemy import text

from checks.documents import figures
from store.claims import claims, transitions
from store.db import transaction
from store.lookups import evidence
from store.shelf import starter_figures
from store.verdicts.verdicts import VerdictContent
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import person

INFLATION = "Inflation in Poland was 11.5 percent in 2023."


def test_our_fact_check_and_the_figure_that_it_cites_count_once(desk: str) -> None:
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer"))
    with transaction(desk) as conn:
        starter_figures.load_starter_figures(conn, figures.starter_sets(), figures.names())
    first = at.comes(INFLATION)
    at.step(first, "take")
    with transaction(desk) as conn:
        row = claims.get_claim(conn, first)
        assert row.suggestion == "supported"
        alone = row.suggestion_strength
        transitions.write_verdict(
            conn, first, VerdictContent("True", "It was.", "See.", row.evidence_ids), at.checker, row.version
        )
    at.step(first, "submit")
    for action in ("approve", "publish"):
        at.step(first, action, at.reviewer)
    again = at.comes(
        "Inflation in Poland was 11.5 percent in 2023, the bank said.", url="https://example.org/again"
    )
    with transaction(desk) as conn:
        row = claims.get_claim(conn, again)
        found = evidence.list_evidence(conn, again)
    assert {each.stance for each in found if each.origin in ("shelf", "fact-check")} == {"supports"}
    assert len([each for each in found if each.stance == "supports"]) == 2
    assert len(row.evidence_ids) == 1
    assert "a fact-check of ours and the source that it cites count as one origin" in row.suggestion_reasons
    assert not [reason for reason in row.suggestion_reasons if "origins that do not copy" in reason]
    assert row.suggestion_strength <= max(alone, 0.8 * max(each.confidence for each in found))
    with transaction(desk) as conn:
        conn.execute(text("DELETE FROM citations"))
    at.suggest_again(again)
    with transaction(desk) as conn:
        assert len(claims.get_claim(conn, again).evidence_ids) == 2
