"""Past fact-checks, external ones and ours, that may be of the same claim as a statement.

Candidates are those whose embedding is nearest, and those that share the statement's rare words. A search for any
of its words would rank most of a large table, because some of them are in every second row. Rare words find few
rows however large the table is; likeness in frequent words is left to the embedding.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import accumulate
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY

from checks.types.passage import Passage
from store.columns import quote_lexeme
from store.embeddings import (
    Vector,
    embedding_distance,
    has_comparable_embedding,
    lexemes,
    set_search,
    unnested_vectors,
    written_vector,
)
from store.external.rating_mappings import mapped_rating_expression
from store.rows import AnySelect, fetch_all
from store.verdicts.fact_checks import fact_checks
from store.word_search import searched_by_bitmap

_NEAREST: Final = 70  # candidates by embedding
_SHARING: Final = 30  # candidates by rare words
_MOST_FOUND: Final = (
    200  # fact-checks that the rare words may be in, all together; a word beyond finds none by itself
)
_FREQUENT: Final = 3000  # a word that is in more than this finds none either, not even together with another
_MOST_RARE: Final = 6  # words that find fact-checks by themselves
_MOST_PAIRED: Final = 3  # words that find fact-checks together with the next rare one
_MOST_RANKED: Final = 400  # words that go together ("cancer", "screening") find more than their numbers say
_LONGEST: Final = 2000  # characters of a statement that are searched for
_FIELDS: Final = ("id", "statement", "summary", "publisher", "url", "slug", "published", "rating", "sample")


@dataclass(frozen=True, slots=True)
class PastFactCheck:
    """A fact-check, external or ours, as a lookup quotes it.

    Attributes:
        slug: of our own fact-checks; None for external ones, which have a `url`.
        rating: in the publisher's words.
        sample: whether it came with the sample.
        mapped_rating: on our scale, "" for none of ours, None for words that the rules did not read yet.
    """

    id: int
    statement: str
    summary: str
    publisher: str
    url: str | None
    slug: str | None
    published: date | None
    rating: str
    sample: bool
    mapped_rating: str | None


@dataclass(frozen=True, slots=True)
class FactCheckCandidate:
    """A past fact-check that a search found.

    Attributes:
        check: the same object in all that one call found.
        distance: the negative cosine of its embedding and the statement's; None if the fact-check has none yet.
    """

    check: PastFactCheck
    distance: float | None

    @property
    def statement(self) -> str:
        """The claim that it examined."""
        return self.check.statement

    @property
    def cosine(self) -> float:
        """The cosine of the embeddings, -1 to 1; 0 if the fact-check has none yet."""
        return -(self.distance or 0.0)

    def as_passage(self) -> Passage:
        """The fact-check as a lookup quotes it."""
        check = self.check
        return Passage(
            text=check.statement,
            locator=check.summary,
            publisher=check.publisher,
            url=check.url or f"/fact-checks/{check.slug}",
            published=check.published,
            origin="fact-check",
            rating=check.rating,
            mapped_rating=check.mapped_rating,
            cosine=None if self.distance is None else -self.distance,
        )


def find_fact_check_candidates(
    conn: sa.Connection, asked: Sequence[tuple[str, Vector]], *, sample: bool = False
) -> list[list[FactCheckCandidate]]:
    """Past fact-checks that may be of the same claim as each of some statements, in no particular order.

    Args:
        conn: a connection in a transaction, whose settings are changed until it ends.
        asked: pairs of a statement, of which the first 2,000 characters count, and its embedding, of length 1.
        sample: whether fact-checks that came with the sample are among them.

    Returns:
        For each statement at most 100, none withdrawn.
    """
    if not asked:
        return []
    set_search(conn)
    rare = _rare_words(conn, [statement[:_LONGEST].replace("\x00", " ") for statement, _ in asked])
    given = {"vectors": [written_vector(embedding) for _, embedding in asked], "words": rare}
    rows = [*conn.execute(_nearest_by_embedding(), given).all()]  # one by one they take twice the time
    with searched_by_bitmap(conn):
        rows += conn.execute(_sharing_words(), given).all()
    distances: list[dict[int, float | None]] = [{} for _ in asked]
    for place, check_id, distance in rows:
        distances[place - 1][check_id] = distance
    ids = {check_id for each in distances for check_id in each}
    checks = {each.id: each for each in fetch_all(conn, _fact_checks(), PastFactCheck, {"ids": sorted(ids)})}
    return [
        [
            FactCheckCandidate(checks[check_id], distance)
            for check_id, distance in each.items()
            if sample or not checks[check_id].sample
        ]
        for each in distances
    ]


@cache
def _fact_checks() -> AnySelect:
    """The fact-checks with these `:ids`; what several statements found is read, and its rating mapped, once."""
    columns = (fact_checks.c[name] for name in _FIELDS)
    ids = sa.bindparam("ids", type_=sa.ARRAY(sa.BigInteger))
    mapped = mapped_rating_expression(fact_checks).label("mapped_rating")
    return sa.select(*columns, mapped).where(fact_checks.c.id == sa.any_(ids))


# The statements are built once: SQLAlchemy needs longer to put one together than PostgreSQL to execute it.
@cache
def _nearest_by_embedding() -> AnySelect:
    """The fact-checks nearest to each of `:vectors`, with its place among these from 1 on.

    The index is searched once for each vector.
    """
    asked = (
        sa.func.unnest(unnested_vectors("vectors"))
        .table_valued("vector", with_ordinality="place")
        .render_derived()
    )
    distance = embedding_distance(fact_checks.c.embedding, asked.c.vector).label("distance")
    near = (
        sa.select(fact_checks.c.id, distance)
        .where(fact_checks.c.withdrawn_at.is_(None), has_comparable_embedding(fact_checks))
        .order_by(distance)
        .limit(_NEAREST)
        .lateral()
    )
    return sa.select(asked.c.place, *near.c).select_from(asked.join(near, sa.true()))


@cache
def _sharing_words() -> AnySelect:
    """The fact-checks that each of `:words`, text-search queries, finds, with its place among these from 1 on.

    Of each query the best come; with their distance to the one of `:vectors` in the same place.
    """
    words = sa.cast(sa.bindparam("words", type_=sa.ARRAY(sa.Text())), sa.ARRAY(TSQUERY()))
    given = sa.func.unnest(words, unnested_vectors("vectors"))
    asked = given.table_valued("words", "vector", with_ordinality="place").render_derived()
    query = asked.c.words
    rank = sa.func.ts_rank(fact_checks.c.search, query).label("rank")
    distance = sa.case(
        (has_comparable_embedding(fact_checks), embedding_distance(fact_checks.c.embedding, asked.c.vector))
    ).label("distance")
    found = (
        sa.select(fact_checks.c.id, distance, rank)
        .where(fact_checks.c.withdrawn_at.is_(None), fact_checks.c.search.op("@@")(query))
        .limit(_MOST_RANKED)
        .correlate(asked)
        .lateral()
    )
    best = (
        sa.select(found.c.id, found.c.distance)
        .order_by(found.c.rank.desc(), found.c.distance)
        .limit(_SHARING)
        .lateral()
    )
    return sa.select(asked.c.place, *best.c).select_from(asked.join(best, sa.true()))


@cache
def _word_counts() -> AnySelect:
    """The lexemes of each of `:statements`, and an object with the number of fact-checks that each known one is in."""
    given = sa.bindparam("statements", type_=sa.ARRAY(sa.Text()))
    asked = sa.func.unnest(given).table_valued("statement", with_ordinality="place").render_derived()
    vector = sa.func.to_tsvector("english", asked.c.statement)
    words = (
        sa.select(sa.func.tsvector_to_array(vector, type_=sa.ARRAY(sa.Text())).label("words"))
        .correlate(asked)
        .lateral()
    )
    counts = (
        sa.select(sa.func.jsonb_object_agg(lexemes.c.word, lexemes.c.document_frequency))
        .where(lexemes.c.word == sa.any_(words.c.words))
        .scalar_subquery()
    )
    return (
        sa.select(words.c.words, counts.label("counts"))
        .select_from(asked.join(words, sa.true()))
        .order_by(asked.c.place)
    )


def _rare_words(conn: sa.Connection, statements: Sequence[str]) -> list[str | None]:
    """For each statement a text-search query for its rare words, as text; None if it has no rare word."""
    rows = conn.execute(_word_counts(), {"statements": list(statements)})
    return [_rare_of({word: (row.counts or {}).get(word, 0) for word in row.words}) for row in rows]


def _rare_of(counts: Mapping[str, int]) -> str | None:
    """A text-search query for the rare ones of some words, of which `counts` says in how many fact-checks each is.

    The rarest words find fact-checks each by itself, as long as they are in few fact-checks all together. The next
    rare one finds them together with one of the words after it.
    """
    by_count = sorted(counts.items(), key=lambda pair: (pair[1], pair[0]))
    sums = accumulate(count for _, count in by_count)
    rare = [word for (word, _), sum_ in zip(by_count, sums, strict=True) if sum_ <= _MOST_FOUND][:_MOST_RARE]
    first, *others = by_count[len(rare) : len(rare) + 1 + _MOST_PAIRED] or [("", _FREQUENT + 1)]
    pairs = [f"({quote_lexeme(first[0])} & {quote_lexeme(word)})" for word, _ in others if first[1] <= _FREQUENT]
    return " | ".join([*map(quote_lexeme, rare), *pairs]) or None
