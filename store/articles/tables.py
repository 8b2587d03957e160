"""The tables of articles, their addresses and their revisions."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from store.columns import identity, moment, one_of, readable, sample
from store.db import metadata

WAYS: Final = ("paste", "api", "url", "feed", "file", "sample")
FORMATS: Final = ("text", "html")
STAGES: Final = ("received", "split", "looked up", "ready", "failed")
LONGEST_TEXT: Final = 1_000_000  # characters; a long magazine article has about 60,000
LONGEST_PAGE: Final = 10_000_000  # characters of HTML, of which the text is a small part
LONGEST_TITLE: Final = 500
UNTITLED: Final = "Untitled"  # until the page was read, and of a page without a title

articles = sa.Table(
    "articles",
    metadata,
    identity(),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("url", sa.Text, unique=True),
    # Of an article without a URL: of its text, or of the bytes of a file that is not read yet (`files.py`).
    sa.Column("text_key", sa.LargeBinary),
    moment("published"),
    sa.Column("arrived_by", sa.Text, nullable=False),
    sa.Column("added_by", sa.BigInteger, sa.ForeignKey("people.id")),
    moment("arrived_at", now=True),
    sample(),
    sa.Column("authors", ARRAY(sa.Text), nullable=False, server_default="{}"),
    sa.Column("site", sa.Text),
    moment("modified"),
    sa.Column("feed_id", sa.BigInteger, sa.ForeignKey("feeds.id", ondelete="SET NULL")),
    sa.Column("merged_into", sa.BigInteger, sa.ForeignKey("articles.id", ondelete="CASCADE")),
    sa.Column("to_be_kept", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.CheckConstraint(one_of("arrived_by", WAYS), "arrived_by"),
    sa.CheckConstraint(readable("published"), "published_readable"),
    sa.CheckConstraint(readable("modified"), "modified_readable"),
    sa.CheckConstraint("(url IS NULL) = (text_key IS NOT NULL)", "known_by_url_or_text"),
    sa.Index("uq_articles_text_key", "text_key", unique=True, postgresql_where=sa.text("url IS NULL")),
    sa.Index("ix_articles_feed_id", "feed_id"),
    sa.Index("ix_articles_arrived_at", "arrived_at"),
    sa.Index("ix_articles_arrived_by", "arrived_by", "id"),
    sa.Index("ix_articles_sample", "id", postgresql_where=sa.text("sample")),
    sa.Index("ix_articles_site", sa.text("lower(site)")),
    sa.Index(  # what lists are narrowed to, so that an article that does not fit is not read
        "ix_articles_listed",
        "id",
        postgresql_include=["arrived_at", "arrived_by", "feed_id"],
        postgresql_where=sa.text("merged_into IS NULL"),
    ),
    sa.Index("ix_articles_merged_into", "merged_into", postgresql_where=sa.text("merged_into IS NOT NULL")),
)
# By every spelling of each of its addresses an article is known: `key` is `checks.documents.addresses.address_key`.
article_addresses = sa.Table(
    "article_addresses",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("article_id", sa.BigInteger, sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    sa.Index("ix_article_addresses_article_id", "article_id"),
)
revisions = sa.Table(
    "revisions",
    metadata,
    identity(),
    sa.Column("article_id", sa.BigInteger, sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("received", sa.Text, nullable=False),
    sa.Column("format", sa.Text, nullable=False),
    sa.Column("sha256", sa.LargeBinary, nullable=False),
    sa.Column("text", sa.Text),
    sa.Column("fingerprint", sa.LargeBinary),
    sa.Column("language", sa.Text),
    sa.Column("removed", JSONB, nullable=False, server_default="[]"),
    sa.Column("skipped", JSONB, nullable=False, server_default="[]"),
    sa.Column("notes", JSONB, nullable=False, server_default="[]"),
    moment("received_at", now=True),
    moment("split_at"),
    moment("ready_at"),
    sa.UniqueConstraint("article_id", "number"),
    sa.CheckConstraint("number > 0", "number"),
    sa.CheckConstraint(one_of("format", FORMATS), "format"),
    sa.CheckConstraint("split_at IS NULL OR text IS NOT NULL", "split_has_text"),
    sa.Index("ix_revisions_fingerprint", "fingerprint"),
    sa.Index("ix_revisions_language", "language", "id"),
    sa.Index("ix_revisions_unsplit", "article_id", postgresql_where=sa.text("split_at IS NULL")),
    sa.Index("ix_revisions_not_ready", "split_at", postgresql_where=sa.text("ready_at IS NULL")),
)
