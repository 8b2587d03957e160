"""Past fact-checks that may be of the same claim: the nearest by meaning, and those that share its rare words.

A search for any of a claim's words would rank most of a large table, because some of them are in every second row.
Rare words find few rows however large the table is; what words it shares with many is left to the meaning.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

from sqlalchemy import ARRAY, Connection, Row, Text, any_, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import TSQUERY

from checks.types.passage import Passage
from store import embeddings
from store.embeddings import lexemes
from store.external.rating_mappings import mapped_rating_expression
from store.fact_checks import fact_checks

_BY_MEANING: Final = 70
_BY_WORDS: Final = 30
_MOST_READ: Final = 200  # fact-checks that the rare words have, all together; a word beyond finds none by itself
_FREQUENT: Final = 3000  # a word that more have finds none either, not even together with another
_MOST_RARE, _MOST_PAIRED = 6, 3
_MOST_RANKED: Final = 400  # words that go together ("cancer", "screening") find more than their numbers say
_LONGEST: Final = 2000  # characters of a statement that are searched for


# Built once: to put a statement together takes longer than PostgreSQL needs for it.
_DISTANCE = embeddings.embedding_distance(fact_checks.c.embedding)
_SHOWN = ("id", "statement", "summary", "publisher", "url", "slug", "published", "rating", "by_numbers", "sample")
_CANDIDATES = select(*(fact_checks.c[name] for name in _SHOWN), _DISTANCE).where(
    fact_checks.c.withdrawn_at.is_(None)
)
_NEAREST = (
    _CANDIDATES.add_columns(mapped_rating_expression(fact_checks.c).label("rated"))
    .where(fact_checks.c.embedding.is_not(None))
    .order_by(_DISTANCE)
    .limit(_BY_MEANING)
)
_ASKED = cast(bindparam("asked", type_=Text()), TSQUERY)
_RANK = func.ts_rank(fact_checks.c.search, _ASKED).label("rank")
_READ = _CANDIDATES.add_columns(_RANK).where(fact_checks.c.search.op("@@")(_ASKED)).limit(_MOST_RANKED).subquery()
_SHARING = (
    select(_READ, mapped_rating_expression(_READ.c).label("rated"))
    .order_by(_READ.c.rank.desc(), _READ.c.distance)
    .limit(_BY_WORDS)
)
_WORDS = func.tsvector_to_array(
    func.to_tsvector("english", bindparam("said", type_=Text())), type_=ARRAY(Text())
).label("words")
_COUNTS = select(
    _WORDS,
    select(func.jsonb_object_agg(lexemes.c.word, lexemes.c.document_frequency))
    .where(lexemes.c.word == any_(_WORDS))
    .scalar_subquery()
    .label("known"),
)


@dataclass(frozen=True, slots=True)
class Near:
    """A fact-check that a search found: its statement, and the cosine of its meaning, 0 where that is not filled yet."""

    statement: str
    cosine: float
    row: Row[Any]

    def passage(self) -> Passage:
        """The fact-check as a lookup quotes it."""
        row = self.row
        return Passage(
            text=row.statement,
            locator=row.summary,
            publisher=row.publisher,
            url=row.url or f"/fact-checks/{row.slug}",
            published=row.published,
            origin="fact-check",
            rating=row.rating,
            rated=row.rated,
        )


def near(conn: Connection, statement: str, meaning: Sequence[float], *, sample: bool = False) -> list[Near]:
    """Candidates, ours and imported, that are near a statement of this `meaning`, in no particular order.

    Those that came with the sample are among them only where `sample` is asked for.
    """
    given = embeddings.prepare_embedding_search(conn, meaning)
    rows = {row.id: row for row in conn.execute(_NEAREST, given)}
    if asked := _rare_words(conn, statement[:_LONGEST].replace("\x00", " ")):
        rows |= {row.id: row for row in conn.execute(_SHARING, given | {"asked": asked})}
    return [
        Near(row.statement, -float(row.distance or 0.0), row) for row in rows.values() if sample or not row.sample
    ]


def _rare_words(conn: Connection, statement: str) -> str:
    """A text-search query for any of a statement's rare words, or the next rare one with another; empty without any."""
    words, known = conn.execute(_COUNTS, {"said": statement}).one()
    counts = sorted(((word, (known or {}).get(word, 0)) for word in words), key=lambda pair: (pair[1], pair[0]))
    together = list(accumulate(checks for _, checks in counts))
    rare = [word for (word, _), read in zip(counts, together, strict=True) if read <= _MOST_READ][:_MOST_RARE]
    next_rare, *others = counts[len(rare) : len(rare) + 1 + _MOST_PAIRED] or [("", _FREQUENT + 1)]
    both = [f"({quoted(next_rare[0])} & {quoted(word)})" for word, _ in others if next_rare[1] <= _FREQUENT]
    return " | ".join([*map(quoted, rare), *both])


def quoted(word: str) -> str:
    """A lexeme as a text-search query writes it."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
