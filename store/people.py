"""Who works here: people with their roles and passwords, and one-time sign-in links."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from store import sessions
from store.columns import identity, moment, one_of
from store.db import metadata, one, tell

ROLES: Final = ("checker", "reviewer", "admin")
SHORTEST_PASSWORD: Final = 12  # NIST SP 800-63B-4 asks for 15 without a second factor and 8 with one
LONGEST_NAME: Final = 200
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")

people = sa.Table(
    "people",
    metadata,
    identity(),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text),
    sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
    moment("created_at", now=True),
    sa.CheckConstraint(one_of("role", ROLES), "role"),
    sa.CheckConstraint("email = lower(email) AND email <> ''", "email_lower"),
    sa.Index("uq_people_email", "email", unique=True),
)
sign_in_links = sa.Table(
    "sign_in_links",
    metadata,
    sa.Column("secret_hash", sa.LargeBinary, primary_key=True),
    sa.Column(
        "person_id", sa.BigInteger, sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    moment("expires_at", required=True),
    moment("used_at"),
)
_HASHER = PasswordHasher()
# Verified when there is no such person, so that the answer takes as long as for one that exists.
_NOBODY = _HASHER.hash("nobody has this password")


class Refused(ValueError):
    """A value that cannot be stored; `field` names which."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with a role, or the machine (no id)."""

    id: int | None
    role: str


MACHINE: Final = Actor(None, "machine")


def add(conn: sa.Connection, email: str, name: str, role: str, password: str | None = None) -> int:
    """Add a person and return the id. Raises `Refused` naming the field."""
    email = email.strip().lower()
    if not _EMAIL.fullmatch(email):
        raise Refused("email", "this is not an e-mail address")
    if not name.strip():
        raise Refused("name", "a name is needed")
    if len(name.strip()) > LONGEST_NAME:
        raise Refused("name", f"a name has at most {LONGEST_NAME} characters")
    if role not in ROLES:
        raise Refused("role", f"a role is one of {', '.join(ROLES)}")
    if by_email(conn, email):
        raise Refused("email", "somebody has this address already")
    row = {"email": email, "name": name.strip(), "role": role, "password_hash": password and hashed(password)}
    person_id = conn.execute(sa.insert(people).values(row).returning(people.c.id)).scalar_one()
    tell(conn, "person", person_id)
    return int(person_id)


def hashed(password: str) -> str:
    """The argon2id hash of a password. Raises `Refused` for one that is too short or longer than 1,000."""
    if not SHORTEST_PASSWORD <= len(password) <= 1000:
        raise Refused("password", f"a password has at least {SHORTEST_PASSWORD} characters")
    return _HASHER.hash(password)


def get(conn: sa.Connection, person_id: int) -> sa.RowMapping:
    """One person. Raises `NotFound`."""
    return one(
        conn.execute(sa.select(people).where(people.c.id == person_id)).mappings().first(), f"person {person_id}"
    )


def find(conn: sa.Connection, person_id: int) -> sa.RowMapping | None:
    """One person, or None."""
    return conn.execute(sa.select(people).where(people.c.id == person_id)).mappings().first()


def of_session(conn: sa.Connection, secret: str) -> sa.RowMapping | None:
    """The active person whose open session has this secret, with its id as `session_id`; None for any other secret."""
    found = (
        sa.select(people, sessions.sessions.c.id.label("session_id"))
        .join(sessions.sessions, sessions.sessions.c.person_id == people.c.id)
        .where(sessions.with_secret(secret), sessions.open_now(), people.c.active)
    )
    row = conn.execute(found).mappings().first()
    if row:
        sessions.touch(conn, row["session_id"])
    return row


def by_email(conn: sa.Connection, email: str) -> sa.RowMapping | None:
    """The person with this address, in any case of letters."""
    return conn.execute(sa.select(people).where(people.c.email == email.strip().lower())).mappings().first()


def everybody(conn: sa.Connection) -> list[sa.RowMapping]:
    """All people, the active first, by name."""
    return list(conn.execute(sa.select(people).order_by(people.c.active.desc(), people.c.name)).mappings())


def verify(conn: sa.Connection, email: str, password: str) -> sa.RowMapping | None:
    """The active person with this address and password, or None, in the same time either way."""
    person = by_email(conn, email)
    known = person is not None and person["active"] and person["password_hash"] is not None
    try:
        _HASHER.verify(person["password_hash"] if person and known else _NOBODY, password)
    except (Argon2Error, InvalidHashError):
        return None
    return person if known else None


def set_password(conn: sa.Connection, person_id: int, password: str) -> None:
    """Give a new password; every session of the person ends, and every unused sign-in link is void."""
    conn.execute(sa.update(people).where(people.c.id == person_id).values(password_hash=hashed(password)))
    _void_links(conn, person_id)
    sessions.end_all(conn, person_id)


def change(conn: sa.Connection, person_id: int, *, role: str, active: bool) -> None:
    """Give a role, or close the account; sessions end. Raises `Refused` when no admin would be left."""
    if role not in ROLES:
        raise Refused("role", f"a role is one of {', '.join(ROLES)}")
    conn.execute(sa.select(people.c.id).where(people.c.role == "admin").order_by(people.c.id).with_for_update())
    values = {"role": role, "active": active}
    if not conn.execute(sa.update(people).where(people.c.id == person_id).values(values)).rowcount:
        one(None, f"person {person_id}")
    admins = sa.select(sa.func.count()).select_from(people).where(people.c.role == "admin", people.c.active)
    if not conn.execute(admins).scalar_one():
        raise Refused("role", "one active admin must be left")
    sessions.end_all(conn, person_id)
    if not active:
        _void_links(conn, person_id)
    tell(conn, "person", person_id)


def sign_in_link(conn: sa.Connection, person_id: int, hours: float = 24) -> str:
    """A secret that signs the person in once, within `hours`; only its hash is stored. Earlier ones are void."""
    _void_links(conn, person_id)
    secret = secrets.token_urlsafe(32)
    row = {
        "secret_hash": _digest(secret),
        "person_id": person_id,
        "expires_at": sa.func.now() + timedelta(hours=hours),
    }
    conn.execute(sa.insert(sign_in_links).values(row))
    return secret


def redeem(conn: sa.Connection, secret: str) -> sa.RowMapping | None:
    """The person a fresh link was made for; the link is then used up."""
    links = sign_in_links.c
    used = (
        sa.update(sign_in_links)
        .where(links.secret_hash == _digest(secret), links.used_at.is_(None), links.expires_at > sa.func.now())
        .values(used_at=sa.func.now())
        .returning(links.person_id)
    )
    person_id = conn.execute(used).scalar()
    person = None if person_id is None else get(conn, person_id)
    return person if person and person["active"] else None


def first_admin_link(conn: sa.Connection, email: str = "admin@localhost") -> str | None:
    """A sign-in link for the first admin, who is made where there is none; None once an admin has a password."""
    admins = sa.select(people).where(people.c.role == "admin", people.c.active).order_by(people.c.id)
    rows = list(conn.execute(admins).mappings())
    if any(row["password_hash"] for row in rows):
        return None
    return sign_in_link(conn, rows[0]["id"] if rows else add(conn, email, "Admin", "admin"))


def _void_links(conn: sa.Connection, person_id: int) -> None:
    unused = sign_in_links.c.person_id == person_id, sign_in_links.c.used_at.is_(None)
    conn.execute(sa.delete(sign_in_links).where(*unused))


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
