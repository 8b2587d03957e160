"""Fingerprints of texts in which the signs of figures count."""

import sqlalchemy as sa
from alembic import op

from store.articles.fingerprint import fingerprint

revision = "0057"
down_revision = "0056"
_BATCH = 500


def upgrade() -> None:
    conn = op.get_bind()
    ids = conn.execute(sa.text("SELECT id FROM revisions ORDER BY id")).scalars().all()
    for start in range(0, len(ids), _BATCH):
        _renew(conn, list(ids[start : start + _BATCH]))


def downgrade() -> None:
    """Nothing: an older desk takes such a text for a new one once."""


def _renew(conn: sa.Connection, ids: list[int]) -> None:
    """As 0028 filled them; the key of a text without address is the fingerprint of its first revision as received."""
    query = sa.text("SELECT id, article_id, number, format, received, text FROM revisions WHERE id = ANY(:ids)")
    marks, keys = [], []
    for row in conn.execute(query, {"ids": ids}):
        received = row.received if row.format == "text" else f"html {row.received}"
        marks.append({"id": row.id, "mark": fingerprint(row.text if row.text is not None else received)})
        if row.number == 1:
            keys.append({"article_id": row.article_id, "mark": fingerprint(received)})
    if marks:
        conn.execute(sa.text("UPDATE revisions SET fingerprint = :mark WHERE id = :id"), marks)
    if keys:
        conn.execute(_KEY, keys)


_KEY = sa.text("""UPDATE articles SET text_key = :mark WHERE id = :article_id AND text_key IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM articles a WHERE a.text_key = :mark AND a.url IS NULL AND a.id <> :article_id)""")
