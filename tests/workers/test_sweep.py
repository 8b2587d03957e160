"""The sweeper's marks: a job counts as enqueued only when the broker took the hint."""

import pytest
from sqlalchemy import Connection, text

from settings import settings
from store import queue
from store.db import transaction
from store.feeds import leases
from workers import enqueue
from workers.tasks import sweep


def _enqueued(url: str) -> bool:
    with transaction(url) as conn:
        row = queue.find_job(conn, "deliver", 1)
    assert row is not None
    return row.enqueued_at is not None


def test_no_mark_is_left_while_the_broker_is_away(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction(desk) as conn:
        queue.add_jobs(conn, "deliver", [1])
    with monkeypatch.context() as away:
        away.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
        settings.cache_clear()
        enqueue.broker_client.cache_clear()
        assert sweep.run() == 0
    assert not _enqueued(desk)
    settings.cache_clear()
    enqueue.broker_client.cache_clear()
    assert sweep.run() == 1
    assert _enqueued(desk)


def test_a_queue_that_is_full_of_hints_gets_no_more(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that waits long behind others is not taken for lost over and over, each time with one hint more."""
    monkeypatch.setattr(sweep, "_FULL", 3)
    with transaction(desk) as conn:
        queue.add_jobs(conn, "deliver", [1])
        queue.add_jobs(conn, "import", [1])
    assert enqueue.enqueue("deliver", [11, 12, 13])
    assert sweep.run() == 1, "the import alone"
    assert (_waiting("deliveries"), _waiting("housekeeping")) == (3, 1)
    assert not _enqueued(desk)
    with enqueue.broker_client().connection_for_read() as connection:
        connection.default_channel.client.delete("deliveries")
    assert sweep.run() == 1
    assert _waiting("deliveries") == 1
    assert _enqueued(desk)


def _waiting(name: str) -> int:
    with enqueue.broker_client().connection_for_read() as connection:
        return int(connection.default_channel.client.llen(name))


def test_a_hint_is_sent_once_its_job_can_be_taken(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that take many jobs at once pass over those that somebody has locked."""
    with transaction(desk) as conn:
        queue.add_jobs(conn, "feed", [1, 2])
    taken: list[int] = []

    def act_on_it(kind: str, subjects: list[int]) -> bool:
        with transaction(desk) as conn:
            taken.extend(lease.subject for lease in leases.lease_jobs(conn, kind, 10))
        return True

    monkeypatch.setattr(enqueue, "enqueue", act_on_it)
    assert sweep.run() == 1, "one hint for a batch"
    assert sorted(taken) == [1, 2]


def test_hints_go_once_to_each_kind_and_the_oldest_jobs_come_first(
    desk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind, subject in (("import", 2), ("deliver", 3), ("import", 1), ("deliver", 1)):
        with transaction(desk) as conn:
            queue.add_jobs(conn, kind, [subject])
    sent: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(enqueue, "enqueue", lambda kind, subjects: sent.append((kind, list(subjects))) or True)
    assert sweep.run() == 4
    assert sent == [("deliver", [1, 3]), ("import", [1, 2])]


def test_a_chore_that_fails_holds_up_neither_the_others_nor_lost_hints(
    desk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def broken(conn: Connection) -> None:
        conn.execute(text("SELECT 1/0"))

    def sound(conn: Connection) -> None:
        done.append(str(conn.execute(text("SELECT 'done'")).scalar_one()))

    monkeypatch.setattr(sweep, "_CHORES", (broken, sound))
    with transaction(desk) as conn:
        queue.add_jobs(conn, "deliver", [1])
    assert sweep.run() == 1
    assert done == ["done"]
    assert _enqueued(desk)
