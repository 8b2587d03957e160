"""The language of the pages: that of a person, and that of the newsroom's public pages."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"


def upgrade() -> None:
    op.add_column("people", sa.Column("language", sa.Text()))
    op.add_column("newsroom", sa.Column("language", sa.Text()))


def downgrade() -> None:
    op.drop_column("newsroom", "language")
    op.drop_column("people", "language")
