"""Suggestions hold lists of reasons and of evidence, and nothing else.

Those of claims in copies of an article were written with an empty object in place of an empty list, which no reader of
the API could be given. The lists are checked without a lock that others wait for: the rows that are there in a
statement of its own.
"""

from alembic import op

revision = "0071"
down_revision = "0070"

_LISTS = "jsonb_typeof(evidence_ids) = 'array' AND jsonb_typeof(reasons) = 'array'"


def upgrade() -> None:
    """Each statement can be repeated: what comes before one that fails is kept."""
    with op.get_context().autocommit_block():
        op.execute("UPDATE suggestions SET evidence_ids = '[]' WHERE jsonb_typeof(evidence_ids) <> 'array'")
        op.execute("ALTER TABLE suggestions DROP CONSTRAINT IF EXISTS ck_suggestions_lists")
        op.execute(f"ALTER TABLE suggestions ADD CONSTRAINT ck_suggestions_lists CHECK ({_LISTS}) NOT VALID")
        op.execute("ALTER TABLE suggestions VALIDATE CONSTRAINT ck_suggestions_lists")


def downgrade() -> None:
    op.execute("ALTER TABLE suggestions DROP CONSTRAINT ck_suggestions_lists")
