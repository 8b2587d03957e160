"""`store/queue.py` against a model: any order of adding, claiming, dying, failing, finishing and sweeping."""

import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select, update

from store import dispatch, queue
from store.db import transaction

SUBJECTS = st.integers(1, 3)


def test_the_lease_as_a_state_machine(database_url: str) -> None:
    class Machine(WorkMachine):
        url = database_url

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


class WorkMachine(RuleBasedStateMachine):
    """The model: per subject its live token, its attempts, whether it failed; nothing where it is not on the list."""

    url = ""
    leases = Bundle("leases")

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[int, dict[str, Any]] = {}
        with transaction(self.url) as conn:
            conn.execute(queue.work.delete())

    @rule(subject=SUBJECTS)
    def add(self, subject: int) -> None:
        with transaction(self.url) as conn:
            queue.add_jobs(conn, "split", [subject])
        self.rows.setdefault(subject, {"token": None, "attempts": 0, "failed": False})

    @rule(target=leases, subject=SUBJECTS)
    def claim(self, subject: int) -> queue.Lease | None:
        with transaction(self.url) as conn:
            lease = queue.lease_job(conn, "split", subject)
        row = self.rows.get(subject)
        free = row is not None and not row["failed"] and row["token"] is None
        spent = free and row["attempts"] >= queue.MOST_ATTEMPTS
        assert (lease is not None) == bool(free and not spent)
        if row and spent:
            row["failed"] = True
        if row and lease:
            row.update(token=lease.token, attempts=row["attempts"] + 1)
            assert lease.attempts == row["attempts"]
        return lease

    @rule(subject=SUBJECTS)
    def the_lease_runs_out(self, subject: int) -> None:
        past = func.clock_timestamp() - timedelta(seconds=1)
        mine = queue.work.c.subject == subject, queue.work.c.token.is_not(None)
        with transaction(self.url) as conn:
            conn.execute(update(queue.work).where(*mine).values(lease_until=past))
        if subject in self.rows:
            self.rows[subject]["token"] = None

    @rule(lease=consumes(leases))
    def finish(self, lease: queue.Lease | None) -> None:
        if lease is None:
            return
        if self._leased_in_store(lease):
            with transaction(self.url) as conn:
                queue.finish_job(conn, lease)
            del self.rows[lease.subject]
        else:
            with pytest.raises(queue.LeaseLost), transaction(self.url) as conn:
                queue.finish_job(conn, lease)

    @rule(lease=consumes(leases))
    def fail(self, lease: queue.Lease | None) -> None:
        if lease is None:
            return
        if not self._leased_in_store(lease):
            with pytest.raises(queue.LeaseLost), transaction(self.url) as conn:
                queue.fail_job(conn, lease, "no")
            return
        with transaction(self.url) as conn:
            failed = queue.fail_job(conn, lease, "no")
            conn.execute(update(queue.work).where(queue.work.c.subject == lease.subject).values(due_at=func.now()))
        assert failed == (lease.attempts >= queue.MOST_ATTEMPTS)
        self.rows[lease.subject].update(token=None, failed=failed)

    @rule(subject=SUBJECTS)
    def try_again(self, subject: int) -> None:
        with transaction(self.url) as conn:
            again = queue.retry_job(conn, "split", subject)
        row = self.rows.get(subject)
        assert again == bool(row and row["failed"])
        if row and again:
            row.update(failed=False, attempts=0)

    @rule()
    def sweep_twice(self) -> None:
        with transaction(self.url) as conn:
            conn.execute(update(queue.work).values(enqueued_at=None))
            first = {subject for _, subject in dispatch.mark_due_jobs(conn)}
            assert dispatch.mark_due_jobs(conn) == []
        assert first == {n for n, row in self.rows.items() if not row["failed"] and row["token"] is None}

    @invariant()
    def a_stranger_never_finishes(self) -> None:
        for subject in self.rows:
            stranger = queue.Lease("split", subject, uuid4(), 1)
            with pytest.raises(queue.LeaseLost), transaction(self.url) as conn:
                queue.finish_job(conn, stranger)

    def _leased_in_store(self, lease: queue.Lease) -> bool:
        """Whether the token still stands, as it does after the lease ran out while nobody took the work."""
        with transaction(self.url) as conn:
            row = queue.find_job(conn, "split", lease.subject)
        return row is not None and row.token == lease.token


