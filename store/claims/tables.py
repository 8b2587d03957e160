"""The tables of claims: what an article says, its quantities, and what its evidence adds up to."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

from store.claims.workflow import STATES, WITHOUT_OWNER
from store.columns import identity, moment, one_of, readable
from store.db import metadata

KINDS: Final = ("quantity", "event", "statement", "state", "comparison", "cause", "prediction")
SPEECH_ACTS: Final = ("asserts", "denies", "demands", "announces", "accuses")
QUANTITY_ROLES: Final = ("amount", "change", "additional")
SUGGESTIONS: Final = (
    "supported",
    "refuted",
    "conflicting",
    "context only",
    "set aside",
    "nothing found",
    "could not ask",
)
# How far up a finding brings a claim (`finding_rank`; 0 without one), and by how much it raises its worth (`priority`;
# else by nothing), as a trigger writes both.
FINDING_RANKS: Final = {
    "refuted": 5,
    "conflicting": 4,
    "context only": 3,
    "supported": 2,
    "set aside": 1,
    "nothing found": 1,
    "could not ask": 1,
}
FINDING_RAISES: Final = {"refuted": 0.5, "conflicting": 0.4, "context only": 0.1}
SORTS: Final = ("worth", "finding", "both", "newest", "oldest")
FACETS: Final = "claim_facets(state, kind, suggestion, owner_id, repeat_of IS NOT NULL)"
STRETCHES: Final = "claim_stretches(repeats_false, worth, finding_rank, priority, found_at)"

# What lists are narrowed to, and what leads to what else they are narrowed to. Indexes hold it beside their keys, so
# that what does not fit is passed over in the index alone: 0.6 µs a claim in place of 4.
_NARROWED_BY: Final = (
    "state", "kind", "suggestion", "owner_id", "repeat_of", "head_id", "article_id", "revision_id", "found_at", "worth",
    "repeats_false",
)  # fmt: skip


def _listed(name: str, *keys: str, where: str | None = None) -> sa.Index:
    """An index along which lists of claims are read."""
    beside = [column for column in _NARROWED_BY if column not in keys]
    return sa.Index(f"ix_claims_{name}", *keys, "id", postgresql_include=beside, postgresql_where=where)


claims = sa.Table(
    "claims",
    metadata,
    identity(),
    sa.Column("revision_id", sa.BigInteger, sa.ForeignKey("revisions.id", ondelete="CASCADE"), nullable=False),
    sa.Column(
        "article_id", sa.BigInteger, sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("statement", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("claimant", sa.Text),
    sa.Column("speech_act", sa.Text, nullable=False, server_default="asserts"),
    sa.Column("quoted", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("notes", JSONB, nullable=False, server_default="[]"),
    sa.Column("context", sa.Text, nullable=False, server_default=""),
    sa.Column("worth", sa.Float, nullable=False),
    sa.Column("reasons", JSONB, nullable=False),
    sa.Column("dates", JSONB, nullable=False, server_default="[]"),
    sa.Column("state", sa.Text, nullable=False, server_default="new"),
    # The outcome of its suggestion, copied by a trigger of `suggestions`: lists are narrowed by it.
    sa.Column("suggestion", sa.Text),
    sa.Column("owner_id", sa.BigInteger, sa.ForeignKey("people.id")),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    sa.Column("decline_reason", sa.Text),
    sa.Column("duplicate_of", sa.BigInteger, sa.ForeignKey("claims.id")),
    moment("snoozed_until"),
    sa.Column("head_id", sa.BigInteger, sa.ForeignKey("claims.id", ondelete="SET NULL")),
    sa.Column("excluded_from_clusters", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("repeat_of", sa.BigInteger, sa.ForeignKey("claims.id", ondelete="SET NULL")),
    sa.Column("repeats_false", sa.Boolean, nullable=False, server_default=sa.false()),
    moment("found_at", now=True),
    moment("changed_at", now=True),
    # The words of the claim, its claimant, and the title and site of its article, written by triggers of both tables.
    sa.Column("search", TSVECTOR),
    # How far up its finding brings a claim, by itself and added to its worth, written by a trigger.
    sa.Column("finding_rank", sa.SmallInteger, nullable=False),
    sa.Column("priority", sa.Float, nullable=False),
    sa.UniqueConstraint("revision_id", "start", "end"),
    sa.CheckConstraint('start >= 0 AND "end" > start', "offsets"),
    sa.CheckConstraint("worth BETWEEN 0 AND 1", "worth"),
    sa.CheckConstraint(readable("snoozed_until"), "snoozed_until_readable"),
    sa.CheckConstraint(one_of("kind", KINDS), "kind"),
    sa.CheckConstraint(one_of("speech_act", SPEECH_ACTS), "speech_act"),
    sa.CheckConstraint(one_of("state", STATES), "state"),
    sa.CheckConstraint("(state = 'declined') = (decline_reason IS NOT NULL)", "declined_says_why"),
    sa.CheckConstraint("(state = 'duplicate') = (duplicate_of IS NOT NULL)", "duplicate_names_one"),
    sa.CheckConstraint("duplicate_of <> id", "not_its_own_duplicate"),
    sa.CheckConstraint("head_id <> id", "not_its_own_head"),
    sa.CheckConstraint("repeat_of <> id", "not_its_own_repeat"),
    sa.CheckConstraint("(state = 'snoozed') = (snoozed_until IS NOT NULL)", "snoozed_has_end"),
    sa.CheckConstraint(f"owner_id IS NOT NULL OR {one_of('state', WITHOUT_OWNER)}", "work_has_owner"),
    _listed("worth", "repeats_false", "worth"),
    _listed("found_at", "found_at"),
    _listed("state_worth", "state", "repeats_false", "worth"),
    _listed("state_found_at", "state", "found_at"),
    _listed("state_finding", "state", "finding_rank", "worth"),
    _listed("state_priority", "state", "priority"),
    _listed("kind_worth", "kind", "repeats_false", "worth"),
    _listed("owner_worth", "owner_id", "repeats_false", "worth", where="owner_id IS NOT NULL"),
    _listed("repeated", "repeats_false", "worth", where="repeat_of IS NOT NULL"),
    _listed("waiting", "repeats_false", "worth", where="state IN ('new', 'triage') AND head_id IS NULL"),
    sa.Index("ix_claims_new", "article_id", "revision_id", "id", postgresql_where="state = 'new'"),
    sa.Index("ix_claims_head", "head_id", "article_id", postgresql_where="head_id IS NOT NULL"),
    sa.Index("ix_claims_repeat_of", "repeat_of", "article_id", postgresql_where="repeat_of IS NOT NULL"),
    sa.Index("ix_claims_duplicate_of", "duplicate_of", "article_id", postgresql_where="duplicate_of IS NOT NULL"),
    sa.Index(
        "ix_claims_refuted",
        "found_at",
        postgresql_where="suggestion = 'refuted' AND state IN ('new', 'triage') AND head_id IS NULL",
    ),
    sa.Index("ix_claims_snoozed", "snoozed_until", postgresql_where="snoozed_until IS NOT NULL"),
    sa.Index(
        "ix_claims_found",
        "search",
        sa.text(FACETS),
        sa.text(STRETCHES),
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    ),
)
# How many claims are in each state, where a cluster that waits counts once: the sum of all rows of the state.
# Triggers of `claims` add rows and never change one, so that no two transactions wait for each other;
# `store.claims.counts` adds them up.
claim_counts = sa.Table(
    "claim_counts",
    metadata,
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("count", sa.BigInteger, nullable=False),
)
quantities = sa.Table(
    "quantities",
    metadata,
    sa.Column("claim_id", sa.BigInteger, sa.ForeignKey("claims.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.SmallInteger, primary_key=True),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("comparator", sa.Text, nullable=False),
    sa.Column("low", sa.Float),
    sa.Column("high", sa.Float),
    sa.Column("unit", sa.Text),
    sa.Column("counted", sa.Text),
    sa.Column("role", sa.Text, nullable=False, server_default="amount"),
    sa.Column("code", sa.Text),
    sa.CheckConstraint(one_of("role", QUANTITY_ROLES), "role"),
    sa.CheckConstraint(one_of("comparator", ("=", ">", ">=", "<", "<=", "~", "..")), "comparator"),
    sa.CheckConstraint('start >= 0 AND "end" > start', "offsets"),
    sa.CheckConstraint("low IS NOT NULL OR high IS NOT NULL", "bounded"),
    sa.CheckConstraint("low <= high", "ordered"),
)

suggestions = sa.Table(
    "suggestions",
    metadata,
    sa.Column(
        "claim_id",
        sa.BigInteger,
        sa.ForeignKey("claims.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("reasons", JSONB, nullable=False),
    sa.Column("evidence_ids", JSONB, nullable=False),
    sa.Column("evidence_count", sa.Integer, nullable=False, server_default="0"),
    sa.Column("strength", sa.Float, nullable=False, server_default="0"),
    moment("computed_at", now=True),
    sa.CheckConstraint(one_of("outcome", SUGGESTIONS), "outcome"),
    sa.CheckConstraint("strength BETWEEN 0 AND 1", "strength"),
    sa.CheckConstraint("jsonb_typeof(evidence_ids) = 'array' AND jsonb_typeof(reasons) = 'array'", "lists"),
    sa.Index("ix_suggestions_outcome", "outcome", "claim_id"),
)
