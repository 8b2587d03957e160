"""How each source has done, told with what it is a part of."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Connection, text, update

from checks.types.answer import CouldNotAsk, Found, Nothing
from checks.types.passage import Passage
from checks.types.stance import Finding, Stance
from store.claims import transitions
from store.claims.workflow import TransitionInput
from store.db import transaction
from store.lookups import evidence, lookups, track_record
from store.lookups.evidence import evidence as table
from store.lookups.track_record import TrackRecord
from store.people import Actor
from store.verdicts.verdicts import VerdictContent
from tests.fixtures.desk_parts import article, person
from tests.fixtures.full_desk import fill_desk
from workers.tasks import sweep

Desk = tuple[Connection, Actor, Actor]


@pytest.fixture
def desk_with_claims(desk: str) -> Iterator[Desk]:
    checker, reviewer = person(desk, "checker"), person(desk, "reviewer")
    article(desk, checker)
    with transaction(desk) as conn:
        conn.execute(text("DELETE FROM lookups"))
        yield conn, checker, reviewer


def _asked(conn: Connection, claim_id: int, source: str, *stances: Stance, confidence: float = 0.9) -> None:
    (lookup_id,) = lookups.add_lookups(conn, [(claim_id, [source])])
    findings = [
        Finding(stance, "r", confidence - n / 10, Passage(f"{stance} {n}", "l", source))
        for n, stance in enumerate(stances)
    ]
    lookups.record_answer(
        conn,
        lookup_id,
        Found(tuple(f.passage for f in findings if f.passage), ()) if stances else Nothing(()),
        findings,
    )


def _approved(desk: Desk, claim_id: int, rating: str) -> None:
    conn, checker, reviewer = desk
    version = conn.execute(text("SELECT version FROM claims WHERE id = :id"), {"id": claim_id}).scalar_one()
    row = transitions.apply_transition(conn, claim_id, "take", checker, version, TransitionInput())
    cites = [found.id for found in evidence.list_evidence(conn, claim_id)]
    row = transitions.write_verdict(conn, claim_id, VerdictContent(rating, "s", "e", cites), checker, row.version)
    row = transitions.apply_transition(conn, claim_id, "submit", checker, row.version, TransitionInput())
    row = transitions.apply_transition(conn, claim_id, "approve", reviewer, row.version, TransitionInput())
    transitions.apply_transition(conn, claim_id, "publish", reviewer, row.version, TransitionInput())


def test_found_nothing_and_could_not_ask_are_distinguished_and_open_lookups_not_counted(
    desk_with_claims: Desk,
) -> None:
    conn, *_ = desk_with_claims
    _asked(conn, 1, "shelf", "context")
    _asked(conn, 2, "shelf")
    _asked(conn, 1, "Wikidata")
    (silent, _) = lookups.add_lookups(conn, [(2, ["Wikidata", "World Bank"])])
    lookups.record_answer(conn, silent, CouldNotAsk("timed out"))
    found = track_record.list_track_records(conn)
    assert found == {"shelf": TrackRecord("shelf", 2, 1, 0), "Wikidata": TrackRecord("Wikidata", 2, 0, 1)}
    assert (found["shelf"].finds, found["Wikidata"].finds, found["shelf"].agrees) == (0.5, 0.0, None)
    assert TrackRecord("x", 1, 0, 1).finds is None


def test_what_is_for_or_against_is_distinguished_from_what_was_found_at_all(desk_with_claims: Desk) -> None:
    conn, *_ = desk_with_claims
    _asked(conn, 1, "shelf", "context", "none")
    _asked(conn, 2, "shelf", "supports", "refutes", "none")
    assert track_record.list_track_records(conn) == {
        "shelf": TrackRecord(source="shelf", lookups=2, found=2, could_not_ask=0, sided=1)
    }


@pytest.mark.parametrize(
    ("rating", "stances", "judged", "agreed"),
    [
        ("True", ["supports"], 1, 1),
        ("Mostly true", ["supports"], 1, 1),
        ("False", ["supports"], 1, 0),
        ("Mostly false", ["refutes"], 1, 1),
        ("True", ["refutes", "supports"], 1, 0),
        ("False", ["refutes", "supports", "supports"], 1, 1),
        ("True", ["context"], 0, 0),
        ("Half true", ["supports"], 0, 0),
        ("Missing context", ["refutes"], 0, 0),
    ],
)
def test_the_strongest_stance_is_compared_with_the_verdict(
    desk_with_claims: Desk, rating: str, stances: list[Stance], judged: int, agreed: int
) -> None:
    conn, *_ = desk_with_claims
    _asked(conn, 1, "shelf", *stances)
    _approved(desk_with_claims, 1, rating)
    record = track_record.list_track_records(conn)["shelf"]
    assert (record.judged, record.agreed) == (judged, agreed)


def test_a_withdrawn_verdict_and_what_was_captured_after_it_do_not_count(desk_with_claims: Desk) -> None:
    conn, _, reviewer = desk_with_claims
    _asked(conn, 1, "shelf", "supports")
    _asked(conn, 1, "past fact-checks", "refutes")
    _approved(desk_with_claims, 1, "False")
    late = update(table).where(table.c.stance == "refutes").values(captured_at=text("now() + interval '1 hour'"))
    conn.execute(late)
    records = track_record.list_track_records(conn)
    assert (records["shelf"].judged, records["shelf"].agreed, records["shelf"].agrees) == (1, 0, 0.0)
    assert records["past fact-checks"].judged == 0
    version = conn.execute(text("SELECT version FROM claims WHERE id = 1")).scalar_one()
    transitions.apply_transition(conn, 1, "withdraw", reviewer, version, TransitionInput("wrong"))
    assert track_record.list_track_records(conn)["shelf"].judged == 0


def test_a_verdict_counts_while_its_correction_is_written(desk_with_claims: Desk) -> None:
    conn, checker, _ = desk_with_claims
    _asked(conn, 1, "shelf", "supports")
    _approved(desk_with_claims, 1, "True")
    version = conn.execute(text("SELECT version FROM claims WHERE id = 1")).scalar_one()
    transitions.apply_transition(conn, 1, "correct", checker, version, TransitionInput("a number"))
    assert conn.execute(text("SELECT state FROM claims WHERE id = 1")).scalar_one() == "correction_pending"
    assert track_record.list_track_records(conn)["shelf"].judged == 1


def test_a_small_desk_keeps_no_records_and_shows_each_change_at_once(desk_with_claims: Desk) -> None:
    conn, *_ = desk_with_claims
    _asked(conn, 1, "shelf", "supports")
    assert not track_record.keep_track_records(conn)
    _asked(conn, 2, "shelf", "supports")
    assert track_record.list_track_records(conn)["shelf"].lookups == 2
    assert track_record.counted_at(conn) is None


def test_kept_records_are_those_that_were_counted_and_are_counted_anew_when_they_are_old(
    desk_with_claims: Desk,
) -> None:
    conn, *_ = desk_with_claims
    _asked(conn, 1, "shelf", "supports")
    _approved(desk_with_claims, 1, "True")
    conn.execute(text("ANALYZE lookups"))
    counted = track_record.count_track_records(conn)
    assert counted == {
        "shelf": TrackRecord(source="shelf", lookups=1, found=1, could_not_ask=0, sided=1, judged=1, agreed=1)
    }
    assert track_record.keep_track_records(conn, few=0)
    assert track_record.list_track_records(conn) == counted
    _asked(conn, 2, "Wikidata")
    assert not track_record.keep_track_records(conn, few=0)
    assert track_record.list_track_records(conn) == counted
    assert track_record.keep_track_records(conn, few=0, fresh=timedelta(0))
    assert track_record.list_track_records(conn) == track_record.count_track_records(conn) != counted


def test_the_sweeper_keeps_the_records_of_a_large_desk(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_desk(desk)
    monkeypatch.setattr(track_record, "keep_track_records", partial(track_record.keep_track_records, few=1))
    with transaction(desk) as conn:
        conn.execute(text("ANALYZE lookups"))
    sweep.run()
    with transaction(desk) as conn:
        assert track_record.counted_at(conn) is not None
        assert track_record.list_track_records(conn) == track_record.count_track_records(conn)
