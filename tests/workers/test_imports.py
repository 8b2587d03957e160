"""Files of fact-checks read in the background: nothing lost, nothing doubled, whatever dies."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text, update

from checks.types.fact_check import ExternalFactCheck
from settings import settings
from store import audit, queue
from store.claims.workflow import NotAllowed
from store.db import NotFound, transaction
from store.external import import_tables, import_uploads, imports
from store.external.fact_checks import add_external_fact_check, import_fact_checks, list_external_fact_checks
from store.lookups import evidence
from store.people import MACHINE, Actor, Refused
from store.verdicts.fact_checks import fact_checks
from tests.checks.claimreview.test_claimreview import review
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person
from workers.tasks import imports as worker
from workers.tasks import sweep

_TOP = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(worker, "_MOST_ENTRIES", 10)
    yield
    worker._still_open.clear()


def made(count: int, **more: Any) -> list[dict[str, Any]]:
    return [
        review(url=f"https://x.example/{n}", **{"claimReviewed": f"Alder has {n} bridges", **more})
        for n in range(count)
    ]


def sent(url: str, data: Any, name: str = "dump.json", piece: int = 700) -> tuple[int, int]:
    """A file that has arrived, in small pieces; the ids of the import and of its first part."""
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    with transaction(url) as conn:
        made = import_uploads.start_import(conn, name, MACHINE)
        for number, at in enumerate(range(0, len(raw), piece)):
            import_uploads.add_import_piece(conn, made, number, raw[at : at + piece])
        return made, import_uploads.finish_import_upload(conn, made, sha256(raw).digest())


def shown(url: str, import_id: int) -> dict[str, Any]:
    """What is told of an import, and how many fact-checks and pieces there are."""
    names = ("stage", "new", "changed", "same", "skipped")
    with transaction(url) as conn:
        row = imports.get_import(conn, import_id)
        counted = conn.execute(select(func.count()).select_from(fact_checks)).scalar_one()
        left = conn.execute(select(func.count()).select_from(import_tables.import_pieces)).scalar_one()
        return {**{name: getattr(row, name) for name in names}, "there": counted, "pieces": left}


DONE = {"stage": "done", "new": 35, "changed": 0, "same": 0, "skipped": 0, "there": 35, "pieces": 0}


def test_a_file_is_read_to_its_end(desk: str) -> None:
    import_id, part = sent(desk, made(35))
    assert shown(desk, import_id)["stage"] == "reading"
    worker.run(part)
    assert shown(desk, import_id) == DONE
    with transaction(desk) as conn:
        assert conn.execute(select(func.count()).select_from(queue.work)).scalar_one() == 0


def test_the_same_file_again_changes_nothing_and_a_new_rating_is_updated(desk: str) -> None:
    worker.run(sent(desk, made(35))[1])
    again, part = sent(desk, made(35))
    worker.run(part)
    assert shown(desk, again) == DONE | {"new": 0, "same": 35}
    corrected, part = sent(desk, made(5, reviewRating={"alternateName": "True"}) + made(35)[5:])
    worker.run(part)
    assert shown(desk, corrected) == DONE | {"new": 0, "changed": 5, "same": 30}


def test_one_page_may_check_several_claims(desk: str) -> None:
    page = "https://x.example/speech"
    both = [review(url=page), review(url=page, claimReviewed="Alder has a king"), review(url=page)]
    import_id, part = sent(desk, both)
    worker.run(part)
    assert shown(desk, import_id) == DONE | {"new": 2, "same": 1, "there": 2}


def test_what_is_skipped_is_reported_with_its_place(desk: str) -> None:
    import_id, part = sent(desk, [*made(12), {"@type": "Article"}, review(url="javascript:alert(1)")])
    worker.run(part)
    assert shown(desk, import_id) == DONE | {"new": 12, "skipped": 2, "there": 12}
    with transaction(desk) as conn:
        rows = imports.list_import_skipped(conn, import_id)
        assert [row.place for row in rows] == ["element 13", "element 14"]
        assert [row.place for row in imports.list_import_skipped(conn, import_id, after=rows[0].id)] == [
            "element 14"
        ]


@pytest.mark.parametrize("data", [b"<script type='application/ld+json'>{}</script>", b"[]"])
def test_a_file_without_any_says_so(desk: str, data: bytes) -> None:
    import_id, part = sent(desk, data)
    worker.run(part)
    assert (shown(desk, import_id)["stage"], shown(desk, import_id)["skipped"]) == ("done", 1)


def test_a_task_lets_others_through_and_the_next_goes_on(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    enqueued: list[int] = []
    monkeypatch.setattr("workers.enqueue.enqueue", lambda kind, subjects: enqueued.extend(subjects) or True)
    import_id, part = sent(desk, made(35))
    worker.run(part, seconds=-1)
    assert shown(desk, import_id)["new"] == 10
    worker._still_open.clear()  # as in another process
    worker.run(enqueued.pop(), seconds=-1)
    assert shown(desk, import_id)["new"] == 20
    worker.run(enqueued.pop())
    assert shown(desk, import_id) == DONE


_KILLED = """
import os, signal
from workers.tasks import imports as worker
parts, finish = [], worker.finish_import_part
def killed(*given):
    parts.append(finish(*given))
    if len(parts) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return parts[-1]
