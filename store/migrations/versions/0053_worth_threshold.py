"""Below which worth claims are put out of triage's usual view."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"


def upgrade() -> None:
    op.add_column("newsroom", sa.Column("worth_threshold", sa.SmallInteger(), server_default="0", nullable=False))
    op.create_check_constraint(
        op.f("ck_newsroom_worth_threshold"), "newsroom", "worth_threshold BETWEEN 0 AND 100"
    )


def downgrade() -> None:
    op.drop_column("newsroom", "worth_threshold")
