"""How many fact-checks of each rating stand, kept by triggers; indexes for what the overview asks.

Indexes are made CONCURRENTLY; the last step holds up publications for as long as own fact-checks are counted.
"""

from alembic import op

revision = "0066"
down_revision = "0065"

_COUNT = """
CREATE OR REPLACE FUNCTION count_ratings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was text := CASE WHEN TG_OP <> 'INSERT' AND OLD.slug IS NOT NULL AND OLD.withdrawn_at IS NULL THEN OLD.rating END;
  is_now text := CASE WHEN TG_OP <> 'DELETE' AND NEW.slug IS NOT NULL AND NEW.withdrawn_at IS NULL THEN NEW.rating END;
BEGIN
  IF was IS DISTINCT FROM is_now THEN
    INSERT INTO rating_counts (rating, count)
      SELECT rating, change FROM (VALUES (was, -1), (is_now, 1)) AS v (rating, change) WHERE rating IS NOT NULL;
  END IF;
  RETURN NULL;
END $$"""
_COUNTED = """
CREATE OR REPLACE TRIGGER count_ratings AFTER INSERT OR DELETE OR UPDATE OF slug, withdrawn_at, rating ON fact_checks
  FOR EACH ROW EXECUTE FUNCTION count_ratings();
DELETE FROM rating_counts;
INSERT INTO rating_counts (rating, count) SELECT rating, count(*) FROM fact_checks
  WHERE slug IS NOT NULL AND withdrawn_at IS NULL AND rating IS NOT NULL GROUP BY rating"""
_INDEXES = {
    "ix_fact_checks_embargo": "fact_checks (embargo_until) WHERE embargo_until IS NOT NULL",
    "ix_fact_checks_sample": "fact_checks (id) WHERE sample",
    "ix_claims_refuted": (
        "claims (found_at) WHERE suggestion = 'refuted' AND state IN ('new', 'triage') AND head_id IS NULL"
    ),
    "ix_documents_sample": "documents (id) WHERE sample",
}


def upgrade() -> None:
    """Each step can be repeated: what comes after the autocommit block is kept when a later step fails."""
    op.execute("CREATE TABLE IF NOT EXISTS rating_counts (rating text NOT NULL, count bigint NOT NULL)")
    op.execute(_COUNT)
    with op.get_context().autocommit_block():
        for name, what in _INDEXES.items():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            op.execute(f"CREATE INDEX CONCURRENTLY {name} ON {what}")
    op.execute(_COUNTED)


def downgrade() -> None:
    op.execute("DROP TRIGGER count_ratings ON fact_checks")
    op.execute("DROP FUNCTION count_ratings")
    op.execute("DROP TABLE rating_counts")
    for name in _INDEXES:
        op.execute(f"DROP INDEX {name}")
