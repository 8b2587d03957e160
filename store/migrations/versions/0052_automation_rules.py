"""Automation rules, what they did, and notices of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0052"
down_revision = "0051"
_BEFORE = "'assigned', 'mentioned', 'sent back', 'approved', 'reply due', 'relies on'"


def upgrade() -> None:
    op.create_table(
        "automation_rules",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("filters", postgresql.JSONB(), nullable=False),
        sa.Column("assign_to", sa.BigInteger()),
        sa.Column("decline_reason", sa.Text()),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("raised", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("notify", postgresql.ARRAY(sa.BigInteger()), server_default="{}", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_automation_rules")),
        sa.UniqueConstraint("name", name=op.f("uq_automation_rules_name")),
        sa.ForeignKeyConstraint(["assign_to"], ["people.id"]),
        sa.CheckConstraint("name <> ''", name=op.f("ck_automation_rules_name")),
        sa.CheckConstraint(
            "assign_to IS NULL OR decline_reason IS NULL", name=op.f("ck_automation_rules_assigns_or_declines")
        ),
        sa.CheckConstraint(
            "assign_to IS NOT NULL OR decline_reason IS NOT NULL OR raised OR tags <> '{}' OR notify <> '{}'",
            name=op.f("ck_automation_rules_does_something"),
        ),
    )
    op.create_table(
        "automation_rule_uses",
        sa.Column("claim_id", sa.BigInteger(), nullable=False),
        sa.Column("rule_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("claim_id", "rule_id", name=op.f("pk_automation_rule_uses")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["rule_id"], ["automation_rules.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_automation_rule_uses_rule_id", "automation_rule_uses", ["rule_id", "at"])
    _allow(f"{_BEFORE}, 'rule matched'")


def downgrade() -> None:
    for table in ("notices", "notice_settings"):
        op.execute(f"DELETE FROM {table} WHERE kind = 'rule matched'")  # noqa: S608 - names of our own
    _allow(_BEFORE)
    op.drop_table("automation_rule_uses")
    op.drop_table("automation_rules")


def _allow(kinds: str) -> None:
    """The kinds of notices that there can be."""
    op.drop_constraint(op.f("ck_notices_kind"), "notices", type_="check")
    op.create_check_constraint(op.f("ck_notices_kind"), "notices", f"kind IN ({kinds})")
    op.drop_constraint(op.f("ck_notice_settings_kind"), "notice_settings", type_="check")
    op.create_check_constraint(op.f("ck_notice_settings_kind"), "notice_settings", f"kind IN ({kinds})")
