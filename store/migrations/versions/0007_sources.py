"""how the reference sources do, and whose turn it is"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "sources",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("switched_on", sa.Boolean(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=True),
        sa.Column("per_minute", sa.Integer(), nullable=True),
        sa.Column("at_once", sa.Integer(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sources")),
        sa.CheckConstraint("at_once > 0 AND per_minute > 0", name=op.f("ck_sources_limits")),
        sa.CheckConstraint("paused_until IS NULL OR reason IS NOT NULL", name=op.f("ck_sources_paused_says_why")),
    )
    op.add_column(
        "lookups", sa.Column("asked_again", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("work", sa.Column("lane", sa.Text(), nullable=True))
    op.add_column("work", sa.Column("answered", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.execute("UPDATE work SET lane = l.source FROM lookups l WHERE kind = 'lookup' AND l.id = subject")
    op.create_index(
        "ix_work_lane", "work", ["lane", "due_at"], postgresql_where=sa.text("lane IS NOT NULL AND NOT failed")
    )
    op.create_index(
        "ix_work_lane_held",
        "work",
        ["lane"],
        postgresql_where=sa.text("lane IS NOT NULL AND token IS NOT NULL"),
    )
