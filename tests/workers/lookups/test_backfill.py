"""Sources asked again for all claims that wait: portion by portion, by jobs of their own, disturbing nobody's work."""

import pytest
from sqlalchemy import select, text

from checks.types.document import About, Block, Part
from store import audit, queue
from store.claims.workflow import NotAllowed
from store.db import transaction
from store.lookups import backfills, lookups, sources
from store.lookups.backfills import Backfill
from store.people import MACHINE, Refused
from store.shelf import incoming
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import person, work_through
from workers import source_runtime
from workers.tasks import backfill

ROADS = "The council of Tartu spent 5 million euros on roads in 2021."
TREES = "The council of Narva planted 300 trees in 2020."
REPORT = (
    "In 2021 the council of Tartu spent 7 million euros on roads. The council of Narva planted 40 trees in 2020."
)


@pytest.fixture
def at(desk: str) -> Desk:
    with transaction(desk) as conn:
        source_runtime.register(conn)
    return Desk(desk, person(desk, "checker"), person(desk, "reviewer"))


def put_report_on_shelf(url: str) -> None:
    """A document that was read."""
    with transaction(url) as conn:
        arrival = incoming.DocumentSubmission("document", "report.txt", "Tartu", "Report")
        incoming.add_read_document(conn, arrival, About(), [Part(REPORT, (Block(0, len(REPORT)),))])


def _start(at: Desk, *names: str) -> Backfill:
    with transaction(at.url) as conn:
        return backfills.start_backfill(conn, names, at.checker)


def _read(at: Desk, backfill_id: int) -> Backfill:
    with transaction(at.url) as conn:
        return backfills.get_backfill(conn, backfill_id)


def _work(at: Desk, times: int = 4) -> None:
    """Do what is due, and what was put off, as workers and the sweeper would."""
    for _ in range(times):
        with transaction(at.url) as conn:
            conn.execute(text("UPDATE work SET due_at = now() WHERE kind = 'backfill'"))
        work_through(at.url)


def test_what_waits_gets_what_came_to_the_shelf_since(at: Desk) -> None:
    first, second = at.comes(ROADS), at.comes(TREES)
    put_report_on_shelf(at.url)
    assert at.row(first).suggestion == at.row(second).suggestion == "nothing found"
    begun = _start(at, "shelf")
    assert (begun.state, begun.total, begun.asked) == ("running", 2, 0)
    _work(at)
    assert at.row(first).suggestion == at.row(second).suggestion == "refuted"
    done = _read(at, begun.id)
    assert (done.state, done.asked, done.starter) == ("done", 2, "checker")
    assert at.due(backfills.KIND) == []
    with transaction(at.url) as conn:
        assert [row.event for row in audit.list_audit_entries(conn, "backfill", begun.id)] == ["started"]


def test_only_the_named_source_is_asked_and_what_people_hold_is_left_alone(at: Desk) -> None:
    waiting, assigned = at.comes(ROADS), at.comes(TREES)
    at.step(assigned, "take")
    put_report_on_shelf(at.url)
    with transaction(at.url) as conn:
        before = {row.source: row.finished_at for row in lookups.list_lookups(conn, waiting)}
    begun = _start(at, "shelf")
    _work(at)
    assert at.row(assigned).suggestion == "nothing found"
    assert _read(at, begun.id).asked == 1
    with transaction(at.url) as conn:
        after = {row.source: row.finished_at for row in lookups.list_lookups(conn, waiting)}
    assert {name for name, when in after.items() if when != before[name]} == {"shelf"}


def test_a_source_that_was_not_asked_at_all_is_asked(at: Desk) -> None:
    claim_id = at.comes(ROADS)
    with transaction(at.url) as conn:
        conn.execute(text("DELETE FROM lookups WHERE source = 'shelf'"))
    put_report_on_shelf(at.url)
    _start(at)
    _work(at)
    assert at.row(claim_id).suggestion == "refuted"


