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
    _allow("work", f"{_WORK}, 'invitation'")
    for table in ("notices", "notice_settings"):
        _allow(table, f"{_NOTICES}, 'ratings differ'")


def downgrade() -> None:
    for table in ("notices", "notice_settings"):
        op.execute(f"DELETE FROM {table} WHERE kind = 'ratings differ'")  # noqa: S608 - names of our own
        _allow(table, _NOTICES)
    op.execute("DELETE FROM work WHERE kind = 'invitation'")
    _allow("work", _WORK)
    op.drop_table("invitations")


def _allow(table: str, kinds: str) -> None:
    """The kinds that rows of a table can have."""
    op.drop_constraint(op.f(f"ck_{table}_kind"), table, type_="check")
    op.create_check_constraint(op.f(f"ck_{table}_kind"), table, f"kind IN ({kinds})")


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
