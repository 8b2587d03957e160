"""Indexes of lists of claims hold what lists are narrowed to, so that old claims are passed over without being read."""

from typing import Final

from alembic import op

revision = "0067"
down_revision = "0066"

_FACETS: Final = ("state", "kind", "suggestion", "owner_id", "repeat_of", "head_id")
_INDEXES: Final = {
    "worth": ("(repeats_false, worth, id)", ()),
    "facets": ("(id)", ()),
    "state_worth": ("(state, repeats_false, worth, id)", ("state",)),
    "state_id": ("(state, id)", ("state",)),
    "state_finding": ("(state, finding_rank, worth, id)", ("state",)),
    "state_priority": ("(state, priority, id)", ("state",)),
    "kind_worth": ("(kind, repeats_false, worth, id)", ("kind",)),
    "owner_worth": ("(owner_id, repeats_false, worth, id)", ("owner_id",)),
    "repeated": ("(repeats_false, worth, id)", ()),
    "waiting": ("(repeats_false, worth, id)", ()),
}
_WHERE: Final = {
    "owner_worth": " WHERE owner_id IS NOT NULL",
    "repeated": " WHERE repeat_of IS NOT NULL",
    "waiting": " WHERE state IN ('new', 'triage') AND head_id IS NULL",
}


def upgrade() -> None:
    """Each step can be repeated, and none keeps anybody from reading or writing claims."""
    op.execute("CREATE STATISTICS IF NOT EXISTS claims_facets (mcv) ON state, kind, suggestion FROM claims")
    with op.get_context().autocommit_block():
        for name, (keys, among_keys) in _INDEXES.items():
            included = ", ".join(column for column in _FACETS if column not in among_keys)
            _replace(name, f"{keys} INCLUDE ({included}){_WHERE.get(name, '')}")
        op.execute("ANALYZE claims")


def downgrade() -> None:
    op.execute("DROP STATISTICS claims_facets")
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY ix_claims_facets")
        for name, (keys, _) in _INDEXES.items():
            if name != "facets":
                _replace(name, f"{keys}{_WHERE.get(name, '')}")


def _replace(name: str, what: str) -> None:
    """Make an index anew beside the old one, which serves until it is there."""
    op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS ix_claims_{name}_new")
    op.execute(f"CREATE INDEX CONCURRENTLY ix_claims_{name}_new ON claims {what}")
    op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS ix_claims_{name}")
    op.execute(f"ALTER INDEX ix_claims_{name}_new RENAME TO ix_claims_{name}")
