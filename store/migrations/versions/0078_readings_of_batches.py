"""What splitting has read of claims goes along with the batches of their lookups."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0078"
down_revision = "0077"


def upgrade() -> None:
    op.add_column("lookup_batches", sa.Column("readings", JSONB, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("lookup_batches", "readings")
