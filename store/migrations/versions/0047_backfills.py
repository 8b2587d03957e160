"""Sources asked again for all claims that wait, and the job that does it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0047"
down_revision = "0046"
_WORK = (
    "'split', 'lookup_batch', 'lookup', 'suggest', 'deliver', 'import', 'shelf', 'embed', 'feed', 'fetch', 'refetch',"
    " 'mail'"
)


def upgrade() -> None:
    op.create_table(
        "backfills",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("sources", ARRAY(sa.Text()), nullable=False),
        sa.Column("started_by", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_id", sa.BigInteger()),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("stopped_by", sa.BigInteger()),
        sa.Column("failure", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backfills")),
        sa.ForeignKeyConstraint(["started_by"], ["people.id"]),
        sa.ForeignKeyConstraint(["stopped_by"], ["people.id"]),
        sa.CheckConstraint("cardinality(sources) > 0", name=op.f("ck_backfills_sources")),
        sa.CheckConstraint(
            "ended_at IS NOT NULL OR (stopped_by IS NULL AND failure IS NULL)", name=op.f("ck_backfills_ended")
        ),
    )
    op.create_index("ix_backfills_running", "backfills", ["id"], postgresql_where=sa.text("ended_at IS NULL"))
    op.drop_constraint(op.f("ck_work_kind"), "work", type_="check")
    op.create_check_constraint(op.f("ck_work_kind"), "work", f"kind IN ({_WORK}, 'backfill')")


def downgrade() -> None:
    op.execute("DELETE FROM work WHERE kind = 'backfill'")
    op.drop_constraint(op.f("ck_work_kind"), "work", type_="check")
    op.create_check_constraint(op.f("ck_work_kind"), "work", f"kind IN ({_WORK})")
    op.drop_table("backfills")
