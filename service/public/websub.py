"""Where hubs verify what the desk asked of them, and push that a feed has changed (WebSub, 5.3 and 7).

Somebody who knows a callback's address and secret can at most have a feed polled a little earlier: only the signature
of a push is read. An answer never tells whether a signature was good.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, Final

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from checks.types.websub import SUBSCRIBE
from checks.websub.signature import signature_problem
from checks.websub.subscription import DENIED_SECONDS, LONGEST_CHALLENGE, granted_lease, may_confirm
from service import security
from service.auth import anybody
from service.request import large_bodies
from service.request.body_stream import open_body
from service.request.transaction import transaction
from store.feeds import pushes, subscriptions
from store.feeds.feeds import KIND
from store.feeds.subscriptions import Subscription
from workers import enqueue

blueprint = Blueprint("websub", __name__)
LARGEST_PUSH: Final = 5_000_000  # bytes; hubs push the whole feed
_PIECE: Final = 65_536
_LONGEST_REASON: Final = 200


@blueprint.get("/websub/<token>")
@anybody
def verify_intent(token: str) -> Response:
    """Confirm what the hub was asked, and nothing else; or learn that it refuses."""
    given = {name: request.args.get(f"hub.{name}", "") for name in ("mode", "topic", "challenge", "lease_seconds")}
    with transaction() as conn:
        subscription = subscriptions.find_subscription(conn, token, lock=True)
        if subscription is None or given["topic"] != subscription.topic:
            return _respond(404)
        if given["mode"] == "denied" and subscription.mode == SUBSCRIBE:
            pushes.end_reliance(conn, subscription.id)
            subscriptions.deny(conn, subscription, _denial(request.args.get("hub.reason", "")), DENIED_SECONDS)
            return _respond(200)
        now, challenge = datetime.now(UTC), given["challenge"]
        good = may_confirm(subscription.state, subscription.topic, given["mode"], given["topic"], now)
        if not good or not 0 < len(challenge) <= LONGEST_CHALLENGE:
            return _respond(404)
        lease = granted_lease(given["lease_seconds"]) if subscription.mode == SUBSCRIBE else None
        subscriptions.confirm(conn, subscription, lease)
    return _respond(200, challenge)


@blueprint.post("/websub/<token>")
@security.without_form
@large_bodies.from_strangers(LARGEST_PUSH)
@anybody
def take_push(token: str) -> Response:
    """Have the feed polled, if the push is genuine."""
    with transaction() as conn:
        subscription = subscriptions.find_subscription(conn, token)
    if subscription is None:
        return _respond(404)
    if subscription.mode != SUBSCRIBE or subscription.lease_until is None:
        return _respond(410)
    problem = _problem_of_push(subscription)
    with transaction() as conn:
        if problem is None:
            pushes.note_push(conn, subscription)
        else:
            pushes.note_refused_push(conn, subscription, problem)
    if problem is None and subscription.feed_id is not None:
        enqueue.enqueue(KIND, [subscription.feed_id])
    return _respond(202)


def _problem_of_push(subscription: Subscription) -> str | None:
    """Why the push that comes in is not genuine, in words. Raises `ClientDisconnected` where it breaks off."""
    header = request.headers.get("X-Hub-Signature", "")
    try:
        body = open_body(request.environ, LARGEST_PUSH)
        return signature_problem(header, subscription.secret, _pieces(body))
    except RequestEntityTooLarge:
        return f"it was larger than {LARGEST_PUSH:,} bytes"


def _pieces(body: IO[bytes]) -> Iterator[bytes]:
    while piece := body.read(_PIECE):
        yield piece


def _denial(reason: str) -> str:
    given = " ".join(reason.split())[:_LONGEST_REASON]
    return f"the hub refused: {given}" if given else "the hub refused"


def _respond(status: int, text: str = "") -> Response:
    return Response(text, status, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})
