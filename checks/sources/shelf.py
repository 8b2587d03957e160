"""The newsroom's own shelf: reference documents by full-text search, and figure tables."""

import re
from collections.abc import Iterator
from typing import Final

from checks.compare import overlap, years
from checks.figures import TITLES
from checks.intervals import spoken
from checks.types import Answer, Claim, Figure, Found, Nothing, Passage, Query, Reach, SearchFailed

NAME = "shelf"
TITLE = "Shelf"
_MOST = 5
_LEAST_SHARED = 0.3
_MEASURES: Final = (
    (
        "inhabitants",
        re.compile(r"\b(?:inhabitants?|populations?|people live|residents?|populous)\b", re.IGNORECASE),
    ),
    ("gdp", re.compile(r"\b(?:gdp|gross domestic product|economic output|economy is worth)\b", re.IGNORECASE)),
    ("inflation", re.compile(r"\b(?:inflation|consumer prices?|cost of living)\b", re.IGNORECASE)),
)
_COMPARING: Final = re.compile(r"\bthan\b|\bas \w+ as\b|\bcompared\b|\beach\b|\bboth\b", re.IGNORECASE)
_PEOPLE: Final = re.compile(r"\b(?:home to|has|have|with|of)\b.{0,60}\bpeople\b", re.IGNORECASE)


def applies(claim: Claim) -> bool:
    """Any claim may be treated in a document of ours."""
    return True


def ask(claim: Claim, reach: Reach) -> Answer:
    """Figures of the entity and measure that the claim names, and passages that share its words."""
    asked: list[Query] = []
    try:
        passages = [*_figures(claim, reach, asked), *_documents(claim, reach, asked)]
    except SearchFailed as failure:
        return failure.answer(asked)
    return Found(tuple(passages), tuple(asked)) if passages else Nothing(tuple(asked))


def measures(claim: Claim) -> list[str]:
    """The measures that a claim's wording names."""
    named = [measure for measure, words in _MEASURES if words.search(claim.statement)]
    millions = any(
        (q.low or q.high or 0) >= 10_000 and q.counted in ("person", "people") for q in claim.quantities
    )
    if not named and millions and _PEOPLE.search(claim.statement):
        named.append("inhabitants")
    return named


def _figures(claim: Claim, reach: Reach, asked: list[Query]) -> Iterator[Passage]:
    for measure in measures(claim):
        named = reach.shelf.entities(claim.statement)
        # "Poland, a member of the European Union, has …" is about Poland; "more than in Spain" about both.
        for entity in named[: 3 if _COMPARING.search(claim.statement) else 1]:
            table = reach.shelf.figures(entity, measure)
            asked.append(Query(f"figures: {measure} of {entity}", len(table)))
            for figure in _chosen(table, years(claim)):
                yield _passage(figure)


def _chosen(table: tuple[Figure, ...], wanted: tuple[int, ...]) -> list[Figure]:
    if not table:
        return []
    exact = [f for f in table if f.year in wanted]
    if exact or not wanted:
        return exact or [table[0]]
    nearest = min(table, key=lambda f: (min(abs(f.year - year) for year in wanted), -f.year))
    return list(dict.fromkeys((nearest, table[0])))


def _passage(figure: Figure) -> Passage:
    text = f"{TITLES.get(figure.measure, figure.measure)}, {figure.entity}, {figure.year}: {spoken(figure.value, figure.unit)}"
    return Passage(
        text, f"{figure.measure}, {figure.entity}, {figure.year}", figure.source, origin=NAME, figure=figure
    )


def _documents(claim: Claim, reach: Reach, asked: list[Query]) -> Iterator[Passage]:
    hits = reach.shelf.documents(claim.statement, _MOST)
    near = [hit for hit in hits if overlap(claim.statement, hit.text) >= _LEAST_SHARED]
    asked.append(Query(f"documents: {claim.statement}", len(near)))
    yield from near
