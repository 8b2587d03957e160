"""what evidence was cut from, copies of it, how strong a suggestion is, which claims are one"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    _captures()
    op.add_column("evidence", sa.Column("author", sa.Text(), nullable=True))
    op.add_column("evidence", sa.Column("version", sa.Text(), nullable=True))
    op.add_column("evidence", sa.Column("copy_of", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_evidence_copy_of"), "evidence", "evidence", ["copy_of"], ["id"], ondelete="SET NULL"
    )
    op.create_check_constraint(op.f("ck_evidence_not_its_own_copy"), "evidence", "copy_of <> id")
    op.create_index(
        "ix_evidence_copy_of", "evidence", ["copy_of"], postgresql_where=sa.text("copy_of IS NOT NULL")
    )
    op.add_column("suggestions", sa.Column("strength", sa.Float(), server_default="0", nullable=False))
    op.create_check_constraint(op.f("ck_suggestions_strength"), "suggestions", "strength BETWEEN 0 AND 1")
    _track_record()
    _clusters()


def _track_record() -> None:
    op.create_index(
        "ix_lookups_answered",
        "lookups",
        ["source", "outcome"],
        postgresql_where=sa.text("outcome IS NOT NULL"),
    )
    op.create_index(
        "ix_verdicts_approved",
        "verdicts",
        ["claim_id", "number"],
        postgresql_where=sa.text("decision = 'approved'"),
    )


def _clusters() -> None:
    for name, constraint in (("head_id", "not_its_own_head"), ("repeats", "not_its_own_repeat")):
        op.add_column("claims", sa.Column(name, sa.BigInteger(), nullable=True))
        op.create_foreign_key(op.f(f"fk_claims_{name}"), "claims", "claims", [name], ["id"], ondelete="SET NULL")
        op.create_check_constraint(op.f(f"ck_claims_{constraint}"), "claims", f"{name} <> id")
    for name in ("apart", "returned"):
        op.add_column("claims", sa.Column(name, sa.Boolean(), server_default=sa.text("false"), nullable=False))
    for index, column in (("head", "head_id"), ("repeats", "repeats"), ("duplicate_of", "duplicate_of")):
        only = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"ix_claims_{index}", "claims", [column, "article_id"], postgresql_where=only)
    waiting = sa.text("state IN ('new', 'triage') AND head_id IS NULL")
    op.create_index("ix_claims_waiting", "claims", ["returned", "worth", "id"], postgresql_where=waiting)


def _captures() -> None:
    op.create_table(
        "captures",
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_captures")),
    )
    op.add_column("evidence", sa.Column("start", sa.Integer(), server_default="0", nullable=False))
    op.add_column("evidence", sa.Column("end", sa.Integer(), nullable=True))
    # Until now the passage itself was all that was kept of what was captured.
    op.execute(
        "INSERT INTO captures (sha256, text, captured_at)"
        " SELECT DISTINCT ON (sha256) sha256, text, captured_at FROM evidence "
        "ORDER BY sha256, captured_at"
    )
    op.execute('UPDATE evidence SET "end" = char_length(text)')
    # A process of the version before, which goes on while this one starts, knows no captures.
    op.execute(
        "CREATE FUNCTION capture_passage() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "INSERT INTO captures (sha256, text) VALUES (NEW.sha256, NEW.text) ON CONFLICT DO NOTHING; "
        'NEW."end" := char_length(NEW.text); RETURN NEW; END $$'
    )
    op.execute(
        "CREATE TRIGGER capture_passage BEFORE INSERT ON evidence FOR EACH ROW "
        'WHEN (NEW."end" IS NULL) EXECUTE FUNCTION capture_passage()'
    )
    op.alter_column("evidence", "end", nullable=False)
    op.create_check_constraint(
        op.f("ck_evidence_offsets"), "evidence", 'start >= 0 AND "end" - start = char_length(text)'
    )
    op.create_index(op.f("ix_evidence_sha256"), "evidence", ["sha256"])
    op.create_foreign_key(op.f("fk_evidence_sha256"), "evidence", "captures", ["sha256"], ["sha256"])
