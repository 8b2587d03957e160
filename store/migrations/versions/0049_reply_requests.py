"""Replies that people were asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
_READABLE = "BETWEEN '1000-01-01T00:00:00+00:00' AND '9999-12-31T23:59:59.999999+00:00'"


def upgrade() -> None:
    op.create_table(
        "reply_requests",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("claim_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_of", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.Text()),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("closed_by", sa.BigInteger()),
        sa.Column("notified_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_requests")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"]),
        sa.ForeignKeyConstraint(["closed_by"], ["people.id"]),
        sa.CheckConstraint("asked_of <> ''", name=op.f("ck_reply_requests_asked_of")),
        sa.CheckConstraint("deadline > asked_at", name=op.f("ck_reply_requests_deadline")),
        sa.CheckConstraint(
            f"asked_at {_READABLE} AND deadline {_READABLE}", name=op.f("ck_reply_requests_readable")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('answered', 'no comment', 'no reply')",
            name=op.f("ck_reply_requests_outcome"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (closed_at IS NULL)", name=op.f("ck_reply_requests_closed_has_outcome")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (closed_by IS NULL)", name=op.f("ck_reply_requests_closed_has_person")
        ),
        sa.CheckConstraint(
            "outcome <> 'answered' OR answer <> ''", name=op.f("ck_reply_requests_answered_says_what")
        ),
    )
    op.create_index("ix_reply_requests_claim_id", "reply_requests", ["claim_id"])
    op.create_index(
        "ix_reply_requests_open", "reply_requests", ["deadline", "claim_id"],
        postgresql_where=sa.text("outcome IS NULL"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("reply_requests")
