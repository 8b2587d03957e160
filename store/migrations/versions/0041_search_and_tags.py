"""Search that is blind to accents and full stops, the order by finding, tags of claims, saved views.

Columns that are computed of others write the table anew: on a million claims that takes some minutes, in which claims
cannot be written.
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"

# Accents are taken off, and full stops between single letters: "Québec" is "Quebec", "U.S." is "US".
_FOLD = r"""
CREATE OR REPLACE FUNCTION fold_text(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(
    regexp_replace(normalize(given, NFKD), '[\u0300-\u036f]', '', 'g'),
    '\m([[:alpha:]])\.(?=[[:alpha:]]\M)', '\1', 'g')
$$"""
_RANK = (
    "CASE suggestion WHEN 'refuted' THEN 5 WHEN 'conflicting' THEN 4 WHEN 'context only' THEN 3 WHEN 'supported' THEN 2"
    " WHEN 'set aside' THEN 1 WHEN 'nothing found' THEN 1 WHEN 'could not ask' THEN 1 ELSE 0 END"
)
_SHARE = (
    "CASE suggestion WHEN 'refuted' THEN 0.5 WHEN 'conflicting' THEN 0.4 WHEN 'context only' THEN 0.1 ELSE 0 END"
)
_FOUND = "claim_facets(state, kind, suggestion, owner_id, repeat_of IS NOT NULL)"


def upgrade() -> None:
    op.execute(_FOLD)
    op.execute(f"""
        ALTER TABLE claims DROP COLUMN search,
          ADD COLUMN search tsvector GENERATED ALWAYS AS
            (to_tsvector('english', fold_text(statement || ' ' || text || ' ' || coalesce(claimant, '')))) STORED,
          ADD COLUMN finding_rank smallint NOT NULL GENERATED ALWAYS AS ({_RANK}) STORED,
          ADD COLUMN priority double precision NOT NULL GENERATED ALWAYS AS (worth + ({_SHARE})::float8) STORED""")
    op.execute(f"CREATE INDEX ix_claims_found ON claims USING gin (search, {_FOUND})")
    op.execute("CREATE INDEX ix_claims_state_finding ON claims (state, finding_rank, worth, id)")
    op.execute("CREATE INDEX ix_claims_state_priority ON claims (state, priority, id)")
    op.execute(
        "CREATE INDEX ix_claims_claimant ON claims USING gin (to_tsvector('simple'::regconfig, fold_text(claimant)))"
    )
    op.execute("CREATE INDEX ix_articles_site ON articles (lower(site))")
    op.execute(
        "CREATE INDEX ix_articles_search ON articles USING gin"
        " (to_tsvector('english'::regconfig, fold_text(title || ' ' || coalesce(site, ''))))"
    )
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
    op.drop_table("saved_views")
    op.drop_table("claim_tags")
    op.execute("DROP INDEX ix_articles_search, ix_articles_site, ix_claims_claimant")
    op.execute("""
        ALTER TABLE claims DROP COLUMN search, DROP COLUMN finding_rank, DROP COLUMN priority,
          ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('english', statement)) STORED""")
    op.execute(f"CREATE INDEX ix_claims_found ON claims USING gin (search, {_FOUND})")
    op.execute("DROP FUNCTION fold_text")
