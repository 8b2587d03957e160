"""The searches in the store that sources may use: the shelf, and past fact-checks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from checks.matching.matcher import rank
from checks.nlp.encoder import encoder
from checks.types.document import Figure
from checks.types.passage import Passage
from store.db import Connection, transaction
from store.embeddings import Vector
from store.external.candidates import FactCheckCandidate, find_fact_check_candidates
from store.shelf import search


@dataclass(frozen=True, slots=True)
class Shelf:
    """`checks.types.source.Shelf`; every search has a transaction of its own, so that none is open while a network
    is waited for.
    """

    url: str
    sample: bool = False

    def has_documents(self) -> bool:
        """As `store.shelf.search.Shelf`."""
        with transaction(self.url) as conn:
            return search.Shelf(conn).has_documents()

    def documents(self, words: str, limit: int) -> tuple[Passage, ...]:
        """As `store.shelf.search.Shelf`."""
        with transaction(self.url) as conn:
            return search.Shelf(conn, sample=self.sample).documents(words, limit)

    def documents_like(self, statement: str, limit: int, least: float) -> tuple[Passage, ...]:
        """As `store.shelf.search.Shelf`."""
        with transaction(self.url) as conn:
            shelf = search.Shelf(conn, sample=self.sample, embed=embedder({}))
            return shelf.documents_like(statement, limit, least)

    def figures(self, entity: str, measure: str) -> tuple[Figure, ...]:
        """As `store.shelf.search.Shelf`."""
        with transaction(self.url) as conn:
            return search.Shelf(conn).figures(entity, measure)

    def measures(self, entity: str) -> tuple[str, ...]:
        """As `store.shelf.search.Shelf`."""
        with transaction(self.url) as conn:
            return search.Shelf(conn).measures(entity)

    def entities(self, text: str) -> tuple[str, ...]:
        """As `store.shelf.search.Shelf`."""
        with transaction(self.url) as conn:
            return search.Shelf(conn).entities(text)


@dataclass(frozen=True, slots=True)
class PastFactChecks:
    """`checks.types.source.PastFactChecks`, with a transaction of its own for each search.

    Attributes:
        url: the address of the database.
        sample: whether fact-checks that came with the sample are found.
    """

    url: str
    sample: bool = False

    def like(self, statement: str, limit: int) -> tuple[Passage, ...]:
        """As `find_past_fact_checks`."""
        with transaction(self.url) as conn:
            return find_past_fact_checks(conn, statement, limit, sample=self.sample)


class PreparedFactChecks:
    """`checks.types.source.PastFactChecks` over one connection, searched for many statements at once."""

    def __init__(self, conn: Connection, asked: Mapping[str, Vector], *, sample: bool) -> None:
        """`asked` holds embeddings by their statements, `sample` as for `PastFactChecks`."""
        self._conn, self._asked, self._sample = conn, asked, sample

    @cached_property
    def _found(self) -> dict[str, list[FactCheckCandidate]]:
        """What the search finds for each statement that was prepared for; at the first question, for all at once."""
        found = find_fact_check_candidates(self._conn, list(self._asked.items()), sample=self._sample)
        return dict(zip(self._asked, found, strict=True))

    def like(self, statement: str, limit: int) -> tuple[Passage, ...]:
        """As `find_past_fact_checks`, which is asked for statements that were not."""
        if (found := self._found.get(statement)) is None:
            return find_past_fact_checks(self._conn, statement, limit, sample=self._sample)
        return _nearest(statement, found, limit)


def embedder(known: Mapping[str, Vector]) -> search.Embed:
    """What gives the embeddings of statements; those that are not among the `known` ones are computed."""

    def embed(statements: Sequence[str]) -> list[Vector]:
        missing = [statement for statement in statements if statement not in known]
        fresh = dict(zip(missing, encoder().sentences(missing).tolist(), strict=True)) if missing else {}
        return [known.get(statement) or fresh[statement] for statement in statements]

    return embed


def find_past_fact_checks(
    conn: Connection, statement: str, limit: int, *, sample: bool = False
) -> tuple[Passage, ...]:
    """Fact-checks of the same claim as a statement, then related ones.

    Args:
        conn: a connection in a transaction.
        statement: the claim.
        limit: the most fact-checks.
        sample: whether those that came with the sample are among them.
    """
    (embedding,) = encoder().sentences([statement]).tolist()
    (found,) = find_fact_check_candidates(conn, [(statement, embedding)], sample=sample)
    return _nearest(statement, found, limit)


def _nearest(statement: str, found: Sequence[FactCheckCandidate], limit: int) -> tuple[Passage, ...]:
    best = rank(statement, [(each.statement, each.cosine) for each in found], limit)
    return tuple(found[n].as_passage() for n, _ in best)
