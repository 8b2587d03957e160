"""Notices to the owner of a claim whose article changed its words."""

from alembic import op

revision = "0063"
down_revision = "0062"
_KINDS = (
    "'assigned', 'mentioned', 'sent back', 'approved', 'reply due', 'relies on', 'rule matched', 'ratings differ'"
)
_TABLES = ("notices", "notice_settings")


def upgrade() -> None:
    for table in _TABLES:
        _allow(table, f"{_KINDS}, 'article changed'")


def downgrade() -> None:
    for table in _TABLES:
        op.execute(f"DELETE FROM {table} WHERE kind = 'article changed'")  # noqa: S608 - names of our own
        _allow(table, _KINDS)


def _allow(table: str, kinds: str) -> None:
    """The kinds that rows of a table can have."""
    op.drop_constraint(op.f(f"ck_{table}_kind"), table, type_="check")
    op.create_check_constraint(op.f(f"ck_{table}_kind"), table, f"kind IN ({kinds})")
