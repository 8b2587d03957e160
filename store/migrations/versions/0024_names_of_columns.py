"""Columns under words that an engineer would guess; nothing is rewritten."""

from alembic import op

revision = "0024"
down_revision = "0023"

_COLUMNS = (
    ("claims", "manner", "speech_act"),
    ("claims", "direct", "quoted"),
    ("claims", "apart", "excluded_from_clusters"),
    ("claims", "repeats", "repeat_of"),
    ("claims", "returned", "repeats_false"),
    ("suggestions", "rests_on", "evidence_ids"),
    ("evidence", "kin", "match_kind"),
    ("work", "lane", "concurrency_group"),
)
_CONSTRAINTS = (
    ("claims", "ck_claims_manner", "ck_claims_speech_act"),
    ("claims", "fk_claims_repeats", "fk_claims_repeat_of"),
    ("evidence", "ck_evidence_kin", "ck_evidence_match_kind"),
)
_INDEXES = (
    ("ix_claims_repeats", "ix_claims_repeat_of"),
    ("ix_work_lane", "ix_work_group"),
    ("ix_work_lane_held", "ix_work_group_held"),
)


def upgrade() -> None:
    for table, old, new in _COLUMNS:
        op.alter_column(table, old, new_column_name=new)
    for table, old, new in _CONSTRAINTS:
        op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new}")
    for old, new in _INDEXES:
        op.execute(f"ALTER INDEX {old} RENAME TO {new}")
