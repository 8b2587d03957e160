"""Passages of the newsroom's own documents, found by full text: one search, or many at once."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa

from checks.types.passage import Passage
from store.columns import quote_lexeme
from store.rows import fetch_all
from store.shelf.documents import documents, parts, passages

_MOST_WORDS: Final = 40
_LONGEST_HEADING: Final = 80
_RARE: Final = 2000  # passages that have a word; what more have is frequent
_MOST_RANKED: Final = 1000
_QUERIES: Final = sa.text("""
    SELECT n - 1 AS place, websearch_to_tsquery('english', words)::text AS query,
      tsvector_to_array(to_tsvector('english', words)) AS words
    FROM unnest(CAST(:searches AS text[])) WITH ORDINALITY AS searches (words, n) ORDER BY n""")
_FREQUENCIES: Final = sa.text("""
    SELECT word, share * greatest(0, c.reltuples) AS rows FROM pg_class c, pg_stats s,
      unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS common (word, share)
    WHERE c.oid = 'document_passages'::regclass AND s.schemaname = current_schema()
      AND s.tablename = 'document_passages' AND s.attname = 'search' AND word = ANY (:words)""")
# A plan for any query could not know how many rows have its words; a table that is read from end to end is never
# worth it.
_PLANS: Final = sa.text(
    "SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL enable_seqscan = off; SET LOCAL jit = off"
)
_PLANS_AGAIN: Final = sa.text("SET LOCAL enable_seqscan = on")
_CANDIDATES: Final = """
    SELECT q.place, found.id, found.rank FROM (
      SELECT place, asked::tsquery AS asked, nullif(rare, '')::tsquery AS rare
      FROM unnest(CAST(:places AS int[]), CAST(:asked AS text[]), CAST(:rare AS text[])) AS given (place, asked, rare)
      OFFSET 0
    ) q CROSS JOIN LATERAL (
      SELECT id, ts_rank_cd(search, q.asked, 1) AS rank FROM (
        SELECT p.id, p.search FROM document_passages p
        JOIN documents d ON d.id = p.document_id AND d.read_at IS NOT NULL AND (:sample OR NOT d.sample)
        WHERE p.search @@ q.asked {also} LIMIT :most) AS candidates
      ORDER BY rank DESC, id LIMIT :limit) AS found"""
_HAVING: Final = sa.text(_CANDIDATES.format(also=""))
_HAVING_RARE: Final = sa.text(_CANDIDATES.format(also="AND p.search @@ q.rare"))
_ITS_PART: Final = sa.and_(parts.c.document_id == passages.c.document_id, parts.c.number == passages.c.part)
_OF_DOCUMENT: Final = ("title", "publisher", "url", "published", "author", "sha256")
_SHOWN: Final = (
    sa.select(
        *(column for column in passages.c if column.name != "search"),
        *(documents.c[name] for name in _OF_DOCUMENT),
        parts.c.text.label("captured"),
        parts.c.start.label("part_start"),
    )
    .select_from(passages.join(documents).outerjoin(parts, _ITS_PART))
    .where(passages.c.id == sa.any_(sa.bindparam("ids", type_=sa.ARRAY(sa.BigInteger))))
)


@dataclass(frozen=True, slots=True)
class ShelfPassage:
    """A passage with its document and the part that it was cut from.

    Attributes:
        number: of the passage in its document, and `part` that of its part; both from 1.
        start: where it begins in the document, in characters, and `end` where it ends.
        sha256: of the document's file, 32 bytes.
        captured: the text of the part; None for passages of before parts were kept.
        part_start: where that text begins in the document, in characters.
    """

    id: int
    document_id: int
    number: int
    part: int
    start: int
    end: int
    page: int | None
    heading: str | None
    text: str
    title: str
    publisher: str
    url: str | None
    published: date | None
    author: str | None
    sha256: bytes | None
    captured: str | None
    part_start: int | None

    @property
    def location(self) -> str:
        """Where it stands, as a reader finds it: "Annual report, page 12", "Report, “Findings”, paragraph 3"."""
        if self.page:
            return f"{self.title}, page {self.page}"
        heading = f"“{self.heading[:_LONGEST_HEADING]}”, " if self.heading else ""
        return f"{self.title}, {heading}paragraph {self.number}"

    def as_passage(self, cosine: float | None = None) -> Passage:
        """The passage as a lookup quotes it, with where it stands in the captured text.

        `cosine` is that to the claim, where it was found by meaning.
        """
        within = self.captured is not None
        offset = self.part_start or 0
        return Passage(
            text=self.text,
            locator=self.location,
            publisher=self.publisher,
            url=self.url,
            published=self.published,
            origin="shelf",
            author=self.author,
            captured=self.captured,
            start=self.start - offset if within else 0,
            end=self.end - offset if within else None,
            version=self.sha256.hex() if self.sha256 else None,
            cosine=cosine,
        )


@dataclass(frozen=True, slots=True)
class _Query:
    """A search as the database takes it: `asked` and, of its words, the `rare` ones, both as text-search queries.

    `done_by_rare`: whether all that it finds has a rare word.
    """

    place: int
    asked: str
    rare: str
    done_by_rare: bool


def search_passages(conn: sa.Connection, words: str, limit: int, *, sample: bool = True) -> list[ShelfPassage]:
    """Passages that one search finds; arguments and order as of `search_many_passages`."""
    return search_many_passages(conn, [words], limit, sample=sample)[words]


def search_many_passages(
    conn: sa.Connection, searches: Sequence[str], limit: int, *, sample: bool = True
) -> dict[str, list[ShelfPassage]]:
    """Passages of fully read documents for each of several searches, the nearest first.

    At most 1,000 passages are ranked for a search, however many have the words: first those with a rare word among
    them, then, as far as there is room, any. Which words are rare is taken from the database's own statistics.

    Args:
        searches: of each the words that all must be in a passage, or any of those that an "or" joins; the first 40
            count.
        limit: the most passages of one search.
        sample: whether documents of the sample are searched too.

    Returns:
        The passages by search.
    """
    once = list(dict.fromkeys(searches))
    queries = _queries(conn, once)
    ranks: dict[int, dict[int, tuple[bool, float]]] = {query.place: {} for query in queries}
    conn.execute(_PLANS)
    for statement in (_HAVING_RARE, _HAVING):
        is_any = statement is _HAVING
        open_ = [q for q in queries if (not q.done_by_rare if is_any else q.rare) and len(ranks[q.place]) < limit]
        given = {name: [getattr(q, field) for q in open_] for name, field in _COLUMNS.items()}
        for row in (
            conn.execute(statement, {**given, "most": _MOST_RANKED, "limit": limit, "sample": sample})
            if open_
            else ()
        ):
            ranks[row.place].setdefault(row.id, (is_any, -row.rank))
    conn.execute(_PLANS_AGAIN)
    best = {place: sorted(of, key=lambda each: (of[each], each))[:limit] for place, of in ranks.items()}
    shown = fetch_passages(conn, {passage_id for ids in best.values() for passage_id in ids})
    return {words: [shown[passage_id] for passage_id in best.get(place, ())] for place, words in enumerate(once)}


def fetch_passages(conn: sa.Connection, ids: Collection[int]) -> dict[int, ShelfPassage]:
    """Passages with their documents, by their ids."""
    if not ids:
        return {}
    return {each.id: each for each in fetch_all(conn, _SHOWN, ShelfPassage, {"ids": sorted(ids)})}


_COLUMNS: Final = {"places": "place", "asked": "asked", "rare": "rare"}


def _queries(conn: sa.Connection, searches: Sequence[str]) -> list[_Query]:
    """The searches that have words, as the database takes them."""
    plain = [" ".join(re.findall(r"\w+", words)[:_MOST_WORDS]) for words in searches]
    rows = [row for row in conn.execute(_QUERIES, {"searches": plain}) if row.query]
    words = sorted({word for row in rows for word in row.words})
    counts = {row.word: row.rows for row in conn.execute(_FREQUENCIES, {"words": words})} if words else {}
    return [_query(row.place, row.query, row.words, counts) for row in rows]


def _query(place: int, asked: str, words: Sequence[str], counts: Mapping[str, float]) -> _Query:
    """A search for these words; `counts` says how many passages have each of the frequent ones."""
    rare = [word for word in words if counts.get(word, 0.0) <= _RARE]
    done_by_rare = len(rare) == len(words) or (bool(rare) and "|" not in asked)
    return _Query(place, asked, " | ".join(map(quote_lexeme, rare)), done_by_rare)
