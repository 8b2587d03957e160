"""What a revision's text holds beside claims is called removed and skipped."""

from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.alter_column("revisions", "dropped", new_column_name="removed")
    op.alter_column("revisions", "passed_over", new_column_name="skipped")
