"""Indexes for what lists of claims, articles, fact-checks and the audit can be narrowed to besides."""

from typing import Final

from alembic import op

from store.migrations import steps

revision = "0081"
down_revision = "0080"

_INDEXES: Final = {
    "ix_revisions_language": "revisions (language, id)",
    "ix_articles_listed": "articles (id) INCLUDE (arrived_at, arrived_by, feed_id) WHERE merged_into IS NULL",
    "ix_claims_state_found_at": "claims (state, found_at)",
    "ix_audit_actor": "audit (actor_id, id) WHERE actor_id IS NOT NULL",
    "ix_audit_event": "audit (event, id)",
    "ix_fact_checks_rating": "fact_checks (rating, published_at, id) WHERE slug IS NOT NULL",
    "ix_fact_checks_said_by": "fact_checks (claimant, published_at, id) WHERE slug IS NOT NULL",
}
_NARROWED_BY: Final = "state, kind, suggestion, owner_id, repeat_of, head_id"
_WAITING: Final = """
    claims (repeats_false, worth, id) INCLUDE ({columns}) WHERE state IN ('new', 'triage') AND head_id IS NULL"""


def upgrade() -> None:
    for name, on in _INDEXES.items():
        steps.make_index(name, on)
    with op.get_context().autocommit_block():
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS ix_claims_claimant"
        )  # the words of claims hold the claimant's
    _make_waiting(f"{_NARROWED_BY}, article_id, revision_id, found_at")


def downgrade() -> None:
    steps.make_index(
        "ix_claims_claimant", "claims USING gin (to_tsvector('simple'::regconfig, fold_text(claimant)))"
    )
    with op.get_context().autocommit_block():
        for name in _INDEXES:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
    _make_waiting(_NARROWED_BY)


def _make_waiting(columns: str) -> None:
    """Make the index of what waits anew beside the old one, which serves until it is there."""
    steps.make_index("ix_claims_waiting_new", _WAITING.format(columns=columns).strip())
    op.execute("DROP INDEX ix_claims_waiting")
    op.execute("ALTER INDEX ix_claims_waiting_new RENAME TO ix_claims_waiting")
