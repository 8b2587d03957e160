"""Webhooks: addresses that are told of events. For admins, since an address may hold a secret."""

from typing import Annotated, cast

from flask import Blueprint, Response, url_for
from pydantic import Field

from service import auth
from service.api import http
from service.api.fields import Address, Body, OneOf, Words
from service.api.schemas.base import from_row, from_rows
from service.api.schemas.webhooks import MadeWebhook, Webhook
from service.request.transaction import transaction
from store.deliveries import webhooks
from store.deliveries.tables import EVENTS, LONGEST_DESCRIPTION
from store.deliveries.webhooks import WebhookChanges

blueprint = Blueprint("api_webhooks", __name__, url_prefix="/api/v1/webhooks")
Events = Annotated[
    list[Annotated[str, OneOf(EVENTS)]], Field(min_length=1, max_length=len(EVENTS), description="what is told")
]
Description = Annotated[Words, Field(max_length=LONGEST_DESCRIPTION)]


class NewWebhook(Body):
    """An address with the events that it is to be told of."""

    url: Annotated[Address, Field(min_length=1)]
    events: Events
    description: Description = ""
    paused: bool = False


class WebhookChange(Body):
    """What is to change; what is not named, or null, stays as it is."""

    url: Annotated[Address, Field(min_length=1)] | None = None
    events: Events | None = None
    description: Description | None = None
    paused: bool | None = None

    def changes(self) -> WebhookChanges:
        """Values by name."""
        return cast(WebhookChanges, self.model_dump(exclude_none=True))


@blueprint.post("")
@auth.api("claims", "admin")
@http.describe("Subscribe an address to events; its secret is shown this once", gives=MadeWebhook, takes=NewWebhook,
                 status=201)  # fmt: skip
def add_webhook() -> Response:
    """Store a webhook."""
    sent = http.read_body(NewWebhook)
    with transaction() as conn:
        webhook_id, secret = webhooks.add_webhook(
            conn, sent.url, sent.events, auth.actor(), description=sent.description, paused=sent.paused
        )
        shown = from_row(MadeWebhook, webhooks.get_webhook(conn, webhook_id), secret=secret)
    there = {"Location": url_for("api_webhooks.get_webhook", webhook_id=webhook_id)}
    return http.respond(shown, 201, there)


@blueprint.get("")
@auth.api("read", "admin")
@http.describe("List webhooks, the newest first, without their secrets", gives=Webhook, many=True)
def list_webhooks() -> Response:
    """All webhooks."""
    with transaction() as conn:
        return http.paged(from_rows(Webhook, webhooks.list_webhooks(conn)))


@blueprint.get("/<int:webhook_id>")
@auth.api("read", "admin")
@http.describe("Read a webhook and how it does", gives=Webhook)
def get_webhook(webhook_id: int) -> Response:
    """One webhook."""
    with transaction() as conn:
        return http.respond(from_row(Webhook, webhooks.get_webhook(conn, webhook_id)))


@blueprint.patch("/<int:webhook_id>")
@auth.api("claims", "admin")
@http.describe("Change a webhook, pause or resume it; what waited is sent when it is resumed", gives=Webhook,
                 takes=WebhookChange)  # fmt: skip
def change_webhook(webhook_id: int) -> Response:
    """Change what is named."""
    changes = http.read_body(WebhookChange).changes()
    with transaction() as conn:
        webhooks.change_webhook(conn, webhook_id, changes, auth.actor())
        return http.respond(from_row(Webhook, webhooks.get_webhook(conn, webhook_id)))


@blueprint.delete("/<int:webhook_id>")
@auth.api("claims", "admin")
@http.describe("Remove a webhook with its log, and with what waits for it", status=204)
def remove_webhook(webhook_id: int) -> Response:
    """Remove a webhook."""
    with transaction() as conn:
        webhooks.remove_webhook(conn, webhook_id, auth.actor())
    return Response(status=204)


@blueprint.post("/<int:webhook_id>/secret")
@auth.api("claims", "admin")
@http.describe(
    "Give a webhook another secret, shown this once; the one before signs too for a day", gives=MadeWebhook
)
def renew_webhook_secret(webhook_id: int) -> Response:
    """Make another secret."""
    with transaction() as conn:
        secret = webhooks.renew_secret(conn, webhook_id, auth.actor())
        return http.respond(from_row(MadeWebhook, webhooks.get_webhook(conn, webhook_id), secret=secret))
