"""Feeds that are followed, and the entries that came in."""

from alembic import op

revision = "0025"
down_revision = "0024"
_KINDS = "'split', 'lookup', 'suggest', 'deliver', 'import', 'shelf', 'embed', 'feed'"


def upgrade() -> None:
    op.drop_constraint(op.f("ck_work_kind"), "work", type_="check")
    op.create_check_constraint(op.f("ck_work_kind"), "work", f"kind IN ({_KINDS})")
    op.execute(_FEEDS)
    op.execute(_ENTRIES)
    op.execute("CREATE INDEX ix_feed_entries_feed_id ON feed_entries (feed_id, id)")
    op.execute("CREATE INDEX ix_feed_entries_article_id ON feed_entries (article_id)")


_FEEDS = """
CREATE TABLE feeds (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    address TEXT NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    language TEXT,
    section TEXT DEFAULT '' NOT NULL,
    priority TEXT DEFAULT 'normal' NOT NULL,
    sources TEXT[],
    owner_id BIGINT,
    fetch_full_text BOOLEAN DEFAULT true NOT NULL,
    paused BOOLEAN DEFAULT false NOT NULL,
    added_by BIGINT,
    added_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    given_title TEXT DEFAULT '' NOT NULL,
    given_language TEXT,
    home TEXT,
    format TEXT,
    hub TEXT,
    topic TEXT,
    faults JSONB DEFAULT '[]' NOT NULL,
    alternatives JSONB DEFAULT '[]' NOT NULL,
    discovered BOOLEAN DEFAULT false NOT NULL,
    etag TEXT,
    last_modified TEXT,
    header_etag TEXT,
    header_last_modified TEXT,
    conditional BOOLEAN DEFAULT true NOT NULL,
    body_hash TEXT,
    whole_at TIMESTAMP WITH TIME ZONE,
    interval FLOAT DEFAULT '1800' NOT NULL,
    failures INTEGER DEFAULT '0' NOT NULL,
    reason TEXT,
    gone BOOLEAN DEFAULT false NOT NULL,
    polled_at TIMESTAMP WITH TIME ZONE,
    answered_at TIMESTAMP WITH TIME ZONE,
    news_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_feeds PRIMARY KEY (id),
    CONSTRAINT ck_feeds_priority CHECK (priority IN ('low', 'normal', 'high')),
    CONSTRAINT ck_feeds_failing_says_why CHECK (failures = 0 OR reason IS NOT NULL),
    CONSTRAINT ck_feeds_interval CHECK (interval > 0),
    CONSTRAINT uq_feeds_address UNIQUE (address),
    CONSTRAINT fk_feeds_owner_id FOREIGN KEY (owner_id) REFERENCES people (id),
    CONSTRAINT fk_feeds_added_by FOREIGN KEY (added_by) REFERENCES people (id)
)
"""
_ENTRIES = """
CREATE TABLE feed_entries (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    feed_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    address TEXT,
    published TIMESTAMP WITH TIME ZONE,
    modified TIMESTAMP WITH TIME ZONE,
    id_key TEXT,
    address_key TEXT,
    place_key TEXT,
    number_key TEXT,
    body_key TEXT,
    content_key TEXT NOT NULL,
    article_id BIGINT,
    article_address TEXT,
    reason TEXT,
    seen_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_feed_entries PRIMARY KEY (id),
    CONSTRAINT ck_feed_entries_published_readable
      CHECK (published BETWEEN '1000-01-01T00:00:00+00:00' AND '9999-12-31T23:59:59.999999+00:00'),
    CONSTRAINT ck_feed_entries_modified_readable
      CHECK (modified BETWEEN '1000-01-01T00:00:00+00:00' AND '9999-12-31T23:59:59.999999+00:00'),
    CONSTRAINT fk_feed_entries_feed_id FOREIGN KEY (feed_id) REFERENCES feeds (id) ON DELETE CASCADE,
    CONSTRAINT fk_feed_entries_article_id FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE SET NULL
)
"""
