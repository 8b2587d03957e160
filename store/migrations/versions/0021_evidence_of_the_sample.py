"""which evidence came with the sample; claims that are none of the sample are looked up again without it"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_PUBLISHED = """
UPDATE fact_checks SET sample = true FROM claims c JOIN articles a ON a.id = c.article_id
WHERE fact_checks.claim_id = c.id AND a.sample
"""
_MARKED = """
UPDATE evidence SET sample = true WHERE lookup_id IS NOT NULL AND (
  EXISTS (SELECT FROM documents d WHERE d.sample AND d.url = evidence.url AND d.publisher = evidence.publisher)
  OR EXISTS (SELECT FROM fact_checks f WHERE f.sample AND f.publisher = evidence.publisher
             AND evidence.url = coalesce(f.url, '/fact-checks/' || f.slug)))
"""
# Asked again, a lookup replaces what it brought before, but for what a verdict cites.
_ASKED_AGAIN = """
UPDATE lookups SET outcome = NULL, finished_at = NULL, reason = NULL, asked_again = true, queued_at = now()
WHERE id IN (
  SELECT e.lookup_id FROM evidence e JOIN claims c ON c.id = e.claim_id JOIN articles a ON a.id = c.article_id
  WHERE e.sample AND NOT a.sample)
"""
_QUEUED = """
INSERT INTO work (kind, subject, lane) SELECT 'lookup', id, source FROM lookups WHERE asked_again AND outcome IS NULL
ON CONFLICT (kind, subject) DO UPDATE SET token = NULL, lease_until = NULL, due_at = now(), attempts = 0, failed = false
"""


def upgrade() -> None:
    op.add_column("evidence", sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    for statement in (_PUBLISHED, _MARKED, _ASKED_AGAIN, _QUEUED):
        op.execute(statement)
