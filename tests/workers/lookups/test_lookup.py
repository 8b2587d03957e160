"""One claim asked of one source on the network: what is written down, and what a failing source costs."""

import html
import tomllib
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from checks.types.answer import Query
from checks.types.document import About, Block, Part
from checks.types.fact_check import RatingReading
from service.app import create_app
from settings import settings
from store import dispatch, queue
from store.claims import claims
from store.db import NotFound, transaction
from store.external import rating_mappings
from store.lookups import evidence, lookups, sources, suggestions
from store.lookups.lookups import LookupStatus
from store.lookups.sources import SourceRecord
from store.shelf import incoming
from tests.fixtures.desk_parts import article, person, sign_in
from tests.fixtures.outside import Outside, Reply
from tests.workers.conftest import NAME, claimed
from workers import source_runtime
from workers.sources import configuration
from workers.tasks import lookup, suggest

BRIDGE = "The old bridge in Tartu was closed in 2021."
MAYOR = "The mayor of Tartu was in Riga on Sunday."
GAME = "The football game ended in Riga on Sunday."


def _broken(_: int) -> Reply:
    return Reply({"error": "down"}, 500)


def _says(*texts: str) -> Any:
    return lambda _: Reply({"texts": list(texts)})


def _row(url: str, lookup_id: int) -> LookupStatus:
    with transaction(url) as conn:
        claim_id = lookups.get_lookup(conn, lookup_id).claim_id
        return next(row for row in lookups.list_lookups(conn, claim_id) if row.id == lookup_id)


def _source(url: str) -> SourceRecord:
    with transaction(url) as conn:
        return sources.get_source(conn, NAME)


def _over(conn: Connection, lease: queue.Lease | None) -> list[int]:
    """Who may ask once the turn of a lookup is over, whose lease this is."""
    assert lease is not None
    queue.release_slot(conn, lease)
    return sources.list_startable_lookups(conn, NAME)


def _run(url: str, statement: str, times: int = 1) -> int:
    """Have failures now, whatever pause they earned."""
    ((_, lookup_id),) = claimed(url, statement)
    for _ in range(times):
        lookup.run(lookup_id)
        with transaction(url) as conn:
            conn.execute(text("UPDATE work SET due_at = now() WHERE kind = 'lookup'"))
    return lookup_id


def test_what_a_source_says_is_evidence_with_all_that_was_asked(desk: str, gazette: Outside) -> None:
    gazette.reply = _says(BRIDGE)
    ((claim_id, lookup_id),) = claimed(desk, BRIDGE)
    lookup.run(lookup_id)

    row = _row(desk, lookup_id)
    assert (row.outcome, row.queries) == ("found", (Query(BRIDGE, 1),))
    with transaction(desk) as conn:
        (kept,) = evidence.list_evidence(conn, claim_id)
        assert queue.find_job(conn, "lookup", lookup_id) is None
    assert (kept.text, kept.stance) == (BRIDGE, "supports")
    assert _source(desk).answered_at is not None
    version = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())["project"]["version"]
    assert gazette.asked[0][1]["user-agent"] == f"Factdesk/{version} (desk@example.org)"


def test_what_was_found_what_was_set_aside_and_what_is_evidence_are_three_numbers(desk: str) -> None:
    checker = person(desk, "checker")
    police = "The police department receives $61.5 million."
    with transaction(desk) as conn:
        for title, said in (
            ("Alderport report", police),
            ("Island report", "The police of the island moved house."),
        ):
            read = [Part(said, (Block(0, len(said)),))]
            arrival = incoming.DocumentSubmission("document", f"{title}.txt", "City of Alderport", title)
            incoming.add_read_document(conn, arrival, About(), read)
    claimed_of = {
        "The budget sets aside $61.5 million for the police.": ("found", 2, 1, 1),
        "The police have more than 40 horses.": ("set aside", 2, 2, 0),
        "The moon is made of green cheese.": ("nothing", 0, 0, 0),
    }
    client = create_app().test_client()
    sign_in(client, "checker")
    for statement, numbers in claimed_of.items():
        article(desk, checker, statement)
        with transaction(desk) as conn:
            (claim,) = [
                c for c in claims.list_claims(conn, claims.ClaimFilters()) if c.text == statement.rstrip(".")
            ]
            (row,) = [r for r in lookups.list_lookups(conn, claim.id) if r.source == "shelf"]
        reported = row.outcome, row.found, row.set_aside_count, row.evidence_count
        assert reported == numbers, statement
        assert sum(each.count for each in row.set_aside) == numbers[2]
        asked = [f" {query.text.lower()} " for query in row.queries]
        assert not [query for query in asked if " the " in query or " of " in query]
        page = html.unescape(client.get(f"/claims/{claim.id}").get_data(as_text=True))
        assert ("What was set aside, and why" in page) == (numbers[2] > 0)
        assert ("nothing found" in page.split("<h2>What was asked</h2>")[1].split(">shelf<")[1]) == (
            numbers[0] == "nothing"
        )
        if numbers[0] == "set aside":
            assert "found, all set aside" in page
            assert "shares only “police” with the claim" in page


