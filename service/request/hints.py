"""Hints for workers that are sent once the answer is, so that nobody waits for the broker."""

from flask import Response

import tracing
from service.request.transaction import transaction
from store import dispatch
from workers import enqueue


def enqueue_after(response: Response, jobs: list[tuple[str, int]]) -> Response:
    """The response, after which a hint is sent for each job (kind and subject); one that gets lost the sweeper
    sends again, and one that the broker does not take is marked as not sent.
    """
    if jobs:
        enqueued_by = tracing.parent()  # then its span is over
        response.call_on_close(lambda: _enqueue(jobs, enqueued_by))
    return response


def _enqueue(jobs: list[tuple[str, int]], enqueued_by: str | None) -> None:
    for kind, subject in jobs:
        if not enqueue.enqueue(kind, [subject], enqueued_by):
            with transaction() as conn:
                dispatch.unmark_jobs(conn, kind, [subject])
