"""One piece of work from lease to finish: what is written on the row when it could not be done."""

import signal
from types import FrameType

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from sqlalchemy import Connection, text

from store import work
from store.db import transaction
from workers import step


def test_a_time_limit_inside_a_query_is_told_as_what_it_is(desk: str) -> None:
    def limit(number: int, frame: FrameType | None) -> None:
        raise SoftTimeLimitExceeded

    def write(conn: Connection) -> step.Hints:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        conn.execute(text("SELECT pg_sleep(5)"))
        pytest.fail("the limit did not strike")

    with transaction(desk) as conn:
        work.add(conn, "split", [1])
    before = signal.signal(signal.SIGALRM, limit)
    try:
        step.run("split", 1, lambda subject: write)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

    with transaction(desk) as conn:
        row = work.look(conn, "split", 1)
    assert row is not None
    assert (row["attempts"], row["reason"], row["token"]) == (1, "it took longer than it may", None)


def test_an_error_that_is_no_time_limit_keeps_its_own_words(desk: str) -> None:
    with transaction(desk) as conn:
        work.add(conn, "split", [1])

    def think(subject: int) -> step.Write:
        raise ValueError("not a number")

    step.run("split", 1, think)

    with transaction(desk) as conn:
        row = work.look(conn, "split", 1)
    assert row is not None
    assert row["reason"] == "ValueError: not a number"
