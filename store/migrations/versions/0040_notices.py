"""Notices of people, what they want to be told of, and the job that mails them."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
_NOTICES = "'assigned', 'mentioned', 'sent back', 'approved', 'reply due', 'relies on'"
_WORK = (
    "'split', 'lookup_batch', 'lookup', 'suggest', 'deliver', 'import', 'shelf', 'embed', 'feed', 'fetch', 'refetch',"
    " 'mail'"
)


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.BigInteger()),
        sa.Column("actor_id", sa.BigInteger()),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        sa.Column("by_mail", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"]),
        sa.CheckConstraint(f"kind IN ({_NOTICES})", name=op.f("ck_notices_kind")),
    )
    op.create_index("ix_notices_claim_id", "notices", ["claim_id"])
    op.create_index("ix_notices_person_id", "notices", ["person_id", "id"])
    op.create_index("ix_notices_unread", "notices", ["person_id"], postgresql_where=sa.text("read_at IS NULL"))
    op.create_table(
        "notice_settings",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("in_desk", sa.Boolean(), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_notice_settings")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.CheckConstraint(f"kind IN ({_NOTICES})", name=op.f("ck_notice_settings_kind")),
    )
    op.drop_constraint(op.f("ck_work_kind"), "work", type_="check")
    op.create_check_constraint(op.f("ck_work_kind"), "work", f"kind IN ({_WORK})")


def downgrade() -> None:
    op.execute("DELETE FROM work WHERE kind = 'mail'")
    op.drop_constraint(op.f("ck_work_kind"), "work", type_="check")
    op.create_check_constraint(op.f("ck_work_kind"), "work", f"kind IN ({_WORK.replace(', ' + repr('mail'), '')})")
    op.drop_table("notice_settings")
    op.drop_table("notices")
