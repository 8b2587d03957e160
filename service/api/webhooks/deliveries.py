"""What was, and is still to be, delivered to a webhook."""

from flask import Blueprint, Response

from service import auth
from service.api import http, parameters
from service.api.schemas.base import from_row, from_rows
from service.api.schemas.webhooks import Delivery, DeliveryAttempt, WholeDelivery
from service.request import cursors
from service.request.transaction import transaction
from store.db import Connection
from store.deliveries import deliveries, events, webhooks
from store.deliveries.webhooks import KIND
from workers import enqueue

blueprint = Blueprint("api_deliveries", __name__, url_prefix="/api/v1/webhooks/<int:webhook_id>")


@blueprint.get("/deliveries")
@auth.api("read", "admin")
@http.describe("List the deliveries of a webhook within 30 days, the newest first", gives=Delivery, many=True,
                 query="delivery_state limit cursor")  # fmt: skip
def list_deliveries(webhook_id: int) -> Response:
    """A page of deliveries."""
    of = f"deliveries of webhook {webhook_id}"
    limit, before, state = parameters.limit(), cursors.read_id(of), parameters.choice("delivery_state")
    with transaction() as conn:
        webhooks.get_webhook(conn, webhook_id)
        rows = deliveries.list_deliveries(conn, webhook_id, state=state, before=before, limit=limit + 1)
    return http.paged(from_rows(Delivery, rows[:limit]), cursors.after(of, rows, limit))


@blueprint.get("/deliveries/<int:delivery_id>")
@auth.api("read", "admin")
@http.describe("Read a delivery with its body and each attempt", gives=WholeDelivery)
def get_delivery(webhook_id: int, delivery_id: int) -> Response:
    """One delivery."""
    with transaction() as conn:
        return http.respond(_whole(conn, webhook_id, delivery_id))


@blueprint.post("/deliveries/<int:delivery_id>/send")
@auth.api("claims", "admin")
@http.describe("Send a delivery again, under the same message id", gives=WholeDelivery, status=202)
def send_delivery_again(webhook_id: int, delivery_id: int) -> Response:
    """Make a delivery due now, whatever became of it."""
    with transaction() as conn:
        deliveries.send_again(conn, webhook_id, delivery_id, auth.actor())
        shown = _whole(conn, webhook_id, delivery_id)
    enqueue.enqueue(KIND, [delivery_id])
    return http.respond(shown, 202)


@blueprint.post("/test")
@auth.api("claims", "admin")
@http.describe("Send a webhook the event `webhook.test`", gives=WholeDelivery, status=202)
def test_webhook(webhook_id: int) -> Response:
    """Add a delivery that tells of nothing."""
    with transaction() as conn:
        webhooks.get_webhook(conn, webhook_id)
        delivery_id = events.send_test_event(conn, webhook_id)
        shown = _whole(conn, webhook_id, delivery_id)
    enqueue.enqueue(KIND, [delivery_id])
    return http.respond(shown, 202)


def _whole(conn: Connection, webhook_id: int, delivery_id: int) -> WholeDelivery:
    row = deliveries.get_delivery(conn, webhook_id, delivery_id)
    log = from_rows(DeliveryAttempt, deliveries.list_attempts(conn, row.id))
    return from_row(WholeDelivery, row, log=log)
