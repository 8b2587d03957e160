"""The words of claims and of articles go into their indexes as they are written, as those of passages do (0079)."""

from alembic import op

revision = "0080"
down_revision = "0079"

_INDEXES = "ix_claims_found", "ix_article_search_search"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        for name in _INDEXES:
            op.execute(f"ALTER INDEX {name} SET (fastupdate = off)")
            op.execute(f"SELECT gin_clean_pending_list('{name}')")


def downgrade() -> None:
    for name in _INDEXES:
        op.execute(f"ALTER INDEX {name} RESET (fastupdate)")
