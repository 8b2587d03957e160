"""What the API gives of webhooks."""

from typing import Annotated

from service.api.fields import OneOf
from service.api.schemas.base import Instant, ResponseModel
from store.deliveries.tables import EVENTS, STATES, TEST_EVENT
from store.deliveries.webhooks import HEALTH


class Webhook(ResponseModel):
    """A webhook and how it does: `failures` in a row since `failing_since`, and how many deliveries wait.

    `reason` says why the desk paused it, or why the last attempt failed. Until `old_secret_until` a secret that
    was renewed signs beside the new one.
    """

    id: int
    url: str
    description: str
    events: list[Annotated[str, OneOf(EVENTS)]]
    paused: bool
    health: Annotated[str, OneOf(HEALTH)]
    reason: str | None
    failures: int
    failing_since: Instant | None
    delivered_at: Instant | None
    added_by: int | None
    added_at: Instant
    old_secret_until: Instant | None
    waiting: int


class MadeWebhook(Webhook):
    """A webhook with its secret, which is shown this once."""

    secret: str


class Delivery(ResponseModel):
    """An event on its way to a webhook: `message_id` is its `webhook-id`, `status` that of the last answer.

    `due_at` is when it is tried next, null where it is not.
    """

    id: int
    message_id: str
    event: Annotated[str, OneOf((*EVENTS, TEST_EVENT))]
    state: Annotated[str, OneOf(STATES)]
    happened_at: Instant
    attempts: int
    status: int | None
    reason: str | None
    attempted_at: Instant | None
    due_at: Instant | None


class DeliveryAttempt(ResponseModel):
    """One attempt at a delivery: how long it took, and the beginning of what was answered."""

    at: Instant
    status: int | None
    reason: str | None
    seconds: float
    answer: str


class WholeDelivery(Delivery):
    """A delivery with what is sent and each attempt, the newest first."""

    body: str
    log: list[DeliveryAttempt]
