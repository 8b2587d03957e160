"""What our own published fact-checks rest on: the passages that their verdicts cite."""

from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa

from checks.types.passage import Passage
from store.lookups.evidence import ALONE, EvidenceRecord, citations, evidence
from store.rows import fetch_all
from store.verdicts.fact_checks import fact_checks

_PAGES: Final = "/fact-checks/"


def list_cited_passages(conn: sa.Connection, addresses: Iterable[str | None]) -> dict[str, list[Passage]]:
    """The passages that each of our fact-checks among these addresses cites, by its address.

    A fact-check that cites another of ours rests on what that one cites too.
    """
    found: dict[str, list[Passage]] = {}
    following = {url for url in addresses if url and url.startswith(_PAGES)}
    while following:
        found |= {url: _of_page(conn, url) for url in following}
        following = {p.url for cites in found.values() for p in cites if p.url and p.url.startswith(_PAGES)} - set(
            found
        )
    return {url: [*cites, *_further(cites, found, {url})] for url, cites in found.items()}


def _further(cites: list[Passage], found: dict[str, list[Passage]], seen: set[str]) -> list[Passage]:
    """What the fact-checks of ours that are cited cite in turn, however deep; each once.

    `found` has the passages by the address of the fact-check, `seen` the addresses that have been followed:
    circles end there.
    """
    further: list[Passage] = []
    for url in (passage.url for passage in cites):
        if url in found and url not in seen:
            seen.add(url)
            further += [*found[url], *_further(found[url], found, seen)]
    return further


def _of_page(conn: sa.Connection, url: str) -> list[Passage]:
    """The passages that the verdict of one of our fact-checks cites, by the address of its page."""
    query = (
        sa.select(evidence, ALONE)
        .join(citations, citations.c.evidence_id == evidence.c.id)
        .join(fact_checks, fact_checks.c.verdict_id == citations.c.verdict_id)
        .where(fact_checks.c.slug == url.removeprefix(_PAGES))
    )
    return [row.as_passage() for row in fetch_all(conn, query.order_by(evidence.c.id), EvidenceRecord)]
