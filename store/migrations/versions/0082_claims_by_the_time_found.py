"""Claims are listed by the time that they were found; indexes of their lists hold all that these are narrowed to."""

from typing import Final

from alembic import op

from store.migrations import steps

revision = "0082"
down_revision = "0081"

_BEFORE: Final = "state kind suggestion owner_id repeat_of head_id"
_NOW: Final = f"{_BEFORE} article_id revision_id found_at worth repeats_false"
_WAITING: Final = " WHERE state IN ('new', 'triage') AND head_id IS NULL"
_REMADE: Final = {
    "worth": ("repeats_false worth", ""),
    "state_worth": ("state repeats_false worth", ""),
    "state_found_at": ("state found_at", ""),
    "state_finding": ("state finding_rank worth", ""),
    "state_priority": ("state priority", ""),
    "kind_worth": ("kind repeats_false worth", ""),
    "owner_worth": ("owner_id repeats_false worth", " WHERE owner_id IS NOT NULL"),
    "repeated": ("repeats_false worth", " WHERE repeat_of IS NOT NULL"),
    "waiting": ("repeats_false worth", _WAITING),
}


def upgrade() -> None:
    # Nearly all that somebody owns is in one of a few states.
    op.execute("CREATE STATISTICS IF NOT EXISTS claims_owners (mcv) ON state, owner_id FROM claims")
    steps.make_index("ix_claims_found_at", _on("found_at", _NOW))
    for name, (keys, where) in _REMADE.items():
        _make_anew(name, _on(keys, _NOW) + where)
    with op.get_context().autocommit_block():  # before the lock of all readers, which is held until the end
        op.execute("ANALYZE claims (state, owner_id)")
    _take_its_place(*_REMADE, without=("facets", "state_id"))


def downgrade() -> None:
    op.execute("DROP STATISTICS claims_owners")
    steps.make_index("ix_claims_facets", _on("", _BEFORE))
    steps.make_index("ix_claims_state_id", _on("state", _BEFORE))
    for name, (keys, where) in _REMADE.items():
        more = " article_id revision_id found_at" if name == "waiting" else ""
        _make_anew(
            name, _on(keys, _BEFORE + more) + where if name != "state_found_at" else "claims (state, found_at)"
        )
    _take_its_place(*_REMADE, without=("found_at",))


def _on(keys: str, beside: str) -> str:
    included = ", ".join(column for column in beside.split() if column not in keys.split())
    return f"claims ({', '.join([*keys.split(), 'id'])}) INCLUDE ({included})"


def _make_anew(name: str, on: str) -> None:
    """Make an index beside the old one, which serves until all are there."""
    steps.make_index(f"ix_claims_{name}_new", on)


def _take_its_place(*names: str, without: tuple[str, ...]) -> None:
    """Put the new indexes in the place of the old ones, and drop those that nothing reads any more."""
    with op.get_context().autocommit_block():
        for name in without:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS ix_claims_{name}")
    for name in names:
        op.execute(f"DROP INDEX ix_claims_{name}")
        op.execute(f"ALTER INDEX ix_claims_{name}_new RENAME TO ix_claims_{name}")
