"""Who looks at a claim right now."""

from alembic import op

revision = "0069"
down_revision = "0068"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE claim_viewers (
            person_id BIGINT NOT NULL
                CONSTRAINT fk_claim_viewers_person_id REFERENCES people (id) ON DELETE CASCADE,
            claim_id BIGINT NOT NULL
                CONSTRAINT fk_claim_viewers_claim_id REFERENCES claims (id) ON DELETE CASCADE,
            seen_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
            CONSTRAINT pk_claim_viewers PRIMARY KEY (person_id, claim_id)
        )""")
    op.execute("CREATE INDEX ix_claim_viewers_claim_id ON claim_viewers (claim_id)")


def downgrade() -> None:
    op.execute("DROP TABLE claim_viewers")
