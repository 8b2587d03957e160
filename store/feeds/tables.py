"""The tables of feeds.

When a feed is polled next is not stored here: it is when its job (kind `feed`) is due. A feed that is paused has
no job.
"""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from checks.types.websub import MODES
from store.columns import identity, moment, one_of, readable
from store.db import metadata

PRIORITIES: Final = ("low", "normal", "high")
LONGEST_TITLE: Final = 200
LONGEST_SECTION: Final = 100
LONGEST_REASON: Final = 500

feeds = sa.Table(
    "feeds",
    metadata,
    identity(),
    # Its settings, by people.
    sa.Column("address", sa.Text, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False, server_default=""),
    sa.Column("language", sa.Text),
    sa.Column("section", sa.Text, nullable=False, server_default=""),
    sa.Column("priority", sa.Text, nullable=False, server_default="normal"),
    sa.Column("sources", ARRAY(sa.Text)),
    sa.Column("owner_id", sa.BigInteger, sa.ForeignKey("people.id")),
    sa.Column("fetch_full_text", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("paused", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("added_by", sa.BigInteger, sa.ForeignKey("people.id")),
    moment("added_at", now=True),
    # What the feed says of itself.
    sa.Column("given_title", sa.Text, nullable=False, server_default=""),
    sa.Column("given_language", sa.Text),
    sa.Column("home", sa.Text),
    sa.Column("format", sa.Text),
    sa.Column("hub", sa.Text),
    sa.Column("topic", sa.Text),
    sa.Column("faults", JSONB, nullable=False, server_default="[]"),
    sa.Column("alternatives", JSONB, nullable=False, server_default="[]"),
    # What is remembered between two polls (`checks.types.feed.FeedState`).
    sa.Column("discovered", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("etag", sa.Text),
    sa.Column("last_modified", sa.Text),
    sa.Column("header_etag", sa.Text),
    sa.Column("header_last_modified", sa.Text),
    sa.Column("conditional", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("body_hash", sa.Text),
    moment("whole_at"),
    sa.Column("interval", sa.Float, nullable=False, server_default="1800"),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("reason", sa.Text),
    sa.Column("gone", sa.Boolean, nullable=False, server_default=sa.false()),
    moment("polled_at"),
    moment("answered_at"),
    moment("news_at"),
    sa.CheckConstraint(one_of("priority", PRIORITIES), "priority"),
    sa.CheckConstraint("failures = 0 OR reason IS NOT NULL", "failing_says_why"),
    sa.CheckConstraint("interval > 0", "interval"),
)
feed_entries = sa.Table(
    "feed_entries",
    metadata,
    identity(),
    sa.Column("feed_id", sa.BigInteger, sa.ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("address", sa.Text),
    moment("published"),
    moment("modified"),
    # By what it is known again (`checks.types.feed.EntryKeys`).
    sa.Column("id_key", sa.Text),
    sa.Column("address_key", sa.Text),
    sa.Column("place_key", sa.Text),
    sa.Column("number_key", sa.Text),
    sa.Column("body_key", sa.Text),
    sa.Column("content_key", sa.Text, nullable=False),
    # What became of it.
    sa.Column("article_id", sa.BigInteger, sa.ForeignKey("articles.id", ondelete="SET NULL")),
    sa.Column("article_address", sa.Text),
    sa.Column("reason", sa.Text),
    moment("seen_at", now=True),
    moment("changed_at"),
    sa.CheckConstraint(readable("published"), "published_readable"),
    sa.CheckConstraint(readable("modified"), "modified_readable"),
    sa.Index("ix_feed_entries_feed_id", "feed_id", "id"),
    sa.Index("ix_feed_entries_article_id", "article_id"),
)
feed_subscriptions = sa.Table(
    "feed_subscriptions",
    metadata,
    identity(),
    # None once the feed is removed; the hub is still to be told.
    sa.Column("feed_id", sa.BigInteger, sa.ForeignKey("feeds.id", ondelete="SET NULL"), index=True),
    sa.Column("hub", sa.Text, nullable=False),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("token", sa.Text, nullable=False, unique=True),
    sa.Column("secret", sa.Text, nullable=False),
    # Where it stands (`checks.types.websub.SubscriptionState`).
    sa.Column("mode", sa.Text, nullable=False, server_default="subscribe"),
    moment("asked_at"),
    moment("verified_at"),
    moment("lease_until"),
    moment("retry_at"),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("reason", sa.Text),
    # What the hub has pushed.
    sa.Column("pushes", sa.Integer, nullable=False, server_default="0"),
    moment("pushed_at"),
    moment("refused_at"),
    sa.Column("refusal", sa.Text),
    moment("missed_at"),
    sa.Column("poll_wanted", sa.Boolean, nullable=False, server_default=sa.false()),
    moment("added_at", now=True),
    sa.CheckConstraint(one_of("mode", MODES), "mode"),
    sa.CheckConstraint("(refused_at IS NULL) = (refusal IS NULL)", "refused_says_why"),
    sa.Index(
        "uq_feed_subscriptions_wanted", "feed_id", unique=True, postgresql_where=sa.text("mode = 'subscribe'")
    ),
)
