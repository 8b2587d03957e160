"""Indexes of the days of the audit, of deliveries that failed, and of the words of our own fact-checks."""

from typing import Final

from alembic import op

from store.migrations import steps

revision = "0084"
down_revision = "0083"

_INDEXES: Final = {
    "ix_audit_at": "audit USING brin (at) WITH (autosummarize = on, pages_per_range = 32)",
    "ix_fact_checks_own_search": "fact_checks USING gin (search) WITH (fastupdate = off) WHERE slug IS NOT NULL",
    "ix_deliveries_failed": "deliveries (webhook_id, id) WHERE state = 'failed'",
}


def upgrade() -> None:
    for name, on in _INDEXES.items():
        steps.make_index(name, on)


def downgrade() -> None:
    with op.get_context().autocommit_block():
        for name in _INDEXES:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
