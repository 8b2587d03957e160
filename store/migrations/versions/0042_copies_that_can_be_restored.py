"""A copy by pg_dump can be restored; our own fact-checks that stand are found among many of other publishers.

pg_restore makes triggers with an empty search path, where a comparison of embeddings in a WHEN clause finds no
operator; within a function it does.
"""

from alembic import op

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION clear_embedding() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF OLD.embedding IS NOT DISTINCT FROM NEW.embedding THEN "
        "NEW.embedding := NULL; NEW.encoder := NULL; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE OR REPLACE TRIGGER clear_embedding BEFORE UPDATE OF statement ON fact_checks FOR EACH ROW "
        "WHEN (OLD.statement IS DISTINCT FROM NEW.statement) EXECUTE FUNCTION clear_embedding()"
    )
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_fact_checks_standing")
        op.execute(
            "CREATE INDEX CONCURRENTLY ix_fact_checks_standing ON fact_checks (id)"
            " WHERE slug IS NOT NULL AND withdrawn_at IS NULL"
        )


def downgrade() -> None:
    """The trigger stays: the version before works with it as with its own."""
    op.execute("DROP INDEX ix_fact_checks_standing")
