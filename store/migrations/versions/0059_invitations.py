"""Invitations of people, by e-mail or as a link; and notices of second ratings that differ."""

from alembic import op

revision = "0059"
down_revision = "0058"
_WORK = (
    "'split', 'lookup_batch', 'lookup', 'suggest', 'deliver', 'import', 'shelf', 'embed', 'feed', 'fetch', "
    "'refetch', 'mail',"
    " 'backfill', 'capture', 'source_test', 'subscribe'"
)
_NOTICES = "'assigned', 'mentioned', 'sent back', 'approved', 'reply due', 'relies on', 'rule matched'"


def upgrade() -> None:
    op.execute(_INVITATIONS)
    _allow_jobs(f"{_WORK}, 'invitation'")
    _allow_notices(f"{_NOTICES}, 'ratings differ'")


def downgrade() -> None:
    for table in ("notices", "notice_settings"):
        op.execute(f"DELETE FROM {table} WHERE kind = 'ratings differ'")  # noqa: S608 - names of our own
    _allow_notices(_NOTICES)
    op.execute("DELETE FROM work WHERE kind = 'invitation'")
    _allow_jobs(_WORK)
    op.drop_table("invitations")


def _allow_jobs(kinds: str) -> None:
    op.drop_constraint(op.f("ck_work_kind"), "work", type_="check")
    op.create_check_constraint(op.f("ck_work_kind"), "work", f"kind IN ({kinds})")


def _allow_notices(kinds: str) -> None:
    op.drop_constraint(op.f("ck_notices_kind"), "notices", type_="check")
    op.create_check_constraint(op.f("ck_notices_kind"), "notices", f"kind IN ({kinds})")
    op.drop_constraint(op.f("ck_notice_settings_kind"), "notice_settings", type_="check")
    op.create_check_constraint(op.f("ck_notice_settings_kind"), "notice_settings", f"kind IN ({kinds})")


_INVITATIONS = """
CREATE TABLE invitations (
    person_id BIGINT NOT NULL,
    invited_by BIGINT NOT NULL,
    invited_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_mail BOOLEAN NOT NULL,
    mailed_at TIMESTAMP WITH TIME ZONE,
    accepted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_invitations PRIMARY KEY (person_id),
    CONSTRAINT fk_invitations_person_id FOREIGN KEY (person_id) REFERENCES people (id) ON DELETE CASCADE,
    CONSTRAINT fk_invitations_invited_by FOREIGN KEY (invited_by) REFERENCES people (id)
)
"""
