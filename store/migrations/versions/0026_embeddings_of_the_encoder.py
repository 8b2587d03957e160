"""Embeddings of the sentence encoder, with its name; those of word vectors go, and are made anew in the background."""

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import HALFVEC

revision = "0026"
down_revision = "0025"

_KEYS = {"fact_checks": "id", "claim_embeddings": "claim_id"}


def upgrade() -> None:
    op.execute("DROP TRIGGER clear_embedding ON fact_checks")
    for table, key in _KEYS.items():
        op.drop_column(table, "embedding")  # with its indexes; a new column is added without writing the rows anew
        op.add_column(table, sa.Column("embedding", HALFVEC(384), nullable=True))
        op.add_column(table, sa.Column("encoder", sa.Text, nullable=True))
        op.create_index(
            f"ix_{table}_embedding",
            table,
            ["embedding"],
            postgresql_using="hnsw",
            postgresql_ops={"embedding": "halfvec_ip_ops"},
        )
        op.create_index(f"ix_{table}_encoder", table, ["encoder", key])
    op.execute(
        "CREATE OR REPLACE FUNCTION clear_embedding() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN NEW.embedding := NULL; NEW.encoder := NULL; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER clear_embedding BEFORE UPDATE OF statement ON fact_checks FOR EACH ROW "
        "WHEN (OLD.statement IS DISTINCT FROM NEW.statement AND OLD.embedding IS NOT DISTINCT FROM NEW.embedding) "
        "EXECUTE FUNCTION clear_embedding()"
    )
    op.execute(
        "CREATE OR REPLACE FUNCTION await_embedding() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "INSERT INTO claim_embeddings (claim_id) VALUES (NEW.id) "
        "ON CONFLICT (claim_id) DO UPDATE SET embedding = NULL, encoder = NULL; RETURN NULL; END $$"
    )
