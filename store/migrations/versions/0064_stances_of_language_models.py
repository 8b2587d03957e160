"""What a language model takes a passage to say of its claim."""

from alembic import op

revision = "0064"
down_revision = "0063"


def upgrade() -> None:
    op.execute("ALTER TABLE evidence ADD COLUMN model_stance JSONB")


def downgrade() -> None:
    op.execute("ALTER TABLE evidence DROP COLUMN model_stance")
