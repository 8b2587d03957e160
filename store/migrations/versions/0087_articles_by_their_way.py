"""Indexes of articles by the way that they arrived, and of those of the sample."""

from typing import Final

from alembic import op

from store.migrations import steps

revision = "0087"
down_revision = "0086"

_INDEXES: Final = {
    "ix_articles_arrived_by": "articles (arrived_by, id)",
    "ix_articles_sample": "articles (id) WHERE sample",
}


def upgrade() -> None:
    for name, on in _INDEXES.items():
        steps.make_index(name, on)


def downgrade() -> None:
    with op.get_context().autocommit_block():
        for name in _INDEXES:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
