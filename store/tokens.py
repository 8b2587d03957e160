"""What programs sign in with: random tokens, stored hashed, with scopes and an end."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa

from store.columns import identity, moment, readable
from store.db import NotFound, metadata
from store.people import Person, Refused, people, select_people
from store.rows import fetch_all, fetch_first
from store.sessions import hash_secret

SCOPES: Final = ("read", "articles", "claims", "review")
PREFIX: Final = "fd_"
LONGEST_NAME: Final = 200

tokens = sa.Table(
    "tokens",
    metadata,
    identity(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column(
        "person_id", sa.BigInteger, sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("secret_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("scopes", sa.ARRAY(sa.Text), nullable=False),
    sa.Column("made_by", sa.BigInteger, sa.ForeignKey("tokens.id", ondelete="CASCADE"), index=True),
    moment("created_at", now=True),
    moment("expires_at"),
    moment("revoked_at"),
    moment("last_used_at"),
    sa.CheckConstraint("cardinality(scopes) > 0", "scopes_some"),
    sa.CheckConstraint(readable("expires_at"), "expires_at_readable"),
    sa.CheckConstraint("scopes <@ ARRAY['read','articles','claims','review']", "scopes_known"),
)
_LIVE: Final = sa.or_(tokens.c.expires_at.is_(None), tokens.c.expires_at > sa.func.now())
_LATELY_USED: Final = sa.func.coalesce(tokens.c.last_used_at >= sa.func.now() - timedelta(minutes=1), sa.false())
_OF_SECRET: Final = (
    select_people()
    .add_columns(tokens.c.id.label("token_id"), tokens.c.scopes, _LATELY_USED.label("lately_used"))
    .join(tokens, tokens.c.person_id == people.c.id)
    .where(tokens.c.secret_hash == sa.bindparam("hash"), tokens.c.revoked_at.is_(None), _LIVE, people.c.active)
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret.

    Attributes:
        person_id: for whom it acts.
        scopes: what it may do, some of `SCOPES`.
        made_by: the token that made it, with which it ends; None for one that a person made.
        expires_at: None for one that works until it is revoked.
        last_used_at: noted once a minute.
    """

    id: int
    name: str
    person_id: int
    scopes: list[str]
    made_by: int | None
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class TokenHolder(Person):
    """The active person for whom a live token acts, with what the token may do.

    Attributes:
        lately_used: whether a use of it was recorded within the last minute.
    """

    token_id: int
    scopes: list[str]
    lately_used: bool


def create_token(
    conn: sa.Connection,
    person_id: int,
    name: str,
    scopes: Collection[str],
    expires_at: datetime | None = None,
    *,
    made_by: int | None = None,
) -> str:
    """Make a token that acts for a person.

    Args:
        name: by which the person tells it from others, at most `LONGEST_NAME` characters.
        scopes: what it may do, some of `SCOPES`.
        expires_at: when it ends, with its zone; None for one that works until it is revoked.
        made_by: the token by which it is made; what that may do is held to its scopes and end by who asks.

    Returns:
        Its secret; only the hash of it is stored.

    Raises:
        Refused: a value cannot be stored; names the field.
        NotFound: the token that makes it has ended meanwhile.
    """
    if not name.strip():
        raise Refused("name", "a name is needed, so that the token can be told from others")
    if len(name.strip()) > LONGEST_NAME:
        raise Refused("name", f"a name has at most {LONGEST_NAME} characters")
    if not scopes or set(scopes) - set(SCOPES):
        raise Refused("scopes", f"scopes are some of {', '.join(SCOPES)}")
    if made_by is not None:  # who ends that one waits here, and ends this one too
        maker = sa.select(tokens.c.id).where(tokens.c.id == made_by, tokens.c.revoked_at.is_(None), _LIVE)
        if conn.execute(maker.with_for_update(read=True)).first() is None:
            raise NotFound(f"there is no token {made_by}")
    secret = PREFIX + secrets.token_urlsafe(32)
    row = {"name": name.strip(), "person_id": person_id, "scopes": sorted(set(scopes)), "expires_at": expires_at,
           "made_by": made_by}  # fmt: skip
    conn.execute(sa.insert(tokens).values(secret_hash=hash_secret(secret), **row))
    return secret


def find_token_holder(conn: sa.Connection, secret: str) -> TokenHolder | None:
    """The active person for whom a live token acts; None for any other secret. Notes that the token was used.

    The token is found by the hash of 256 random bits, so the timing of the search reveals nothing about the secret. It
    takes one statement, and once a minute another one.
    """
    found = fetch_first(conn, _OF_SECRET, TokenHolder, {"hash": hash_secret(secret)})
    if found and not found.lately_used:
        conn.execute(sa.update(tokens).where(tokens.c.id == found.token_id).values(last_used_at=sa.func.now()))
    return found


def list_tokens(conn: sa.Connection, person_id: int) -> list[Token]:
    """A person's tokens, revoked ones too, the newest first."""
    columns = (column for column in tokens.c if column.name != "secret_hash")
    query = sa.select(*columns).where(tokens.c.person_id == person_id).order_by(tokens.c.id.desc())
    return fetch_all(conn, query, Token)


def revoke_token(conn: sa.Connection, person_id: int, token_id: int) -> None:
    """Revoke a token of this person and all tokens that it made; one that has ended stays as it is.

    Raises:
        NotFound: the person has no token with this id.
    """
    mine = tokens.c.id == token_id, tokens.c.person_id == person_id
    if conn.execute(sa.select(tokens.c.id).where(*mine).with_for_update()).first() is None:
        raise NotFound(f"there is no token {token_id}")
    made = sa.select(tokens.c.id).where(*mine).cte("made", recursive=True)
    made = made.union(sa.select(tokens.c.id).join(made, tokens.c.made_by == made.c.id))
    while _end(conn, tokens.c.id.in_(sa.select(made.c.id))):
        pass  # one that was about to make another is waited for, and what it made ends the next time


def end_tokens_of_person(conn: sa.Connection, person_id: int) -> None:
    """End all tokens of a person, whose account is closed: opened again it has none."""
    while _end(conn, tokens.c.person_id == person_id):
        pass


def _end(conn: sa.Connection, which: sa.ColumnElement[bool]) -> int:
    """End those of these tokens that have not ended; how many there were."""
    ended = sa.update(tokens).where(which, tokens.c.revoked_at.is_(None)).values(revoked_at=sa.func.now())
    return conn.execute(ended).rowcount