def test_work_that_goes_on_is_due_with_fresh_attempts_and_only_its_holder_says_so(database_url: str) -> None:
    with transaction(database_url) as conn:
        queue.add_jobs(conn, "shelf", [1])
        frozen = queue.lease_job(conn, "shelf", 1, lease_seconds=0.01)
    time.sleep(0.05)
    with transaction(database_url) as conn:
        holder = queue.lease_job(conn, "shelf", 1)
    assert frozen
    assert holder
    with pytest.raises(queue.LeaseLost), transaction(database_url) as conn:
        queue.requeue_job(conn, frozen)
    with transaction(database_url) as conn:
        queue.requeue_job(conn, holder)
        row = queue.find_job(conn, "shelf", 1)
        assert row
        assert (row.attempts, row.token, row.failed) == (0, None, False)
        assert queue.lease_job(conn, "shelf", 1)


def test_what_an_attempt_was_given_back_with_is_reported_though_the_worker_of_the_last_died(
    database_url: str,
) -> None:
    due = update(queue.work).values(due_at=func.now())
    past = update(queue.work).values(lease_until=func.clock_timestamp() - timedelta(seconds=1))
    with transaction(database_url) as conn:
        queue.add_jobs(conn, "split", [7])
        for _ in range(queue.MOST_ATTEMPTS - 1):
            lease = queue.lease_job(conn, "split", 7)
            assert lease is not None
            queue.fail_job(conn, lease, "the source is broken (500)")
            conn.execute(due)
        assert queue.lease_job(conn, "split", 7) is not None
        conn.execute(past)
        assert queue.lease_job(conn, "split", 7) is None
        job = queue.find_job(conn, "split", 7)
    assert job is not None
    assert job.failed
    assert job.reason == (
        "the worker of the last of 5 attempts died or stood still; an attempt before: the source is broken (500)"
    )


def test_attempts_are_counted_anew_once_a_part_is_done(desk: str) -> None:
    with transaction(desk) as conn:
        queue.add_jobs(conn, "feed", [1])
        for _ in range(queue.MOST_ATTEMPTS):
            conn.execute(update(queue.work).values(due_at=func.now(), token=None, lease_until=None))
            lease = queue.lease_job(conn, "feed", 1)
        assert lease is not None
        assert lease.attempts == queue.MOST_ATTEMPTS
        queue.extend_lease(conn, lease, part_done=True)
        assert not queue.fail_job(conn, lease, "the second part is broken")


def test_a_job_that_is_begun_anew_is_as_fresh_as_a_new_one(database_url: str) -> None:
    with transaction(database_url) as conn:
        queue.add_jobs(conn, "deliver", [1, 2], groups={1: "hook 1", 2: "hook 1"})
        for subject in (1, 2):
            lease = queue.lease_job(conn, "deliver", subject)
            assert lease
            assert queue.fail_job(conn, lease, "no such host", final=True)
        queue.restart_jobs(conn, "deliver", [1], groups={1: "hook 2"})
        queue.restart_jobs(conn, "deliver", [2])
        assert queue.retry_job(conn, "deliver", 2) is False, "it has not failed any more"
        jobs = [queue.find_job(conn, "deliver", subject) for subject in (1, 2)]
        groups = (
            conn.execute(select(queue.work.c.concurrency_group).order_by(queue.work.c.subject)).scalars().all()
        )
    assert [(j.failed, j.attempts, j.reason, j.token, j.enqueued_at) for j in jobs if j] == [
        (False, 0, None, None, None)
    ] * 2
    assert groups == ["hook 2", "hook 1"]
