"""An export read into a running desk by its only person, an admin, who keeps the account there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from store.db import tell
from store.people import Refused
from store.transfer.emptiness import OF_ACCOUNT, require_empty
from store.transfer.restore import read_header, restore
from store.transfer.tables import NOT_EXPORTED, exported_tables, quoted


@dataclass(frozen=True, slots=True)
class _Account:
    """What an admin keeps while everything else in the desk is replaced: the password's hash, and the rows of
    `OF_ACCOUNT`.
    """

    email: str
    password_hash: str | None
    rows: dict[str, list[Any]]


def import_as_admin(conn: sa.Connection, lines: Iterator[str], admin_id: int) -> int:
    """Replace an empty desk by the one of an export, in the caller's one transaction; everybody else waits for its end.

    Args:
        lines: of the export, the first one included.
        admin_id: who imports. Password, second factor, tokens and sessions of this desk go over to the admin of
            the same e-mail address in the export.

    Returns:
        How many rows were written.

    Raises:
        NotEmpty: the desk holds more than that admin.
        WrongLines: lines are not as they must be.
        Refused: it is no export, one of another version, not whole, or without such an admin.
    """
    _lock_everything(conn)
    require_empty(conn, admin_id)
    account = _read_account(conn, admin_id)
    read_header(conn, next(lines, ""))
    rows = 0
    for rows in restore(conn, lines):  # noqa: B007 - the last one counts
        pass
    _write_account(conn, account)
    tell(conn, "again", 0)
    return rows


def _lock_everything(conn: sa.Connection) -> None:
    """Have everybody else wait until this transaction ends."""
    names = [*(table.name for table in exported_tables()), *sorted(NOT_EXPORTED)]
    conn.execute(sa.text(f"LOCK TABLE {quoted(names)} IN ACCESS EXCLUSIVE MODE"))


def _read_account(conn: sa.Connection, admin_id: int) -> _Account:
    """What an admin keeps."""
    of_person = sa.text("SELECT email, password_hash FROM people WHERE id = :id")
    email, password_hash = conn.execute(of_person, {"id": admin_id}).one()
    rows = {name: conn.execute(_rows_of(name), {"id": admin_id}).scalar_one() for name in OF_ACCOUNT}
    return _Account(email, password_hash, rows)


def _write_account(conn: sa.Connection, account: _Account) -> None:
    """Give it to the admin of the same e-mail address among those who were imported.

    Raises:
        Refused: there is none; nobody could sign in afterwards.
    """
    same = sa.text("SELECT id FROM people WHERE email = :email AND role = 'admin' AND active")
    person_id = conn.execute(same, {"email": account.email}).scalar()
    if person_id is None:
        raise Refused(
            "people",
            f"the export has no active admin with your e-mail address, {account.email}; import as one that it "
            f"has, or by"
            " “factdesk import” on the desk's machine",
        )
    change = sa.text("UPDATE people SET password_hash = :hash WHERE id = :id")
    conn.execute(change, {"hash": account.password_hash, "id": person_id})
    for name, rows in account.rows.items():
        conn.execute(_insert(name), {"rows": [{**row, "person_id": person_id} for row in rows]})


def _rows_of(name: str) -> sa.TextClause:
    # The name is one of our own.
    return sa.text(f"SELECT coalesce(json_agg(t), '[]') FROM {name} t WHERE person_id = :id")  # noqa: S608


def _insert(name: str) -> sa.TextClause:
    write = f"""INSERT INTO {name} OVERRIDING SYSTEM VALUE
        SELECT * FROM json_populate_recordset(NULL::{name}, :rows)"""  # noqa: S608 - names of our own
    return sa.text(write).bindparams(sa.bindparam("rows", type_=sa.JSON))
