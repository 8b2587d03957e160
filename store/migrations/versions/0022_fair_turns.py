"""fair turns: when a piece of work has its turn beside those of other articles"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    fair = sa.Column("fair_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
    op.add_column("work", fair)
    op.drop_index("ix_work_lane", "work")
    lane = sa.text("lane IS NOT NULL AND NOT failed")
    op.create_index("ix_work_lane", "work", ["lane", "fair_at"], postgresql_where=lane)
    op.create_index("ix_work_fair", "work", ["kind", "lane", "fair_at"], postgresql_where=sa.text("NOT failed"))
    woken = sa.text("woken_at IS NOT NULL")
    op.create_index("ix_work_woken", "work", ["kind", "woken_at"], postgresql_where=woken)
