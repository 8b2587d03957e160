"""Notices to the owner of a claim whose article changed its words."""

from alembic import op

revision = "0063"
down_revision = "0062"
_KINDS = (
    "'assigned', 'mentioned', 'sent back', 'approved', 'reply due', 'relies on', 'rule matched', 'ratings differ'"
)
_TABLES = ("notices", "notice_settings")


def upgrade() -> None:
    _allow(f"{_KINDS}, 'article changed'")


def downgrade() -> None:
    for table in _TABLES:
        op.execute(f"DELETE FROM {table} WHERE kind = 'article changed'")  # noqa: S608 - names of our own
    _allow(_KINDS)


def _allow(kinds: str) -> None:
    """The kinds of notices that there can be."""
    op.drop_constraint(op.f("ck_notices_kind"), "notices", type_="check")
    op.create_check_constraint(op.f("ck_notices_kind"), "notices", f"kind IN ({kinds})")
    op.drop_constraint(op.f("ck_notice_settings_kind"), "notice_settings", type_="check")
    op.create_check_constraint(op.f("ck_notice_settings_kind"), "notice_settings", f"kind IN ({kinds})")
