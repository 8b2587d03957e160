"""The second factor of an account: a TOTP secret (RFC 6238), sealed by the caller, and recovery codes that work
once each.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from store.columns import moment
from store.db import metadata
from store.rows import fetch_first

_CODES: Final = 8

totp_secrets = sa.Table(
    "totp_secrets",
    metadata,
    sa.Column("person_id", sa.BigInteger, sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    moment("created_at", now=True),
    moment("confirmed_at"),
    sa.Column("last_step", sa.BigInteger, nullable=False, server_default="0"),
)
recovery_codes = sa.Table(
    "recovery_codes",
    metadata,
    sa.Column("code_hash", sa.LargeBinary, primary_key=True),
    sa.Column(
        "person_id", sa.BigInteger, sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    moment("used_at"),
)


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """A person's TOTP secret, sealed; it counts once it was confirmed by a code.

    Attributes:
        last_step: the time step of the last code that was taken; none is taken twice.
    """

    person_id: int
    sealed: bytes
    created_at: datetime
    confirmed_at: datetime | None
    last_step: int


def find_second_factor(conn: sa.Connection, person_id: int, *, lock: bool = False) -> SecondFactor | None:
    """The second factor of a person, confirmed or not; None without one.

    Args:
        lock: whether others wait until the transaction ends, so that no code is taken twice.
    """
    query = sa.select(totp_secrets).where(totp_secrets.c.person_id == person_id)
    return fetch_first(conn, query.with_for_update() if lock else query, SecondFactor)


def has_second_factor(conn: sa.Connection, person_id: int) -> bool:
    """Whether a person signs in with a second factor: has a secret that a first code confirmed."""
    found = find_second_factor(conn, person_id)
    return found is not None and found.confirmed_at is not None


def list_people_with_factor(conn: sa.Connection) -> set[int]:
    """The ids of all who sign in with a second factor."""
    confirmed = totp_secrets.c.confirmed_at.is_not(None)
    return set(conn.execute(sa.select(totp_secrets.c.person_id).where(confirmed)).scalars())


def write_secret(conn: sa.Connection, person_id: int, sealed: bytes) -> None:
    """Write a new secret that is still to be confirmed; one that is confirmed stays.

    `sealed` is the secret, encrypted with the desk's key, without which it cannot make codes.
    """
    write = insert(totp_secrets).values(person_id=person_id, sealed=sealed)
    fresh = {"sealed": sealed, "created_at": sa.func.now(), "last_step": 0}
    unconfirmed = totp_secrets.c.confirmed_at.is_(None)
    conn.execute(write.on_conflict_do_update(index_elements=["person_id"], set_=fresh, where=unconfirmed))


def record_step(conn: sa.Connection, person_id: int, step: int) -> None:
    """Note that the code of a time step was taken, which confirms the secret.

    Steps are those of RFC 6238, 30 seconds each; none may be taken twice.
    """
    confirmed = sa.func.coalesce(totp_secrets.c.confirmed_at, sa.func.now())
    mine = sa.update(totp_secrets).where(totp_secrets.c.person_id == person_id)
    conn.execute(mine.values(last_step=step, confirmed_at=confirmed))


def make_recovery_codes(conn: sa.Connection, person_id: int) -> list[str]:
    """Replace the recovery codes; only their hashes are stored."""
    conn.execute(sa.delete(recovery_codes).where(recovery_codes.c.person_id == person_id))
    codes = [f"{secrets.token_hex(4)}-{secrets.token_hex(4)}" for _ in range(_CODES)]
    conn.execute(
        sa.insert(recovery_codes),
        [{"code_hash": _hash(person_id, code), "person_id": person_id} for code in codes],
    )
    return codes


def use_recovery_code(conn: sa.Connection, person_id: int, code: str) -> bool:
    """Use a recovery code up; False if the person has no such code, or it was used.

    Case and blanks around it do not count. Two at once with the same code: one of them gets False.
    """
    one = recovery_codes.c.code_hash == _hash(person_id, code.strip().lower())
    used = sa.update(recovery_codes).where(one, recovery_codes.c.used_at.is_(None)).values(used_at=sa.func.now())
    return bool(conn.execute(used).rowcount)


def remove_second_factor(conn: sa.Connection, person_id: int) -> bool:
    """Let a person sign in without a second factor; returns whether they had one."""
    conn.execute(sa.delete(recovery_codes).where(recovery_codes.c.person_id == person_id))
    return bool(conn.execute(sa.delete(totp_secrets).where(totp_secrets.c.person_id == person_id)).rowcount)


def _hash(person_id: int, code: str) -> bytes:
    """64 random bits need no slow hash; with the person, so that no two people's codes meet."""
    return hashlib.sha256(f"{person_id} {code}".encode()).digest()