def test_nothing_found_and_could_not_ask_are_distinguished(desk: str, gazette: Outside) -> None:
    gazette.reply = _says()
    assert _row(desk, _run(desk, BRIDGE)).outcome == "nothing"
    gazette.reply = lambda _: Reply(b"<html>down</html>", headers={"Content-Type": "text/html"})
    row = _row(desk, _run(desk, MAYOR))
    assert (row.outcome, row.reason) == ("could not ask", "it answered with a web page instead of data")
    assert row.queries == (Query(MAYOR, 0),)


def test_a_claim_goes_on_without_the_answer_and_is_suggested_anew_with_it(desk: str, gazette: Outside) -> None:
    gazette.reply = _broken
    ((claim_id, lookup_id),) = claimed(desk, BRIDGE)
    lookup.run(lookup_id)
    suggest.run(claim_id)
    assert _outcome(desk, claim_id) == "could not ask"

    gazette.reply = _says(BRIDGE)
    with transaction(desk) as conn:
        conn.execute(text("UPDATE work SET due_at = now()"))
    lookup.run(lookup_id)
    suggest.run(claim_id)
    assert _outcome(desk, claim_id) == "supported"


def test_an_answer_that_comes_while_a_suggestion_is_made_is_in_the_next_one(desk: str, gazette: Outside) -> None:
    ((claim_id, lookup_id),) = claimed(desk, BRIDGE)
    with transaction(desk) as conn:
        conn.execute(text("UPDATE work SET due_at = now() WHERE kind = 'suggest'"))
    with transaction(desk) as conn:
        lease = queue.lease_job(conn, "suggest", claim_id)
    assert lease is not None
    gazette.reply = _says(BRIDGE)
    lookup.run(lookup_id)
    with pytest.raises(queue.LeaseLost), transaction(desk) as conn:
        queue.finish_job(conn, lease)
    suggest.run(claim_id)
    assert _outcome(desk, claim_id) == "supported"


def test_a_source_that_keeps_failing_is_paused_and_not_asked(desk: str, gazette: Outside) -> None:
    gazette.reply = _broken
    for n in range(sources.FAILURES):
        _run(desk, f"{BRIDGE[:-1]} at {n + 1} o'clock.")
    row = _source(desk)
    assert row.paused
    assert (row.failures, row.reason) == (sources.FAILURES, "the source is broken (500): down")

    asked = len(gazette.asked)
    ((claim_id, waiting),) = claimed(desk, MAYOR)
    lookup.run(waiting)
    assert len(gazette.asked) == asked
    with transaction(desk) as conn:
        job = queue.find_job(conn, "lookup", waiting)
        ((_, answer),) = suggestions.list_answers(conn, claim_id)
    assert job is not None
    assert job.attempts == 0
    with transaction(desk) as conn:
        assert sources.list_startable_lookups(conn, NAME) == []
    assert str(getattr(answer, "reason", "")).startswith("it is paused after failing: the source is broken")
    assert _row(desk, waiting).paused_until == row.paused_until


