"""how a claim was read"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # Every column has a default, so that a web process of the version before goes on while this one starts.
    op.add_column("claims", sa.Column("manner", sa.Text(), server_default="asserts", nullable=False))
    op.add_column("claims", sa.Column("direct", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("claims", _list("notes"))
    op.create_check_constraint(
        op.f("ck_claims_manner"), "claims", "manner IN ('asserts', 'denies', 'demands', 'announces', 'accuses')"
    )
    op.add_column("quantities", sa.Column("role", sa.Text(), server_default="amount", nullable=False))
    op.add_column("quantities", sa.Column("code", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_quantities_role"), "quantities", "role IN ('amount', 'change', 'additional')"
    )
    op.add_column("revisions", _list("passed_over"))


def _list(name: str) -> sa.Column[object]:
    return sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False)
