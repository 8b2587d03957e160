"""The inverted index of claims holds the stretch of each order that a claim stands in: a hundredth of worth, a week.

So the first of some thousand claims that fit are found from the beginning of a list on, without reading all of them.
"""

from typing import Final

from alembic import op

from store.migrations import steps

revision = "0088"
down_revision = "0087"

_STRETCHES: Final = """
CREATE OR REPLACE FUNCTION claim_stretches(
  repeats_false boolean, worth float, finding_rank smallint, priority float, found_at timestamptz)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ARRAY['worth:' || CASE WHEN repeats_false THEN 101 + floor(worth * 10)::int ELSE floor(worth * 100)::int END,
               'finding:' || CASE WHEN finding_rank > 1 THEN 180 + 11 * finding_rank + floor(worth * 10)::int
                                  ELSE 101 * finding_rank + floor(worth * 100)::int END,
               'priority:' || CASE WHEN priority > 1 THEN 91 + floor(priority * 10)::int
                                   ELSE floor(priority * 100)::int END,
               'found:' || floor(extract(epoch FROM found_at) / 604800)::int]
$$"""
_BEFORE: Final = "search, claim_facets(state, kind, suggestion, owner_id, repeat_of IS NOT NULL)"
_NOW: Final = f"{_BEFORE}, claim_stretches(repeats_false, worth, finding_rank, priority, found_at)"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute(_STRETCHES)
    _make_anew(_NOW)


def downgrade() -> None:
    _make_anew(_BEFORE)
    op.execute("DROP FUNCTION claim_stretches")


def _make_anew(columns: str) -> None:
    """Make the index beside the old one, which serves until then, and put it in its place."""
    steps.make_index("ix_claims_found_new", f"claims USING gin ({columns}) WITH (fastupdate = off)")
    with op.get_context().autocommit_block():  # before the lock of all readers, which is held until the end
        op.execute("ANALYZE claims")
    op.execute("DROP INDEX ix_claims_found")
    op.execute("ALTER INDEX ix_claims_found_new RENAME TO ix_claims_found")
