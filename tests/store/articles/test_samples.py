"""The sample: what a new desk shows of it, and that it goes without a trace."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from checks.documents import figures
from checks.documents.formats import paragraphs
from checks.types.passage import Passage
from checks.types.stance import Finding
from service.app import create_app
from store import articles, audit, people, queue
from store.claims import claims, tables, transitions
from store.claims.workflow import TransitionInput
from store.db import NotFound, transaction
from store.lookups import evidence
from store.sample import contents, removal
from store.shelf import starter_figures
from store.shelf.documents import documents
from store.shelf.figures import figures as figure_table
from store.verdicts.fact_checks import fact_checks, find_fact_check
from store.verdicts.verdicts import VerdictContent
from tests.fixtures.desk_parts import TROOPS, article, person, sign_in, token, work_through


def test_the_sample_shows_every_outcome_and_is_cleared_in_one_step(desk: str) -> None:
    reviewer = person(desk, "reviewer")
    with transaction(desk) as conn:
        starter_figures.load_starter_figures(conn, figures.starter_sets(), figures.names())
        audit.write_audit_entry(
            conn, reviewer, "person", reviewer.id or 0, "added"
        )  # which says nothing of a sample
        assert len(contents.load_sample(conn, paragraphs)) == 4
        assert contents.load_sample(conn, paragraphs) == []
    work_through(desk)
    with transaction(desk) as conn:
        found = {
            row.statement: row.suggestion for row in claims.list_claims(conn, claims.ClaimFilters(), limit=200)
        }
    outcomes = {"supported", "refuted", "conflicting", "context only", "set aside", "nothing found"}
    assert set(found.values()) == outcomes
    assert found["Poland has more than 38 million inhabitants"] == "refuted"
    assert found["Russia has massed more than 100,000 troops near the border with Ukraine"] == "conflicting"
    assert found["Russia had withdrawn 10,000 soldiers from the region in December"] == "refuted"
    assert not [s for s in found if "ad_" in s or "Source link" in s or "Newsline" in s or "What Moscow" in s]
    with transaction(desk) as conn:
        assert contents.is_sample_present(conn)
        done = removal.remove_sample(conn, reviewer)
        assert (done.articles, done.kept, done.reopened) == (4, (), 0)
        assert not contents.is_sample_present(conn)
        for table in (articles.articles, tables.claims, fact_checks, queue.work):
            assert conn.execute(select(func.count()).select_from(table)).scalar_one() == 0
        assert (
            conn.execute(select(func.count()).select_from(documents).where(documents.c.sample)).scalar_one() == 0
        )
        assert conn.execute(select(func.count()).select_from(figure_table)).scalar_one() > 10_000
        assert removal.plan_sample_removal(conn).is_empty
        assert contents.load_sample(conn, paragraphs) == []


def test_what_people_judged_stays_when_the_sample_goes(desk: str) -> None:
    checker, reviewer, admin = person(desk, "checker"), person(desk, "reviewer"), person(desk, "admin")
    with transaction(desk) as conn:
        contents.load_sample(conn, paragraphs)
    work_through(desk)
    published = _publish_one(desk, checker, reviewer)
    article(desk, checker, TROOPS)
    with transaction(desk) as conn:
        own = [
            r.id
            for r in claims.list_claims(conn, claims.ClaimFilters(), limit=200)
            if not contents.is_of_sample(conn, r.id)
        ]
        waiting = [r.id for r in claims.list_claims(conn, claims.ClaimFilters(states=("triage",)), limit=200)]
        taken, declined, added, original = [n for n in waiting if contents.is_of_sample(conn, n)][:4]
        assert own
        for n in own:  # there is nothing but the sample on this desk
            assert evidence.list_evidence(conn, n) == []
            assert {
                getattr(claims.get_claim(conn, n), name) for name in ("head_id", "repeat_of", "duplicate_of")
            } == {None}
        assert {e.sample for e in evidence.list_evidence(conn, published)} == {True}
        _move(conn, taken, "take", checker)
        _move(conn, declined, "decline", checker, reason="Opinion")
        evidence.add_evidence(
            conn, added, Finding("context", "r", 0.5, Passage("Counted.", "p. 1", "Office")), checker
        )
        _move(conn, own[0], "duplicate", checker, duplicate_of=original)
        _is_cleared(conn, {published: "its fact-check is published", taken: "somebody works on it",
                           added: "somebody added evidence"}, admin)  # fmt: skip
        row, entry = claims.get_claim(conn, own[0]), audit.list_audit_entries(conn, "claim", own[0])[0]
        assert (row.state, entry.event, entry.actor_id, entry.version) == (
            "triage", "reopen", admin.id, row.version,
        )  # fmt: skip
        assert find_fact_check(conn, published)
        for gone in (declined, original):
            with pytest.raises(NotFound):
                claims.get_claim(conn, gone)
        assert (
            conn.execute(select(func.count()).select_from(documents).where(documents.c.sample)).scalar_one() == 0
        )


def _is_cleared(conn: Connection, kept: dict[int, str], admin: people.Actor) -> None:
    """What is planned is what is done and written down; these claims are kept for these reasons."""
    planned = removal.plan_sample_removal(conn)
    assert {claim.id: claim.reason for claim in planned.kept} == kept
    assert (planned.reopened, planned.decided) == (1, 1)
    assert removal.remove_sample(conn, admin) == planned
    assert removal.plan_sample_removal(conn).is_empty
    noted = audit.list_audit_entries(conn, "sample", 0)[0]
    assert (noted.event, (noted.details or {})["claims"]) == ("cleared", planned.claims)


def _move(conn: Connection, claim_id: int, action: str, actor: people.Actor, **given: Any) -> None:
    transitions.apply_transition(
        conn, claim_id, action, actor, claims.get_claim(conn, claim_id).version, TransitionInput(**given)
    )


def _publish_one(url: str, checker: people.Actor, reviewer: people.Actor) -> int:
    with transaction(url) as conn:
        row = next(r for r in claims.list_claims(conn, claims.ClaimFilters(suggestions=("conflicting",)), limit=1))
        row = transitions.apply_transition(conn, row.id, "take", checker, row.version, TransitionInput())
        cites = list(row.evidence_ids or ())[:1]
        row = transitions.write_verdict(
            conn, row.id, VerdictContent("False", "No", "No.", cites), checker, row.version
        )
        row = transitions.apply_transition(conn, row.id, "submit", checker, row.version, TransitionInput())
        row = transitions.apply_transition(conn, row.id, "approve", reviewer, row.version, TransitionInput())
        return transitions.apply_transition(conn, row.id, "publish", reviewer, row.version, TransitionInput()).id


def test_the_desk_asks_before_it_clears_the_sample_and_says_what_it_did(
    desk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    checker, reviewer, _ = person(desk, "checker"), person(desk, "reviewer"), person(desk, "admin")
    with transaction(desk) as conn:
        contents.load_sample(conn, paragraphs)
    work_through(desk)
    published = _publish_one(desk, checker, reviewer)
    with transaction(desk) as conn:
        check = find_fact_check(conn, published)
    assert check
    client = create_app().test_client()
    sign_in(client, "admin")
    asked = client.get("/sample/clear").get_data(as_text=True)
    assert "Clear the sample away?" in asked
    assert "4 documents" in asked
    assert "its fact-check is published" in asked
    assert "3 articles" in asked
    with transaction(desk) as conn:
        assert contents.is_sample_present(conn)
    done = client.post("/sample/clear", data={"csrf": token(asked)}).get_data(as_text=True)
    assert "The sample is cleared away" in done
    assert "its fact-check is published" in done
    assert client.get(f"/fact-checks/{check.slug}").status_code == 200
    assert "There is no sample" in client.get("/sample/clear").get_data(as_text=True)
    assert "Clear the sample" not in client.get("/").get_data(as_text=True)


@pytest.mark.parametrize("kind", ["articles", "claims", "documents", "fact_checks"])
def test_a_sample_of_which_one_kind_is_left_is_not_gone(kind: str) -> None:
    nothing = removal.Removal(
        articles=0, claims=0, decided=0, documents=0, fact_checks=0, reopened=0, kept=(), kept_articles=0, ids=()
    )
    assert nothing.is_empty
    assert not replace(nothing, **{kind: 1}).is_empty
