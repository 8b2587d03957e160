"""Whose words stand in a verdict: besides its author, who saves it last, those who wrote versions before.

What somebody wrote in an earlier version and a colleague kept is still theirs, and they do not review it. What another
person has approved has had its second pair of eyes: a correction that keeps it may be reviewed by who wrote it.
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
_END: Final = re.compile(r"[.!?]\s|\n")
_RUN: Final = 8  # words in a row that two people do not write alike by chance; a shorter sentence is taken whole
_FEWEST: Final = 3  # words of a sentence that is somebody's; headings and figures are nobody's

Words = tuple[str, ...]


def list_own_verdicts(conn: sa.Connection, given: Collection[Verdict], actor: Actor) -> frozenset[int]:
    """Those of these newest versions that `actor` wrote, or in which words of theirs stand, by id."""
    own = {verdict.id for verdict in given if verdict.author_id == actor.id}
    others = {verdict.claim_id: verdict for verdict in given if verdict.id not in own}
    if actor.id is None or not others:
        return frozenset(own)
    theirs = among(verdicts.c.claim_id, others), verdicts.c.author_id == actor.id
    for claim_id in conn.execute(sa.select(verdicts.c.claim_id).where(*theirs).distinct()).scalars():
        newest = others[claim_id]
        if has_words_of(_since_approval(conn, newest), actor.id):
            own.add(newest.id)
    return frozenset(own)


def has_words_of(versions: Sequence[tuple[int, str]], person_id: int) -> bool:
    """Whether words stand in the last of these versions that a person wrote first.

    Args:
        versions: the author and the text of each, the first written first.
    """
    newest = _runs(versions[-1][1])
    seen = set[Words]()
    for author_id, text in versions:
        runs = _runs(text)
        if author_id == person_id and (runs - seen) & newest:
            return True
        seen |= runs
    return False


def _since_approval(conn: sa.Connection, newest: Verdict) -> list[tuple[int, str]]:
    """The author and text of each version from the last approved one on, whose words are nobody's (0), to `newest`.

    Versions that were given up are among them: what is taken from one is still of who wrote it.
    """
    row = verdicts.c
    this = (row.claim_id == newest.claim_id) & (row.number < newest.number)
    approved = sa.select(sa.func.max(row.number)).where(this, row.decision == "approved").scalar_subquery()
    of_media = sa.func.coalesce(media_reviews.c.original_context, "")
    text = row.summary + "\n" + row.explanation + "\n" + of_media
    query = (
        sa.select(row.author_id, row.decision, text.label("text"))
        .outerjoin(media_reviews, media_reviews.c.verdict_id == row.id)
        .where(row.claim_id == newest.claim_id)
        .where(row.number.between(sa.func.coalesce(approved, 0), newest.number))
        .order_by(row.number)
    )
    found = conn.execute(query).all()
    return [(0 if each.decision == "approved" else each.author_id, each.text) for each in found]


def _runs(text: str) -> set[Words]:
    """The runs of words of a text, in lower case and without marks: a comma that is mended makes no new words."""
    found = set[Words]()
    for sentence in _END.split(text.casefold()):
        words = tuple(_WORD.findall(sentence))
        if len(words) >= _FEWEST:
            found |= {words[start : start + _RUN] for start in range(max(1, len(words) - _RUN + 1))}
    return found
