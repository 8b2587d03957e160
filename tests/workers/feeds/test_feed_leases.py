"""Polls of feeds beside one another and after a death: one host in turns, no gap, nothing double, no lock."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, text

from checks.types.feed import FeedState
from settings import settings
from store import queue
from store.db import transaction
from store.feeds import feeds, polls
from store.feeds import leases as feed_leases
from tests.checks.feeds.parts import rss
from tests.fixtures.outside import Outside, Reply
from tests.workers.feeds.feed_parts import follow, poll, titles, whole
from workers.feeds import fetching
from workers.feeds.receiving import Receiver
from workers.tasks import feed as polling
from workers.tasks import sweep


def test_one_host_is_asked_in_turns(desk: str, site: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTDESK_HOST_SECONDS", "60")
    for kept in (settings, fetching._web):
        kept.cache_clear()
    site.reply = lambda _: Reply(rss(whole(1)))
    ids = [follow(desk, f"{site.url}/{n}") for n in range(3)]
    polling.run(ids[0])
    assert len(site.asked) == 1
    with transaction(desk) as conn:
        waiting = [queue.find_job(conn, "feed", feed_id) for feed_id in ids]
    assert [each.attempts for each in waiting if each] == [0, 0, 0]


class Killed(BaseException):
    """A worker that dies here."""


@pytest.mark.parametrize("step", range(7))
def test_after_a_death_at_any_step_there_is_neither_gap_nor_double(
    desk: str, site: Outside, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    count = 45
    monkeypatch.setattr(polling, "_ENTRIES", 20)  # three transactions
    site.reply = lambda _: Reply(
        rss(*(whole(n, "Short.", text="Words.") for n in range(count))), headers={"ETag": '"1"'}
    )
    feed_id = follow(desk, f"{site.url}/feed", fetch_full_text=False)
    steps = iter(range(100))

    def deadly(call: Any) -> Any:
        def called(*given: Any, **more: Any) -> Any:
            if next(steps) == step:
                raise Killed
            found = call(*given, **more)
            if next(steps) == step:
                raise Killed
            return found

        return called

    with monkeypatch.context() as patched:
        patched.setattr(Receiver, "take_in", deadly(Receiver.take_in))
        patched.setattr(polling.polls, "write_poll", deadly(polling.polls.write_poll))
        with pytest.raises(Killed):
            poll(desk, feed_id)
    feed = poll(desk, feed_id)
    assert (feed.entries, feed.health) == (count, "well")
    assert len(titles(desk)) == count
    assert "if-none-match" not in site.asked[1][1]


def test_a_worker_that_was_frozen_past_its_lease_writes_nothing(
    desk: str, site: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.reply = lambda _: Reply(rss(whole(1), whole(2)))
    feed_id = follow(desk, f"{site.url}/feed")
    take_in = Receiver.take_in

    def frozen(self: Receiver, conn: Connection, given: Any) -> None:
        monkeypatch.setattr(Receiver, "take_in", take_in)
        with transaction(desk) as other:
            other.execute(text("UPDATE work SET lease_until = now() - interval '1 s' WHERE kind = 'feed'"))
        polling.run(feed_id)  # another worker takes it over
        take_in(self, conn, given)

    monkeypatch.setattr(Receiver, "take_in", frozen)
    feed = poll(desk, feed_id)
    assert (feed.entries, feed.health) == (2, "well")
    assert len(titles(desk)) == 2


def test_work_that_kills_its_worker_takes_no_other_along(
    desk: str, site: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.reply = lambda n: Reply(rss(whole(1, guid=site.asked[n - 1][0], link=None)))
    ids = [follow(desk, f"{site.url}/{n}") for n in range(4)]
    read_response = polling.read_response

    def deadly(state: FeedState, answer: Any, now: Any) -> Any:
        if state.address.endswith("/0"):
            raise Killed
        return read_response(state, answer, now)

    monkeypatch.setattr(polling, "read_response", deadly)
    for _ in range(queue.MOST_ATTEMPTS + 1):
        with transaction(desk) as conn:
            conn.execute(text("UPDATE work SET lease_until = now() WHERE token IS NOT NULL"))
            conn.execute(text("UPDATE work SET enqueued_at = NULL"))
            due = [subject for kind, subject in sweep.dispatch.mark_due_jobs(conn) if kind == "feed"]
        for feed_id in due:
            try:
                polling.run(feed_id)
            except Killed:
                continue
    with transaction(desk) as conn:
        health = [feeds.get_feed(conn, feed_id).health for feed_id in ids]
        reason = feeds.get_feed(conn, ids[0]).reason
    assert health == ["stopped", "well", "well", "well"]
    assert reason == "the worker of the last of 5 attempts died or stood still"


def test_feeds_that_name_the_same_articles_in_other_orders_do_not_lock_each_other(
    desk: str, site: Outside
) -> None:
    numbers = list(range(60))
    site.reply = lambda n: Reply(
        rss(*(whole(k) for k in (numbers if site.asked[n - 1][0] == "/0" else numbers[::-1])))
    )
    ids = [follow(desk, f"{site.url}/{n}") for n in range(2)]
    with transaction(desk) as conn:
        leases = feed_leases.lease_jobs(conn, "feed", 2)
        known = polls.get_polled_feeds(conn, ids)
    answers = fetching.fetch_feeds(known.values(), datetime.now(UTC))
    started = [
        threading.Thread(target=polling._poll, args=([lease],))
        for lease in leases
        if answers[lease.subject] is not None
    ]
    for each in started:
        each.start()
    for each in started:
        each.join()
    assert len(titles(desk)) == 60
    with transaction(desk) as conn:
        assert [feeds.get_feed(conn, feed_id).entries for feed_id in ids] == [60, 60]


def test_a_feed_that_nobody_began_to_poll_is_polled_when_it_is_due(desk: str, site: Outside) -> None:
    feed_id = follow(desk, f"{site.url}/feed")
    with transaction(desk) as conn:
        conn.execute(text("UPDATE work SET due_at = now() + interval '1 hour' WHERE kind = 'feed'"))
    polling.run(feed_id)
    polling.run(feed_id + 1)
    assert site.asked == []
