"""One job from lease to commit: what is written on the row when it could not be done."""

import signal
from types import FrameType

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from sqlalchemy import Connection, text

from store import queue
from store.db import transaction
from workers import job


def test_a_time_limit_inside_a_query_is_reported_as_what_it_is(desk: str) -> None:
    def limit(number: int, frame: FrameType | None) -> None:
        raise SoftTimeLimitExceeded

    def write(conn: Connection) -> job.Hints:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        conn.execute(text("SELECT pg_sleep(5)"))
        pytest.fail("the limit did not strike")

    with transaction(desk) as conn:
        queue.add_jobs(conn, "split", [1])
    before = signal.signal(signal.SIGALRM, limit)
    try:
        job.run("split", 1, lambda subject: write)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

    with transaction(desk) as conn:
        row = queue.find_job(conn, "split", 1)
    assert row is not None
    assert (row.attempts, row.reason, row.token) == (1, "it took longer than it may", None)


def test_an_error_that_is_no_time_limit_keeps_its_own_words(desk: str) -> None:
    with transaction(desk) as conn:
        queue.add_jobs(conn, "split", [1])

    def compute(subject: int) -> job.Write:
        raise ValueError("not a number")

    job.run("split", 1, compute)

    with transaction(desk) as conn:
        row = queue.find_job(conn, "split", 1)
    assert row is not None
    assert row.reason == "ValueError: not a number"


def test_what_has_failed_for_good_is_closed_in_the_transaction_that_says_so(desk: str) -> None:
    with transaction(desk) as conn:
        queue.add_jobs(conn, "split", [1])
    closed: list[tuple[int, bool]] = []

    def compute(subject: int) -> job.Write:
        raise ValueError("not a number")

    def on_exhausted(conn: Connection, subject: int) -> job.Hints:
        row = queue.find_job(conn, "split", subject)
        closed.append((subject, row is not None and row.failed))
        return ()

    for attempt in range(1, queue.MOST_ATTEMPTS + 1):
        _make_due(desk)
        job.run("split", 1, compute, on_exhausted)
        assert len(closed) == (attempt == queue.MOST_ATTEMPTS)
    assert closed == [(1, True)]


def _kill_its_workers(desk: str) -> None:
    """Add a job whose worker dies at every attempt, and make it due once more."""
    with transaction(desk) as conn:
        queue.add_jobs(conn, "split", [1])
    for _ in range(queue.MOST_ATTEMPTS):
        _make_due(desk)
        with transaction(desk) as conn:
            assert queue.lease_job(conn, "split", 1) is not None
    _make_due(desk)


def test_work_that_killed_its_workers_is_closed_by_the_next_one(desk: str) -> None:
    _kill_its_workers(desk)
    closed: list[int] = []

    def on_exhausted(conn: Connection, subject: int) -> job.Hints:
        closed.append(subject)
        return ()

    job.run("split", 1, lambda subject: pytest.fail("it was tried once more"), on_exhausted)
    assert closed == [1]
    with transaction(desk) as conn:
        row = queue.find_job(conn, "split", 1)
    assert row is not None
    assert row.failed


def test_a_full_disk_costs_no_attempt(desk: str) -> None:
    with transaction(desk) as conn:
        queue.add_jobs(conn, "split", [1])

    def write(conn: Connection) -> job.Hints:
        conn.execute(text("DO $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END $$"))
        return ()

    for _ in range(queue.MOST_ATTEMPTS + 2):
        _make_due(desk)
        job.run("split", 1, lambda subject: write)
    with transaction(desk) as conn:
        row = queue.find_job(conn, "split", 1)
    assert row is not None
    assert (row.attempts, row.failed, row.reason) == (0, False, "the store's disk is full")


def _make_due(url: str) -> None:
    with transaction(url) as conn:
        conn.execute(
            text("UPDATE work SET due_at = now(), lease_until = now() - interval '1 s' WHERE token IS NOT NULL")
        )
        conn.execute(text("UPDATE work SET due_at = now()"))


def test_no_lease_is_current_once_a_job_is_over(desk: str) -> None:
    with transaction(desk) as conn:
        queue.add_jobs(conn, "split", [1])
    seen: list[int] = []

    def compute(subject: int) -> job.Write:
        seen.append(job.current_lease().subject)
        return lambda conn: ()

    job.run("split", 1, compute)
    assert seen == [1]
    with pytest.raises(LookupError):
        job.current_lease()


def test_what_follows_from_a_failure_and_the_failure_are_written_together(desk: str) -> None:
    """Else a kill between both would leave a job that has failed, and nobody who closes it."""
    _kill_its_workers(desk)

    def killed(conn: Connection, subject: int) -> job.Hints:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        job.run("split", 1, lambda subject: pytest.fail("it was tried once more"), killed)
    with transaction(desk) as conn:
        row = queue.find_job(conn, "split", 1)
    assert row is not None
    assert not row.failed
