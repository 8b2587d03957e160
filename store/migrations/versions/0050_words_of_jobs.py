"""Columns and steps under words that an engineer would guess; nothing else is rewritten.

A job was `woken_at` when it was sent to the broker, and `answered` when it gave its slot back before it ended. What was
made, computed or began is told by the same word everywhere.
"""

from alembic import op

revision = "0050"
down_revision = "0049"

_COLUMNS = (
    ("work", "woken_at", "enqueued_at"),
    ("work", "answered", "slot_released"),
    ("suggestions", "made_at", "computed_at"),
    ("totp_secrets", "made_at", "created_at"),
    ("saved_views", "made_at", "created_at"),
    ("imports", "began_at", "started_at"),
)
_EVENTS = (
    ("returned", "repeats a false claim"),
    ("no longer returned", "no longer repeats a false claim"),
    ("fetched anew", "fetched again"),
    ("dated anew by its feed", "date changed by its feed"),
)


def upgrade() -> None:
    # The long step first: a renamed column locks its table until the end.
    cases = " ".join(f"WHEN '{old}' THEN '{new}'" for old, new in _EVENTS)
    olds = ", ".join(f"'{old}'" for old, _ in _EVENTS)
    op.execute(f"UPDATE audit SET event = CASE event {cases} END WHERE event IN ({olds})")  # noqa: S608 - our own
    for table, old, new in _COLUMNS:
        op.alter_column(table, old, new_column_name=new)
    op.execute("ALTER INDEX ix_work_woken RENAME TO ix_work_enqueued")


def downgrade() -> None:
    """Events in the audit keep their words, which are only shown."""
    op.execute("ALTER INDEX ix_work_enqueued RENAME TO ix_work_woken")
    for table, old, new in _COLUMNS:
        op.alter_column(table, new, new_column_name=old)
