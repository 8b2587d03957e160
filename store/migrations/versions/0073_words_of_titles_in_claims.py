"""Claims are found by the words of their article's title too, in one index; more is kept or indexed that lists ask for.

`claims.search` was computed of a claim alone, and the claims of a title's article were read one by one. Triggers write
it now, of both. The rows that are there are written anew in portions, each a transaction of less than a second, and
vacuumed in between, so that the table does not double.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"

_PORTION: Final = 1_000  # claims
_VACUUMED: Final = 100  # portions after which the table is vacuumed
_WORDS = """
CREATE OR REPLACE FUNCTION claim_search(statement text, said text, claimant text, title text, site text)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('english'::regconfig, fold_text(statement || ' ' || said || ' ' || coalesce(claimant, '')
    || ' ' || coalesce(title, '') || ' ' || coalesce(site, '')))
$$"""
_WRITE = """
CREATE OR REPLACE FUNCTION write_claim_search() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  article record;
BEGIN
  SELECT title, site INTO article FROM articles WHERE id = NEW.article_id;
  NEW.search := claim_search(NEW.statement, NEW.text, NEW.claimant, article.title, article.site);
  RETURN NEW;
END $$"""
# Locked in the order of their ids first, as whoever takes a step with a cluster locks claims.
_FOLLOW = """
CREATE OR REPLACE FUNCTION follow_title() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM claims WHERE article_id = NEW.id ORDER BY id FOR NO KEY UPDATE;
  UPDATE claims SET article_id = article_id WHERE article_id = NEW.id;
  RETURN NULL;
END $$"""
_WRITTEN = (
    "CREATE OR REPLACE TRIGGER write_claim_search BEFORE INSERT OR UPDATE OF statement, text, claimant, article_id"
    " ON claims FOR EACH ROW EXECUTE FUNCTION write_claim_search()",
    "CREATE OR REPLACE TRIGGER follow_title AFTER UPDATE OF title, site ON articles FOR EACH ROW"
    " WHEN (OLD.title IS DISTINCT FROM NEW.title OR OLD.site IS DISTINCT FROM NEW.site)"
    " EXECUTE FUNCTION follow_title()",
)
# By the trigger, which reads the title once the row is locked: a title that changes meanwhile is not overwritten.
_AGAIN: Final = sa.text("UPDATE claims SET article_id = article_id WHERE id BETWEEN :first AND :last")
_INDEXES: Final = {
    "ix_claims_new": "claims (revision_id, id) WHERE state = 'new'",
    "ix_fact_checks_external_id": "fact_checks (id) WHERE slug IS NULL",
    "ix_fact_checks_publisher": "fact_checks (publisher, id) WHERE slug IS NULL",
    "ix_fact_checks_claimant": (
        "fact_checks USING gin (to_tsvector('simple'::regconfig, fold_text(claimant))) WHERE slug IS NOT NULL"
    ),
}
_DROPPED: Final = {
    "ix_articles_search": (
        "articles USING gin (to_tsvector('english'::regconfig, fold_text(title || ' ' || coalesce(site, ''))))"
    ),
    "ix_fact_checks_external": "fact_checks (publisher, rating) WHERE slug IS NULL",
}
_COUNT = """
CREATE OR REPLACE FUNCTION count_external_ratings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO external_rating_counts (publisher, label, count, with_numbers)
      SELECT publisher, rating, count(*), count(by_numbers) FROM fresh WHERE slug IS NULL GROUP BY publisher, rating;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO external_rating_counts (publisher, label, count, with_numbers)
      SELECT publisher, rating, -count(*), -count(by_numbers) FROM gone WHERE slug IS NULL GROUP BY publisher, rating;
  ELSE
    INSERT INTO external_rating_counts (publisher, label, count, with_numbers)
      SELECT publisher, rating, change, CASE WHEN numbers IS NULL THEN 0 ELSE change END
      FROM (VALUES (OLD.slug, OLD.publisher, OLD.rating, OLD.by_numbers, -1),
                   (NEW.slug, NEW.publisher, NEW.rating, NEW.by_numbers, 1))
        v (slug, publisher, rating, numbers, change)
      WHERE slug IS NULL;
  END IF;
  RETURN NULL;
END $$"""
_COUNTED = """
CREATE OR REPLACE TRIGGER count_external_inserted AFTER INSERT ON fact_checks REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION count_external_ratings();
CREATE OR REPLACE TRIGGER count_external_deleted AFTER DELETE ON fact_checks REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION count_external_ratings();
CREATE OR REPLACE TRIGGER count_external_updated AFTER UPDATE OF slug, publisher, rating, by_numbers ON fact_checks
  FOR EACH ROW WHEN ((OLD.slug, OLD.publisher, OLD.rating, OLD.by_numbers)
    IS DISTINCT FROM (NEW.slug, NEW.publisher, NEW.rating, NEW.by_numbers))
  EXECUTE FUNCTION count_external_ratings()"""
# One statement sees a fact-check and what a trigger counted of it, or neither: nobody needs to wait while it counts.
_COUNT_THOSE_THERE = """
WITH gone AS (DELETE FROM external_rating_counts)
INSERT INTO external_rating_counts (publisher, label, count, with_numbers)
  SELECT publisher, rating, count(*), count(by_numbers) FROM fact_checks
  WHERE slug IS NULL GROUP BY publisher, rating"""


def upgrade() -> None:
    """Each step can be repeated: what stands in the autocommit block is kept when a later step fails."""
    op.execute(
        "CREATE TABLE IF NOT EXISTS external_rating_counts"
        " (publisher text NOT NULL, label text NOT NULL, count bigint NOT NULL, with_numbers bigint NOT NULL)"
    )
    for statement in (_WORDS, _WRITE, _FOLLOW, _COUNT):
        op.execute(statement)
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE claims ALTER COLUMN search DROP EXPRESSION IF EXISTS")
        for statement in _WRITTEN:
            op.execute(statement)
        for name, what in _INDEXES.items():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            op.execute(f"CREATE INDEX CONCURRENTLY {name} ON {what}")
        _write_anew()
        for name in _DROPPED:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        op.execute(_COUNTED)
        op.execute(_COUNT_THOSE_THERE)
        op.execute("ANALYZE fact_checks")


def _write_anew() -> None:
    bind = op.get_bind()
    ends = bind.execute(sa.text("SELECT min(id), max(id) FROM claims")).one()
    for number, first in enumerate(range(ends[0] or 0, (ends[1] or -1) + 1, _PORTION), 1):
        bind.execute(_AGAIN, {"first": first, "last": first + _PORTION - 1})
        if number % _VACUUMED == 0:
            op.execute("VACUUM claims")
    op.execute("VACUUM (ANALYZE) claims")


def downgrade() -> None:
    """The words of claims stay as they are, written by triggers: the version before reads them just the same, and a
    computed column would write the table anew.
    """
    for name in ("count_external_inserted", "count_external_deleted", "count_external_updated"):
        op.execute(f"DROP TRIGGER {name} ON fact_checks")
    op.execute("DROP FUNCTION count_external_ratings")
    op.execute("DROP TABLE external_rating_counts")
    with op.get_context().autocommit_block():
        for name in _INDEXES:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        for name, what in _DROPPED.items():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            op.execute(f"CREATE INDEX CONCURRENTLY {name} ON {what}")
