"""Sends hints to the broker: "there is a job of this kind for this subject". One may be lost, and none holds a request up."""

from collections.abc import Iterable
from functools import cache
from typing import Final

import redis
from celery import Celery
from kombu.exceptions import OperationalError
from structlog import get_logger

from settings import settings

QUEUES: Final = {
    "split": "split",
    "lookup_batch": "lookup",
    "lookup": "lookup",
    "suggest": "housekeeping",
    "deliver": "deliveries",
    "mail": "deliveries",
    "embed": "housekeeping",
    "import": "housekeeping",
    "shelf": "housekeeping",
    "fetch": "feeds",
    "refetch": "feeds",
    "feed": "feeds",
}
SWEEP_QUEUE: Final = "sweep"  # of the sweeper alone, so that no amount of other work makes it wait
_SECONDS = 1.0
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


def enqueue(kind: str, subjects: Iterable[int]) -> bool:
    """Send one hint a subject; False while the broker is away; the sweeper enqueues later."""
    try:
        for subject in subjects:
            broker_client().send_task(f"workers.{kind}", (subject,), queue=QUEUES[kind], retry=False)
    except (OperationalError, OSError, redis.RedisError) as error:
        _log.warning("the broker is away; the sweeper will enqueue", kind=kind, error=str(error))
        return False
    return True


def broker_answers() -> bool:
    """Whether the broker answers within a second."""
    url = settings().redis_url.replace("redis+socket://", "unix://")
    try:
        with redis.Redis.from_url(url, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
