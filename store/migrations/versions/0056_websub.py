"""Subscriptions to hubs that push when a feed has changed, and the job that asks them."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
_WORK = (
    "'split', 'lookup_batch', 'lookup', 'suggest', 'deliver', 'import', 'shelf', 'embed', 'feed', 'fetch', "
    "'refetch', 'mail', "
    "'backfill', 'capture', 'source_test'"
)


def upgrade() -> None:
    op.execute(_SUBSCRIPTIONS)
    op.create_index("ix_feed_subscriptions_feed_id", "feed_subscriptions", ["feed_id"])
    op.create_index(
        "uq_feed_subscriptions_wanted",
        "feed_subscriptions",
        ["feed_id"],
        unique=True,
        postgresql_where=sa.text("mode = 'subscribe'"),
    )
    op.drop_constraint(op.f("ck_work_kind"), "work", type_="check")
    op.create_check_constraint(op.f("ck_work_kind"), "work", f"kind IN ({_WORK}, 'subscribe')")


def downgrade() -> None:
    op.execute("DELETE FROM work WHERE kind = 'subscribe'")
    op.drop_constraint(op.f("ck_work_kind"), "work", type_="check")
    op.create_check_constraint(op.f("ck_work_kind"), "work", f"kind IN ({_WORK})")
    op.drop_table("feed_subscriptions")


_SUBSCRIPTIONS = """
CREATE TABLE feed_subscriptions (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    feed_id BIGINT,
    hub TEXT NOT NULL,
    topic TEXT NOT NULL,
    token TEXT NOT NULL,
    secret TEXT NOT NULL,
    mode TEXT DEFAULT 'subscribe' NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE,
    verified_at TIMESTAMP WITH TIME ZONE,
    lease_until TIMESTAMP WITH TIME ZONE,
    retry_at TIMESTAMP WITH TIME ZONE,
    failures INTEGER DEFAULT '0' NOT NULL,
    reason TEXT,
    pushes INTEGER DEFAULT '0' NOT NULL,
    pushed_at TIMESTAMP WITH TIME ZONE,
    refused_at TIMESTAMP WITH TIME ZONE,
    refusal TEXT,
    missed_at TIMESTAMP WITH TIME ZONE,
    poll_wanted BOOLEAN DEFAULT false NOT NULL,
    added_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_feed_subscriptions PRIMARY KEY (id),
    CONSTRAINT uq_feed_subscriptions_token UNIQUE (token),
    CONSTRAINT ck_feed_subscriptions_mode CHECK (mode IN ('subscribe', 'unsubscribe')),
    CONSTRAINT ck_feed_subscriptions_refused_says_why CHECK ((refused_at IS NULL) = (refusal IS NULL)),
    CONSTRAINT fk_feed_subscriptions_feed_id FOREIGN KEY (feed_id) REFERENCES feeds (id) ON DELETE SET NULL
)
"""
