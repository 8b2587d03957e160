"""Views of the list of claims that people keep: a name for filters and an order, for themselves or for everybody."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from store.columns import identity, moment
from store.db import NotFound, metadata
from store.people import Actor, Refused, people
from store.rows import fetch_all, fetch_one

LONGEST_VIEW_NAME: Final = 60  # characters
LONGEST_QUERY: Final = 2000
MOST_VIEWS: Final = 50  # of one person

saved_views = sa.Table(
    "saved_views",
    metadata,
    identity(),
    sa.Column("owner_id", sa.BigInteger, sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("query", sa.Text, nullable=False),
    sa.Column("shared", sa.Boolean, nullable=False, server_default=sa.false()),
    moment("created_at", now=True),
    sa.UniqueConstraint("owner_id", "name"),
    sa.Index("ix_saved_views_shared", "name", postgresql_where=sa.text("shared")),
)


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view: `query` are the parameters of the list's address, as they stand in it."""

    id: int
    owner_id: int
    owner: str
    name: str
    query: str
    shared: bool


def save_view(conn: sa.Connection, name: str, query: str, shared: bool, actor: Actor) -> int:
    """Save a view; it replaces one of the same person and name.

    Returns:
        The view's id.

    Raises:
        Refused: the name is empty or too long, or the person has too many views; names the field.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_VIEW_NAME:
        raise Refused("name", f"a view has a name of at most {LONGEST_VIEW_NAME} characters")
    if len(query) > LONGEST_QUERY:
        raise Refused("query", "these filters are too long to be kept")
    own = saved_views.c.owner_id == actor.id
    there = conn.execute(sa.select(saved_views.c.id).where(own, saved_views.c.name == name)).scalar()
    if there is not None:
        conn.execute(sa.update(saved_views).where(saved_views.c.id == there).values(query=query, shared=shared))
        return int(there)
    if conn.execute(sa.select(sa.func.count()).select_from(saved_views).where(own)).scalar_one() >= MOST_VIEWS:
        raise Refused("name", f"you have {MOST_VIEWS} views; remove one first")
    row = {"owner_id": actor.id, "name": name, "query": query, "shared": shared}
    return int(conn.execute(sa.insert(saved_views).values(row).returning(saved_views.c.id)).scalar_one())


def list_views(conn: sa.Connection, actor: Actor) -> list[SavedView]:
    """The views of a person and those that others share, by name."""
    mine = sa.or_(saved_views.c.owner_id == actor.id, saved_views.c.shared)
    return fetch_all(conn, _select().where(mine).order_by(saved_views.c.name, saved_views.c.id), SavedView)


def remove_view(conn: sa.Connection, view_id: int, actor: Actor) -> SavedView:
    """Remove a view of one's own; an admin removes any that is shared.

    Raises:
        NotFound: there is no such view of this person.
    """
    view = fetch_one(conn, _select().where(saved_views.c.id == view_id), SavedView, f"view {view_id}")
    if view.owner_id != actor.id and not (actor.role == "admin" and view.shared):
        raise NotFound(f"there is no view {view_id} of yours")
    conn.execute(sa.delete(saved_views).where(saved_views.c.id == view_id))
    return view


def _select() -> sa.Select[tuple[object, ...]]:
    columns = (saved_views.c[name] for name in ("id", "owner_id", "name", "query", "shared"))
    return sa.select(*columns, people.c.name.label("owner")).join(people, people.c.id == saved_views.c.owner_id)
