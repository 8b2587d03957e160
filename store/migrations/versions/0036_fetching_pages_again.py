"""When pages of articles were fetched; a text that is as it was before the last revision is a revision too."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

_KINDS = (
    "split", "lookup_batch", "lookup", "suggest", "deliver", "import", "shelf", "embed", "feed", "fetch", "refetch",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "page_fetches",
        sa.Column("article_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("fetches", sa.Integer(), server_default="1", nullable=False),
        sa.Column("by_hand", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('read', 'unchanged', 'gone', 'no article', 'could not ask')",
            name=op.f("ck_page_fetches_outcome"),
        ),
        sa.CheckConstraint(
            "outcome IN ('read', 'unchanged') OR reason IS NOT NULL", name=op.f("ck_page_fetches_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_page_fetches_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_page_fetches")),
    )
    op.drop_constraint(op.f("uq_revisions_article_id_sha256"), "revisions", type_="unique")
    op.drop_constraint(op.f("ck_work_kind"), "work", type_="check")
    kinds = ", ".join(f"'{kind}'" for kind in _KINDS)
    op.create_check_constraint(op.f("ck_work_kind"), "work", f"kind IN ({kinds})")
