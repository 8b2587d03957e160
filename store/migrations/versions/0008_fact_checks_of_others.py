"""fact-checks of others: imports, and what their ratings are on our scale"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
_RATINGS = (
    "'True', 'Mostly true', 'Half true', 'Missing context', 'Mostly false', 'False', 'Unproven', 'Not checkable', "
    "'Satire', 'none'"
)


def upgrade() -> None:
    op.drop_constraint(op.f("ck_work_kind"), "work", type_="check")
    op.create_check_constraint(
        op.f("ck_work_kind"), "work", "kind IN ('split', 'lookup', 'suggest', 'deliver', 'import')"
    )
    _others()
    _ratings()
    _imports()


def _others() -> None:
    # Without defaults these columns cost nothing, however many rows there are.
    op.add_column("fact_checks", sa.Column("claimed", sa.Date(), nullable=True))
    op.add_column("fact_checks", sa.Column("language", sa.Text(), nullable=True))
    op.add_column("fact_checks", sa.Column("by_numbers", sa.Text(), nullable=True))
    op.create_index("uq_fact_checks_url_statement", "fact_checks", ["url", sa.text("md5(statement)")], unique=True)
    op.drop_constraint(op.f("uq_fact_checks_url"), "fact_checks", type_="unique")
    op.create_index(
        "ix_fact_checks_foreign", "fact_checks", ["publisher", "rating"], postgresql_where=sa.text("slug IS NULL")
    )


def _ratings() -> None:
    op.create_table(
        "foreign_ratings",
        _identity(),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("by_words", sa.Text(), nullable=True),
        sa.Column("rules", sa.Text(), nullable=True),
        sa.Column("decided", sa.Text(), nullable=True),
        sa.CheckConstraint(f"decided IN ({_RATINGS})", name=op.f("ck_foreign_ratings_decided")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_foreign_ratings")),
        sa.UniqueConstraint("publisher", "label", name=op.f("uq_foreign_ratings_publisher_label")),
    )
    op.create_index("ix_foreign_ratings_key", "foreign_ratings", ["key"])
    # What is there already is read by the rules behind, as whatever the rules of an older version have read.
    op.execute(
        "INSERT INTO foreign_ratings (publisher, label) SELECT DISTINCT publisher, rating FROM fact_checks "
        "WHERE slug IS NULL"
    )
    op.create_table(
        "rating_decisions",
        _identity(),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        _moment("decided_at", now=True),
        sa.CheckConstraint(f"rating IN ({_RATINGS})", name=op.f("ck_rating_decisions_rating")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_rating_decisions_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_decisions")),
        sa.UniqueConstraint("publisher", "key", name=op.f("uq_rating_decisions_publisher_key")),
    )


def _imports() -> None:
    counts = ("new", "changed", "same", "skipped")
    op.create_table(
        "imports",
        _identity(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sent_by", sa.BigInteger(), nullable=True),
        _moment("began_at", now=True),
        _moment("received_at"),
        _moment("finished_at"),
        sa.Column("size", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("bytes_read", sa.BigInteger(), server_default="0", nullable=False),
        *(sa.Column(name, sa.Integer(), server_default="0", nullable=False) for name in counts),
        sa.ForeignKeyConstraint(["sent_by"], ["people.id"], name=op.f("fk_imports_sent_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_table(
        "import_pieces",
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        _of_import("import_pieces"),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_import_pieces")),
    )
    op.create_table(
        "import_parts",
        _identity(),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        _of_import("import_parts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_parts")),
        sa.UniqueConstraint("import_id", "first", name=op.f("uq_import_parts_import_id_first")),
    )
    op.create_table(
        "import_skipped",
        _identity(),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _of_import("import_skipped"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_skipped")),
    )
    op.create_index("ix_import_skipped_import_id", "import_skipped", ["import_id", "id"])


def _identity() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False)


def _moment(name: str, *, now: bool = False) -> sa.Column[object]:
    default = sa.text("now()") if now else None
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=not now)


def _of_import(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["import_id"], ["imports.id"], name=op.f(f"fk_{table}_import_id"), ondelete="CASCADE"
    )
