"""Who is signed in: one row a session of a browser, ended on the server, whatever copies of its cookie there are.

A session ends at sign-out, with a new password, a changed role or a closed account, when it was not used for
`IDLE`, and at the latest after `LONGEST`: NIST SP 800-63B-4 (section 2.1.3) asks for a new sign-in at least every 30
days where one factor is enough.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa

from store.columns import identity, moment
from store.db import metadata, tell
from store.rows import fetch_all

IDLE: Final = timedelta(hours=12)
LONGEST: Final = timedelta(days=7)
_KEPT: Final = timedelta(days=90)  # ended sessions, for the question who was signed in from where
_TOUCHED: Final = timedelta(minutes=1)
_LONGEST_AGENT: Final = 300

sessions = sa.Table(
    "sessions",
    metadata,
    identity(),
    sa.Column("secret_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("person_id", sa.BigInteger, sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    moment("created_at", now=True),
    moment("seen_at", now=True),
    moment("ended_at"),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("user_agent", sa.Text, nullable=False),
    sa.Index("ix_sessions_open", "person_id", postgresql_where="ended_at IS NULL"),
)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser in which somebody is signed in, and where it came from."""

    id: int
    created_at: datetime
    seen_at: datetime
    address: str
    user_agent: str


def begin_session(conn: sa.Connection, person_id: int, address: str, user_agent: str) -> str:
    """Begin a session of a person; rows of sessions that were last used 90 days ago go.

    Args:
        address: the network address that the browser came from.
        user_agent: how the browser calls itself; the first 300 characters are kept.

    Returns:
        The session's secret; only its hash is stored.
    """
    conn.execute(sa.delete(sessions).where(sessions.c.seen_at < sa.func.now() - _KEPT))
    secret = secrets.token_urlsafe(32)
    row = {"person_id": person_id, "address": address, "user_agent": user_agent[:_LONGEST_AGENT]}
    conn.execute(sa.insert(sessions).values(secret_hash=hash_secret(secret), **row))
    return secret


def is_session_open(conn: sa.Connection, session_id: int) -> bool:
    """Whether a session goes on; by the primary key, so that an open page can ask often."""
    return (
        conn.execute(sa.select(sessions.c.id).where(sessions.c.id == session_id, open_session_condition())).first()
        is not None
    )


def touch_session(conn: sa.Connection, session_id: int) -> None:
    """Note that a session is in use, once a minute."""
    old = sessions.c.id == session_id, ~lately_used_condition()
    conn.execute(sa.update(sessions).where(*old).values(seen_at=sa.func.now()))


def hash_secret(secret: str) -> bytes:
    """What is stored of the secret of a session, token or link.

    Each is found by the hash of 256 random bits, so the timing of the search reveals nothing.
    """
    return hashlib.sha256(secret.encode()).digest()


def lately_used_condition() -> sa.ColumnElement[bool]:
    """A condition: the use of the session was noted within the last minute."""
    return sessions.c.seen_at >= sa.func.now() - _TOUCHED


def open_session_condition() -> sa.ColumnElement[bool]:
    """A condition: the session has not ended, was used within `IDLE`, and began within `LONGEST`."""
    now = sa.func.now()
    return sa.and_(
        sessions.c.ended_at.is_(None), sessions.c.seen_at > now - IDLE, sessions.c.created_at > now - LONGEST
    )


def end_session(conn: sa.Connection, secret: str) -> None:
    """End the session with this secret, if there is one."""
    _end(conn, sessions.c.secret_hash == hash_secret(secret))


def list_open_sessions(conn: sa.Connection, person_id: int) -> list[OpenSession]:
    """Where a person is signed in, the one used last first."""
    columns = (sessions.c[name] for name in ("id", "created_at", "seen_at", "address", "user_agent"))
    mine = sa.select(*columns).where(sessions.c.person_id == person_id, open_session_condition())
    return fetch_all(conn, mine.order_by(sessions.c.seen_at.desc()), OpenSession)


def end_session_of_person(conn: sa.Connection, person_id: int, session_id: int) -> None:
    """End one session, if it is this person's."""
    _end(conn, (sessions.c.person_id == person_id) & (sessions.c.id == session_id))


def end_sessions_of_person(conn: sa.Connection, person_id: int, *, but: int | None = None) -> None:
    """End every session of a person: with a new password, another role, or when the account is closed.

    Args:
        but: a session that goes on.
    """
    _end(conn, (sessions.c.person_id == person_id) & sessions.c.id.is_distinct_from(but))


def _end(conn: sa.Connection, which: sa.ColumnElement[bool]) -> None:
    """Open pages of the sessions hear `session` with the id, and close."""
    gone = sa.update(sessions).where(which, sessions.c.ended_at.is_(None)).values(ended_at=sa.func.now())
    for session_id in conn.execute(gone.returning(sessions.c.id)).scalars():
        tell(conn, "session", session_id)
