"""Articles by their address in any spelling, what their pages say, and texts that are recognized by their words."""

import sqlalchemy as sa
from alembic import op

from checks.documents.addresses import address_key
from store.articles.fingerprint import fingerprint
from store.migrations import steps

revision = "0028"
down_revision = "0027"
_KINDS = "'split', 'lookup', 'suggest', 'deliver', 'import', 'shelf', 'embed', 'feed', 'fetch'"
_READABLE = "BETWEEN '1000-01-01T00:00:00+00:00' AND '9999-12-31T23:59:59.999999+00:00'"
_BATCH = 500


def upgrade() -> None:
    op.drop_constraint(op.f("ck_work_kind"), "work", type_="check")
    op.create_check_constraint(op.f("ck_work_kind"), "work", f"kind IN ({_KINDS})")
    op.execute(_COLUMNS)
    op.execute(_ADDRESSES)
    for name, what in _CONSTRAINTS.items():
        steps.add_constraint("articles", name, what)
    with op.get_context().autocommit_block():
        conn = op.get_bind()
        for portion in steps.portions("articles", _BATCH):
            _fill_addresses(conn, *portion)
        for portion in steps.portions("revisions", _BATCH):
            _fill_fingerprints(conn, *portion)
    steps.make_index("ix_articles_feed_id", "articles (feed_id)")
    steps.make_index("ix_articles_merged_into", "articles (merged_into) WHERE merged_into IS NOT NULL")
    steps.make_index("ix_revisions_fingerprint", "revisions (fingerprint)")


_COLUMNS = """
ALTER TABLE revisions ADD COLUMN IF NOT EXISTS fingerprint BYTEA;
ALTER TABLE articles
  ADD COLUMN IF NOT EXISTS authors TEXT[] DEFAULT '{}' NOT NULL,
  ADD COLUMN IF NOT EXISTS site TEXT,
  ADD COLUMN IF NOT EXISTS modified TIMESTAMP WITH TIME ZONE,
  ADD COLUMN IF NOT EXISTS feed_id BIGINT,
  ADD COLUMN IF NOT EXISTS merged_into BIGINT,
  ADD COLUMN IF NOT EXISTS to_be_kept BOOLEAN DEFAULT true NOT NULL
"""
_CONSTRAINTS = {
    "ck_articles_modified_readable": f"CHECK (modified {_READABLE})",
    "fk_articles_feed_id": "FOREIGN KEY (feed_id) REFERENCES feeds (id) ON DELETE SET NULL",
    "fk_articles_merged_into": "FOREIGN KEY (merged_into) REFERENCES articles (id) ON DELETE CASCADE",
}
_ADDRESSES = """
CREATE TABLE IF NOT EXISTS article_addresses (
    key TEXT NOT NULL,
    article_id BIGINT NOT NULL,
    CONSTRAINT pk_article_addresses PRIMARY KEY (key),
    CONSTRAINT fk_article_addresses_article_id FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS ix_article_addresses_article_id ON article_addresses (article_id)
"""


def _fill_addresses(conn: sa.Connection, first: int, last: int) -> None:
    """The first of several articles with one address keeps it; the others stay as they are."""
    query = sa.text(
        "SELECT id, url FROM articles WHERE url IS NOT NULL AND id BETWEEN :first AND :last ORDER BY id"
    )
    keys = [(address_key(row.url), row.id) for row in conn.execute(query, {"first": first, "last": last})]
    add = sa.text("""INSERT INTO article_addresses (key, article_id)
                       SELECT DISTINCT ON (key) key, id
                       FROM unnest(CAST(:keys AS text[]), CAST(:ids AS bigint[])) a (key, id)
                       ORDER BY key, id ON CONFLICT DO NOTHING""")
    conn.execute(add, {"keys": [key for key, _ in keys], "ids": [article_id for _, article_id in keys]})


def _fill_fingerprints(conn: sa.Connection, first: int, last: int) -> None:
    """Those of all texts; the key of a text without address becomes its fingerprint, where no other article has it."""
    query = sa.text("""SELECT r.id, r.article_id, r.number, r.format, r.received, r.text, a.url
                         FROM revisions r JOIN articles a ON a.id = r.article_id
                         WHERE r.id BETWEEN :first AND :last ORDER BY r.id""")
    key = sa.text("""UPDATE articles SET text_key = :mark WHERE id = :article_id AND NOT EXISTS (
                       SELECT 1 FROM articles a WHERE a.text_key = :mark AND a.url IS NULL)""")
    marks = {}
    for row in conn.execute(query, {"first": first, "last": last}):
        received = row.received if row.format == "text" else f"html {row.received}"
        marks[row.id] = fingerprint(row.text if row.text is not None else received)
        if row.number == 1 and row.url is None:
            conn.execute(key, {"mark": fingerprint(received), "article_id": row.article_id})
    write = sa.text("""UPDATE revisions SET fingerprint = mark
                         FROM unnest(CAST(:ids AS bigint[]), CAST(:marks AS bytea[])) m (id, mark)
                         WHERE revisions.id = m.id""")
    conn.execute(write, {"ids": list(marks), "marks": list(marks.values())})
