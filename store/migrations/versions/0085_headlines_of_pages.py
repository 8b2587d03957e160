"""The headline that a page had when it was fetched last, by which a changed one is seen."""

from alembic import op

revision = "0085"
down_revision = "0084"


def upgrade() -> None:
    op.execute("ALTER TABLE page_fetches ADD COLUMN IF NOT EXISTS title text")


def downgrade() -> None:
    op.execute("ALTER TABLE page_fetches DROP COLUMN title")
