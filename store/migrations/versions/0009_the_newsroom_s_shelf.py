"""the newsroom's shelf: files that are read behind, passages with where they stand, figures of many sources"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    _documents()
    _parts()
    _figures()
    op.drop_constraint(op.f("ck_work_kind"), "work")
    op.create_check_constraint(
        op.f("ck_work_kind"), "work", "kind IN ('split', 'lookup', 'suggest', 'deliver', 'import', 'shelf')"
    )


def _documents() -> None:
    # Every column has a default, so that a web process of the version before goes on while this one starts.
    op.add_column("documents", sa.Column("kind", sa.Text(), server_default="document", nullable=False))
    for name in ("author", "name", "declared"):
        op.add_column("documents", sa.Column(name, sa.Text()))
    op.add_column("documents", sa.Column("size", sa.BigInteger()))
    op.add_column("documents", sa.Column("sha256", sa.LargeBinary()))
    op.add_column("documents", sa.Column("pages", sa.Integer()))
    for name in ("parts_read", "length", "holds", "without_value"):
        op.add_column("documents", sa.Column(name, sa.Integer(), server_default="0", nullable=False))
    op.add_column("documents", sa.Column("read_at", sa.DateTime(timezone=True), server_default=sa.text("now()")))
    op.add_column("documents", sa.Column("refused", postgresql.JSONB()))
    op.add_column("documents", sa.Column("added_by", sa.BigInteger()))
    op.create_foreign_key(op.f("fk_documents_added_by_people"), "documents", "people", ["added_by"], ["id"])
    op.create_unique_constraint(op.f("uq_documents_kind_sha256"), "documents", ["kind", "sha256"])
    op.create_check_constraint(op.f("ck_documents_kind"), "documents", "kind IN ('document', 'figures')")
    op.create_check_constraint(
        op.f("ck_documents_read_or_refused"), "documents", "read_at IS NULL OR refused IS NULL"
    )
    op.create_table(
        "document_pieces",
        _of_a_document(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_document_pieces")),
    )


def _parts() -> None:
    op.create_table(
        "document_parts",
        _of_a_document(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_document_parts")),
    )
    op.add_column("document_passages", sa.Column("part", sa.Integer(), server_default="1", nullable=False))
    for name in ("start", "end"):
        op.add_column("document_passages", sa.Column(name, sa.Integer(), server_default="0", nullable=False))
    op.add_column("document_passages", sa.Column("page", sa.Integer()))
    op.add_column("document_passages", sa.Column("heading", sa.Text()))
    # What is there becomes one part, its paragraphs with a blank line between, as readers write them from now on.
    op.execute(
        "INSERT INTO document_parts (document_id, number, start, text) "
        "SELECT document_id, 1, 0, string_agg(text, E'\\n\\n' ORDER BY number) FROM document_passages"
        " GROUP BY document_id"
    )
    op.execute(
        'UPDATE document_passages p SET start = s.before, "end" = s.before + length(p.text) FROM ('
        "SELECT id, sum(length(text) + 2) OVER (PARTITION BY document_id ORDER BY number) - length(text) - 2 AS before "
        "FROM document_passages) s WHERE s.id = p.id"
    )
    op.execute(
        "UPDATE documents d SET read_at = added_at, parts_read = 1, holds = n, length = l FROM (SELECT document_id, "
        "count(*) AS n, sum(length(text) + 2) AS l FROM document_passages GROUP BY document_id) p "
        "WHERE p.document_id = d.id"
    )


def _figures() -> None:
    op.drop_constraint(op.f("pk_figures"), "figures")
    op.add_column("figures", sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False))
    op.create_primary_key(op.f("pk_figures"), "figures", ["id"])
    op.add_column("figures", sa.Column("document_id", sa.BigInteger()))
    op.create_foreign_key(
        op.f("fk_figures_document_id_documents"),
        "figures",
        "documents",
        ["document_id"],
        ["id"],
        ondelete="CASCADE",
    )
    op.create_unique_constraint(
        op.f("uq_figures_entity_measure_year_source_document_id"),
        "figures",
        ["entity", "measure", "year", "source", "document_id"],
        postgresql_nulls_not_distinct=True,
    )
    op.create_index("ix_figures_document_id", "figures", ["document_id"])
    op.add_column(
        "entity_names", sa.Column("from_table", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )


def _of_a_document() -> sa.Column[int]:
    return sa.Column(
        "document_id", sa.BigInteger(), sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=False
    )
