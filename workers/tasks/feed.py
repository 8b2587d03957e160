"""Polls the feeds that are due, many at once; the entries of one become articles.

`workers/feeds/fetching.py` requests their documents, `checks/feeds/decider.py` decides what follows, and
`workers/feeds/receiving.py` makes the articles, whose pages `workers/tasks/fetch.py` fetches.

Unchanged feeds, which are most, are written together. A changed feed is read and written alone, a part of its entries
in each transaction; what is written is remembered, so a worker that dies in between loses and doubles nothing. Only
with the last part go the feed's validators, so that the next poll reads it whole.
"""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from celery import shared_task
from structlog import get_logger

from checks.feeds.decider import is_unchanged, plan_poll, read_response
from checks.retrieval.fetch.web import NotItsTurn
from checks.types.feed import ChangedEntry, FeedResponse, NewEntry, PollPlan
from logs import describe
from settings import settings
from store import queue
from store.db import Connection, DatabaseError, NotFound, transaction
from store.dispatch import BATCHED_KINDS
from store.feeds import feeds, polls, pushes
from store.feeds import leases as feed_leases
from store.feeds.entries import find_seen_entries, prune_feed_entries
from store.feeds.polls import PolledFeed
from workers import enqueue, job
from workers.feeds.fetching import fetch_feeds
from workers.feeds.finding import FeedOfPage, find_feed_of_page
from workers.feeds.receiving import Receiver

_ENTRIES: Final = 200  # in a transaction
_TASK_SECONDS: Final = 15.0  # after this time a task lets others run
_BATCH_SECONDS: Final = 75.0  # from the first answers on; what is left of a batch then is polled later
_log = get_logger()


@shared_task(name="workers.feed")
def run(feed_id: int, seconds: float = _TASK_SECONDS) -> None:
    """Poll what is due, batch after batch while the time lasts.

    Args:
        feed_id: this feed is polled alone, if an earlier poll of it began and did not end; else any feed that is due.
        seconds: how long to go on.
    """
    end = time.monotonic() + seconds
    try:
        if lease := _lease_one_begun(feed_id):
            _poll([lease])
        size = BATCHED_KINDS[feeds.KIND]
        while leases := _lease_batch(size):
            _poll(leases)
            if time.monotonic() > end:
                enqueue.enqueue(feeds.KIND, [leases[-1].subject])
                return
    except DatabaseError as error:
        # The leases run out by themselves and the sweeper enqueues again.
        _log.error("the store is not answering", error=describe(error))


def _lease_one_begun(feed_id: int) -> queue.Lease | None:
    with transaction(settings().database_url) as conn:
        row = queue.find_job(conn, feeds.KIND, feed_id)
        if row is None or row.attempts == 0:
            return None
        return queue.lease_job(conn, feeds.KIND, feed_id, settings().lease_seconds)


def _lease_batch(size: int) -> list[queue.Lease]:
    with transaction(settings().database_url) as conn:
        return feed_leases.lease_jobs(conn, feeds.KIND, size, settings().lease_seconds)


def _poll(leases: Sequence[queue.Lease]) -> None:
    """Poll the feeds of these leases."""
    with transaction(settings().database_url) as conn:
        known = polls.get_polled_feeds(conn, [lease.subject for lease in leases])
        pushes.begin_polls(conn, known)
        for lease in leases:
            if lease.subject not in known:
                queue.drop_job(conn, lease.kind, lease.subject)
    leased = {lease: known[lease.subject] for lease in leases if lease.subject in known}
    answers = fetch_feeds(leased.values(), datetime.now(UTC))
    now, until = datetime.now(UTC), time.monotonic() + _BATCH_SECONDS
    unchanged: dict[queue.Lease, PollPlan] = {}
    later: dict[queue.Lease, float] = {}
    rest: list[_Poll] = []
    for lease, feed in leased.items():
        answer = answers[feed.id]
        if isinstance(answer, NotItsTurn):
            later[lease] = answer.after
        elif is_unchanged(feed.state, answer):
            unchanged[lease] = _plan(feed, answer, now)
        else:
            rest.append(_Poll(lease, feed, answer, now))
    with transaction(settings().database_url) as conn:
        polls.write_unchanged_polls(conn, unchanged)
        feed_leases.reschedule_jobs(conn, later)
    for at, poll in enumerate(rest):
        if time.monotonic() > until:
            with transaction(settings().database_url) as conn:
                feed_leases.reschedule_jobs(conn, {each.lease: 0.0 for each in rest[at:]})
            return
        with job.about(poll.lease.kind, poll.lease.subject):
            job.complete(poll.lease, poll.compute, finish=poll.finish)


