"""Batches of lookups: the claims of one article, asked of the sources in the store by one job."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

_KINDS = ("split", "lookup_batch", "lookup", "suggest", "deliver", "import", "shelf", "embed", "feed", "fetch")


def upgrade() -> None:
    op.create_table(
        "lookup_batches",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("revision_id", sa.BigInteger, nullable=False),
        sa.Column("first_claim_id", sa.BigInteger, nullable=False),
        sa.Column("last_claim_id", sa.BigInteger, nullable=False),
        sa.CheckConstraint("first_claim_id <= last_claim_id", name=op.f("ck_lookup_batches_in_order")),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revisions.id"],
            name=op.f("fk_lookup_batches_revision_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lookup_batches")),
    )
    op.create_index("ix_lookup_batches_revision_id", "lookup_batches", ["revision_id"])
    op.drop_constraint(op.f("ck_work_kind"), "work", type_="check")
    kinds = ", ".join(f"'{kind}'" for kind in _KINDS)
    op.create_check_constraint(op.f("ck_work_kind"), "work", f"kind IN ({kinds})")
