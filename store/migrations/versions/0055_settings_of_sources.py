"""What admins set of sources in the desk, what sources are told, and tests of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0055"
down_revision = "0054"
_WORK = (
    "'split', 'lookup_batch', 'lookup', 'suggest', 'deliver', 'import', 'shelf', 'embed', 'feed', 'fetch', "
    "'refetch', 'mail', "
    "'backfill', 'capture'"
)


def upgrade() -> None:
    op.add_column("sources", sa.Column("options", postgresql.JSONB(), server_default="[]", nullable=False))
    op.add_column("sources", sa.Column("named", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "source_settings",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("switched_on", sa.Boolean()),
        sa.Column("sealed", sa.LargeBinary()),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_source_settings")),
    )
    op.create_table(
        "source_tests",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.BigInteger(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.Text()),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_tests")),
        sa.ForeignKeyConstraint(["requested_by"], ["people.id"]),
        sa.CheckConstraint(
            "outcome IN ('found', 'nothing', 'could not ask')", name=op.f("ck_source_tests_outcome")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (finished_at IS NULL)", name=op.f("ck_source_tests_finished_has_outcome")
        ),
    )
    op.create_index("ix_source_tests_source", "source_tests", ["source", "id"])
    _allow(f"{_WORK}, 'source_test'")


def downgrade() -> None:
    op.execute("DELETE FROM work WHERE kind = 'source_test'")
    _allow(_WORK)
    op.drop_table("source_tests")
    op.drop_table("source_settings")
    op.drop_column("sources", "named")
    op.drop_column("sources", "options")


def _allow(kinds: str) -> None:
    """The kinds of jobs that there can be."""
    op.drop_constraint(op.f("ck_work_kind"), "work", type_="check")
    op.create_check_constraint(op.f("ck_work_kind"), "work", f"kind IN ({kinds})")
