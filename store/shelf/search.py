"""Searches in the newsroom's own shelf: documents by full text, figures by entity and measure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa

from checks.types.document import Figure
from checks.types.passage import Passage
from store.columns import quote_lexeme
from store.rows import fetch_all
from store.shelf.documents import documents, parts, passages
from store.shelf.figures import entity_names, figures

_LONGEST_NAME: Final = 6
_MOST_WORDS: Final = 40
_SHORT: Final = 3  # letters of a name that must be capitals: "US", "EU", "UK"
_LONGEST_HEADING: Final = 80

_CELL: Final = ("entity", "measure", "year", "value", "unit", "source")
_FIGURES: Final = (
    sa.select(
        *(figures.c[name] for name in _CELL),
        documents.c.title.label("dataset"),
        documents.c.edition,
        documents.c.url,
    )
    .select_from(figures.outerjoin(documents))
    .where(figures.c.entity == sa.bindparam("entity"), figures.c.measure == sa.bindparam("measure"))
    .order_by(
        figures.c.year.desc(),
        documents.c.built_in.is_not(None) | documents.c.id.is_(None),
        figures.c.document_id.desc(),
        figures.c.source,
    )
)

_RARE: Final = 2000  # passages that have a word; what more have is frequent
_MOST_RANKED: Final = 1000
_ASKED: Final = sa.text("""
    SELECT websearch_to_tsquery('english', :words)::text AS query, w.words, c.reltuples AS rows,
      (SELECT jsonb_object_agg(word, share) FROM pg_stats s,
         unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS common (word, share)
       WHERE s.schemaname = current_schema() AND s.tablename = 'document_passages' AND s.attname = 'search'
         AND word = ANY (w.words)) AS shares
    FROM (SELECT tsvector_to_array(to_tsvector('english', :words)) AS words) w, pg_class c
    WHERE c.oid = 'document_passages'::regclass""")
_CUSTOM_PLAN: Final = sa.text("SET LOCAL plan_cache_mode = force_custom_plan")
_CANDIDATES: Final = """
    SELECT id, ts_rank_cd(search, CAST(:asked AS tsquery), 1) AS rank FROM (
      SELECT p.id, p.search FROM document_passages p JOIN documents d ON d.id = p.document_id AND d.read_at IS NOT NULL
        AND (:sample OR NOT d.sample)
      WHERE p.search @@ CAST(:asked AS tsquery) {also} LIMIT :most) AS candidates
    ORDER BY rank DESC, id LIMIT :limit"""
_HAVING: Final = sa.text(_CANDIDATES.format(also=""))
_HAVING_RARE: Final = sa.text(_CANDIDATES.format(also="AND p.search @@ CAST(:rare AS tsquery)"))
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

    def as_passage(self) -> Passage:
        """The passage as a lookup quotes it, with where it stands in the captured text."""
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
        )


class Shelf:
    """`checks.types.source.Shelf` over one connection."""

    def __init__(self, conn: sa.Connection, *, sample: bool = False) -> None:
        """`sample`: whether documents of the sample are searched too, as they are for claims of the sample alone."""
        self._conn, self._sample = conn, sample

    def documents(self, words: str, limit: int) -> tuple[Passage, ...]:
        """Passages with all of `words`, or with any of those that an "or" joins, the nearest first."""
        return tuple(
            found.as_passage() for found in search_passages(self._conn, words, limit, sample=self._sample)
        )

    def figures(self, entity: str, measure: str) -> tuple[Figure, ...]:
        """All years of one measure of one entity, the newest first; of a year, the newsroom's own first."""
        given = {"entity": entity, "measure": measure}
        return tuple(fetch_all(self._conn, _FIGURES, Figure, given))

    def measures(self, entity: str) -> tuple[str, ...]:
        """What the tables measure of an entity."""
        query = sa.select(figures.c.measure).where(figures.c.entity == entity).distinct()
        return tuple(self._conn.execute(query.order_by(figures.c.measure)).scalars())

    def entities(self, text: str) -> tuple[str, ...]:
        """Entities that are named in `text`, in the order in which they stand.

        "Korea" in "South Korea" is none, nor is "us" the United States.
        """
        words = re.findall(r"[\w.'’-]*\w", text)
        query = sa.select(entity_names).where(entity_names.c.name.in_(_grams([word.lower() for word in words])))
        named: dict[str, list[str]] = {}
        for row in self._conn.execute(query.order_by(entity_names.c.entity)):
            named.setdefault(row.name, []).append(row.entity)
        found: list[str] = []
        at = 0
        while at < len(words):
            name = next((n for n in _beginning(words, at) if n.lower() in named), "")
            if name and (len(name) > _SHORT or name.isupper()):
                found += named[name.lower()]
            at += max(1, len(name.split()))
        return tuple(dict.fromkeys(found))


def search_passages(conn: sa.Connection, words: str, limit: int, *, sample: bool = True) -> list[ShelfPassage]:
    """Passages of what is read, the nearest first.

    Args:
        words: words that all must be in a passage, or any of those that an "or" joins; the first 40 count.
        limit: the most passages.
        sample: whether documents of the sample are searched too.

    At most 1,000 passages are ranked, however many have the words: first those with a rare word among them, then, as far as
    there is room, any. Which words are rare is taken from the database's own statistics.
    """
    asked = conn.execute(_ASKED, {"words": " ".join(re.findall(r"\w+", words)[:_MOST_WORDS])}).one()
    if not asked.query:
        return []
    frequent = {word: share * max(0.0, asked.rows) for word, share in (asked.shares or {}).items()}
    rare = [quote_lexeme(word) for word in asked.words if frequent.get(word, 0.0) <= _RARE]
    # A plan for any query would work the query out anew for each row, and could not know how many rows have its words.
    conn.execute(_CUSTOM_PLAN)
    shared = {"asked": asked.query, "most": _MOST_RANKED, "limit": limit, "sample": sample}
    ranks: dict[int, tuple[bool, float]] = {}
    for query, given in ((_HAVING_RARE, {"rare": " | ".join(rare)}), (_HAVING, {})):
        is_any = query is _HAVING
        if (rare or is_any) and len(ranks) < limit:
            for row in conn.execute(query, {**shared, **given}):
                ranks.setdefault(row.id, (is_any, -row.rank))
    best = sorted(ranks, key=lambda passage: (ranks[passage], passage))[:limit]
    found = {passage.id: passage for passage in fetch_all(conn, _SHOWN, ShelfPassage, {"ids": best})}
    return [found[passage_id] for passage_id in best]


def _beginning(words: Sequence[str], at: int) -> Iterator[str]:
    """The stretches of words that begin at one place, the longest first, a genitive's ending left out."""
    for length in range(_LONGEST_NAME, 0, -1):
        if at + length <= len(words):
            stretch = " ".join(words[at : at + length])
            yield stretch
            if "." in stretch:
                yield f"{stretch}."  # "U.S.", of which the last point may end the sentence
            yield stretch.removesuffix("'s").removesuffix("’s")


def _grams(words: Sequence[str]) -> list[str]:
    return [name for at in range(len(words)) for name in _beginning(words, at)]
