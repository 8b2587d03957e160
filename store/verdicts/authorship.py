"""Who is the author of a verdict: who saved the newest version, and, if that save changed no word, who wrote them.

Who changes a word of a colleague's verdict has read it and stands behind it, so that two people who work on one verdict
can review each other. Who mends a comma has not written it: whoever did cannot review it through them.
"""

import re
from collections.abc import Collection, Sequence
from typing import Final

import sqlalchemy as sa

from store.columns import among
from store.people import Actor
from store.verdicts.media_reviews import media_reviews
from store.verdicts.verdicts import Verdict, verdicts

_WORD: Final = re.compile(r"\w+")
_NOBODY: Final = 0  # who wrote what a reviewer has approved: it has had its second pair of eyes


def list_own_verdicts(conn: sa.Connection, given: Collection[Verdict], actor: Actor) -> frozenset[int]:
    """Those of these newest versions that `actor` saved or wrote, by id."""
    own = {verdict.id for verdict in given if verdict.author_id == actor.id}
    others = {verdict.claim_id: verdict for verdict in given if verdict.id not in own}
    if actor.id is None or not others:
        return frozenset(own)
    theirs = among(verdicts.c.claim_id, others), verdicts.c.author_id == actor.id
    for claim_id in conn.execute(sa.select(verdicts.c.claim_id).where(*theirs).distinct()).scalars():
        if writer_of(_since_approval(conn, others[claim_id])) == actor.id:
            own.add(others[claim_id].id)
    return frozenset(own)


def writer_of(versions: Sequence[tuple[int, str]]) -> int:
    """Who wrote the words of the last of these versions first, whatever the marks, the case and the blanks.

    Args:
        versions: the author and the text of each, the first written first.
    """
    words = [_WORD.findall(text.casefold()) for _, text in versions]
    return versions[words.index(words[-1])][0]


def _since_approval(conn: sa.Connection, newest: Verdict) -> list[tuple[int, str]]:
    """The author and the text, with the rating, of each version from the last approved one on, to `newest`.

    Versions that were given up are among them: what is taken up again is still of who wrote it.
    """
    row = verdicts.c
    this = (row.claim_id == newest.claim_id) & (row.number < newest.number)
    approved = sa.select(sa.func.max(row.number)).where(this, row.decision == "approved").scalar_subquery()
    of_media = sa.func.coalesce(media_reviews.c.original_context, "")
    text = sa.func.concat_ws("\n", row.rating, row.summary, row.explanation, of_media)
    query = (
        sa.select(row.author_id, row.decision, text.label("text"))
        .outerjoin(media_reviews, media_reviews.c.verdict_id == row.id)
        .where(row.claim_id == newest.claim_id)
        .where(row.number.between(sa.func.coalesce(approved, 0), newest.number))
        .order_by(row.number)
    )
    found = conn.execute(query).all()
    return [(_NOBODY if each.decision == "approved" else each.author_id, each.text) for each in found]
