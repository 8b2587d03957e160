"""Second ratings that differ from the author's, to be resolved before approval."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"


def upgrade() -> None:
    op.create_table(
        "rating_disagreements",
        sa.Column("verdict_id", sa.BigInteger(), nullable=False),
        sa.Column("assigned_to", sa.BigInteger(), nullable=False),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("arose_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("outcome", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("resolved_at", sa.DateTime(timezone=True)),
        sa.Column("resolved_by", sa.BigInteger()),
        sa.PrimaryKeyConstraint("verdict_id", name=op.f("pk_rating_disagreements")),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdicts.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["assigned_to"], ["people.id"]),
        sa.ForeignKeyConstraint(["resolved_by"], ["people.id"]),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('rating kept', 'changes requested')",
            name=op.f("ck_rating_disagreements_outcome"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (resolved_at IS NULL)", name=op.f("ck_rating_disagreements_resolved_has_time")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (reason IS NULL)", name=op.f("ck_rating_disagreements_resolved_says_why")
        ),
    )
    op.create_index(
        "ix_rating_disagreements_open", "rating_disagreements", ["assigned_to"],
        postgresql_where=sa.text("outcome IS NULL"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("rating_disagreements")
