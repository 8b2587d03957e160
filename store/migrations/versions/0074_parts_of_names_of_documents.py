"""Documents of the shelf are found by any part of a word of their names, by an index of runs of letters."""

from alembic import op

revision = "0074"
down_revision = "0073"

_RUNS = """
CREATE OR REPLACE FUNCTION letter_runs(names text[], shortest integer) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT run), '{}') FROM (
    SELECT a, lead(a) OVER w AS b, lead(a, 2) OVER w AS c
    FROM unnest(names) WITH ORDINALITY AS given (name, nth),
      LATERAL unnest(string_to_array(lower(name), NULL)) WITH ORDINALITY AS letters (a, n)
    WINDOW w AS (PARTITION BY nth ORDER BY n)) l,
    LATERAL (VALUES (1, a), (2, a || b), (3, a || b || c)) AS runs (size, run)
  WHERE size >= shortest AND run IS NOT NULL AND strpos(run, ' ') = 0
$$"""


def upgrade() -> None:
    op.execute(_RUNS)
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_documents_names")
        op.execute(
            "CREATE INDEX CONCURRENTLY ix_documents_names ON documents"
            " USING gin (letter_runs(ARRAY[title, publisher, author, name], 1))"
        )
        op.execute("ANALYZE documents")  # how frequent each run is


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_documents_names")
    op.execute("DROP FUNCTION letter_runs")
