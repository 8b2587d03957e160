"""Searches in the newsroom's own shelf: documents by full text and meaning, figures by entity and measure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, TypeAlias

import sqlalchemy as sa

from checks.types.document import Figure
from checks.types.passage import Passage
from store.embeddings import Vector
from store.rows import fetch_all
from store.shelf.documents import documents
from store.shelf.figures import entity_names, figures
from store.shelf.nearest_passages import ShelfContents, find_nearest_passages, get_shelf_contents
from store.shelf.passage_search import search_many_passages, search_passages

_LONGEST_NAME: Final = 6
_SHORT: Final = 3  # letters of a name that must be capitals: "US", "EU", "UK"

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

_NAMED: Final = (
    sa.select(entity_names)
    .where(entity_names.c.name == sa.any_(sa.bindparam("names", type_=sa.ARRAY(sa.Text))))
    .order_by(entity_names.c.entity)
)

Embed: TypeAlias = Callable[[Sequence[str]], Sequence[Vector]]


class Shelf:
    """`checks.types.source.Shelf` over one connection."""

    def __init__(self, conn: sa.Connection, *, sample: bool = False, embed: Embed | None = None) -> None:
        """Searches of one transaction.

        Args:
            conn: a connection in a transaction.
            sample: whether documents of the sample are searched too, as they are for claims of the sample alone.
            embed: gives the embeddings of statements; without it nothing is found by meaning.
        """
        self._conn, self._sample, self._embed = conn, sample, embed
        self._passages: dict[tuple[str, int], tuple[Passage, ...]] = {}
        self._like: dict[tuple[str, int, float], tuple[Passage, ...]] = {}
        self._entities: dict[str, tuple[str, ...]] = {}

    def prepare(self, statements: Sequence[str], searches: Sequence[str], limit: int, least: float) -> None:
        """Read at once what `entities` and `documents_like` of these statements and `documents` of these searches
        give from now on.
        """
        named = self._named(name for text in statements for name in _grams(_words(text)))
        self._entities |= {text: _entities(_words(text), named) for text in statements}
        found = search_many_passages(
            self._conn, searches if self.has_documents() else (), limit, sample=self._sample
        )
        for words in searches:
            self._passages[words, limit] = tuple(hit.as_passage() for hit in found.get(words, ()))
        self._find_like(statements, limit, least)

    def has_documents(self) -> bool:
        """Whether there is any passage that searches could find."""
        return self._contents.passages

    def documents(self, words: str, limit: int) -> tuple[Passage, ...]:
        """Passages with all of `words`, or with any of those that an "or" joins, the nearest first."""
        if (prepared := self._passages.get((words, limit))) is not None:
            return prepared
        return tuple(hit.as_passage() for hit in search_passages(self._conn, words, limit, sample=self._sample))

    def documents_like(self, statement: str, limit: int, least: float) -> tuple[Passage, ...]:
        """Passages that are near to a statement in meaning, with their cosines of `least` and more, the nearest first.

        Passages without an embedding are left out.
        """
        if (statement, limit, least) not in self._like:
            self._find_like([statement], limit, least)
        return self._like[statement, limit, least]

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
        if (prepared := self._entities.get(text)) is not None:
            return prepared
        words = _words(text)
        return _entities(words, self._named(_grams(words)))

    @cached_property
    def _contents(self) -> ShelfContents:
        return get_shelf_contents(self._conn)

    def _find_like(self, statements: Sequence[str], limit: int, least: float) -> None:
        """Keep what `documents_like` gives for statements."""
        once = list(dict.fromkeys(statements))
        vectors = self._embed(once) if self._embed is not None and self._contents.embeddings else ()
        near = find_nearest_passages(self._conn, vectors, limit, least=least, sample=self._sample)
        for statement, hits in zip(once, near or ([] for _ in once), strict=True):
            self._like[statement, limit, least] = tuple(hit.as_passage(cosine) for hit, cosine in hits)

    def _named(self, names: Iterable[str]) -> dict[str, list[str]]:
        """The entities of names, by the names in lower case; those that name nothing are missing."""
        found: dict[str, list[str]] = {}
        wanted = sorted({name.lower() for name in names})
        for row in self._conn.execute(_NAMED, {"names": wanted}) if wanted else ():
            found.setdefault(row.name, []).append(row.entity)
        return found


def _entities(words: Sequence[str], named: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The entities of a text's words; at each place the longest name counts."""
    found: list[str] = []
    at = 0
    while at < len(words):
        name = next((n for n in _beginning(words, at) if n.lower() in named), "")
        if name and (len(name) > _SHORT or name.isupper()):
            found += named[name.lower()]
        at += max(1, len(name.split()))
    return tuple(dict.fromkeys(found))


def _words(text: str) -> list[str]:
    return re.findall(r"[\w.'’-]*\w", text)


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
