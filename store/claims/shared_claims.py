"""Claims of an article that are word for word those of one with the same text: looked up once, judged once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from checks.types.claim import ContextualStatement
from store.articles.tables import articles
from store.claims.followers import release_followers
from store.claims.states import ClaimState
from store.claims.tables import claims, suggestions
from store.columns import among
from store.db import metadata
from store.lookups.lookups import restart_lookups
from store.rows import fetch_all, fetch_first

shared_claims = sa.Table(
    "shared_claims",
    metadata,
    sa.Column(
        "claim_id",
        sa.BigInteger,
        sa.ForeignKey("claims.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("original_id", sa.BigInteger, sa.ForeignKey("claims.id", ondelete="CASCADE"), nullable=False),
    sa.Index("ix_shared_claims_original_id", "original_id"),
)
_ORIGINAL: Final = claims.alias("original")
_LEFT: Final = ("declined", "withdrawn")  # a claim in one of these answers no other


@dataclass(frozen=True, slots=True)
class ClaimWording:
    """A claim of an article with its words."""

    id: int
    text: str
    statement: str
    context: str
    claimant: str | None

    @property
    def contextual(self) -> ContextualStatement:
        """Its statement with its context line."""
        return ContextualStatement(self.statement, self.context)


@dataclass(frozen=True, slots=True)
class SharedClaim:
    """The claim that another one shares its lookups and its judgement with, and its article."""

    original_id: int
    article_id: int
    article: str


@dataclass(frozen=True, slots=True)
class WaitingCopy:
    """A claim that is to get the suggestion of another; `answered` says whether that one has its own suggestion."""

    claim_id: int
    original_id: int
    article_id: int
    answered: bool


def list_claim_wordings(conn: sa.Connection, article_id: int) -> list[ClaimWording]:
    """The claims of an article that may answer those of a copy of it, in the order of their ids."""
    query = sa.select(*(claims.c[field.name] for field in fields(ClaimWording)))
    mine = claims.c.article_id == article_id, claims.c.state.not_in(_LEFT)
    return fetch_all(conn, query.where(*mine).order_by(claims.c.id), ClaimWording)


def write_shared_claims(conn: sa.Connection, originals: Mapping[int, int]) -> None:
    """Note which claim each claim is the same as, by their ids; each is linked by the job `share` of its revision."""
    if originals:
        rows = [{"claim_id": claim_id, "original_id": original} for claim_id, original in originals.items()]
        conn.execute(insert(shared_claims).on_conflict_do_nothing(), rows)


def list_waiting_copies(conn: sa.Connection, revision_id: int) -> list[WaitingCopy]:
    """The claims of a revision that are the same as others and wait for their suggestions, by id."""
    query = (
        sa.select(
            shared_claims.c.claim_id,
            shared_claims.c.original_id,
            claims.c.article_id,
            sa.or_(_ORIGINAL.c.state != "new", _suggested(_ORIGINAL.c.id)).label("answered"),
        )
        .join(claims, claims.c.id == shared_claims.c.claim_id)
        .join(_ORIGINAL, _ORIGINAL.c.id == shared_claims.c.original_id)
        .where(claims.c.revision_id == revision_id, *_WAITING)
    )
    return fetch_all(conn, query.order_by(shared_claims.c.claim_id), WaitingCopy)


def list_waiting_revisions(conn: sa.Connection, original_ids: Collection[int]) -> list[int]:
    """The revisions whose claims wait for the suggestions of these claims, which are the same."""
    of_these = sa.select(claims.c.revision_id).join(shared_claims, claims.c.id == shared_claims.c.claim_id)
    query = of_these.where(among(shared_claims.c.original_id, original_ids), *_WAITING).distinct()
    return sorted(conn.execute(query).scalars())


def find_shared_claim(conn: sa.Connection, claim_id: int) -> SharedClaim | None:
    """The claim whose lookups this one shares, if it was not looked up itself."""
    query = (
        sa.select(
            shared_claims.c.original_id, articles.c.id.label("article_id"), articles.c.title.label("article")
        )
        .join(claims, claims.c.id == shared_claims.c.original_id)
        .join(articles, articles.c.id == claims.c.article_id)
        .where(shared_claims.c.claim_id == claim_id)
    )
    return fetch_first(conn, query, SharedClaim)


def delete_shared_claims(conn: sa.Connection, claim_ids: Collection[int]) -> list[int]:
    """Note that claims are no longer the same as any other; returns those that were."""
    gone = sa.delete(shared_claims).where(among(shared_claims.c.claim_id, claim_ids))
    return list(conn.execute(gone.returning(shared_claims.c.claim_id)).scalars())


def look_up_alone(conn: sa.Connection, claim_ids: Collection[int]) -> list[int]:
    """Have those of these claims that were not looked up themselves, because they are the same as others, looked
    up now.

    Returns:
        The lookups that are now due; the sweeper enqueues them where the caller does not.
    """
    return [n for claim_id in delete_shared_claims(conn, claim_ids) for n in restart_lookups(conn, claim_id)]


def release_followers_of(conn: sa.Connection, head: ClaimState, reason: str) -> None:
    """Let the claims that are judged with `head` go, as `store.claims.followers` does; one that then stands for others
    is looked up by itself.
    """
    if (first := release_followers(conn, head, reason)) is not None:
        look_up_alone(conn, [first])


def _suggested(claim_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    return sa.exists().where(suggestions.c.claim_id == claim_id)


_WAITING: Final = (claims.c.state == "new", ~_suggested(claims.c.id))
