"""Who works here: people with their roles and passwords, and one-time sign-in links."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from argon2.low_level import ARGON2_VERSION

from store import sessions
from store.accounts.roles import PERSON_ROLES
from store.columns import identity, moment, one_of
from store.db import NotFound, metadata, tell
from store.rows import AnySelect, fetch_all, fetch_first, fetch_one

SHORTEST_PASSWORD: Final = 12  # NIST SP 800-63B-4 asks for 15 without a second factor and 8 with one
LONGEST_PASSWORD: Final = 1000
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
    sa.Column("language", sa.Text),
    sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
    moment("created_at", now=True),
    sa.CheckConstraint(one_of("role", PERSON_ROLES), "role"),
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
_SELECT: Final = sa.select(
    *(people.c[name] for name in ("id", "email", "name", "role", "active", "created_at", "language")),
    people.c.password_hash.is_not(None).label("has_password"),
)
_OF_SESSION: Final = (
    _SELECT.add_columns(
        sessions.sessions.c.id.label("session_id"), sessions.lately_used_condition().label("lately_used")
    )
    .join(sessions.sessions, sessions.sessions.c.person_id == people.c.id)
    .where(
        sessions.sessions.c.secret_hash == sa.bindparam("hash"), sessions.open_session_condition(), people.c.active
    )
)


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


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here.

    Attributes:
        email: in lower case.
        role: one of `PERSON_ROLES`.
        active: whether the account is open; nobody signs in to a closed one.
        has_password: whether a password was set; without one only a sign-in link lets the person in.
        language: the code of the language that the pages speak; None for the browser's.
    """

    id: int
    email: str
    name: str
    role: str
    active: bool
    created_at: datetime
    has_password: bool
    language: str | None


@dataclass(frozen=True, slots=True)
class SignedInPerson(Person):
    """An active person, and the open session whose secret was given."""

    session_id: int
    lately_used: bool  # whether its use was recorded within the last minute


def add_person(conn: sa.Connection, email: str, name: str, role: str, password: str | None = None) -> int:
    """Add a person.

    Args:
        email: the address that the person signs in with, in any case of letters.
        name: at most `LONGEST_NAME` characters.
        role: one of `PERSON_ROLES`.
        password: None for one who signs in by a link first.

    Returns:
        The person's id.

    Raises:
        Refused: a value cannot be stored, or the address is somebody's already; names the field.
    """
    email = email.strip().lower()
    if not _EMAIL.fullmatch(email):
        raise Refused("email", "this is not an e-mail address")
    _check_name(name)
    if role not in PERSON_ROLES:
        raise Refused("role", f"a role is one of {', '.join(PERSON_ROLES)}")
    if find_person_by_email(conn, email):
        raise Refused("email", "somebody has this address already")
    row = {
        "email": email,
        "name": name.strip(),
        "role": role,
        "password_hash": None if password is None else hash_password(password),
    }
    person_id = conn.execute(sa.insert(people).values(row).returning(people.c.id)).scalar_one()
    tell(conn, "person", person_id)
    return int(person_id)


def _check_name(name: str) -> None:
    if not name.strip():
        raise Refused("name", "a name is needed")
    if len(name.strip()) > LONGEST_NAME:
        raise Refused("name", f"a name has at most {LONGEST_NAME} characters")


def _hash_of_nobody() -> str:
    """A well-formed hash that no password matches: verifying it takes as long as verifying a real one, and building it
    costs nothing."""
    cost = f"m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    salt, digest = ("A" * -(-4 * size // 3) for size in (_HASHER.salt_len, _HASHER.hash_len))  # base64 of zeros
    return f"$argon2id$v={ARGON2_VERSION}${cost}${salt}${digest}"


