"""Lists of a million claims.

Nothing here keeps anybody waiting: indexes are made CONCURRENTLY, and the suggestions are copied in portions.
"""

from alembic import op
from sqlalchemy import text

revision = "0037"
down_revision = "0036"

_PORTION = 1_000  # claims a transaction, whose rows and ten indexes are written in 0.2 s
_FACETS = """
CREATE OR REPLACE FUNCTION claim_facets(state text, kind text, suggestion text, owner_id bigint, repeats boolean)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_remove(ARRAY['state:' || state, 'kind:' || kind, 'suggestion:' || suggestion, 'owner:' || owner_id::text,
                            CASE WHEN repeats THEN 'repeated' END], NULL)
$$"""
# A second change of a claim in one transaction would lock the claims that it refers to, and two workers could wait for
# each other; so the suggestion of a new claim is copied in the change that sends it to triage.
_COPY = """
CREATE OR REPLACE FUNCTION copy_suggestion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    UPDATE claims SET suggestion = NULL WHERE id = OLD.claim_id AND suggestion IS NOT NULL;
  ELSE
    UPDATE claims SET suggestion = NEW.outcome
      WHERE id = NEW.claim_id AND state <> 'new' AND suggestion IS DISTINCT FROM NEW.outcome;
  END IF;
  RETURN NULL;
END $$"""
_COPY_TO_NEW = """
CREATE OR REPLACE FUNCTION copy_first_suggestion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.suggestion := (SELECT outcome FROM suggestions WHERE claim_id = NEW.id);
  RETURN NEW;
END $$"""
_COUNT = """
CREATE OR REPLACE FUNCTION count_claims() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO claim_counts (state, count) SELECT c.state, count(*) FROM fresh c
      WHERE c.head_id IS NULL OR c.state NOT IN ('new', 'triage') GROUP BY c.state;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO claim_counts (state, count) SELECT c.state, -count(*) FROM gone c
      WHERE c.head_id IS NULL OR c.state NOT IN ('new', 'triage') GROUP BY c.state;
  ELSE
    INSERT INTO claim_counts (state, count) SELECT c.state, sum(c.n) FROM (
        SELECT state, head_id, 1 AS n FROM fresh UNION ALL SELECT state, head_id, -1 FROM gone) c
      WHERE c.head_id IS NULL OR c.state NOT IN ('new', 'triage') GROUP BY c.state HAVING sum(c.n) <> 0;
  END IF;
  RETURN NULL;
END $$"""
_COUNTED = """
CREATE OR REPLACE TRIGGER count_inserted AFTER INSERT ON claims REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION count_claims();
CREATE OR REPLACE TRIGGER count_updated AFTER UPDATE ON claims REFERENCING NEW TABLE AS fresh OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION count_claims();
CREATE OR REPLACE TRIGGER count_deleted AFTER DELETE ON claims REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION count_claims()"""
# One statement sees a claim and what a trigger counted of it, or neither: nobody needs to wait while it counts.
_COUNT_THOSE_THERE = """
WITH gone AS (DELETE FROM claim_counts)
INSERT INTO claim_counts (state, count) SELECT state, count(*) FROM claims
  WHERE head_id IS NULL OR state NOT IN ('new', 'triage') GROUP BY state"""
_FACETS_OF_ROW = "claim_facets(state, kind, suggestion, owner_id, repeat_of IS NOT NULL)"
_INDEXES = {
    "worth": "(repeats_false, worth, id)",
    "state_worth": "(state, repeats_false, worth, id)",
    "state_id": "(state, id)",
    "kind_worth": "(kind, repeats_false, worth, id)",
    "owner_worth": "(owner_id, repeats_false, worth, id) WHERE owner_id IS NOT NULL",
    "repeated": "(repeats_false, worth, id) WHERE repeat_of IS NOT NULL",
    "found": f"USING gin (search, {_FACETS_OF_ROW})",
}
_REPLACED = ("triage", "owner", "search")


def upgrade() -> None:
    """Each step can be repeated: what comes after the first autocommit block is kept when a later step fails."""
    op.execute("ALTER TABLE claims ADD COLUMN IF NOT EXISTS suggestion text")
    op.execute("CREATE TABLE IF NOT EXISTS claim_counts (state text NOT NULL, count bigint NOT NULL)")
    for statement in (_FACETS, _COPY, _COPY_TO_NEW, _COUNT):
        op.execute(statement)
    op.execute(
        "CREATE OR REPLACE TRIGGER copy_suggestion AFTER INSERT OR DELETE OR UPDATE OF outcome ON suggestions"
        " FOR EACH ROW EXECUTE FUNCTION copy_suggestion()"
    )
    op.execute(
        "CREATE OR REPLACE TRIGGER copy_first_suggestion BEFORE UPDATE OF state ON claims FOR EACH ROW"
        " WHEN (old.state = 'new' AND new.state <> 'new') EXECUTE FUNCTION copy_first_suggestion()"
    )
    with op.get_context().autocommit_block():
        _copy_suggestions()
        for name, what in _INDEXES.items():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS ix_claims_{name}")
            op.execute(f"CREATE INDEX CONCURRENTLY ix_claims_{name} ON claims {what}")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_revisions_unsplit")
        op.execute(
            "CREATE INDEX CONCURRENTLY ix_revisions_unsplit ON revisions (article_id) WHERE split_at IS NULL"
        )
        for name in _REPLACED:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS ix_claims_{name}")
        op.execute(_COUNTED)
        op.execute(_COUNT_THOSE_THERE)


def _copy_suggestions() -> None:
    connection = op.get_bind()
    last = connection.execute(text("SELECT max(id) FROM claims")).scalar() or 0
    for first in range(0, last + 1, _PORTION):
        connection.execute(
            text(
                "UPDATE claims SET suggestion = s.outcome FROM suggestions s WHERE s.claim_id = claims.id"
                " AND claims.id BETWEEN :first AND :last AND claims.suggestion IS DISTINCT FROM s.outcome"
            ),
            {"first": first, "last": first + _PORTION - 1},
        )
