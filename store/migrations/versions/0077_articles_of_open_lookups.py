"""A lookup without an outcome names its claim's article, so that articles with lookups left are found without their
claims.

A trigger writes it and takes it away with the outcome, a check holds both together, and a claim stays with its article.
Of the lookups that are there those without an outcome get theirs.
"""

from typing import Final

from alembic import op

from store.migrations import steps

revision = "0077"
down_revision = "0076"

_WRITE: Final = """
CREATE OR REPLACE FUNCTION write_open_article() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.open_article_id := CASE WHEN NEW.outcome IS NULL
    THEN (SELECT article_id FROM claims WHERE id = NEW.claim_id) END;
  RETURN NEW;
END $$"""
_WRITTEN: Final = (
    "CREATE OR REPLACE TRIGGER write_open_article BEFORE INSERT OR UPDATE OF outcome, claim_id, open_article_id"
    " ON lookups FOR EACH ROW EXECUTE FUNCTION write_open_article()"
)
_KEEP: Final = """
CREATE OR REPLACE FUNCTION keep_article() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'claim % stays with article %', OLD.id, OLD.article_id
    USING ERRCODE = 'integrity_constraint_violation';
END $$"""
_KEPT: Final = (
    "CREATE OR REPLACE TRIGGER keep_article BEFORE UPDATE OF article_id ON claims FOR EACH ROW"
    " WHEN (NEW.article_id <> OLD.article_id) EXECUTE FUNCTION keep_article()"
)
_OPEN: Final = "UPDATE lookups SET outcome = NULL WHERE id BETWEEN :first AND :last AND outcome IS NULL"
_PORTION: Final = 5_000  # lookups, of which at most all are open


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE lookups ADD COLUMN IF NOT EXISTS open_article_id BIGINT")
        for statement in (_WRITE, _WRITTEN, _KEEP, _KEPT):
            op.execute(statement)
    steps.in_portions(_OPEN, "lookups", _PORTION)
    steps.add_constraint(
        "lookups", "ck_lookups_open_names_article", "CHECK ((outcome IS NULL) = (open_article_id IS NOT NULL))"
    )
    steps.make_index("ix_lookups_open_article", "lookups (open_article_id) WHERE open_article_id IS NOT NULL")


def downgrade() -> None:
    op.execute("DROP TRIGGER keep_article ON claims")
    op.execute("DROP FUNCTION keep_article")
    op.execute("DROP TRIGGER write_open_article ON lookups")
    op.execute("DROP FUNCTION write_open_article")
    op.execute("ALTER TABLE lookups DROP COLUMN open_article_id")
