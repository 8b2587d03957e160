"""The index of claims that are new tells their articles, too."""

from alembic import op

from store.migrations import steps

revision = "0076"
down_revision = "0075"


def upgrade() -> None:
    _replace("article_id, revision_id, id")


def downgrade() -> None:
    _replace("revision_id, id")


def _replace(columns: str) -> None:
    """Make the index anew beside the old one, which serves until it is there."""
    steps.make_index("ix_claims_new_anew", f"claims ({columns}) WHERE state = 'new'")
    op.execute("DROP INDEX ix_claims_new")
    op.execute("ALTER INDEX ix_claims_new_anew RENAME TO ix_claims_new")