def hash_password(password: str) -> str:
    """The argon2id hash of a password.

    Raises:
        Refused: it has fewer than `SHORTEST_PASSWORD` characters, or more than `LONGEST_PASSWORD`.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise Refused("password", f"a password has at least {SHORTEST_PASSWORD} characters")
    if len(password) > LONGEST_PASSWORD:
        raise Refused("password", f"a password has at most {LONGEST_PASSWORD} characters")
    return _HASHER.hash(password)


def get_person(conn: sa.Connection, person_id: int) -> Person:
    """One person, active or not.

    Raises:
        NotFound: there is none with this id.
    """
    return fetch_one(conn, _SELECT.where(people.c.id == person_id), Person, f"person {person_id}")


def find_person_of_session(conn: sa.Connection, secret: str) -> SignedInPerson | None:
    """The active person whose open session has this secret; None for any other secret. Notes that the session is
    in use. It takes one statement, and once a minute another one.
    """
    found = fetch_first(conn, _OF_SESSION, SignedInPerson, {"hash": sessions.hash_secret(secret)})
    if found and not found.lately_used:
        sessions.touch_session(conn, found.session_id)
    return found


def find_person_by_email(conn: sa.Connection, email: str) -> Person | None:
    """The person with this address, in any case of letters; None if nobody has it."""
    return fetch_first(conn, _SELECT.where(people.c.email == email.strip().lower()), Person)


def list_people(conn: sa.Connection) -> list[Person]:
    """All people, the active first, by name."""
    return fetch_all(conn, _SELECT.order_by(people.c.active.desc(), people.c.name), Person)


def verify_password(conn: sa.Connection, email: str, password: str) -> Person | None:
    """The active person with this address and password, or None; it takes the same time either way."""
    query = sa.select(people.c.password_hash).where(people.c.email == email.strip().lower(), people.c.active)
    kept = conn.execute(query).scalar()
    try:
        _HASHER.verify(kept or _hash_of_nobody(), password)
    except (Argon2Error, InvalidHashError):
        return None
    return find_person_by_email(conn, email) if kept else None


def set_password(conn: sa.Connection, person_id: int, password: str) -> None:
    """Give a new password; every session of the person ends, and every unused sign-in link is void.

    Raises:
        Refused: the password is too short or too long.
    """
    changed = sa.update(people).where(people.c.id == person_id).values(password_hash=hash_password(password))
    conn.execute(changed)
    _void_links(conn, person_id)
    sessions.end_sessions_of_person(conn, person_id)


def password_version(conn: sa.Connection, person_id: int) -> str:
    """A token that changes whenever a person's password does and reveals nothing about it: part of a digest of its
    salted hash.
    """
    query = sa.select(people.c.password_hash).where(people.c.id == person_id)
    return hashlib.sha256(f"{conn.execute(query).scalar()}".encode()).hexdigest()[:16]


def change_person(conn: sa.Connection, person_id: int, *, role: str, active: bool) -> None:
    """Set a person's role and whether their account is open; all of their sessions end.

    Raises:
        Refused: there is no such role, or no active admin would be left.
        NotFound: there is no such person.
    """
    if role not in PERSON_ROLES:
        raise Refused("role", f"a role is one of {', '.join(PERSON_ROLES)}")
    # Two admins who close each other's account wait for each other here.
    conn.execute(sa.select(people.c.id).where(people.c.role == "admin").order_by(people.c.id).with_for_update())
    changed = sa.update(people).where(people.c.id == person_id).values(role=role, active=active)
    if not conn.execute(changed).rowcount:
        raise NotFound(f"there is no person {person_id}")
    admins = sa.select(sa.func.count()).select_from(people).where(people.c.role == "admin", people.c.active)
    if not conn.execute(admins).scalar_one():
        raise Refused("role", "one active admin must be left")
    sessions.end_sessions_of_person(conn, person_id)
    if not active:
        _void_links(conn, person_id)
    tell(conn, "person", person_id)


def rename_person(conn: sa.Connection, person_id: int, name: str) -> None:
    """Give a person another name.

    Raises:
        Refused: it is empty or longer than `LONGEST_NAME` characters.
        NotFound: there is no such person.
    """
    _check_name(name)
    if not conn.execute(sa.update(people).where(people.c.id == person_id).values(name=name.strip())).rowcount:
        raise NotFound(f"there is no person {person_id}")
    tell(conn, "person", person_id)


def change_language(conn: sa.Connection, person_id: int, language: str | None) -> None:
    """Choose the language of a person's pages.

    Args:
        language: the code of a language; None for the one that the browser asks for.
    """
    conn.execute(sa.update(people).where(people.c.id == person_id).values(language=language))
    tell(conn, "person", person_id)


def create_sign_in_link(conn: sa.Connection, person_id: int, hours: float = 24) -> str:
    """Make a secret that signs the person in once, within `hours`; earlier ones are void.

    Returns:
        The secret; only its hash is stored.
    """
    _void_links(conn, person_id)
    secret = secrets.token_urlsafe(32)
    expires_at = sa.func.now() + timedelta(hours=hours)
    row = {"secret_hash": sessions.hash_secret(secret), "person_id": person_id, "expires_at": expires_at}
    conn.execute(sa.insert(sign_in_links).values(row))
    return secret


def redeem_sign_in_link(conn: sa.Connection, secret: str) -> Person | None:
    """The active person for whom a link with this secret was made; the link is then used up.

    None if no link has it, or it was used, has expired or is void.
    """
    links = sign_in_links.c
    used = (
        sa.update(sign_in_links)
        .where(
            links.secret_hash == sessions.hash_secret(secret),
            links.used_at.is_(None),
            links.expires_at > sa.func.now(),
        )
        .values(used_at=sa.func.now())
        .returning(links.person_id)
    )
    person_id = conn.execute(used).scalar()
    person = None if person_id is None else get_person(conn, person_id)
    return person if person and person.active else None


def create_first_admin_link(conn: sa.Connection, email: str = "admin@localhost") -> str | None:
    """A sign-in link for the first admin; None once an active admin has a password.

    It is for the active admin with the smallest id. If there is none, one with the address `email` is added; nothing
    is sent there.
    """
    is_admin = people.c.role == "admin", people.c.active
    admins = fetch_all(conn, _SELECT.where(*is_admin).order_by(people.c.id), Person)
    if any(admin.has_password for admin in admins):
        return None
    return create_sign_in_link(conn, admins[0].id if admins else add_person(conn, email, "Admin", "admin"))


def select_people() -> AnySelect:
    """People with the fields of `Person`."""
    return _SELECT


def _void_links(conn: sa.Connection, person_id: int) -> None:
    """Delete the links of a person that were not used yet."""
    unused = sign_in_links.c.person_id == person_id, sign_in_links.c.used_at.is_(None)
    conn.execute(sa.delete(sign_in_links).where(*unused))
