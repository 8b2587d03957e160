"""Embeddings of claims in a table of their own: each step rewrites the claim's row, and its place in the index too."""

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import HALFVEC

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "claim_meanings",
        sa.Column("claim_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("meaning", HALFVEC(256), nullable=True),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_claim_meanings_claim_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claim_meanings")),
    )
    op.execute("INSERT INTO claim_meanings SELECT id, meaning FROM claims")
    op.create_index(
        "ix_claim_meanings_meaning",
        "claim_meanings",
        ["meaning"],
        postgresql_using="hnsw",
        postgresql_ops={"meaning": "halfvec_ip_ops"},
    )
    op.create_index(
        "ix_claim_meanings_unfilled", "claim_meanings", ["claim_id"], postgresql_where=sa.text("meaning IS NULL")
    )
    op.execute("DROP TRIGGER forget_meaning ON claims")
    op.drop_column("claims", "meaning")
    # A claim that is new or says something else waits for its vector: whoever writes it need not think of that.
    op.execute(
        "CREATE FUNCTION await_meaning() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "INSERT INTO claim_meanings (claim_id) VALUES (NEW.id) "
        "ON CONFLICT (claim_id) DO UPDATE SET meaning = NULL; RETURN NULL; END $$"
    )
    op.execute("CREATE TRIGGER await_meaning AFTER INSERT ON claims FOR EACH ROW EXECUTE FUNCTION await_meaning()")
    op.execute(
        "CREATE TRIGGER await_another_meaning AFTER UPDATE OF statement ON claims FOR EACH ROW "
        "WHEN (OLD.statement IS DISTINCT FROM NEW.statement) EXECUTE FUNCTION await_meaning()"
    )
