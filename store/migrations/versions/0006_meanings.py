"""what statements mean, and whether a past fact-check is of the same claim"""

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import HALFVEC

revision = "0006"
down_revision = "0002"
_TABLES = ("fact_checks", "claims")


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    op.create_table(
        "lexemes",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_lexemes")),
    )
    op.execute(
        "CREATE FUNCTION forget_meaning() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN NEW.meaning := NULL; RETURN NEW; END $$"
    )
    for table in _TABLES:
        op.add_column(table, sa.Column("meaning", HALFVEC(256), nullable=True))
        op.create_index(
            f"ix_{table}_meaning",
            table,
            ["meaning"],
            postgresql_using="hnsw",
            postgresql_ops={"meaning": "halfvec_ip_ops"},
        )
        op.create_index(f"ix_{table}_unfilled", table, ["id"], postgresql_where=sa.text("meaning IS NULL"))
        # Another statement means something else: whoever writes it need not think of the vector.
        op.execute(
            f"CREATE TRIGGER forget_meaning BEFORE UPDATE OF statement ON {table} FOR EACH ROW "
            "WHEN (OLD.statement IS DISTINCT FROM NEW.statement AND OLD.meaning IS NOT DISTINCT FROM NEW.meaning) "
            "EXECUTE FUNCTION forget_meaning()"
        )
    op.add_column("evidence", sa.Column("kin", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_evidence_kin"), "evidence", "kin IS NULL OR kin IN ('the same claim', 'related')"
    )
