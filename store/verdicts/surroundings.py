"""The paragraph in which a claim stands, for pages of many claims: cut out by the database, however long the
article is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from store.articles import revisions
from store.claims.tables import claims
from store.columns import among

_AROUND: Final = 600  # characters before and after the claim that are looked at


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A claim's own words, and those of its paragraph before and after them; an ellipsis where it goes on."""

    before: str
    text: str
    after: str


def list_surroundings(conn: sa.Connection, claim_ids: Collection[int]) -> dict[int, Surroundings]:
    """The paragraph of each claim, by its id; at most 600 characters on either side.

    Cut out by the database: of an article of a megabyte only these characters are sent.
    """
    text = sa.func.coalesce(revisions.c.text, revisions.c.received)
    first = sa.func.greatest(claims.c.start - _AROUND, 0)
    query = (
        sa.select(
            claims.c.id,
            sa.func.substr(text, first + 1, claims.c.start - first).label("before"),
            sa.func.substr(text, claims.c.start + 1, claims.c.end - claims.c.start).label("text"),
            sa.func.substr(text, claims.c.end + 1, _AROUND).label("after"),
        )
        .join(revisions, revisions.c.id == claims.c.revision_id)
        .where(among(claims.c.id, claim_ids))
    )
    return {row.id: cut_paragraph(row.before, row.text, row.after) for row in conn.execute(query)}


def cut_paragraph(before: str, text: str, after: str) -> Surroundings:
    """What of the words before and after belongs to the paragraph; cut between words where it goes on beyond them."""
    opening = before.rpartition("\n")[2]
    if opening == before and len(before) >= _AROUND:
        opening = f"… {before.partition(' ')[2]}"
    closing = after.partition("\n")[0]
    if closing == after and len(after) >= _AROUND:
        closing = f"{after.rpartition(' ')[0]} …"
    return Surroundings(opening, text, closing)
