"""Fingerprints of texts in which the signs of figures count."""

import sqlalchemy as sa
from alembic import op

from store.articles.fingerprint import fingerprint
from store.migrations import steps

revision = "0057"
down_revision = "0056"
_BATCH = 500


def upgrade() -> None:
    with op.get_context().autocommit_block():
        for portion in steps.portions("revisions", _BATCH):
            _renew(op.get_bind(), *portion)


def downgrade() -> None:
    """Nothing: an older desk takes such a text for a new one once."""


def _renew(conn: sa.Connection, first: int, last: int) -> None:
    """As 0028 filled them; the key of a text without address is the fingerprint of its first revision as received."""
    marks: dict[int, bytes] = {}
    for row in conn.execute(_TEXTS, {"first": first, "last": last}):
        received = row.received if row.format == "text" else f"html {row.received}"
        marks[row.id] = fingerprint(row.text if row.text is not None else received)
        if row.number == 1 and row.text_key is not None:
            conn.execute(_KEY, {"article_id": row.article_id, "mark": fingerprint(received)})
    conn.execute(_MARKS, {"ids": list(marks), "marks": list(marks.values())})


_TEXTS = sa.text("""SELECT r.id, r.article_id, r.number, r.format, r.received, r.text, a.text_key
                      FROM revisions r JOIN articles a ON a.id = r.article_id
                      WHERE r.id BETWEEN :first AND :last ORDER BY r.id""")
_MARKS = sa.text("""UPDATE revisions SET fingerprint = mark
                      FROM unnest(CAST(:ids AS bigint[]), CAST(:marks AS bytea[])) m (id, mark)
                      WHERE revisions.id = m.id AND fingerprint IS DISTINCT FROM mark""")
_KEY = sa.text("""UPDATE articles SET text_key = :mark WHERE id = :article_id AND NOT EXISTS (
                    SELECT 1 FROM articles a WHERE a.text_key = :mark AND a.url IS NULL AND a.id <> :article_id)""")
