"""Sends hints to the broker: "there is a job of this kind for this subject". One may be lost, and none holds a
request up.
"""

from collections.abc import Iterable
from contextlib import suppress
from functools import cache, lru_cache
from itertools import product
from typing import Final, Literal, TypeAlias, get_args

import redis
from celery import Celery
from kombu.exceptions import OperationalError
from structlog import get_logger

import tracing
from settings import settings
from store.queue import KINDS
from workers.task_table import QUEUES

ENQUEUED_BY: Final = "factdesk-enqueued-by"  # the header of a message that holds the span in which it was sent
# How a try of a job ended.
Outcome: TypeAlias = Literal["done", "failed", "to be tried again", "postponed", "lease lost", "gone"]
_SECONDS = 1.0
_OUTCOMES: Final = "outcomes"  # the hash in which workers count how jobs ended
_log = get_logger()


@cache
def broker_client() -> Celery:
    """A Celery app that only sends: no task is imported, short timeouts, no retries."""
    app = Celery("factdesk-client", broker=settings().redis_url)
    app.conf.update(
        task_publish_retry=False,
        task_ignore_result=True,
        broker_transport_options={
            "global_keyprefix": settings().queue_prefix,
            "socket_timeout": _SECONDS,
            "socket_connect_timeout": _SECONDS,
            "max_retries": 0,
        },
        broker_connection_timeout=_SECONDS,
    )
    return app


def enqueue(kind: str, subjects: Iterable[int], enqueued_by: str | None = None) -> bool:
    """Send one hint a subject; False while the broker is away; the sweeper enqueues later.

    Args:
        enqueued_by: the `tracing.parent()` of what sends it, if that is not the current span.
    """
    try:
        enqueued_by = enqueued_by or tracing.parent()
        headers = {ENQUEUED_BY: enqueued_by} if enqueued_by else None
        for subject in subjects:
            broker_client().send_task(
                f"workers.{kind}", (subject,), queue=QUEUES[kind], retry=False, headers=headers
            )
    except (OperationalError, OSError, redis.RedisError) as error:
        _log.warning("the broker is away; the sweeper will enqueue", kind=kind, error=str(error))
        return False
    return True


def broker_answers() -> bool:
    """Whether the broker answers within a second."""
    try:
        return bool(_redis().ping())
    except redis.RedisError:
        return False


def list_full_queues(most: int) -> set[str]:
    """The queues in which at least so many messages wait; none while the broker is away."""
    prefix = settings().queue_prefix
    try:
        return {name for name in set(QUEUES.values()) if _redis().llen(prefix + name) >= most}
    except redis.RedisError:
        return set()


def is_waiting(kind: str) -> bool:
    """Whether a job of this kind, or of another of its queue, waits for a worker; False while the broker is away."""
    try:
        return bool(_redis().llen(settings().queue_prefix + QUEUES[kind]))
    except redis.RedisError:
        return False


def count_outcome(kind: str, outcome: Outcome) -> None:
    """Count a job of this kind that ended so, for the metrics; not while the broker is away."""
    with suppress(redis.RedisError):
        _redis().hincrby(settings().queue_prefix + _OUTCOMES, f"{kind}:{outcome}", 1)


def read_outcomes() -> dict[tuple[str, str], int]:
    """How many jobs ended how since the broker was emptied, by kind and outcome; nothing while it is away.

    All kinds and outcomes are there, also with 0: how far a counter rises cannot be told of one that begins above 0.
    """
    try:
        found: dict[bytes, bytes] = _redis().hgetall(settings().queue_prefix + _OUTCOMES)  # type: ignore[assignment]
    except redis.RedisError:
        return {}
    parts = {name.decode().partition(":"): int(count) for name, count in found.items()}
    counted = {(kind, outcome): count for (kind, _, outcome), count in parts.items()}
    return dict.fromkeys(product(KINDS, get_args(Outcome)), 0) | counted


def _redis() -> "redis.Redis":
    return _redis_at(settings().redis_url.replace("redis+socket://", "unix://"))


@lru_cache(maxsize=4)
def _redis_at(url: str) -> "redis.Redis":
    return redis.Redis.from_url(url, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS)
