"""The newsroom's profile, rating scale, reports of readers, and fact-checks that are held back until a time."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from store.migrations import steps

revision = "0033"
down_revision = "0032"
_RATINGS = (
    "'True', 'Mostly true', 'Half true', 'Missing context', 'Mostly false', 'False', "
    "'Unproven', 'Not checkable', 'Satire'"
)


def upgrade() -> None:
    op.execute(
        "ALTER TABLE fact_checks ADD COLUMN IF NOT EXISTS embargo_until timestamptz,"
        " ADD COLUMN IF NOT EXISTS claimant_kind text"
    )
    steps.add_constraint(
        "fact_checks", "ck_fact_checks_claimant_kind", "CHECK (claimant_kind IN ('person', 'organization'))"
    )
    steps.make_index("ix_fact_checks_own", "fact_checks (published_at, id) WHERE slug IS NOT NULL")
    op.create_table(
        "newsroom",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, server_default="1", nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("contact", sa.Text()),
        sa.Column("method", sa.Text(), server_default="", nullable=False),
        sa.Column("corrections_policy", sa.Text(), server_default="", nullable=False),
        sa.Column("logo", sa.LargeBinary()),
        sa.Column("logo_type", sa.Text()),
        sa.Column("logo_sha256", sa.LargeBinary()),
        sa.Column("decline_reasons", ARRAY(sa.Text())),
        sa.Column("blind_second_rating", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_newsroom"),
        sa.CheckConstraint("id = 1", name=op.f("ck_newsroom_one_row")),
        sa.CheckConstraint("(logo IS NULL) = (logo_type IS NULL)", name=op.f("ck_newsroom_logo_has_type")),
        sa.CheckConstraint("(logo IS NULL) = (logo_sha256 IS NULL)", name=op.f("ck_newsroom_logo_has_hash")),
    )
    op.create_table(
        "rating_labels",
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("number", sa.SmallInteger()),
        sa.Column("translations", JSONB(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("rating", name="pk_rating_labels"),
        sa.CheckConstraint(f"rating IN ({_RATINGS})", name=op.f("ck_rating_labels_rating")),
        sa.CheckConstraint("label <> ''", name=op.f("ck_rating_labels_label")),
        sa.CheckConstraint("number BETWEEN 1 AND 100", name=op.f("ck_rating_labels_number")),
    )
    op.create_table(
        "error_reports",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_error_reports"),
        sa.Column("fact_check_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text()),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("closed_by", sa.BigInteger()),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["fact_check_id"], ["fact_checks.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["closed_by"], ["people.id"]),
        sa.CheckConstraint(
            "(closed_by IS NULL) = (closed_at IS NULL)", name=op.f("ck_error_reports_closed_by_somebody")
        ),
    )
    op.create_index("ix_error_reports_fact_check_id", "error_reports", ["fact_check_id"])
    op.create_index(
        "ix_error_reports_open", "error_reports", ["id"], postgresql_where=sa.text("closed_at IS NULL")
    )


def downgrade() -> None:
    op.drop_index("ix_fact_checks_own", table_name="fact_checks")
    op.drop_column("fact_checks", "claimant_kind")
    op.drop_column("fact_checks", "embargo_until")
    for table in ("error_reports", "rating_labels", "newsroom"):
        op.drop_table(table)
