"""What people are writing and have not saved."""

from alembic import op

revision = "0068"
down_revision = "0067"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE drafts (
            person_id BIGINT NOT NULL CONSTRAINT fk_drafts_person_id REFERENCES people (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            content JSONB NOT NULL,
            kept_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
            CONSTRAINT pk_drafts PRIMARY KEY (person_id, name)
        )""")


def downgrade() -> None:
    op.execute("DROP TABLE drafts")
