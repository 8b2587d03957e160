"""A token tells which other one made it, with which it ends."""

from alembic import op

from store.migrations import steps

revision = "0083"
down_revision = "0082"


def upgrade() -> None:
    op.execute("ALTER TABLE tokens ADD COLUMN IF NOT EXISTS made_by bigint")
    steps.add_constraint(
        "tokens", "fk_tokens_made_by_tokens", "FOREIGN KEY (made_by) REFERENCES tokens (id) ON DELETE CASCADE"
    )
    steps.make_index("ix_tokens_made_by", "tokens (made_by)")


def downgrade() -> None:
    op.execute("ALTER TABLE tokens DROP COLUMN made_by")
