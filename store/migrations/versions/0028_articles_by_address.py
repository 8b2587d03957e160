"""Articles by their address in any spelling, what their pages say, and texts that are recognized by their words."""

import sqlalchemy as sa
from alembic import op

from checks.documents.addresses import address_key
from store.articles.fingerprint import fingerprint

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
    conn = op.get_bind()
    _fill_addresses(conn)
    _fill_fingerprints(conn)
    op.execute("CREATE INDEX ix_articles_feed_id ON articles (feed_id)")
    op.execute("CREATE INDEX ix_articles_merged_into ON articles (merged_into) WHERE merged_into IS NOT NULL")
    op.execute("CREATE INDEX ix_article_addresses_article_id ON article_addresses (article_id)")
    op.execute("CREATE INDEX ix_revisions_fingerprint ON revisions (fingerprint)")


_COLUMNS = f"""
ALTER TABLE revisions ADD COLUMN fingerprint BYTEA;
ALTER TABLE articles
  ADD COLUMN authors TEXT[] DEFAULT '{{}}' NOT NULL,
  ADD COLUMN site TEXT,
  ADD COLUMN modified TIMESTAMP WITH TIME ZONE,
  ADD COLUMN feed_id BIGINT,
  ADD COLUMN merged_into BIGINT,
  ADD COLUMN to_be_kept BOOLEAN DEFAULT true NOT NULL,
  ADD CONSTRAINT ck_articles_modified_readable CHECK (modified {_READABLE}),
  ADD CONSTRAINT fk_articles_feed_id FOREIGN KEY (feed_id) REFERENCES feeds (id) ON DELETE SET NULL,
  ADD CONSTRAINT fk_articles_merged_into FOREIGN KEY (merged_into) REFERENCES articles (id) ON DELETE CASCADE
"""
_ADDRESSES = """
CREATE TABLE article_addresses (
    key TEXT NOT NULL,
    article_id BIGINT NOT NULL,
    CONSTRAINT pk_article_addresses PRIMARY KEY (key),
    CONSTRAINT fk_article_addresses_article_id FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE
)
"""


def _fill_addresses(conn: sa.Connection) -> None:
    """The first of several articles with one address keeps it; the others stay as they are."""
    add = sa.text("INSERT INTO article_addresses (key, article_id) VALUES (:key, :id) ON CONFLICT DO NOTHING")
    rows = conn.execute(sa.text("SELECT id, url FROM articles WHERE url IS NOT NULL ORDER BY id")).all()
    for start in range(0, len(rows), _BATCH):
        conn.execute(add, [{"key": address_key(row.url), "id": row.id} for row in rows[start : start + _BATCH]])


def _fill_fingerprints(conn: sa.Connection) -> None:
    """Those of all texts; the key of a text without address becomes its fingerprint, where no other article has it."""
    write = sa.text("UPDATE revisions SET fingerprint = :mark WHERE id = :id")
    key = sa.text("""UPDATE articles SET text_key = :mark WHERE id = :article_id AND url IS NULL AND NOT EXISTS (
                       SELECT 1 FROM articles a WHERE a.text_key = :mark AND a.url IS NULL)""")
    ids = conn.execute(sa.text("SELECT id FROM revisions ORDER BY id")).scalars().all()
    for start in range(0, len(ids), _BATCH):
        query = sa.text(
            "SELECT id, article_id, number, format, received, text FROM revisions WHERE id = ANY(:ids)"
        )
        marks = []
        for row in conn.execute(query, {"ids": list(ids[start : start + _BATCH])}):
            received = row.received if row.format == "text" else f"html {row.received}"
            read = fingerprint(row.text) if row.text is not None else fingerprint(received)
            marks.append({"id": row.id, "article_id": row.article_id, "mark": read})
            if row.number == 1:
                conn.execute(key, {"mark": fingerprint(received), "article_id": row.article_id})
        conn.execute(write, marks)
