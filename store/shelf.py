"""The newsroom's own shelf: reference documents in passages, and figure tables (entity × measure × year)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from checks.types import Figure, Passage
from store.columns import identity, moment, sample, search
from store.db import metadata

documents = Table(
    "documents",
    metadata,
    identity(),
    Column("title", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("url", Text, unique=True),
    Column("published", Date),
    moment("added_at", now=True),
    sample(),
)
passages = Table(
    "document_passages",
    metadata,
    identity(),
    Column("document_id", BigInteger, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    search("text"),
    UniqueConstraint("document_id", "number"),
    CheckConstraint("text <> ''", "text"),
    Index("ix_document_passages_search", "search", postgresql_using="gin"),
)
figures = Table(
    "figures",
    metadata,
    Column("entity", Text, primary_key=True),
    Column("measure", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("value", Float, nullable=False),
    Column("unit", Text),
    Column("source", Text, nullable=False),
    CheckConstraint("year BETWEEN 1000 AND 2200", "year"),
)
entity_names = Table(
    "entity_names",
    metadata,
    Column("name", Text, primary_key=True),
    Column("entity", Text, primary_key=True),
    CheckConstraint("name = lower(name)", "lower"),
)
_LONGEST_NAME: Final = 6
_MOST_WORDS: Final = 40
_SHORT: Final = 3  # letters of a name that must be capitals: "US", "EU", "UK"


def add_document(conn: Connection, *, title: str, text: str, publisher: str, url: str | None = None,
                 published: date | None = None, sample: bool = False) -> int | None:  # fmt: skip
    """Put a document on the shelf, one passage a paragraph; returns its id, None if its URL is there."""
    row = {"title": title, "publisher": publisher, "url": url, "published": published, "sample": sample}
    made = conn.execute(insert(documents).values(row).on_conflict_do_nothing().returning(documents.c.id)).scalar()
    if made is None:
        return None
    paragraphs = [" ".join(p.split()) for p in re.split(r"\n\s*\n", text) if p.strip()]
    rows = [{"document_id": made, "number": n, "text": p} for n, p in enumerate(paragraphs, 1)]
    if rows:
        conn.execute(insert(passages), rows)
    return int(made)


def add_figures(conn: Connection, rows: Iterable[Figure], names: Iterable[tuple[str, str]]) -> None:
    """Add figures and (entity, other name) pairs; what is known is brought up to date."""
    table = [{n: getattr(f, n) for n in ("entity", "measure", "year", "value", "unit", "source")} for f in rows]
    if table:
        write = insert(figures)
        fresh = {n: write.excluded[n] for n in ("value", "unit", "source")}
        conn.execute(write.on_conflict_do_update(index_elements=["entity", "measure", "year"], set_=fresh), table)
    known = [{"entity": entity, "name": name.lower()} for entity, name in names]
    if known:
        conn.execute(insert(entity_names).on_conflict_do_nothing(), known)


def any_of(words: str) -> ColumnElement[Any]:
    """A text-search query for any of the words; the rank then orders by how many are met and how near."""
    asked = " ".join(re.findall(r"\w+", words)[:_MOST_WORDS])
    lexemes = func.tsvector_to_array(func.to_tsvector("english", asked))
    return func.to_tsquery("english", func.array_to_string(lexemes, literal(" | ")))


class Shelf:
    """`checks.types.Shelf` over one connection."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def documents(self, words: str, limit: int) -> tuple[Passage, ...]:
        """Passages that share words with `words`, the nearest first."""
        asked = any_of(words)
        query = (
            select(passages.c.text, passages.c.number, documents)
            .join(documents)
            .where(passages.c.search.op("@@")(asked))
            .order_by(func.ts_rank_cd(passages.c.search, asked, 1).desc(), passages.c.id)
            .limit(limit)
        )
        return tuple(
            Passage(row["text"], f"{row['title']}, paragraph {row['number']}", row["publisher"], row["url"],
                    row["published"], "shelf")
            for row in self._conn.execute(query).mappings()
        )  # fmt: skip

    def figures(self, entity: str, measure: str) -> tuple[Figure, ...]:
        """All years of one measure of one entity, the newest first."""
        query = select(figures).where(figures.c.entity == entity, figures.c.measure == measure)
        rows = self._conn.execute(query.order_by(figures.c.year.desc())).mappings()
        return tuple(Figure(**row) for row in rows)

    def entities(self, text: str) -> tuple[str, ...]:
        """Entities that are named in `text`, in the order in which they stand.

        "Korea" in "South Korea" is none, nor is "us" the United States.
        """
        words = re.findall(r"[\w.'’-]*\w", text)
        query = select(entity_names).where(entity_names.c.name.in_(_grams([word.lower() for word in words])))
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
