"""Past fact-checks that may be of the same claim: the nearest by meaning, and those that share its rare words.

A search for any of a claim's words would rank most of a large table, because some of them are in every second row.
Rare words find few rows however large the table is; what words it shares with many is left to the meaning.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Float, RowMapping, Select, cast, func, select, text
from sqlalchemy.dialects.postgresql import TSQUERY

from checks.types import Passage
from store.fact_checks import fact_checks
from store.meanings import lexemes

_BY_MEANING: Final = 120
_BY_WORDS: Final = 60
_SCANNED: Final = 160  # how wide the index looks; more finds more of the nearest, and takes longer
_RARE: Final = 200  # a word that more fact-checks have finds none by itself
_FREQUENT: Final = 10_000  # a word that more have finds none in a pair either
_MOST_RARE, _MOST_PAIRED = 6, 4
_LONGEST: Final = 2000  # characters of a statement that are searched for


def near(conn: Connection, statement: str, meaning: Sequence[float]) -> list[tuple[Passage, float]]:
    """Candidates, ours and imported, each with the cosine of its meaning to `meaning`, in no particular order.

    A candidate whose meaning is not filled yet has 0.
    """
    # Compiling a plan takes longer than the search.
    conn.execute(text(f"SET LOCAL hnsw.ef_search = {_SCANNED}; SET LOCAL jit = off"))
    distance = fact_checks.c.meaning.op("<#>", return_type=Float())(list(meaning))
    nearest = _candidates(distance).where(fact_checks.c.meaning.is_not(None)).order_by(distance)
    rows = {row["id"]: row for row in conn.execute(nearest.limit(_BY_MEANING)).mappings()}
    if words := _rare_words(conn, statement[:_LONGEST].replace("\x00", " ")):
        asked = cast(words, TSQUERY)
        rank = func.ts_rank(fact_checks.c.search, asked)
        shared = _candidates(distance).where(fact_checks.c.search.op("@@")(asked))
        rows |= {
            row["id"]: row
            for row in conn.execute(shared.order_by(rank.desc(), distance).limit(_BY_WORDS)).mappings()
        }
    return [(_passage(row), -float(row["distance"] or 0.0)) for row in rows.values()]


def _candidates(distance: ColumnElement[Any]) -> Select[Any]:
    shown = ("id", "statement", "summary", "publisher", "url", "slug", "published", "rating")
    return select(*(fact_checks.c[name] for name in shown), distance.label("distance")).where(
        fact_checks.c.withdrawn_at.is_(None)
    )


def _rare_words(conn: Connection, statement: str) -> str:
    """A text-search query for any of a statement's rare words, or any two of the less rare; empty without any."""
    said = select(
        func.unnest(func.tsvector_to_array(func.to_tsvector("english", statement))).label("word")
    ).subquery()
    known = func.coalesce(lexemes.c.checks, 0).label("checks")
    query = (
        select(said.c.word, known).outerjoin(lexemes, lexemes.c.word == said.c.word).order_by(known, said.c.word)
    )
    counts = [(row.word, row.checks) for row in conn.execute(query.limit(_MOST_RARE + _MOST_PAIRED))]
    rare = [found for found, checks in counts if checks <= _RARE][:_MOST_RARE]
    paired = [found for found, checks in counts if _RARE < checks <= _FREQUENT][:_MOST_PAIRED]
    both = [f"({_quoted(a)} & {_quoted(b)})" for a, b in combinations(paired, 2)]
    return " | ".join([*map(_quoted, rare), *both])


def _quoted(word: str) -> str:
    """A lexeme as a text-search query writes it."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _passage(row: RowMapping) -> Passage:
    return Passage(
        text=row["statement"],
        locator=row["summary"],
        publisher=row["publisher"],
        url=row["url"] or f"/fact-checks/{row['slug']}",
        published=row["published"],
        origin="fact-check",
        rating=row["rating"],
    )
