"""external fact-checks and embeddings under the names that the field has for them; nothing is rewritten"""

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    _external_ratings()
    _import_fact_checks()
    _embeddings_of_fact_checks()
    _embeddings_of_claims()
    op.alter_column("lexemes", "checks", new_column_name="document_frequency")


def _external_ratings() -> None:
    op.rename_table("foreign_ratings", "external_ratings")
    op.execute("ALTER SEQUENCE foreign_ratings_id_seq RENAME TO external_ratings_id_seq")
    for name in ("pk_{}", "uq_{}_publisher_label", "ck_{}_decided"):
        _rename_constraint("external_ratings", name.format("foreign_ratings"), name.format("external_ratings"))
    _rename_index("ix_foreign_ratings_key", "ix_external_ratings_key")


def _import_fact_checks() -> None:
    op.rename_table("import_checks", "import_fact_checks")
    for name in ("pk_{}", "fk_{}_import_id", "fk_{}_fact_check_id"):
        _rename_constraint("import_fact_checks", name.format("import_checks"), name.format("import_fact_checks"))
    _rename_index("ix_import_checks_fact_check_id", "ix_import_fact_checks_fact_check_id")


def _embeddings_of_fact_checks() -> None:
    op.alter_column("fact_checks", "meaning", new_column_name="embedding")
    _rename_index("ix_fact_checks_meaning", "ix_fact_checks_embedding")
    _rename_index("ix_fact_checks_unfilled", "ix_fact_checks_missing_embedding")
    _rename_index("ix_fact_checks_foreign", "ix_fact_checks_external")
    op.execute("ALTER TRIGGER forget_meaning ON fact_checks RENAME TO clear_embedding")
    op.execute("ALTER FUNCTION forget_meaning() RENAME TO clear_embedding")
    # The text of a function does not follow the name of a column.
    op.execute(
        "CREATE OR REPLACE FUNCTION clear_embedding() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN NEW.embedding := NULL; RETURN NEW; END $$"
    )


def _embeddings_of_claims() -> None:
    op.rename_table("claim_meanings", "claim_embeddings")
    op.alter_column("claim_embeddings", "meaning", new_column_name="embedding")
    for name in ("pk_{}", "fk_{}_claim_id"):
        _rename_constraint("claim_embeddings", name.format("claim_meanings"), name.format("claim_embeddings"))
    _rename_index("ix_claim_meanings_meaning", "ix_claim_embeddings_embedding")
    _rename_index("ix_claim_meanings_unfilled", "ix_claim_embeddings_missing_embedding")
    op.execute("ALTER TRIGGER await_meaning ON claims RENAME TO await_embedding")
    op.execute("ALTER TRIGGER await_another_meaning ON claims RENAME TO await_another_embedding")
    op.execute("ALTER FUNCTION await_meaning() RENAME TO await_embedding")
    op.execute(
        "CREATE OR REPLACE FUNCTION await_embedding() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "INSERT INTO claim_embeddings (claim_id) VALUES (NEW.id) "
        "ON CONFLICT (claim_id) DO UPDATE SET embedding = NULL; RETURN NULL; END $$"
    )


def _rename_constraint(table: str, old: str, new: str) -> None:
    op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new}")


def _rename_index(old: str, new: str) -> None:
    op.execute(f"ALTER INDEX {old} RENAME TO {new}")
