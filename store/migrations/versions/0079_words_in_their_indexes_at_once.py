"""The words of passages and of fact-checks go into their indexes as they are written.

Until now they went into lists of what is still to be put in (`fastupdate`), which every search reads from one end to
the other until they are merged, by size or by a vacuum.
"""

from alembic import op

revision = "0079"
down_revision = "0078"

_INDEXES = "ix_document_passages_search", "ix_fact_checks_search"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        for name in _INDEXES:
            op.execute(f"ALTER INDEX {name} SET (fastupdate = off)")
            op.execute(f"SELECT gin_clean_pending_list('{name}')")


def downgrade() -> None:
    for name in _INDEXES:
        op.execute(f"ALTER INDEX {name} RESET (fastupdate)")
