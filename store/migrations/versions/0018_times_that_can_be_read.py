"""times from outside are such that can be read back: one in the year 10000 made every list that shows it fail"""

from alembic import op

revision = "0018"
down_revision = "0017"

_READABLE = "BETWEEN '1000-01-01T00:00:00+00:00' AND '9999-12-31T23:59:59.999999+00:00'"
# An article without a date of publication is dated by its arrival; a token without an end works until it is revoked.
_MEND_ARTICLES = """
    WITH mended AS (
        UPDATE articles SET published = NULL
        WHERE published < '1000-01-01T00:00:00+00:00' OR published > '9999-12-31T23:59:59.999999+00:00' RETURNING id
    )
    INSERT INTO audit (subject_kind, subject, event, reason)
    SELECT 'article', id, 'corrected', 'its date of publication could not be read and was removed' FROM mended
"""
_MEND_TOKENS = """
    UPDATE tokens SET expires_at = CASE WHEN expires_at < now() THEN '1000-01-01T00:00:00+00:00'::timestamptz END
    WHERE expires_at < '1000-01-01T00:00:00+00:00' OR expires_at > '9999-12-31T23:59:59.999999+00:00'
"""
_MEND_CLAIMS = """
    UPDATE claims SET snoozed_until = now()
    WHERE snoozed_until < '1000-01-01T00:00:00+00:00' OR snoozed_until > '9999-12-31T23:59:59.999999+00:00'
"""


def upgrade() -> None:
    for statement in (_MEND_ARTICLES, _MEND_TOKENS, _MEND_CLAIMS):
        op.execute(statement)
    # A constraint cannot be added while triggers of the mended rows are still to run.
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table, column in (("articles", "published"), ("tokens", "expires_at"), ("claims", "snoozed_until")):
        op.create_check_constraint(op.f(f"ck_{table}_{column}_readable"), table, f"{column} {_READABLE}")
