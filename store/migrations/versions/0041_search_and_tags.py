"""Search that is blind to accents and full stops, the order by finding, tags of claims, saved views.

A column that is computed of others would write the table of claims anew, and nobody could read claims meanwhile. So
triggers write the new columns, and the claims that are there are written in portions. The words stand beside those of
the version before until all are there.
"""

import sqlalchemy as sa
from alembic import op

from store.migrations import steps

revision = "0041"
down_revision = "0040"

_PORTION = 1_000  # claims
_VACUUMED = 100  # portions after which the table is vacuumed
# Accents are taken off, and full stops between single letters: "Québec" is "Quebec", "U.S." is "US".
_FOLD = r"""
CREATE OR REPLACE FUNCTION fold_text(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(
    regexp_replace(normalize(given, NFKD), '[\u0300-\u036f]', '', 'g'),
    '\m([[:alpha:]])\.(?=[[:alpha:]]\M)', '\1', 'g')
$$"""
_COLUMNS = """
ALTER TABLE claims ADD COLUMN IF NOT EXISTS search_anew tsvector,
  ADD COLUMN IF NOT EXISTS finding_rank smallint DEFAULT 0 NOT NULL,
  ADD COLUMN IF NOT EXISTS priority double precision DEFAULT 0 NOT NULL"""
_SEARCH = """
CREATE OR REPLACE FUNCTION write_claim_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.{column} := to_tsvector('english',
    fold_text(NEW.statement || ' ' || NEW.text || ' ' || coalesce(NEW.claimant, '')));
  RETURN NEW;
END $$"""
_ORDER = """
CREATE OR REPLACE FUNCTION write_claim_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.finding_rank := CASE NEW.suggestion WHEN 'refuted' THEN 5 WHEN 'conflicting' THEN 4 WHEN 'context only' THEN 3
    WHEN 'supported' THEN 2 WHEN 'set aside' THEN 1 WHEN 'nothing found' THEN 1 WHEN 'could not ask' THEN 1 ELSE 0 END;
  NEW.priority := NEW.worth + CASE NEW.suggestion WHEN 'refuted' THEN 0.5 WHEN 'conflicting' THEN 0.4
    WHEN 'context only' THEN 0.1 ELSE 0 END;
  RETURN NEW;
END $$"""
# The suggestion of a new claim is copied by a trigger on its state, whose name comes first.
_WRITTEN = """
CREATE OR REPLACE TRIGGER write_claim_search BEFORE INSERT OR UPDATE OF statement, text, claimant, article_id ON claims
  FOR EACH ROW EXECUTE FUNCTION write_claim_search();
CREATE OR REPLACE TRIGGER write_claim_order BEFORE INSERT OR UPDATE OF worth, suggestion, state ON claims
  FOR EACH ROW EXECUTE FUNCTION write_claim_order()"""
_AGAIN = "UPDATE claims SET article_id = article_id, worth = worth WHERE id BETWEEN :first AND :last"
_FOUND = "claim_facets(state, kind, suggestion, owner_id, repeat_of IS NOT NULL)"
_INDEXES = {
    "ix_claims_found_anew": f"claims USING gin (search_anew, {_FOUND})",
    "ix_claims_state_finding": "claims (state, finding_rank, worth, id)",
    "ix_claims_state_priority": "claims (state, priority, id)",
    "ix_claims_claimant": "claims USING gin (to_tsvector('simple'::regconfig, fold_text(claimant)))",
    "ix_articles_site": "articles (lower(site))",
    "ix_articles_search": (
        "articles USING gin (to_tsvector('english'::regconfig, fold_text(title || ' ' || coalesce(site, ''))))"
    ),
}


def upgrade() -> None:
    for statement in (_FOLD, _COLUMNS, _SEARCH.format(column="search_anew"), _ORDER, _WRITTEN):
        op.execute(statement)
    steps.in_portions(_AGAIN, "claims", _PORTION, vacuumed=_VACUUMED)
    for name, on in _INDEXES.items():
        steps.make_index(name, on)
    op.execute("""
        ALTER TABLE claims DROP COLUMN search, ALTER finding_rank DROP DEFAULT, ALTER priority DROP DEFAULT;
        ALTER TABLE claims RENAME search_anew TO search;
        ALTER INDEX ix_claims_found_anew RENAME TO ix_claims_found""")
    op.execute(_SEARCH.format(column="search"))
    op.create_table(
        "claim_tags",
        sa.Column("claim_id", sa.BigInteger(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("claim_id", "tag", name="pk_claim_tags"),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name="fk_claim_tags_claim_id_claims", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_claim_tags_tag", "claim_tags", ["tag", "claim_id"])
    op.create_table(
        "saved_views",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_views"),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people.id"], name="fk_saved_views_owner_id_people", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("owner_id", "name", name="uq_saved_views_owner_id_name"),
    )
    op.create_index("ix_saved_views_shared", "saved_views", ["name"], postgresql_where=sa.text("shared"))


def downgrade() -> None:
    """The words of claims stay as they are, written by a trigger: the version before reads them just the same."""
    op.drop_table("saved_views")
    op.drop_table("claim_tags")
    op.execute("DROP INDEX ix_articles_search, ix_articles_site, ix_claims_claimant")
    op.execute("DROP TRIGGER write_claim_order ON claims")
    op.execute("DROP FUNCTION write_claim_order")
    op.execute("ALTER TABLE claims DROP COLUMN finding_rank, DROP COLUMN priority")
