"""which imports brought a fact-check, and by which bytes a file is known, so that imports can be deleted"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("imports", sa.Column("sha256", sa.LargeBinary(), nullable=True))
    # Of those that are there already it is not known what brought them: they stay.
    op.add_column(
        "fact_checks", sa.Column("imported", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.create_table(
        "import_checks",
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("fact_check_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_import_checks_import_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["fact_check_id"], ["fact_checks.id"], name=op.f("fk_import_checks_fact_check_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_id", "fact_check_id", name=op.f("pk_import_checks")),
    )
    op.create_index(op.f("ix_import_checks_fact_check_id"), "import_checks", ["fact_check_id"])
