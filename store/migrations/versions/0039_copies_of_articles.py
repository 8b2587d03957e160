"""Which articles have the same text as another, and which claims are shared between them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.create_table(
        "text_signatures",
        sa.Column("article_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision_id", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("bands", ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("copy_of", sa.BigInteger(), nullable=True),
        sa.Column("shared", sa.Float(), nullable=True),
        sa.Column("compared_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("copy_of <> article_id", name=op.f("ck_text_signatures_not_its_own_copy")),
        sa.CheckConstraint("shared BETWEEN 0 AND 1", name=op.f("ck_text_signatures_shared")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_text_signatures_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_text_signatures_revision_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["copy_of"], ["articles.id"], name=op.f("fk_text_signatures_copy_of"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_text_signatures")),
    )
    op.create_index(
        "ix_text_signatures_bands",
        "text_signatures",
        ["bands"],
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )
    op.create_index(
        "ix_text_signatures_copy_of",
        "text_signatures",
        ["copy_of"],
        postgresql_where=sa.text("copy_of IS NOT NULL"),
    )
    op.create_index("ix_text_signatures_revision_id", "text_signatures", ["revision_id"])
    op.create_table(
        "shared_claims",
        sa.Column("claim_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("original_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_shared_claims_claim_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["original_id"], ["claims.id"], name=op.f("fk_shared_claims_original_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_shared_claims")),
    )
    op.create_index("ix_shared_claims_original_id", "shared_claims", ["original_id"])


def downgrade() -> None:
    op.drop_table("shared_claims")
    op.drop_table("text_signatures")
