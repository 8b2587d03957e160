"""Searches in the newsroom's own shelf: documents by full text, figures by entity and measure."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import Connection, RowMapping, and_, bindparam, func, select

from checks.types.document import Figure
from checks.types.passage import Passage
from store.documents import documents, parts, passages
from store.figures import entity_names, figures

_LONGEST_NAME: Final = 6
_MOST_WORDS: Final = 40
_SHORT: Final = 3  # letters of a name that must be capitals: "US", "EU", "UK"
_LONGEST_HEADING: Final = 80

_CELL: Final = ("entity", "measure", "year", "value", "unit", "source")
_FIGURES: Final = (
    select(
        *(figures.c[name] for name in _CELL),
        documents.c.title.label("dataset"),
        documents.c.edition,
        documents.c.url,
    )
    .select_from(figures.outerjoin(documents))
    .where(figures.c.entity == bindparam("entity"), figures.c.measure == bindparam("measure"))
    .order_by(
        figures.c.year.desc(),
        documents.c.built_in.is_not(None) | documents.c.id.is_(None),
        figures.c.document_id.desc(),
        figures.c.source,
    )
)


class Shelf:
    """`checks.types.Shelf` over one connection."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def documents(self, words: str, limit: int) -> tuple[Passage, ...]:
        """Passages with all of `words`, or with any of those that an "or" joins, the nearest first."""
        return tuple(map(_passage, passages_with(self._conn, words, limit)))

    def figures(self, entity: str, measure: str) -> tuple[Figure, ...]:
        """All years of one measure of one entity, the newest first; of a year, the newsroom's own first."""
        given = {"entity": entity, "measure": measure}
        return tuple(Figure(**row) for row in self._conn.execute(_FIGURES, given).mappings())

    def measures(self, entity: str) -> tuple[str, ...]:
        """What the tables measure of an entity."""
        query = select(figures.c.measure).where(figures.c.entity == entity).distinct()
        return tuple(self._conn.execute(query.order_by(figures.c.measure)).scalars())

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


def passages_with(conn: Connection, words: str, limit: int) -> list[RowMapping]:
    """Passages of what is read, as `Shelf.documents` finds them, with their document and the part they were cut from."""
    asked = func.websearch_to_tsquery("english", " ".join(re.findall(r"\w+", words)[:_MOST_WORDS]))
    its_part = and_(parts.c.document_id == passages.c.document_id, parts.c.number == passages.c.part)
    query = (
        select(passages, documents.c.title, documents.c.publisher, documents.c.url, documents.c.published,
               documents.c.author, documents.c.sha256, parts.c.text.label("captured"), parts.c.start.label("part_start"))
        .select_from(passages.join(documents).outerjoin(parts, its_part))
        .where(passages.c.search.op("@@")(asked), documents.c.read_at.is_not(None))
        .order_by(func.ts_rank_cd(passages.c.search, asked, 1).desc(), passages.c.id)
        .limit(limit)
    )  # fmt: skip
    return list(conn.execute(query).mappings())


def _passage(row: RowMapping) -> Passage:
    within = row["start"] - (row["part_start"] or 0)
    captured = row["captured"]
    return Passage(
        row["text"], located(row), row["publisher"], row["url"], row["published"], "shelf", author=row["author"],
        captured=captured, start=within if captured is not None else 0,
        end=row["end"] - row["part_start"] if captured is not None else None,
        version=row["sha256"].hex() if row["sha256"] else None,
    )  # fmt: skip


def located(row: RowMapping) -> str:
    """Where a passage stands, as a reader finds it: "Annual report, page 12", "Report, “Findings”, paragraph 3"."""
    if row["page"]:
        return f"{row['title']}, page {row['page']}"
    heading = f"“{row['heading'][:_LONGEST_HEADING]}”, " if row["heading"] else ""
    return f"{row['title']}, {heading}paragraph {row['number']}"


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
