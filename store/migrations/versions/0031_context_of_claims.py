"""The context line of a claim: the article's own words for what its statement leaves to its surroundings."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.add_column("claims", sa.Column("context", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("claims", "context")
