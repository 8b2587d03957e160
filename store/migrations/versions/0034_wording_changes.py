"""What articles say now in place of what claims of theirs say."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.create_table(
        "wording_changes",
        sa.Column("claim_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("now", sa.Text(), nullable=True),
        sa.Column("text_before", sa.Text(), nullable=False),
        sa.Column("text_now", sa.Text(), nullable=True),
        sa.Column("pending", JSONB(), nullable=True),
        sa.Column("successor_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('changed', 'gone')", name=op.f("ck_wording_changes_kind")),
        sa.CheckConstraint(
            "(kind = 'changed') = (now IS NOT NULL AND text_now IS NOT NULL)",
            name=op.f("ck_wording_changes_changed_has_words"),
        ),
        sa.CheckConstraint(
            "pending IS NULL OR kind = 'changed'", name=op.f("ck_wording_changes_pending_is_changed")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_wording_changes_claim_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_wording_changes_revision_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["claims.id"], name=op.f("fk_wording_changes_successor_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_wording_changes")),
    )
    op.create_index("ix_wording_changes_revision_id", "wording_changes", ["revision_id"])
    op.create_index(
        "ix_wording_changes_successor_id",
        "wording_changes",
        ["successor_id"],
        postgresql_where=sa.text("successor_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_table("wording_changes")
