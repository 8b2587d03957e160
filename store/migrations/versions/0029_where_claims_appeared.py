"""The addresses where the claim of an external fact-check appeared."""

from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.execute("ALTER TABLE fact_checks ADD COLUMN appearances TEXT[] DEFAULT '{}' NOT NULL")
