"""The tables of automation rules."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from store.columns import identity, moment
from store.db import metadata

automation_rules = sa.Table(
    "automation_rules",
    metadata,
    identity(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
    # The filters as they stand in an address, for people, and what they were read as, for the machine.
    sa.Column("query", sa.Text, nullable=False),
    sa.Column("filters", JSONB, nullable=False),
    sa.Column("assign_to", sa.BigInteger, sa.ForeignKey("people.id")),
    sa.Column("decline_reason", sa.Text),
    sa.Column("tags", ARRAY(sa.Text), nullable=False, server_default="{}"),
    sa.Column("raised", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("notify", ARRAY(sa.BigInteger), nullable=False, server_default="{}"),
    moment("created_at", now=True),
    moment("changed_at", now=True),
    sa.CheckConstraint("name <> ''", "name"),
    sa.CheckConstraint("assign_to IS NULL OR decline_reason IS NULL", "assigns_or_declines"),
    sa.CheckConstraint(
        "assign_to IS NOT NULL OR decline_reason IS NOT NULL OR raised OR tags <> '{}' OR notify <> '{}'",
        "does_something",
    ),
)
# Which rule did something to which claim. Rows are only added, so that no two transactions wait for a counter.
automation_rule_uses = sa.Table(
    "automation_rule_uses",
    metadata,
    sa.Column("claim_id", sa.BigInteger, sa.ForeignKey("claims.id", ondelete="CASCADE"), primary_key=True),
    sa.Column(
        "rule_id", sa.BigInteger, sa.ForeignKey("automation_rules.id", ondelete="CASCADE"), primary_key=True
    ),
    moment("at", now=True),
    sa.Index("ix_automation_rule_uses_rule_id", "rule_id", "at"),
)
