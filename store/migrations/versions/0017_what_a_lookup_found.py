"""what a lookup found, what of it was set aside and why, and how much became evidence"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    for name in ("found", "set_aside_count", "evidence_count"):
        op.add_column("lookups", sa.Column(name, sa.Integer(), nullable=True))
    listed = sa.Column("set_aside", postgresql.JSONB(), server_default="[]", nullable=False)
    op.add_column("lookups", listed)
    op.drop_constraint(op.f("ck_lookups_outcome"), "lookups", type_="check")
    outcomes = "outcome IS NULL OR outcome IN ('found', 'set aside', 'nothing', 'could not ask')"
    op.create_check_constraint(op.f("ck_lookups_outcome"), "lookups", outcomes)
    op.drop_constraint(op.f("ck_suggestions_outcome"), "suggestions", type_="check")
    suggested = (
        "outcome IN ('supported', 'refuted', 'conflicting', 'context only', 'set aside', 'nothing found', "
        "'could not ask')"
    )
    op.create_check_constraint(op.f("ck_suggestions_outcome"), "suggestions", suggested)
