"""a draft of a correction that is given up stays, marked with the time"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.add_column("verdicts", sa.Column("dropped_at", sa.DateTime(timezone=True)))
