"""Whether a desk is empty enough to import another into it."""

from typing import Final

import sqlalchemy as sa

from store.people import Refused
from store.transfer.tables import NOT_EXPORTED, PRESENT_IN_EMPTY, exported_tables

OF_ACCOUNT: Final = ("tokens", "sessions", "totp_secrets", "recovery_codes")  # by the `person_id` of theirs
# What the only person of a desk, an admin, leaves there by signing in.
_OF_ADMIN: Final = {
    "people": "id = :admin",
    **dict.fromkeys((*OF_ACCOUNT, "sign_in_links", "identities"), "person_id = :admin"),
    "audit": "subject_kind = 'person' AND subject = :admin",
}


class NotEmpty(Refused):
    """The desk holds something already."""


def require_empty(conn: sa.Connection, admin_id: int | None = None) -> None:
    """Raise `NotEmpty` where a desk holds anything but what it began with, naming what it holds.

    Args:
        admin_id: the people who may be there, with the traces of signing in; None for nobody.
    """
    names = [table.name for table in exported_tables() if table.name not in PRESENT_IN_EMPTY]
    for name in (*names, *sorted(NOT_EXPORTED)):
        left = _OF_ADMIN.get(name) if admin_id is not None else None
        if _holds_rows(conn, name, f"NOT ({left})" if left else "true", admin_id):
            holds = name.replace("_", " ")
            raise NotEmpty("desk", f"the desk is not empty: it has {holds}; import into a new one")


def _holds_rows(conn: sa.Connection, name: str, condition: str, admin_id: int | None) -> bool:
    """Whether a table has a row of which the condition holds."""
    query = sa.text(f'SELECT EXISTS (SELECT FROM "{name}" WHERE {condition})')  # noqa: S608 - names of our own
    return bool(conn.execute(query, {"admin": admin_id} if ":admin" in condition else {}).scalar_one())
