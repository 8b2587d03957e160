"""The searches in the store that sources may use: the shelf, and past fact-checks."""

from collections.abc import Sequence
from dataclasses import dataclass

from checks.matching.matcher import rank
from checks.nlp.encoder import encoder
from checks.types.document import Figure
from checks.types.passage import Passage
from store.db import Connection, transaction
from store.external.candidates import find_fact_check_candidates
from store.shelf import search


@dataclass(frozen=True, slots=True)
class Shelf:
    """`checks.types.source.Shelf`; every search has a transaction of its own, so that none is open while a network
    is waited for.
    """

    url: str
    sample: bool = False

    def documents(self, words: str, limit: int) -> tuple[Passage, ...]:
        """As `store.shelf.search.Shelf`."""
        with transaction(self.url) as conn:
            return search.Shelf(conn, sample=self.sample).documents(words, limit)

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


@dataclass(frozen=True, slots=True)
class PastFactChecksOf:
    """`checks.types.source.PastFactChecks` over one connection, for a claim whose `embedding` is known or None."""

    conn: Connection
    embedding: Sequence[float] | None
    sample: bool

    def like(self, statement: str, limit: int) -> tuple[Passage, ...]:
        """As `find_past_fact_checks`."""
        return find_past_fact_checks(self.conn, statement, limit, sample=self.sample, embedding=self.embedding)


def find_past_fact_checks(
    conn: Connection,
    statement: str,
    limit: int,
    *,
    sample: bool = False,
    embedding: Sequence[float] | None = None,
) -> tuple[Passage, ...]:
    """Fact-checks of the same claim as a statement, then related ones.

    Args:
        statement: the claim.
        limit: the most fact-checks.
        sample: whether those that came with the sample are among them.
        embedding: of the statement, where it is known; it is computed otherwise.
    """
    if embedding is None:
        (embedding,) = encoder().sentences([statement]).tolist()
    found = find_fact_check_candidates(conn, statement, embedding, sample=sample)
    best = rank(statement, [(each.statement, each.cosine) for each in found], limit)
    return tuple(found[n].as_passage() for n, _ in best)