def _plan(feed: PolledFeed, answer: FeedResponse, now: datetime) -> PollPlan:
    read = read_response(feed.state, answer, now)
    return plan_poll(feed.state, answer, read, (), now, random.random(), pushed_until=feed.pushed_until)  # noqa: S311


@dataclass
class _Poll:
    """The poll of one feed that has changed or failed.

    Attributes:
        after: seconds until the next poll; None if there is none.
        taken: how many texts of the answer were taken in.
    """

    lease: queue.Lease
    feed: PolledFeed
    answer: FeedResponse
    now: datetime
    after: float | None = None
    taken: int = 0

    def compute(self, feed_id: int) -> job.Write:
        """Read the answer and write all of its entries but the last part; that one is left to what is returned."""
        with transaction(settings().database_url) as conn:
            queue.extend_lease(conn, self.lease, settings().lease_seconds)
        state, read = self.feed.state, read_response(self.feed.state, self.answer, self.now)
        found: FeedOfPage | None = None
        if read.failure and not state.discovered and (read.is_page or read.leads_to):
            looked = find_feed_of_page(self.answer, read, self.now)
            if isinstance(looked, FeedOfPage):
                found = looked
            else:
                read = replace(read, failure=looked.reason)
        if found is not None:
            state, self.answer, read = replace(state, address=found.address), found.response, found.read
        with transaction(settings().database_url) as conn:
            if found and (other := polls.find_other_feed(conn, feed_id, found.address)):
                return self._merge_into(other)
            seen = find_seen_entries(conn, feed_id, [keys for _, keys in read.entries])
        until = self.feed.pushed_until
        plan = plan_poll(state, self.answer, read, seen, self.now, random.random(), pushed_until=until)  # noqa: S311
        self.after = None if plan.gone else plan.after
        last = self._write_parts(plan)

        def write(conn: Connection) -> job.Hints:
            receiver = Receiver(self.feed, self.taken)
            receiver.take_in(conn, last)
            if plan.new and pushes.note_news(conn, feed_id):
                self.after = plan_poll(state, self.answer, read, seen, self.now, random.random()).after  # noqa: S311
            polls.write_poll(conn, feed_id, plan)
            if plan.document is not None:
                prune_feed_entries(conn, feed_id, [each.entry_id for each in seen])
            if found is not None:
                others = [{"address": each.address, "title": each.title} for each in found.others]
                polls.write_found_feeds(conn, feed_id, others)
            return list(receiver.hints.items())

        return write

    def finish(self, conn: Connection, lease: queue.Lease) -> None:
        """Have the feed polled again when it is due; not at all one that is gone. Raises `LeaseLost`."""
        if self.after is None:
            queue.finish_job(conn, lease)
        else:
            feed_leases.reschedule_job(conn, lease, self.after)
            pushes.poll_pushed_feeds(conn, [lease.subject])

    def _write_parts(self, plan: PollPlan) -> list[NewEntry | ChangedEntry]:
        """Write the entries of a plan in parts, the last of the document first; returns the last part, not written."""
        entries: list[NewEntry | ChangedEntry] = [*reversed(plan.changed), *reversed(plan.new)]
        while len(entries) > _ENTRIES:
            part, entries = entries[:_ENTRIES], entries[_ENTRIES:]
            receiver = Receiver(self.feed, self.taken)
            with transaction(settings().database_url) as conn:
                queue.extend_lease(conn, self.lease, settings().lease_seconds, part_done=True)
                _require_feed(conn, self.feed.id)
                receiver.take_in(conn, part)
            self.taken = receiver.taken
            job.send_hints(list(receiver.hints.items()))
        return entries

    def _merge_into(self, other_id: int) -> job.Write:
        def write(conn: Connection) -> job.Hints:
            polls.merge_feed(conn, self.feed.id, other_id)
            return ()

        return write


def _require_feed(conn: Connection, feed_id: int) -> None:
    """Raises `NotFound` where a feed was removed meanwhile."""
    if not polls.get_polled_feeds(conn, [feed_id]):
        raise NotFound(f"there is no feed {feed_id}")
