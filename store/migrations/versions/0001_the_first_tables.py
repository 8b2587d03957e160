"""the first tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make each table after those that it names."""
    _make_documents()
    _make_entity_names()
    _make_figures()
    _make_people()
    _make_work()
    _make_articles()
    _make_audit()
    _make_document_passages()
    _make_sign_in_links()
    _make_tokens()
    _make_revisions()
    _make_claims()
    _make_lookups()
    _make_quantities()
    _make_suggestions()
    _make_verdicts()
    _make_evidence()
    _make_fact_checks()
    _make_citations()
    _make_corrections()


def _make_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("url", name=op.f("uq_documents_url")),
    )


def _make_entity_names() -> None:
    op.create_table(
        "entity_names",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.CheckConstraint("name = lower(name)", name=op.f("ck_entity_names_lower")),
        sa.PrimaryKeyConstraint("name", "entity", name=op.f("pk_entity_names")),
    )


def _make_figures() -> None:
    op.create_table(
        "figures",
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint("year BETWEEN 1000 AND 2200", name=op.f("ck_figures_year")),
        sa.PrimaryKeyConstraint("entity", "measure", "year", name=op.f("pk_figures")),
    )


def _make_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("session_epoch", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("email = lower(email) AND email <> ''", name=op.f("ck_people_email_lower")),
        sa.CheckConstraint("role IN ('checker', 'reviewer', 'admin')", name=op.f("ck_people_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_index("uq_people_email", "people", ["email"], unique=True)


def _make_work() -> None:
    op.create_table(
        "work",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("woken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('split', 'lookup', 'suggest', 'deliver')", name=op.f("ck_work_kind")),
        sa.CheckConstraint("(token IS NULL) = (lease_until IS NULL)", name=op.f("ck_work_lease_whole")),
        sa.CheckConstraint(
            "NOT failed OR (token IS NULL AND reason IS NOT NULL)", name=op.f("ck_work_failed_says_why")
        ),
        sa.PrimaryKeyConstraint("kind", "subject", name=op.f("pk_work")),
    )
    op.create_index("ix_work_due", "work", ["due_at"], unique=False, postgresql_where=sa.text("NOT failed"))
    op.create_index("ix_work_failed", "work", ["kind"], unique=False, postgresql_where=sa.text("failed"))


def _make_articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("text_key", sa.LargeBinary(), nullable=True),
        sa.Column("published", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_by", sa.Text(), nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint(
            "arrived_by IN ('paste', 'api', 'url', 'feed', 'sample')", name=op.f("ck_articles_arrived_by")
        ),
        sa.CheckConstraint(
            "(url IS NULL) = (text_key IS NOT NULL)", name=op.f("ck_articles_known_by_url_or_text")
        ),
        sa.ForeignKeyConstraint(["added_by"], ["people.id"], name=op.f("fk_articles_added_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("url", name=op.f("uq_articles_url")),
    )
    op.create_index(
        "uq_articles_text_key", "articles", ["text_key"], unique=True, postgresql_where=sa.text("url IS NULL")
    )


def _make_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("from", sa.Text(), nullable=True),
        sa.Column("to", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_audit_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_subject", "audit", ["subject_kind", "subject", "id"], unique=False)


def _make_document_passages() -> None:
    op.create_table(
        "document_passages",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed("to_tsvector('english', text)", persisted=True),
            nullable=True,
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_document_passages_text")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_document_passages_document_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_passages")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_document_passages_document_id_number")),
    )
    op.create_index(
        "ix_document_passages_search", "document_passages", ["search"], unique=False, postgresql_using="gin"
    )


def _make_sign_in_links() -> None:
    op.create_table(
        "sign_in_links",
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sign_in_links_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_sign_in_links")),
    )
    op.create_index(op.f("ix_sign_in_links_person_id"), "sign_in_links", ["person_id"], unique=False)


def _make_tokens() -> None:
    op.create_table(
        "tokens",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "scopes <@ ARRAY['read','articles','claims','review']", name=op.f("ck_tokens_scopes_known")
        ),
        sa.CheckConstraint("cardinality(scopes) > 0", name=op.f("ck_tokens_scopes_some")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_tokens_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_tokens_secret_hash")),
    )
    op.create_index(op.f("ix_tokens_person_id"), "tokens", ["person_id"], unique=False)


def _make_revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("article_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("received", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("dropped", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("notes", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("split_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("format IN ('text', 'html')", name=op.f("ck_revisions_format")),
        sa.CheckConstraint("number > 0", name=op.f("ck_revisions_number")),
        sa.CheckConstraint("split_at IS NULL OR text IS NOT NULL", name=op.f("ck_revisions_split_has_text")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_revisions_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_revisions_article_id_number")),
        sa.UniqueConstraint("article_id", "sha256", name=op.f("uq_revisions_article_id_sha256")),
    )


def _make_claims() -> None:
    op.create_table(
        "claims",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("revision_id", sa.BigInteger(), nullable=False),
        sa.Column("article_id", sa.BigInteger(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("claimant", sa.Text(), nullable=True),
        sa.Column("worth", sa.Float(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("dates", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("state", sa.Text(), server_default="new", nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("decline_reason", sa.Text(), nullable=True),
        sa.Column("duplicate_of", sa.BigInteger(), nullable=True),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed("to_tsvector('english', statement)", persisted=True),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(state = 'declined') = (decline_reason IS NOT NULL)", name=op.f("ck_claims_declined_says_why")
        ),
        sa.CheckConstraint(
            "(state = 'duplicate') = (duplicate_of IS NOT NULL)", name=op.f("ck_claims_duplicate_names_one")
        ),
        sa.CheckConstraint(
            "(state = 'snoozed') = (snoozed_until IS NOT NULL)", name=op.f("ck_claims_snoozed_has_end")
        ),
        sa.CheckConstraint(
            "kind IN ('quantity', 'event', 'statement', 'state', 'comparison', 'cause', 'prediction')",
            name=op.f("ck_claims_kind"),
        ),
        sa.CheckConstraint(
            "owner_id IS NOT NULL OR state IN ('new','triage','declined','duplicate','snoozed')",
            name=op.f("ck_claims_work_has_owner"),
        ),
        sa.CheckConstraint(
            "state IN ('new', 'triage', 'declined', 'duplicate', 'snoozed', 'assigned', 'researching',"
            " 'awaiting_reply', 'in_review', 'changes_requested', 'approved', 'published', 'correction_pending',"
            " 'withdrawn')",
            name=op.f("ck_claims_state"),
        ),
        sa.CheckConstraint("duplicate_of <> id", name=op.f("ck_claims_not_its_own_duplicate")),
        sa.CheckConstraint('start >= 0 AND "end" > start', name=op.f("ck_claims_offsets")),
        sa.CheckConstraint("worth BETWEEN 0 AND 1", name=op.f("ck_claims_worth")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_claims_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["duplicate_of"], ["claims.id"], name=op.f("fk_claims_duplicate_of")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_claims_owner_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_claims_revision_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("revision_id", "start", "end", name=op.f("uq_claims_revision_id_start_end")),
    )
    op.create_index(op.f("ix_claims_article_id"), "claims", ["article_id"], unique=False)
    op.create_index("ix_claims_owner", "claims", ["owner_id", "state"], unique=False)
    op.create_index("ix_claims_search", "claims", ["search"], unique=False, postgresql_using="gin")
    op.create_index(
        "ix_claims_snoozed",
        "claims",
        ["snoozed_until"],
        unique=False,
        postgresql_where="snoozed_until IS NOT NULL",
    )
    op.create_index("ix_claims_triage", "claims", ["state", "worth", "id"], unique=False)


def _make_lookups() -> None:
    op.create_table(
        "lookups",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("claim_id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("queries", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "outcome <> 'could not ask' OR reason IS NOT NULL", name=op.f("ck_lookups_could_not_ask_says_why")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('found', 'nothing', 'could not ask')", name=op.f("ck_lookups_outcome")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (finished_at IS NULL)", name=op.f("ck_lookups_finished_has_outcome")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_lookups_claim_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lookups")),
        sa.UniqueConstraint("claim_id", "source", name=op.f("uq_lookups_claim_id_source")),
    )
    op.create_index(
        "ix_lookups_open", "lookups", ["claim_id"], unique=False, postgresql_where=sa.text("outcome IS NULL")
    )


def _make_quantities() -> None:
    op.create_table(
        "quantities",
        sa.Column("claim_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("comparator", sa.Text(), nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("counted", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "comparator IN ('=', '>', '>=', '<', '<=', '~', '..')", name=op.f("ck_quantities_comparator")
        ),
        sa.CheckConstraint("low <= high", name=op.f("ck_quantities_ordered")),
        sa.CheckConstraint("low IS NOT NULL OR high IS NOT NULL", name=op.f("ck_quantities_bounded")),
        sa.CheckConstraint('start >= 0 AND "end" > start', name=op.f("ck_quantities_offsets")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_quantities_claim_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("claim_id", "number", name=op.f("pk_quantities")),
    )


def _make_suggestions() -> None:
    op.create_table(
        "suggestions",
        sa.Column("claim_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rests_on", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("evidence_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('supported', 'refuted', 'conflicting', 'context only', 'nothing found', 'could not ask')",
            name=op.f("ck_suggestions_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_suggestions_claim_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_suggestions")),
    )
    op.create_index("ix_suggestions_outcome", "suggestions", ["outcome", "claim_id"], unique=False)


def _make_verdicts() -> None:
    op.create_table(
        "verdicts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("claim_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("reviewer_id", sa.BigInteger(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("review_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "decision <> 'changes requested' OR review_reason IS NOT NULL",
            name=op.f("ck_verdicts_changes_say_why"),
        ),
        sa.CheckConstraint("decision IN ('approved','changes requested')", name=op.f("ck_verdicts_decision")),
        sa.CheckConstraint(
            "rating IN ('True', 'Mostly true', 'Half true', 'Missing context', 'Mostly false', 'False',"
            " 'Unproven', 'Not checkable', 'Satire')",
            name=op.f("ck_verdicts_rating"),
        ),
        sa.CheckConstraint("summary <> '' AND explanation <> ''", name=op.f("ck_verdicts_says_why")),
        sa.CheckConstraint(
            "(decision IS NULL) = (reviewed_at IS NULL)", name=op.f("ck_verdicts_decision_has_time")
        ),
        sa.CheckConstraint(
            "(decision IS NULL) = (reviewer_id IS NULL)", name=op.f("ck_verdicts_decision_has_reviewer")
        ),
        sa.CheckConstraint("reviewer_id <> author_id", name=op.f("ck_verdicts_nobody_reviews_their_own")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_verdicts_author_id")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_verdicts_claim_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["reviewer_id"], ["people.id"], name=op.f("fk_verdicts_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdicts")),
        sa.UniqueConstraint("claim_id", "number", name=op.f("uq_verdicts_claim_id_number")),
    )


def _make_evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("claim_id", sa.BigInteger(), nullable=False),
        sa.Column("lookup_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("locator", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("figure", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("rating", sa.Text(), nullable=True),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), server_default="0", nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "stance IN ('supports', 'refutes', 'context', 'none')", name=op.f("ck_evidence_stance")
        ),
        sa.CheckConstraint(
            "(lookup_id IS NULL) = (added_by IS NOT NULL)", name=op.f("ck_evidence_from_lookup_or_person")
        ),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_evidence_confidence")),
        sa.ForeignKeyConstraint(["added_by"], ["people.id"], name=op.f("fk_evidence_added_by")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_evidence_claim_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["lookup_id"], ["lookups.id"], name=op.f("fk_evidence_lookup_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_claim_id"), "evidence", ["claim_id"], unique=False)
    op.create_index(op.f("ix_evidence_lookup_id"), "evidence", ["lookup_id"], unique=False)


def _make_fact_checks() -> None:
    op.create_table(
        "fact_checks",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("claim_id", sa.BigInteger(), nullable=True),
        sa.Column("verdict_id", sa.BigInteger(), nullable=True),
        sa.Column("slug", sa.Text(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("claimant", sa.Text(), nullable=True),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed("to_tsvector('english', statement || ' ' || summary)", persisted=True),
            nullable=True,
        ),
        sa.CheckConstraint("(claim_id IS NULL) = (slug IS NULL)", name=op.f("ck_fact_checks_own_has_slug")),
        sa.CheckConstraint(
            "(claim_id IS NULL) = (verdict_id IS NULL)", name=op.f("ck_fact_checks_own_has_verdict")
        ),
        sa.CheckConstraint(
            "claim_id IS NOT NULL OR url IS NOT NULL", name=op.f("ck_fact_checks_imported_has_url")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_fact_checks_claim_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdicts.id"], name=op.f("fk_fact_checks_verdict_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_checks")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_fact_checks_claim_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_fact_checks_slug")),
        sa.UniqueConstraint("url", name=op.f("uq_fact_checks_url")),
    )
    op.create_index("ix_fact_checks_published_at", "fact_checks", ["published_at", "id"], unique=False)
    op.create_index("ix_fact_checks_search", "fact_checks", ["search"], unique=False, postgresql_using="gin")


def _make_citations() -> None:
    op.create_table(
        "citations",
        sa.Column("verdict_id", sa.BigInteger(), nullable=False),
        sa.Column("evidence_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_citations_evidence_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["verdict_id"], ["verdicts.id"], name=op.f("fk_citations_verdict_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("verdict_id", "evidence_id", name=op.f("pk_citations")),
    )
    op.create_index(op.f("ix_citations_evidence_id"), "citations", ["evidence_id"], unique=False)


def _make_corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("fact_check_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fact_check_id"], ["fact_checks.id"], name=op.f("fk_corrections_fact_check_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index(op.f("ix_corrections_fact_check_id"), "corrections", ["fact_check_id"], unique=False)
