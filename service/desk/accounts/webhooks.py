"""Webhooks in the desk: which addresses are told of events, how they do, and what was delivered to each."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service import auth
from service.desk import forms
from service.request import cursors
from service.request.transaction import transaction
from store.deliveries import deliveries, events, webhooks
from store.deliveries.tables import EVENTS, STATES
from store.deliveries.webhooks import WebhookChanges
from store.people import Refused
from workers import enqueue

blueprint = Blueprint("webhooks", __name__, url_prefix="/webhooks")
_LIMIT = 50


@blueprint.get("")
@auth.desk("admin")
def webhooks_page() -> str:
    """All webhooks, and the form to add another one."""
    return _render_webhooks()


@blueprint.post("")
@auth.desk("admin")
def add_webhook() -> str | tuple[str, int]:
    """Add a webhook; its secret is shown this once."""
    given = _form()
    try:
        with transaction() as conn:
            webhook_id, secret = webhooks.add_webhook(
                conn, given["url"], given["events"], auth.actor(), description=given["description"]
            )
    except Refused as error:
        return _render_webhooks(wrong={error.field: str(error)}, given=given), 422
    return _render_webhook(webhook_id, secret=secret)


@blueprint.get("/<int:webhook_id>")
@auth.desk("admin")
def webhook_page(webhook_id: int) -> str:
    """One webhook: how it does, its settings, what was delivered."""
    return _render_webhook(webhook_id)


@blueprint.post("/<int:webhook_id>")
@auth.desk("admin")
def change_webhook(webhook_id: int) -> tuple[str, int] | Response:
    """Save the settings of a webhook."""
    try:
        with transaction() as conn:
            webhooks.change_webhook(conn, webhook_id, _form(), auth.actor())
    except Refused as error:
        return _render_webhook(webhook_id, wrong={error.field: str(error)}), 422
    return _back(webhook_id)


@blueprint.post("/<int:webhook_id>/pause")
@auth.desk("admin")
def pause_webhook(webhook_id: int) -> Response:
    """Send nothing until it is resumed; what happens meanwhile waits."""
    with transaction() as conn:
        webhooks.change_webhook(conn, webhook_id, {"paused": True}, auth.actor())
    return _back(webhook_id)


@blueprint.post("/<int:webhook_id>/resume")
@auth.desk("admin")
def resume_webhook(webhook_id: int) -> Response:
    """Send again, first what has waited."""
    with transaction() as conn:
        webhooks.change_webhook(conn, webhook_id, {"paused": False}, auth.actor())
    return _back(webhook_id)


@blueprint.post("/<int:webhook_id>/secret")
@auth.desk("admin")
def renew_webhook_secret(webhook_id: int) -> str:
    """Give a webhook another secret, shown this once."""
    with transaction() as conn:
        secret = webhooks.renew_secret(conn, webhook_id, auth.actor())
    return _render_webhook(webhook_id, secret=secret)


@blueprint.post("/<int:webhook_id>/test")
@auth.desk("admin")
def test_webhook(webhook_id: int) -> Response:
    """Send a webhook an event that tells of nothing."""
    with transaction() as conn:
        webhooks.get_webhook(conn, webhook_id)
        delivery_id = events.send_test_event(conn, webhook_id)
    enqueue.enqueue(webhooks.KIND, [delivery_id])
    return _back(webhook_id)


@blueprint.post("/<int:webhook_id>/remove")
@auth.desk("admin")
def remove_webhook(webhook_id: int) -> Response:
    """Remove a webhook with its log."""
    with transaction() as conn:
        webhooks.remove_webhook(conn, webhook_id, auth.actor())
    return redirect(url_for("webhooks.webhooks_page"))


@blueprint.post("/<int:webhook_id>/deliveries/<int:delivery_id>/send")
@auth.desk("admin")
def send_delivery_again(webhook_id: int, delivery_id: int) -> Response:
    """Send a delivery again, now."""
    with transaction() as conn:
        deliveries.send_again(conn, webhook_id, delivery_id, auth.actor())
    enqueue.enqueue(webhooks.KIND, [delivery_id])
    return _back(webhook_id)


def _back(webhook_id: int) -> Response:
    return forms.back(url_for("webhooks.webhook_page", webhook_id=webhook_id))


def _form() -> WebhookChanges:
    chosen = [event for event in request.form.getlist("events") if event]
    return {"url": forms.text("url") or "", "description": forms.text("description") or "", "events": chosen}


def _render_webhooks(wrong: dict[str, str] | None = None, given: WebhookChanges | None = None) -> str:
    with transaction() as conn:
        rows = webhooks.list_webhooks(conn)
    return render_template(
        "desk/accounts/webhooks.html",
        rows=rows,
        events=EVENTS,
        wrong=wrong or {},
        given=given or {"events": EVENTS},
    )


def _render_webhook(webhook_id: int, secret: str = "", wrong: dict[str, str] | None = None) -> str:
    of = f"deliveries of webhook {webhook_id}"
    before, state = cursors.read_id(of, "before"), request.args.get("state") or None
    if state and state not in STATES:
        raise Refused("state", f"the state is one of {', '.join(STATES)}")
    with transaction() as conn:
        row = webhooks.get_webhook(conn, webhook_id)
        log = deliveries.list_deliveries(conn, webhook_id, state=state, before=before, limit=_LIMIT + 1)
    return render_template(
        "desk/accounts/webhook.html",
        webhook=row,
        log=log[:_LIMIT],
        more=cursors.after(of, log, _LIMIT),
        state=state,
        states=STATES,
        events=EVENTS,
        secret=secret,
        wrong=wrong or {},
    )
