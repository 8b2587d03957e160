"""The words that claims are searched for, as PostgreSQL reads them.

They are read once for a list. Where they stood in its statements as they were typed, PostgreSQL would read them anew
wherever a condition stands, and the ways of reading a list are planned with dozens of these: 3 of 5 ms of a plan over
fourteen states.
"""

import shlex
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

MOST_TERMS: Final = 12  # words and phrases of one search
_MOST_KEPT: Final = 1_000  # searches


@dataclass(frozen=True, slots=True)
class Words:
    """What is asked of the words of claims; each is a query of the index of words (`tsquery`).

    What says nothing, such as "of" and "the", is in no index and asked for by none.

    Attributes:
        present: each stands in a claim, or in the title or the publisher of its article.
        absent: none does.
        telling: those words of a claimant's name that say something; empty where none does.
        name: all words of the name; None if no name is asked for.
    """

    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    telling: str = ""
    name: str | None = None


def read_words(conn: sa.Connection, words: str | None, claimant: str | None) -> Words:
    """What words and a claimant's name ask for, as they were typed."""
    if not words and not claimant:
        return Words()
    asked = (words or "", claimant or "")
    if asked not in _kept:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[asked] = _read(conn, *asked)
    return _kept[asked]


def _read(conn: sa.Connection, words: str, claimant: str) -> Words:
    terms = search_terms(words)
    row = conn.execute(_QUERIES, {"terms": [term for term, _ in terms], "name": claimant}).one()
    read = [(query, without) for query, (_, without) in zip(row.queries, terms, strict=True) if query]
    return Words(
        present=tuple(query for query, without in read if not without),
        absent=tuple(query for query, without in read if without),
        telling=row.telling,
        name=row.name if claimant else None,
    )


def search_terms(words: str) -> list[tuple[str, bool]]:
    """The words and “phrases” of a search, each with whether it is to be absent; the first `MOST_TERMS`.

    Quotation marks that are not closed are read as nothing.
    """
    straight = words.replace("“", '"').replace("”", '"').replace("„", '"').replace("'", " ")
    if straight.count('"') % 2:
        straight = straight.replace('"', " ")
    lexer = shlex.shlex(straight, posix=True)
    lexer.whitespace_split, lexer.commenters, lexer.escape, lexer.quotes = True, "", "", '"'
    terms = [(part.removeprefix("-"), part.startswith("-")) for part in lexer]
    return [(term, without) for term, without in terms if any(c.isalnum() for c in term)][:MOST_TERMS]


_kept: Final[
    dict[tuple[str, str], Words]
] = {}  # a page asks for the same words several times, the next page again
_QUERIES: Final = sa.text("""
    SELECT array(
        SELECT phraseto_tsquery('english'::regconfig, fold_text(term))::text
        FROM unnest(CAST(:terms AS text[])) WITH ORDINALITY AS given (term, number) ORDER BY number
    ) AS queries, claimant_query(:name, false)::text AS telling, claimant_query(:name, true)::text AS name""")
