"""The summary of the overview, and the indexes on time by which it is added up."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from store.migrations import steps

revision = "0035"
down_revision = "0034"
_STEPS = "subject_kind = 'claim' AND event IN ('submit', 'approve', 'request_changes')"


def upgrade() -> None:
    steps.make_index("ix_articles_arrived_at", "articles (arrived_at)")
    steps.make_index("ix_audit_reviewing", f"audit (at) WHERE {_STEPS}")
    # Rows come in the order of time: a few bytes for each block tell where a week begins.
    steps.make_index("ix_lookups_queued_at", "lookups USING brin (queued_at)")
    op.create_table(
        "statistics",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, server_default="1", nullable=False),
        sa.Column("data", JSONB(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statistics")),
        sa.CheckConstraint("id = 1", name=op.f("ck_statistics_one_row")),
    )


def downgrade() -> None:
    for table, index in (("lookups", "queued_at"), ("audit", "reviewing"), ("articles", "arrived_at")):
        op.drop_index(f"ix_{table}_{index}", table_name=table)
    op.drop_table("statistics")