worker.finish_import_part, worker._MOST_ENTRIES = killed, 10
worker.run({part})
"""


def test_a_kill_in_the_middle_of_writing_loses_and_doubles_nothing(desk: str) -> None:
    import_id, part = sent(desk, made(35))
    variables = {
        "DATABASE_URL": desk,
        "REDIS_URL": settings().redis_url,
        "FACTDESK_SECRET_KEY": "x",
        "PATH": "/usr/bin:/bin",
    }
    ended = subprocess.run(
        [sys.executable, "-c", _KILLED.format(part=part)], cwd=_TOP, env=variables, capture_output=True
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert shown(desk, import_id)["new"] == shown(desk, import_id)["there"] == 10
    with transaction(desk) as conn:
        left = conn.execute(select(queue.work.c.subject)).scalar_one()
    worker.run(left)
    assert shown(desk, import_id)["new"] == 10  # the dead worker's lease still runs
    with transaction(desk) as conn:
        conn.execute(update(queue.work).values(lease_until=func.now() - text("interval '1 s'")))
    worker.run(left)
    assert shown(desk, import_id) == DONE


def test_reading_that_keeps_failing_is_reported_and_can_be_tried_again(
    desk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id, part = sent(desk, made(5))
    with monkeypatch.context() as broken:
        broken.setattr("workers.tasks.imports.write_external_fact_checks", lambda *_: 1 / 0)
        for _ in range(queue.MOST_ATTEMPTS):
            with transaction(desk) as conn:
                conn.execute(update(queue.work).values(due_at=func.now()))
            worker.run(part)
    with transaction(desk) as conn:
        row = imports.get_import(conn, import_id)
        assert (row.stage, (row.failure or "")[:17]) == ("failed", "ZeroDivisionError")
        assert imports.retry_import(conn, import_id) == [part]
    worker.run(part)
    assert shown(desk, import_id) == DONE | {"new": 5, "there": 5}


def _failed(url: str, data: Any, monkeypatch: pytest.MonkeyPatch, after: int = 0) -> int:
    """An import whose reading failed for good after so many parts."""
    import_id, part = sent(url, data)
    for _ in range(after):
        worker.run(part, seconds=-1)
        (part,) = _due(url)
    with monkeypatch.context() as broken:
        broken.setattr("workers.tasks.imports.write_external_fact_checks", lambda *_: 1 / 0)
        for _ in range(queue.MOST_ATTEMPTS):
            with transaction(url) as conn:
                conn.execute(update(queue.work).values(due_at=func.now()))
            worker.run(part)
    return import_id


def _due(url: str) -> list[int]:
    with transaction(url) as conn:
        return list(conn.execute(select(queue.work.c.subject).where(queue.work.c.kind == "import")).scalars())


def test_a_failed_import_makes_room_for_the_same_file(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _failed(desk, made(35), monkeypatch, after=1)
    again, part = sent(desk, made(35))
    worker.run(part)
    assert shown(desk, again) == DONE | {"new": 25, "same": 10}
    assert _due(desk) == []
    with transaction(desk) as conn:
        assert [row.id for row in imports.list_imports(conn)] == [again]
        imports.delete_import(conn, again, Actor(None, "admin"))
        assert list_external_fact_checks(conn) == []


def test_what_a_failed_import_had_read_belongs_to_the_one_of_the_same_file(
    desk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, part = sent(desk, [review(url="https://x.example/other")])
    worker.run(part)
    _failed(desk, made(35), monkeypatch, after=1)
    again, _ = sent(desk, made(35))
    import_id = import_fact_checks.c.import_id
    links = select(import_id, func.count()).group_by(import_id)
    with transaction(desk) as conn:
        assert {row[0]: row[1] for row in conn.execute(links)} == {other: 1, again: 10}


def test_a_failed_import_keeps_its_file_for_a_week(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = _failed(desk, made(5), monkeypatch)
    sweep.run()
    assert shown(desk, failed)["pieces"] > 0
    with transaction(desk) as conn:
        conn.execute(update(import_tables.imports).values(received_at=text("now() - interval '8 d'")))
    sweep.run()
    assert (shown(desk, failed)["stage"], shown(desk, failed)["pieces"]) == ("failed", 0)
    with transaction(desk) as conn, pytest.raises(NotAllowed, match="send it again"):
        imports.retry_import(conn, failed)


def test_what_one_import_alone_contained_goes_with_it_and_evidence_stays(desk: str) -> None:
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer"))
    with transaction(desk) as conn:
        known = {"publisher": "A", "rating": "False", "summary": "No."}
        add_external_fact_check(
            conn, ExternalFactCheck(statement="Alder has 0 bridges", url="https://x.example/0", **known)
        )
    import_id, part = sent(desk, [*made(2), review(url="https://x.example/p", claimReviewed=POLAND)])
    worker.run(part)
    claim = at.comes(POLAND)
    with transaction(desk) as conn:
        (kept,) = [row for row in evidence.list_evidence(conn, claim) if row.url == "https://x.example/p"]
        imports.delete_import(conn, import_id, at.reviewer)
    with transaction(desk) as conn:
        assert [row.statement for row in list_external_fact_checks(conn)] == ["Alder has 0 bridges"]
        assert kept.id in [row.id for row in evidence.list_evidence(conn, claim)]
        (entry, *_) = audit.list_audit_entries(conn, "import", import_id)
        assert (entry.event, entry.actor, entry.details) == ("deleted", "reviewer", {"fact_checks": 2})


def test_one_file_is_read_at_a_time_and_the_next_is_enqueued(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    enqueued: list[int] = []
    monkeypatch.setattr("workers.enqueue.enqueue", lambda kind, subjects: enqueued.extend(subjects) or True)
    (first, part), (second, other) = sent(desk, made(5)), sent(desk, [review(url="https://y.example/")])
    with transaction(desk) as conn:
        kept = queue.lease_job(conn, "import", part)
        assert kept
    worker.run(other)
    assert shown(desk, second)["new"] == 0
    with transaction(desk) as conn:
        queue.postpone_job(conn, kept, "", 0)
    worker.run(part)
    assert (shown(desk, first)["stage"], enqueued) == ("done", [other])
    worker.run(other)
    assert shown(desk, second)["stage"] == "done"


def test_an_import_that_is_deleted_while_it_is_read_brings_no_more(desk: str) -> None:
    import_id, part = sent(desk, made(35))
    worker.run(part, seconds=-1)
    (part,) = _due(desk)
    write = worker._read_part([], part)
    with transaction(desk) as conn:
        imports.delete_import(conn, import_id, Actor(None, "admin"))
    with pytest.raises(NotFound), transaction(desk) as conn:
        list(write(conn))
    worker.run(part)
    assert _due(desk) == []
    with transaction(desk) as conn:
        assert list_external_fact_checks(conn) == []


def test_files_that_never_arrived_are_dropped_after_a_day(desk: str) -> None:
    with transaction(desk) as conn:
        old, young = (import_uploads.start_import(conn, name, MACHINE) for name in ("old", "young"))
        import_uploads.add_import_piece(conn, old, 0, b"[")
        conn.execute(
            update(import_tables.imports)
            .where(import_tables.imports.c.id == old)
            .values(started_at=text("now() - interval '2 d'"))
        )
    sweep.run()
    with transaction(desk) as conn:
        assert [row.id for row in imports.list_imports(conn)] == [young]


def test_too_large_a_file_or_none_is_refused(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_uploads, "LARGEST_IMPORT", 1000)
    with pytest.raises(Refused, match="larger"):
        sent(desk, made(10))
    with pytest.raises(Refused, match="empty"):
        sent(desk, b"")
