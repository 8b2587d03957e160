"""Evidence that people asked for by address or as a file, and the job that fetches and reads it."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
_WORK = (
    "'split', 'lookup_batch', 'lookup', 'suggest', 'deliver', 'import', 'shelf', 'embed', 'feed', 'fetch', "
    "'refetch', 'mail', "
    "'backfill'"
)


def upgrade() -> None:
    op.create_table(
        "evidence_requests",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("claim_id", sa.BigInteger(), nullable=False),
        sa.Column("requested_by", sa.BigInteger(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("name", sa.Text()),
        sa.Column("declared", sa.Text(), server_default="", nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("quote", sa.Text(), server_default="", nullable=False),
        sa.Column("publisher", sa.Text(), server_default="", nullable=False),
        sa.Column("stance", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_requests")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["requested_by"], ["people.id"]),
        sa.CheckConstraint(
            "(url IS NULL) = (content IS NOT NULL)", name=op.f("ck_evidence_requests_address_or_file")
        ),
        sa.CheckConstraint("(content IS NULL) = (name IS NULL)", name=op.f("ck_evidence_requests_file_has_name")),
        sa.CheckConstraint(
            "stance IN ('', 'supports', 'refutes', 'context', 'none')", name=op.f("ck_evidence_requests_stance")
        ),
    )
    op.create_index("ix_evidence_requests_claim_id", "evidence_requests", ["claim_id"])
    op.drop_constraint(op.f("ck_work_kind"), "work", type_="check")
    op.create_check_constraint(op.f("ck_work_kind"), "work", f"kind IN ({_WORK}, 'capture')")


def downgrade() -> None:
    op.execute("DELETE FROM work WHERE kind = 'capture'")
    op.drop_constraint(op.f("ck_work_kind"), "work", type_="check")
    op.create_check_constraint(op.f("ck_work_kind"), "work", f"kind IN ({_WORK})")
    op.drop_table("evidence_requests")
