"""Secrets of webhooks that sign for a while after they were renewed."""

from alembic import op

revision = "0058"
down_revision = "0057"


def upgrade() -> None:
    op.execute(_SECRETS)
    op.create_index("ix_old_webhook_secrets_webhook_id", "old_webhook_secrets", ["webhook_id"])


def downgrade() -> None:
    op.drop_table("old_webhook_secrets")


_SECRETS = """
CREATE TABLE old_webhook_secrets (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    webhook_id BIGINT NOT NULL,
    secret BYTEA NOT NULL,
    signs_until TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_old_webhook_secrets PRIMARY KEY (id),
    CONSTRAINT fk_old_webhook_secrets_webhook_id FOREIGN KEY (webhook_id) REFERENCES webhooks (id) ON DELETE CASCADE
)
"""
