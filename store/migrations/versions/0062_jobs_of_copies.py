"""Jobs that share the suggestions of an article with a copy of it."""

from alembic import op

revision = "0062"
down_revision = "0061"
_WORK = (
    "'split', 'lookup_batch', 'lookup', 'suggest', 'deliver', 'import', 'shelf', 'embed', 'feed', 'fetch', 'refetch', "
    "'mail', 'backfill', 'capture', 'source_test', 'subscribe', 'invitation'"
)


def upgrade() -> None:
    _allow(f"{_WORK}, 'share'")


def downgrade() -> None:
    op.execute("DELETE FROM work WHERE kind = 'share'")
    _allow(_WORK)


def _allow(kinds: str) -> None:
    """The kinds that jobs can have."""
    op.drop_constraint(op.f("ck_work_kind"), "work", type_="check")
    op.create_check_constraint(op.f("ck_work_kind"), "work", f"kind IN ({kinds})")
