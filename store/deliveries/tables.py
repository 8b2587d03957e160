"""The tables of webhooks, what is delivered to them, and each attempt at it."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from store.columns import identity, moment, one_of
from store.db import metadata

EVENTS: Final = (
    "article.ready",
    "claim.state_changed",
    "verdict.submitted",
    "verdict.approved",
    "fact_check.published",
    "fact_check.corrected",
    "fact_check.withdrawn",
)
TEST_EVENT: Final = "webhook.test"  # which nobody subscribes to: it is sent when somebody asks for it
STATES: Final = ("waiting", "delivered", "failed")
LONGEST_DESCRIPTION: Final = 200

webhooks = sa.Table(
    "webhooks",
    metadata,
    identity(),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False, server_default=""),
    sa.Column("events", ARRAY(sa.Text), nullable=False),
    sa.Column("secret", sa.LargeBinary, nullable=False),
    sa.Column("paused", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("reason", sa.Text),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    moment("failing_since"),
    moment("delivered_at"),
    sa.Column("added_by", sa.BigInteger, sa.ForeignKey("people.id")),
    moment("added_at", now=True),
    sa.CheckConstraint("cardinality(events) > 0", "events_some"),
    sa.CheckConstraint(f"events <@ ARRAY[{', '.join(repr(event) for event in EVENTS)}]", "events_known"),
    sa.CheckConstraint("(failures = 0) = (failing_since IS NULL)", "failing_since_when"),
)
old_webhook_secrets = sa.Table(
    "old_webhook_secrets",
    metadata,
    identity(),
    sa.Column(
        "webhook_id", sa.BigInteger, sa.ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("secret", sa.LargeBinary, nullable=False),
    moment("signs_until", required=True),
)
deliveries = sa.Table(
    "deliveries",
    metadata,
    identity(),
    sa.Column("webhook_id", sa.BigInteger, sa.ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False),
    sa.Column("message_id", sa.Text, nullable=False, unique=True),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    moment("happened_at", now=True),
    moment("not_before"),
    sa.Column("state", sa.Text, nullable=False, server_default="waiting"),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("status", sa.Integer),
    sa.Column("reason", sa.Text),
    moment("attempted_at"),
    sa.CheckConstraint(one_of("state", STATES), "state"),
    sa.CheckConstraint(one_of("event", (*EVENTS, TEST_EVENT)), "event"),
    sa.CheckConstraint("state <> 'failed' OR reason IS NOT NULL", "failed_says_why"),
    sa.Index("ix_deliveries_webhook_id", "webhook_id", "id"),
    sa.Index("ix_deliveries_failed", "webhook_id", "id", postgresql_where=sa.text("state = 'failed'")),
    sa.Index("ix_deliveries_waiting", "webhook_id", postgresql_where=sa.text("state = 'waiting'")),
    sa.Index("ix_deliveries_happened_at", "happened_at"),
)
delivery_attempts = sa.Table(
    "delivery_attempts",
    metadata,
    identity(),
    sa.Column(
        "delivery_id",
        sa.BigInteger,
        sa.ForeignKey("deliveries.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    moment("at", now=True),
    sa.Column("status", sa.Integer),
    sa.Column("reason", sa.Text),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("answer", sa.Text, nullable=False, server_default=""),
)
