"""what a correction replaced and why a fact-check was withdrawn; duplicates name their last original"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

# From `approved` a claim can only be published, so the n-th approved verdict is what the n-th correction replaced.
_REPLACED = """
UPDATE corrections SET replaced_id = v.id
FROM fact_checks f,
  (SELECT id, fact_check_id, row_number() OVER (PARTITION BY fact_check_id ORDER BY id) AS n FROM corrections) c,
  (SELECT id, claim_id, row_number() OVER (PARTITION BY claim_id ORDER BY number) AS n
   FROM verdicts WHERE decision = 'approved') v
WHERE corrections.id = c.id AND f.id = c.fact_check_id AND v.claim_id = f.claim_id AND v.n = c.n
"""
_WITHDRAWN = """
UPDATE fact_checks SET withdrawal_reason = (
  SELECT reason FROM audit
  WHERE subject_kind = 'claim' AND subject = fact_checks.claim_id AND event = 'withdraw' ORDER BY id DESC LIMIT 1)
WHERE withdrawn_at IS NOT NULL
"""
# Where each duplicate leads in the end; of a circle, the oldest claim in it goes back to triage and is its original.
_ENDS = """
CREATE TEMPORARY TABLE ends ON COMMIT DROP AS
WITH RECURSIVE way (id, at, path) AS (
  SELECT id, duplicate_of, ARRAY[id] FROM claims WHERE duplicate_of IS NOT NULL
  UNION ALL
  SELECT way.id, claims.duplicate_of, way.path || way.at FROM way JOIN claims ON claims.id = way.at
  WHERE claims.duplicate_of IS NOT NULL AND way.at <> ALL (way.path)
)
SELECT DISTINCT ON (id) id, at AS last,
  CASE WHEN at = ANY (path) THEN (SELECT min(n) FROM unnest(path[array_position(path, at):]) AS n) END AS circle
FROM way ORDER BY id, cardinality(path) DESC
"""
_OPENED = """
WITH opened AS (
  UPDATE claims SET state = 'triage', duplicate_of = NULL, owner_id = NULL, version = version + 1, changed_at = now()
  WHERE id IN (SELECT circle FROM ends) RETURNING id, version)
INSERT INTO audit (subject_kind, subject, event, "from", "to", version, reason)
SELECT 'claim', id, 'reopen', 'duplicate', 'triage', version, 'it was a duplicate of its own duplicate' FROM opened
"""
_FOLLOWED = """
WITH followed AS (
  UPDATE claims SET duplicate_of = coalesce(ends.circle, ends.last), version = version + 1, changed_at = now()
  FROM ends WHERE claims.id = ends.id AND claims.duplicate_of IS NOT NULL
    AND claims.duplicate_of <> coalesce(ends.circle, ends.last)
  RETURNING claims.id, claims.version, claims.state)
INSERT INTO audit (subject_kind, subject, event, "from", "to", version)
SELECT 'claim', id, 'original changed', state, state, version FROM followed
"""


def upgrade() -> None:
    op.add_column("fact_checks", sa.Column("withdrawal_reason", sa.Text()))
    op.add_column("corrections", sa.Column("replaced_id", sa.BigInteger()))
    op.create_foreign_key(
        op.f("fk_corrections_replaced_id"),
        "corrections",
        "verdicts",
        ["replaced_id"],
        ["id"],
        ondelete="SET NULL",
    )
    for statement in (_REPLACED, _WITHDRAWN, _ENDS, _OPENED, _FOLLOWED):
        op.execute(statement)
