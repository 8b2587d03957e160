"""Webhooks, what is delivered to them, and when an article became ready."""

import sqlalchemy as sa
from alembic import op

from store.migrations import steps

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.execute("ALTER TABLE revisions ADD COLUMN IF NOT EXISTS ready_at timestamptz")
    # Nobody is told of what was ready before.
    steps.in_portions(
        "UPDATE revisions SET ready_at = split_at WHERE id BETWEEN :first AND :last", "revisions", 5_000
    )
    steps.make_index("ix_revisions_not_ready", "revisions (split_at) WHERE ready_at IS NULL")
    op.execute(_WEBHOOKS)
    op.execute(_DELIVERIES)
    op.execute(_ATTEMPTS)
    op.create_index("ix_deliveries_webhook_id", "deliveries", ["webhook_id", "id"])
    op.create_index(
        "ix_deliveries_waiting", "deliveries", ["webhook_id"], postgresql_where=sa.text("state = 'waiting'")
    )
    op.create_index("ix_deliveries_happened_at", "deliveries", ["happened_at"])
    op.create_index("ix_delivery_attempts_delivery_id", "delivery_attempts", ["delivery_id"])


_WEBHOOKS = """
CREATE TABLE webhooks (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    url TEXT NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    events TEXT[] NOT NULL,
    secret BYTEA NOT NULL,
    paused BOOLEAN DEFAULT false NOT NULL,
    reason TEXT,
    failures INTEGER DEFAULT '0' NOT NULL,
    failing_since TIMESTAMP WITH TIME ZONE,
    delivered_at TIMESTAMP WITH TIME ZONE,
    added_by BIGINT,
    added_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_webhooks PRIMARY KEY (id),
    CONSTRAINT ck_webhooks_events_some CHECK (cardinality(events) > 0),
    CONSTRAINT ck_webhooks_events_known CHECK (events <@ ARRAY['article.ready', 'claim.state_changed',
      'verdict.submitted', 'verdict.approved', 'fact_check.published', 'fact_check.corrected', 'fact_check.withdrawn']),
    CONSTRAINT ck_webhooks_failing_since_when CHECK ((failures = 0) = (failing_since IS NULL)),
    CONSTRAINT fk_webhooks_added_by FOREIGN KEY (added_by) REFERENCES people (id)
)
"""
_DELIVERIES = """
CREATE TABLE deliveries (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    webhook_id BIGINT NOT NULL,
    message_id TEXT NOT NULL,
    event TEXT NOT NULL,
    body TEXT NOT NULL,
    happened_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    state TEXT DEFAULT 'waiting' NOT NULL,
    attempts INTEGER DEFAULT '0' NOT NULL,
    status INTEGER,
    reason TEXT,
    attempted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_deliveries PRIMARY KEY (id),
    CONSTRAINT uq_deliveries_message_id UNIQUE (message_id),
    CONSTRAINT ck_deliveries_state CHECK (state IN ('waiting', 'delivered', 'failed')),
    CONSTRAINT ck_deliveries_event CHECK (event IN ('article.ready', 'claim.state_changed', 'verdict.submitted',
      'verdict.approved', 'fact_check.published', 'fact_check.corrected', 'fact_check.withdrawn', 'webhook.test')),
    CONSTRAINT ck_deliveries_failed_says_why CHECK (state <> 'failed' OR reason IS NOT NULL),
    CONSTRAINT fk_deliveries_webhook_id FOREIGN KEY (webhook_id) REFERENCES webhooks (id) ON DELETE CASCADE
)
"""
_ATTEMPTS = """
CREATE TABLE delivery_attempts (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    delivery_id BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    status INTEGER,
    reason TEXT,
    seconds FLOAT NOT NULL,
    answer TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_delivery_attempts PRIMARY KEY (id),
    CONSTRAINT fk_delivery_attempts_delivery_id FOREIGN KEY (delivery_id) REFERENCES deliveries (id) ON DELETE CASCADE
)
"""
