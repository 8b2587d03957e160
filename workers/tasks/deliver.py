"""One event sent to one webhook: signed, once an attempt, and noted with what came back."""

import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from typing import Final

from celery import shared_task

from checks.documents.cleaning.layout import printable
from checks.feeds.schedule import retry_after
from checks.retrieval.fetch.web import FetchFailed, Web
from checks.types.address import InsideHosts
from settings import settings
from store.db import Connection, transaction
from store.deliveries import deliveries
from store.deliveries.deliveries import OutgoingDelivery
from store.deliveries.webhooks import KIND
from workers import job
from workers.webhooks.schedule import Failure, plan_retry
from workers.webhooks.signature import sign

_SECONDS: Final = 15.0  # of an exchange; Standard Webhooks asks for 15 to 30
_LARGEST: Final = 1_000_000  # bytes of an answer, of which only the beginning is kept
_DIED: Final = "the worker that sent it died each time"


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of an attempt; `reason` is why it failed, None if it did not."""

    status: int | None
    reason: str | None
    seconds: float
    answer: str = ""
    retry_after: float = 0.0
    refused: bool = False


@shared_task(name=f"workers.{KIND}")
def run(delivery_id: int) -> None:
    """Send one delivery, if that is still to be done."""
    job.run(KIND, delivery_id, _compute, _on_exhausted, deliveries.may_start_delivery)


def _compute(delivery_id: int) -> job.Write:
    with transaction(settings().database_url) as conn:
        outgoing = deliveries.load_outgoing(conn, delivery_id)
    if outgoing.paused or outgoing.state != "waiting":
        return _go_on(outgoing)
    if outgoing.not_before and (wait := (outgoing.not_before - datetime.now(UTC)).total_seconds()) > 0:
        raise job.TryAgain("nobody is to be told yet", after=wait, busy=True, write=_go_on(outgoing))
    outcome = _send(outgoing)
    if outcome.reason is None:
        return lambda conn: [(KIND, _record_success(conn, outgoing, outcome))]
    return _fail(outgoing, outcome, outcome.reason)


def _go_on(outgoing: OutgoingDelivery) -> job.Note:
    """Write nothing, and go on with the next delivery of the same webhook."""
    return lambda conn: [(KIND, deliveries.next_deliveries(conn, outgoing, job.current_lease()))]


def _send(outgoing: OutgoingDelivery) -> _Outcome:
    body, began = outgoing.body.encode(), time.monotonic()
    headers = sign(outgoing.message_id, int(time.time()), body, outgoing.secret, *outgoing.old_secrets)
    try:
        answer = _web().post(outgoing.url, body, {"Content-Type": "application/json", **headers})
    except FetchFailed as error:
        return _Outcome(None, str(error), time.monotonic() - began, refused=error.refused)
    seconds, text = time.monotonic() - began, printable(answer.content.decode("utf-8", "replace"))
    reason = None if 200 <= answer.status < 300 else f"it answered {answer.status}"
    if 300 <= answer.status < 400:
        reason = f"it leads on to another address ({answer.status}), which is not followed"
    return _Outcome(
        status=answer.status,
        reason=reason,
        seconds=seconds,
        answer=text,
        retry_after=retry_after(answer.headers, datetime.now(UTC)),
    )


def _record_success(conn: Connection, outgoing: OutgoingDelivery, outcome: _Outcome) -> list[int]:
    lease = job.current_lease()
    return deliveries.record_success(conn, outgoing, lease, outcome.status or 0, outcome.seconds, outcome.answer)


def _fail(outgoing: OutgoingDelivery, outcome: _Outcome, reason: str) -> job.Write:
    """Write a failure down. Raises `TryAgain` where the delivery is tried again."""
    since = outgoing.failing_since
    failing_for = (datetime.now(UTC) - since).total_seconds() if since else 0.0
    failure = Failure(
        attempts=outgoing.attempts + 1,
        failures=outgoing.failures + 1,
        failing_for=failing_for,
        status=outcome.status,
        retry_after=outcome.retry_after,
        refused=outcome.refused,
    )
    plan = plan_retry(failure, reason, random.random())  # noqa: S311 - no secret

    def write(conn: Connection) -> job.Hints:
        deliveries.record_failure(
            conn,
            outgoing,
            outcome.status,
            reason,
            outcome.seconds,
            outcome.answer,
            hold=plan.hold,
            final=plan.after is None,
            pause=plan.pause,
        )
        return ()

    if plan.after is None:
        return write
    raise job.TryAgain(reason, after=plan.after, busy=True, write=write)


@cache
def _web() -> Web:
    contact = settings().contact or settings().base_url
    inside = InsideHosts.parse(settings().inside_hosts)
    return Web(f"Factdesk/{version('factdesk')} ({contact})", _SECONDS, _LARGEST, inside=inside)


def _on_exhausted(conn: Connection, delivery_id: int) -> job.Hints:
    deliveries.record_given_up(conn, delivery_id, _DIED)
    return ()