def test_it_goes_on_by_portions_and_only_while_few_wait(at: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backfills, "PORTION", 1)
    monkeypatch.setattr(backfills, "_FEW", 1)
    for said in (ROADS, TREES, "The dam at Alder has 3 gates."):
        at.comes(said)
    begun = _start(at, "shelf")
    seen = []
    for _ in range(7):
        with transaction(at.url) as conn:
            conn.execute(text("UPDATE work SET due_at = now() WHERE kind = 'backfill'"))
        backfill.run(begun.id)
        backfill.run(begun.id)  # too early: what it asked last still waits
        seen.append(_read(at, begun.id).asked)
        with transaction(at.url) as conn:
            open_lookups = conn.execute(text("SELECT count(*) FROM lookups WHERE outcome IS NULL")).scalar_one()
            failed = conn.execute(text("SELECT max(attempts) FROM work WHERE kind = 'backfill'")).scalar_one()
        assert open_lookups <= 1
        assert not failed  # to wait is no attempt
        work_through(at.url)
    assert seen[:3] == [1, 2, 3]
    assert _read(at, begun.id).state == "done"


def test_a_worker_that_dies_in_between_loses_nothing(at: Desk) -> None:
    claim_id = at.comes(ROADS)
    put_report_on_shelf(at.url)
    begun = _start(at, "shelf")
    with transaction(at.url) as conn:  # it leased the job, and was gone
        assert queue.lease_job(conn, backfills.KIND, begun.id, 0.0)
    _work(at)
    assert _read(at, begun.id).state == "done"
    assert at.row(claim_id).suggestion == "refuted"


def test_what_is_stopped_asks_no_more(at: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backfills, "PORTION", 1)
    for said in (ROADS, TREES):
        at.comes(said)
    begun = _start(at, "shelf")
    backfill.run(begun.id)
    with transaction(at.url) as conn:
        stopped = backfills.stop_backfill(conn, begun.id, at.reviewer)
    assert (stopped.state, stopped.asked, stopped.stopper) == ("stopped", 1, "reviewer")
    _work(at)
    assert _read(at, begun.id).asked == 1
    assert at.due(backfills.KIND) == []
    with pytest.raises(NotAllowed, match="ended already"), transaction(at.url) as conn:
        backfills.stop_backfill(conn, begun.id, at.reviewer)


def test_one_of_the_same_sources_begins_anew(at: Desk) -> None:
    at.comes(ROADS)
    first, other, second = _start(at, "shelf"), _start(at), _start(at, "shelf")
    assert [_read(at, each.id).state for each in (first, other, second)] == ["stopped", "running", "running"]


def test_a_paused_source_is_not_waited_for(at: Desk) -> None:
    at.comes(ROADS)
    begun = _start(at, "shelf")
    backfill.run(begun.id)
    with transaction(at.url) as conn:
        pause = "UPDATE sources SET paused_until = now() + interval '1 hour', reason = 'away' WHERE name = 'shelf'"
        conn.execute(text(pause))
        conn.execute(text("UPDATE work SET due_at = now()"))
    backfill.run(begun.id)
    assert _read(at, begun.id).state == "done"


def test_what_can_be_begun(at: Desk) -> None:
    with pytest.raises(Refused, match="not switched on"):
        _start(at, "gazette")
    with pytest.raises(Refused, match="only a person"), transaction(at.url) as conn:
        backfills.start_backfill(conn, [], MACHINE)
    with transaction(at.url) as conn:
        conn.execute(text("UPDATE sources SET switched_on = false"))
    with pytest.raises(Refused, match="no source"):
        _start(at)


def test_a_job_that_fails_for_good_ends_it_with_the_reason(at: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    at.comes(ROADS)
    begun = _start(at, "shelf")

    def broken(*_: object) -> str:
        raise ValueError("broken")

    monkeypatch.setattr(backfills, "queue_next_portion", broken)
    for _ in range(queue.MOST_ATTEMPTS):
        with transaction(at.url) as conn:
            conn.execute(text("UPDATE work SET due_at = now()"))
        backfill.run(begun.id)
    ended = _read(at, begun.id)
    assert ended.state == "failed"
    assert "broken" in (ended.failure or "")
    with transaction(at.url) as conn:
        assert conn.execute(select(queue.work.c.kind).where(queue.work.c.kind == backfills.KIND)).all() == []
        assert {row.name for row in sources.list_sources(conn) if row.switched_on} >= {"shelf"}