def test_a_claim_that_breaks_our_code_counts_once_against_its_source(
    desk: str, gazette: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise OverflowError("date value out of range")

    monkeypatch.setattr(source_runtime.enabled_sources()[NAME], "ask", breaks)
    _run(desk, BRIDGE, times=sources.FAILURES)
    row = _source(desk)
    assert (row.failures, row.paused, row.reason) == (1, False, "OverflowError: date value out of range")
    for n in range(sources.FAILURES - 1):  # claims of all kinds break it: the service answers what nobody foresaw
        _run(desk, f"{BRIDGE[:-1]} at {n + 1} o'clock.")
    assert _source(desk).paused


def test_a_single_lookup_tries_a_paused_source_and_the_others_follow(desk: str, gazette: Outside) -> None:
    gazette.reply = _says()
    pairs = claimed(desk, BRIDGE, MAYOR)
    with transaction(desk) as conn:
        conn.execute(
            text("UPDATE sources SET failures = 5, reason = 'down', paused_until = now() - interval '1 s'")
        )
    first, second = (lookup_id for _, lookup_id in pairs)
    with transaction(desk) as conn:
        assert sources.may_start_lookup(conn, first)
        probe = queue.lease_job(conn, "lookup", first)
        assert probe is not None
    with transaction(desk) as conn:
        assert not sources.may_start_lookup(conn, second)
        assert _over(conn, probe) == [second]
        sources.record_success(conn, NAME)
        assert sources.may_start_lookup(conn, second)


def test_no_more_lookups_are_asked_at_once_than_a_source_allows(desk: str, gazette: Outside) -> None:
    ids = [lookup_id for _, lookup_id in claimed(desk, BRIDGE, MAYOR, "The third claim is here.")]
    with transaction(desk) as conn:
        assert all(sources.may_start_lookup(conn, lookup_id) for lookup_id in ids[:2])
        leases = [queue.lease_job(conn, "lookup", lookup_id) for lookup_id in ids[:2]]
    lookup.run(ids[2])
    assert gazette.asked == []
    assert _row(desk, ids[2]).state == "queued"
    with transaction(desk) as conn:
        assert _over(conn, leases[0]) == [ids[2]]


def test_a_worker_that_lost_its_lease_frees_nobody_s_slot(desk: str, gazette: Outside) -> None:
    ids = [lookup_id for _, lookup_id in claimed(desk, BRIDGE, MAYOR, "The third claim is here.")]
    with transaction(desk) as conn:
        frozen = queue.lease_job(conn, "lookup", ids[0], lease_seconds=-1)
        queue.lease_job(conn, "lookup", ids[1])
    with transaction(desk) as conn:
        assert queue.lease_job(conn, "lookup", ids[0]) is not None  # another worker has it now
        assert _over(conn, frozen) == []


def test_a_long_line_before_a_source_crowds_out_no_other_work(desk: str, gazette: Outside) -> None:
    pairs = claimed(desk, *(f"The old bridge {n} was closed." for n in range(5)))
    with transaction(desk) as conn:
        limited = sources.list_limited_sources(conn)
        assert NAME in limited
        assert [kind for kind, _ in dispatch.mark_due_jobs(conn, 10, groups=limited)] == ["split"]
        assert sources.list_startable_lookups(conn, NAME) == [lookup_id for _, lookup_id in pairs[:2]]
        conn.execute(
            text(
                "UPDATE work SET token = gen_random_uuid(), lease_until = now() - interval '1 s' WHERE "
                "concurrency_group <> ''"
            )
        )
        assert len(sources.list_startable_lookups(conn, NAME)) == 2  # their worker died


def test_what_the_store_refuses_is_reported_and_not_taken_for_its_absence(desk: str, gazette: Outside) -> None:
    gazette.reply = lambda _: Reply(
        {"texts": ["\N{CJK UNIFIED IDEOGRAPH-4E00}" * 900], "rating": "\N{CJK UNIFIED IDEOGRAPH-4E00}" * 900}
    )
    ((_, lookup_id),) = claimed(desk, BRIDGE)
    lookup.run(lookup_id)
    assert _row(desk, lookup_id).outcome == "found"


def test_a_source_that_asks_for_a_pause_gets_it_at_once(desk: str, gazette: Outside) -> None:
    gazette.reply = lambda _: Reply({}, 429, {"Retry-After": "600"})
    ((_, lookup_id),) = claimed(desk, BRIDGE)
    lookup.run(lookup_id)
    assert _source(desk).paused
    with transaction(desk) as conn:
        left = conn.execute(text("SELECT extract(epoch FROM due_at - now()) FROM work WHERE kind = 'lookup'"))
        assert left.scalar_one() >= 590


def test_a_pause_is_ended_by_hand_and_what_waits_is_due(desk: str, gazette: Outside) -> None:
    ((_, lookup_id),) = claimed(desk, BRIDGE)
    with transaction(desk) as conn:
        sources.record_failure(conn, NAME, "down", after=600)
    with transaction(desk) as conn:
        assert sources.list_startable_lookups(conn, NAME) == []
        assert sources.resume_source(conn, NAME) == [lookup_id]
    with transaction(desk) as conn, pytest.raises(NotFound):
        sources.resume_source(conn, "no such source")


def test_a_lookup_that_fails_for_good_says_so(desk: str, gazette: Outside) -> None:
    gazette.reply = _broken
    ((_, lookup_id),) = claimed(desk, BRIDGE)
    for _ in range(queue.MOST_ATTEMPTS):
        with transaction(desk) as conn:
            conn.execute(text("UPDATE work SET due_at = now()"))
            conn.execute(text("UPDATE sources SET paused_until = NULL, failures = 0"))
        lookup.run(lookup_id)
    row = _row(desk, lookup_id)
    assert (row.state, row.outcome, row.reason) == (
        "failed", "could not ask", "the source is broken (500): down"
    )  # fmt: skip


def test_what_was_found_stays_when_the_source_cannot_be_asked_again(desk: str, gazette: Outside) -> None:
    gazette.reply = _says(BRIDGE)
    ((claim_id, lookup_id),) = claimed(desk, BRIDGE)
    lookup.run(lookup_id)
    gazette.reply = _broken
    with transaction(desk) as conn:
        assert lookup_id in lookups.restart_lookups(conn, claim_id)
    lookup.run(lookup_id)
    assert _row(desk, lookup_id).outcome == "could not ask"
    with transaction(desk) as conn:
        assert [row.text for row in evidence.list_evidence(conn, claim_id)] == [BRIDGE]


def test_what_an_admin_decided_of_a_rating_holds_for_what_a_source_brings(desk: str, gazette: Outside) -> None:
    gazette.reply = lambda _: Reply({"texts": [BRIDGE], "rating": "Three Lanterns"})
    ((claim_id, lookup_id),) = claimed(desk, BRIDGE)
    lookup.run(lookup_id)
    with transaction(desk) as conn:
        assert [row.stance for row in evidence.list_evidence(conn, claim_id)] == ["context"]
        (kind,) = rating_mappings.list_unread_ratings(conn, "rules", 5)
        rating_mappings.write_rating_readings(conn, {kind: RatingReading("three lanterns", None, None)}, "rules")
        kind_id = conn.execute(text("SELECT id FROM external_ratings")).scalar_one()
        rating_mappings.decide_rating_mapping(conn, kind_id, "False", person(desk, "admin"))
        lookups.restart_lookups(conn, claim_id)
    lookup.run(lookup_id)
    with transaction(desk) as conn:
        (row,) = evidence.list_evidence(conn, claim_id)
    assert (row.stance, kind) == ("refutes", ("The Gazette", "Three Lanterns"))
    assert "Three Lanterns (False)" in row.reason


def test_asking_again_asks_sources_that_were_switched_on_since(desk: str, gazette: Outside) -> None:
    ((claim_id, _),) = claimed(desk, GAME, names=("shelf",))
    with transaction(desk) as conn:
        lookups.restart_lookups(conn, claim_id)
        asked = {row.source: row.id for row in lookups.list_lookups(conn, claim_id)}
    assert set(asked) == {"shelf", NAME, "past fact-checks"}
    lookup.run(asked[NAME])  # a source that does not apply takes its lookup back
    with transaction(desk) as conn:
        assert NAME not in {row.source for row in lookups.list_lookups(conn, claim_id)}
    assert gazette.asked == []


def test_a_source_that_was_switched_off_could_not_be_asked(
    desk: str, gazette: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((_, lookup_id),) = claimed(desk, BRIDGE)
    monkeypatch.setenv("FACTDESK_SOURCES", "")
    settings.cache_clear()
    source_runtime.enabled_sources.cache_clear()
    lookup.run(lookup_id)
    row = _row(desk, lookup_id)
    assert (row.outcome, row.reason) == ("could not ask", "this source is not switched on")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("FACTDESK_SOURCES", "the gazete", "names “the gazete”; there are: "),
        ("FACTDESK_CONTACT", "", "FACTDESK_CONTACT is not set"),
        ("FACTDESK_SOURCE_THE_GAZETTE_ADDRESS", "", "FACTDESK_SOURCE_THE_GAZETTE_ADDRESS is not set: where it"),
        ("FACTDESK_SOURCE_THE_GAZETTE_PER_MINUTE", "often", "PER_MINUTE is “often”; it must be a whole number"),
        ("FACTDESK_SOURCE_THE_GAZETTE_ADDRESS", "ftp://x", "“ftp://x” is no address"),
    ],
)
def test_settings_that_cannot_be_followed_are_named(
    gazette: Outside, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    settings.cache_clear()
    with pytest.raises(ValueError, match=says):
        configuration.check_settings()


def test_a_worker_has_a_process_for_every_lookup_that_may_wait(
    gazette: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert source_runtime.processes(["split", "lookup"]) == 4
    assert source_runtime.processes(["split"]) == 2
    monkeypatch.setenv("FACTDESK_SOURCE_THE_GAZETTE_AT_ONCE", "5")
    settings.cache_clear()
    assert source_runtime.processes(["split", "lookup"]) == 7


def _outcome(url: str, claim_id: int) -> str:
    with transaction(url) as conn:
        return str(
            conn.execute(text("SELECT outcome FROM suggestions WHERE claim_id = :c"), {"c": claim_id}).scalar()
        )
