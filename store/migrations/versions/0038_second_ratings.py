"""Ratings of reviewers before the author's is shown, and the way from a page of ours to what cites it."""

import sqlalchemy as sa
from alembic import op

from store.migrations import steps

revision = "0038"
down_revision = "0037"
_RATINGS = (
    "'True', 'Mostly true', 'Half true', 'Missing context', 'Mostly false', 'False', "
    "'Unproven', 'Not checkable', 'Satire'"
)


def upgrade() -> None:
    steps.make_index("ix_evidence_own_page", "evidence (substr(url, 14)) WHERE url LIKE '/fact-checks/%'")
    op.create_table(
        "second_ratings",
        sa.Column("verdict_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("verdict_id", "person_id", name=op.f("pk_second_ratings")),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdicts.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"]),
        sa.CheckConstraint(f"rating IN ({_RATINGS})", name=op.f("ck_second_ratings_rating")),
    )


def downgrade() -> None:
    op.drop_index("ix_evidence_own_page", table_name="evidence")
    op.drop_table("second_ratings")
