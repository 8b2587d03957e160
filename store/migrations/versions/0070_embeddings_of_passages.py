"""Embeddings of the shelf's passages, awaited by a trigger from when all of a document is read.

Passages that are there already are written down as waiting in steps of less than a second, each a transaction.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"

_STEP: Final = 20_000  # passages
_TABLE: Final = """
    CREATE TABLE IF NOT EXISTS passage_embeddings (
        passage_id BIGINT NOT NULL
            CONSTRAINT fk_passage_embeddings_passage_id REFERENCES document_passages (id) ON DELETE CASCADE,
        embedding halfvec(384),
        encoder TEXT,
        CONSTRAINT pk_passage_embeddings PRIMARY KEY (passage_id)
    )"""
_INDEXES: Final = (
    "CREATE INDEX IF NOT EXISTS ix_passage_embeddings_embedding ON passage_embeddings"
    " USING hnsw (embedding halfvec_ip_ops)",
    "CREATE INDEX IF NOT EXISTS ix_passage_embeddings_encoder ON passage_embeddings (encoder, passage_id)",
)
_AWAIT: Final = """
    CREATE OR REPLACE FUNCTION await_passage_embeddings() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO passage_embeddings (passage_id) SELECT id FROM document_passages WHERE document_id = NEW.id
        ON CONFLICT DO NOTHING;
      RETURN NULL;
    END $$"""
_WHEN_READ: Final = """
    CREATE OR REPLACE TRIGGER await_passage_embeddings AFTER UPDATE OF read_at ON documents FOR EACH ROW
      WHEN (NEW.read_at IS NOT NULL) EXECUTE FUNCTION await_passage_embeddings()"""
# The lock on the passages waits for whoever takes their document off the shelf, and leaves out what is gone then.
_THERE: Final = sa.text("""
    INSERT INTO passage_embeddings (passage_id)
    SELECT p.id FROM document_passages p JOIN documents d ON d.id = p.document_id
    WHERE p.id BETWEEN :first AND :last AND d.read_at IS NOT NULL FOR KEY SHARE OF p
    ON CONFLICT DO NOTHING""")


def upgrade() -> None:
    """Each step can be repeated: what comes before the autocommit block is kept when a later step fails."""
    for statement in (_TABLE, *_INDEXES, _AWAIT, _WHEN_READ):
        op.execute(statement)
    with op.get_context().autocommit_block():
        bind = op.get_bind()
        ends = bind.execute(sa.text("SELECT min(id), max(id) FROM document_passages")).one()
        for first in range(ends[0] or 0, (ends[1] or -1) + 1, _STEP):
            bind.execute(_THERE, {"first": first, "last": first + _STEP - 1})


def downgrade() -> None:
    op.execute("DROP TRIGGER await_passage_embeddings ON documents")
    op.execute("DROP FUNCTION await_passage_embeddings")
    op.execute("DROP TABLE passage_embeddings")
