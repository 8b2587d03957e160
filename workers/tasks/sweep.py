"""Finds jobs whose hints were lost and enqueues them again; brings back claims whose snooze is over; tells of
replies that are due; has embeddings filled in.

External ratings that were not read yet, or were read by older rules, are read by the rules.
"""

from collections.abc import Callable
from itertools import groupby
from operator import itemgetter
from typing import Final

from celery import shared_task
from structlog import get_logger

from checks.suggestion import ratings
from settings import settings
from store import dispatch, embeddings, queue
from store.articles import refetching
from store.claims import counts, transitions
from store.db import Connection, DatabaseError, is_away, transaction
from store.deliveries import deliveries, ready
from store.discussion import reply_requests
from store.external import import_uploads, imports, rating_list, rating_mappings
from store.feeds import polls, subscriptions
from store.lookups import sources, track_record
from store.statistics import summary
from store.verdicts import rating_counts
from workers import enqueue
from workers.feeds import subscribing
from workers.task_table import QUEUES
from workers.tasks import embed

_MOST: Final = 1000  # jobs and ratings in one sweep
_log = get_logger()
_FULL: Final = 500  # hints in a queue; few enough to be read within seconds where their jobs are done already


@shared_task(name="workers.sweep")
def run() -> int:
    """Sweep once; returns how many jobs were enqueued.

    They are sent once the transaction that marks them is over: a worker that takes many jobs at once passes over
    rows that are locked, and would take a hint for nothing. What the broker does not take is unmarked. A queue in
    which many hints wait gets no more: those of jobs that wait for long are not lost but in there, and hints that are
    sent again and again would keep the workers busy.
    """
    _keep_house()
    full = enqueue.list_full_queues(_FULL)
    kinds = [kind for kind in queue.KINDS if QUEUES[kind] not in full]
    with transaction(settings().database_url) as conn:
        limited = sources.list_limited_sources(conn)
        still = dispatch.mark_due_jobs(conn, _MOST, settings().lease_seconds, limited, kinds)
        if "lookup" in kinds:
            still += [("lookup", n) for name in limited for n in sources.list_startable_lookups(conn, name)]
        still.sort()
    if not _send(still):
        return 0
    with transaction(
        settings().database_url
    ) as conn:  # last and by itself: over a million claims it takes seconds
        summary.update_summary(conn)
        track_record.keep_track_records(conn)
    return len(still)


def _send(jobs: list[tuple[str, int]]) -> bool:
    """Send the hints of jobs, given in order of their kinds; False if the broker is away."""
    by_kind = [(kind, [subject for _, subject in rows]) for kind, rows in groupby(jobs, key=itemgetter(0))]
    for at, (kind, subjects) in enumerate(by_kind):
        if not enqueue.enqueue(kind, subjects):
            with transaction(settings().database_url) as conn:
                for unsent in by_kind[at:]:
                    dispatch.unmark_jobs(conn, *unsent)
            return False
    return True


def _keep_house() -> None:
    """Do each chore in a transaction of its own: one that fails keeps neither the others nor lost hints waiting.

    Raises:
        DatabaseError: the store is not answering.
    """
    for chore in _CHORES:
        try:
            with transaction(settings().database_url) as conn:
                chore(conn)
        except DatabaseError as error:
            if is_away(error):
                raise
            _log.exception("a chore of the sweeper failed", chore=chore.__name__)


def _reconcile_subscriptions(conn: Connection) -> None:
    subscriptions.reconcile_subscriptions(conn, enabled=subscribing.is_enabled())


def _read_ratings(conn: Connection) -> None:
    unread = rating_mappings.list_unread_ratings(conn, ratings.rating_rules_version(), _MOST)
    rating_mappings.write_rating_readings(
        conn, {kind: ratings.read_rating(*kind, None) for kind in unread}, ratings.rating_rules_version()
    )


def _embed_what_is_missing(conn: Connection) -> None:
    if embeddings.any_embedding_missing(conn):
        queue.add_jobs(conn, "embed", [embed.SUBJECT])
        queue.retry_job(conn, "embed", embed.SUBJECT)


_CHORES: Final[tuple[Callable[[Connection], object], ...]] = (
    transitions.reopen_snoozed_claims,
    reply_requests.tell_of_due_replies,
    counts.add_up_counts,
    rating_counts.add_up_rating_counts,
    rating_list.add_up_external_counts,
    import_uploads.drop_unfinished_uploads,
    imports.drop_files_of_failed_imports,
    polls.retry_stopped_feeds,
    refetching.retry_failed_fetches,
    _reconcile_subscriptions,
    deliveries.drop_old_deliveries,
    ready.note_ready_articles,
    _read_ratings,
    _embed_what_is_missing,
)
