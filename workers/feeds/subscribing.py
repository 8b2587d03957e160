"""One subscription to the hub of a feed: asked for, renewed before its lease ends, and ended with its feed."""

import random
from datetime import UTC, datetime
from functools import cache, partial
from importlib.metadata import version
from typing import Final
from urllib.parse import urlencode, urljoin

from celery import shared_task

from checks.documents.cleaning.layout import printable
from checks.feeds.schedule import pause_after_failure, retry_after
from checks.retrieval.fetch.host_turns import HostTurns
from checks.retrieval.fetch.web import FetchFailed, NotItsTurn, Web, WebResponse
from checks.types.address import InsideHosts
from checks.types.websub import SUBSCRIBE
from checks.websub.reach import takes_pushes
from checks.websub.subscription import LEASE_SECONDS, next_step
from settings import settings
from store import queue
from store.db import Connection, transaction
from store.feeds import leases, subscriptions
from store.feeds.subscriptions import KIND, Subscription
from workers import job

_SECONDS: Final = 15.0  # of an exchange
_LARGEST: Final = 100_000  # bytes of an answer, of which the beginning is shown
_LONGEST_ANSWER: Final = 200
_MOST_REDIRECTS: Final = 3
_UNVERIFIED: Final = "the hub took the request and did not verify it; it may not reach the desk"


def is_enabled() -> bool:
    """Whether the desk subscribes to hubs."""
    return takes_pushes(settings().websub, settings().base_url)


@shared_task(name=f"workers.{KIND}")
def run(subscription_id: int) -> None:
    """Take the next step of one subscription."""
    job.run(KIND, subscription_id, _compute, finish=_finish)


def _compute(subscription_id: int) -> job.Write:
    with transaction(settings().database_url) as conn:
        subscription = subscriptions.get_subscription(conn, subscription_id)
    interrupted = job.current_lease().attempts > 1  # every step that ends counts them anew
    step = next_step(subscription.state, datetime.now(UTC), interrupted=interrupted)
    if step.action == "ask":
        return _ask(subscription)
    if step.action == "unverified":
        return _write_failure(subscription, _UNVERIFIED, 0.0)
    if step.action == "drop":
        return partial(_drop, subscription_id)
    return _write_nothing


def _finish(conn: Connection, lease: queue.Lease) -> None:
    """Have the job done again at the next step, which the hub may have changed meanwhile. Raises `LeaseLost`."""
    subscription = subscriptions.lock_subscription(conn, lease.subject)
    if subscription is None:
        queue.finish_job(conn, lease)
    else:
        leases.reschedule_job(conn, lease, next_step(subscription.state, datetime.now(UTC)).after)


def _ask(subscription: Subscription) -> job.Write:
    """Ask the hub; that it is asked is committed first, since many hubs verify before they answer."""
    with transaction(settings().database_url) as conn:
        queue.extend_lease(conn, job.current_lease(), settings().lease_seconds)
        subscriptions.note_request(conn, subscription.id)
    try:
        answer = _post(subscription.hub, _form(subscription))
    except FetchFailed as error:
        return _write_failure(subscription, str(error), 0.0)
    except NotItsTurn as early:
        unsent = partial(_write_unsent, subscription.id)
        raise job.TryAgain("the hub was asked a moment ago", after=early.after, busy=True, write=unsent) from None
    if 200 <= answer.status < 300:
        return _write_nothing
    said = printable(answer.content.decode("utf-8", "replace")).strip()[:_LONGEST_ANSWER]
    reason = f"the hub answered {answer.status}" + (f": {said}" if said else "")
    return _write_failure(subscription, reason, retry_after(answer.headers, datetime.now(UTC)))


def _form(subscription: Subscription) -> bytes:
    given = {
        "hub.callback": f"{settings().base_url}/websub/{subscription.token}",
        "hub.mode": subscription.mode,
        "hub.topic": subscription.topic,
    }
    if subscription.mode == SUBSCRIBE:
        given |= {"hub.secret": subscription.secret, "hub.lease_seconds": str(LEASE_SECONDS)}
    return urlencode(given).encode()


def _post(url: str, body: bytes) -> WebResponse:
    """A hub's answer, asked at its new address if it says that it has moved. Raises as `Web.post`."""
    for _ in range(_MOST_REDIRECTS):
        answer = _web().post(url, body, {"Content-Type": "application/x-www-form-urlencoded"})
        if answer.status not in (307, 308) or "location" not in answer.headers:
            return answer
        url = urljoin(url, answer.headers["location"])
    raise FetchFailed(f"the hub leads on to other addresses more than {_MOST_REDIRECTS - 1} times")


def _write_failure(subscription: Subscription, reason: str, asked: float) -> job.Write:
    after = pause_after_failure(subscription.failures + 1, asked, random.random())  # noqa: S311

    def write(conn: Connection) -> job.Hints:
        subscriptions.note_failed_request(conn, subscription.id, reason, after)
        return ()

    return write


def _write_unsent(subscription_id: int, conn: Connection) -> job.Hints:
    subscriptions.note_unsent_request(conn, subscription_id)
    return ()


def _drop(subscription_id: int, conn: Connection) -> job.Hints:
    subscriptions.drop_subscription(conn, subscription_id)
    return ()


def _write_nothing(conn: Connection) -> job.Hints:
    return ()


@cache
def _web() -> Web:
    turns = HostTurns(settings().redis_url, settings().queue_prefix, settings().host_seconds)
    contact = settings().contact or settings().base_url
    return Web(
        f"Factdesk/{version('factdesk')} (WebSub subscriber; {contact})",
        _SECONDS,
        _LARGEST,
        inside=InsideHosts.parse(settings().inside_hosts),
        await_turn=turns.await_turn,
    )
