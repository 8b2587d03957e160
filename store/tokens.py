"""What programs sign in with: random tokens, stored hashed, with scopes and an end."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa

from store.columns import identity, moment, readable
from store.db import metadata, one
from store.people import Refused, people

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
    moment("created_at", now=True),
    moment("expires_at"),
    moment("revoked_at"),
    moment("last_used_at"),
    sa.CheckConstraint("cardinality(scopes) > 0", "scopes_some"),
    sa.CheckConstraint(readable("expires_at"), "expires_at_readable"),
    sa.CheckConstraint("scopes <@ ARRAY['read','articles','claims','review']", "scopes_known"),
)


def make(
    conn: sa.Connection, person_id: int, name: str, scopes: Collection[str], expires_at: datetime | None = None
) -> str:
    """A new token that acts for `person_id` within `scopes`; its secret is seen this once.

    Raises `Refused` naming the field.
    """
    if not name.strip():
        raise Refused("name", "a name is needed, so that the token can be told from others")
    if len(name.strip()) > LONGEST_NAME:
        raise Refused("name", f"a name has at most {LONGEST_NAME} characters")
    if not scopes or set(scopes) - set(SCOPES):
        raise Refused("scopes", f"scopes are some of {', '.join(SCOPES)}")
    secret = PREFIX + secrets.token_urlsafe(32)
    row = {"name": name.strip(), "person_id": person_id, "scopes": sorted(set(scopes)), "expires_at": expires_at}
    conn.execute(sa.insert(tokens).values(secret_hash=_digest(secret), **row))
    return secret


def holder(conn: sa.Connection, secret: str) -> sa.RowMapping | None:
    """The person behind a live token: `person_id`, `role`, `name`, `scopes`, `token_id`; None for any other.

    The lookup is by the hash of 256 random bits, so its timing tells nothing of the secret.
    """
    live = sa.or_(tokens.c.expires_at.is_(None), tokens.c.expires_at > sa.func.now())
    found = (
        sa.select(
            tokens.c.id.label("token_id"), tokens.c.scopes, tokens.c.last_used_at, people.c.role, people.c.name
        )
        .add_columns(people.c.id.label("person_id"))
        .join(people, people.c.id == tokens.c.person_id)
        .where(tokens.c.secret_hash == _digest(secret), tokens.c.revoked_at.is_(None), live, people.c.active)
    )
    row = conn.execute(found).mappings().first()
    if row:
        old = sa.or_(tokens.c.last_used_at.is_(None), tokens.c.last_used_at < sa.func.now() - timedelta(minutes=1))
        conn.execute(
            sa.update(tokens).where(tokens.c.id == row["token_id"], old).values(last_used_at=sa.func.now())
        )
    return row


def of_person(conn: sa.Connection, person_id: int) -> list[sa.RowMapping]:
    """A person's tokens without their secrets, the newest first."""
    shown = [c for c in tokens.c if c.name != "secret_hash"]
    query = sa.select(*shown).where(tokens.c.person_id == person_id).order_by(tokens.c.id.desc())
    return list(conn.execute(query).mappings())


def revoke(conn: sa.Connection, person_id: int, token_id: int) -> None:
    """End a token of this person. Raises `NotFound`."""
    mine = tokens.c.id == token_id, tokens.c.person_id == person_id
    gone = sa.update(tokens).where(*mine).values(revoked_at=sa.func.coalesce(tokens.c.revoked_at, sa.func.now()))
    one(conn.execute(gone.returning(tokens.c.id)).mappings().first(), f"token {token_id}")


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
