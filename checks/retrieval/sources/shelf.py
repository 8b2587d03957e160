"""The newsroom's own shelf: reference documents by full-text search, and figure tables."""

import re
from collections.abc import Iterator
from typing import Final

from checks.dates.claim_years import claim_years
from checks.documents.figures import WORLD, against, derived, people_named, places_named
from checks.documents.measures import counts_people, in_words, measures, spoken_of, title
from checks.nlp.content_words import content_words, overlap
from checks.quantities.conversion import dimension
from checks.retrieval.queries import queries
from checks.retrieval.sources import searched
from checks.stance.judge import compare
from checks.types.answer import Answer, Query
from checks.types.claim import Claim
from checks.types.document import Figure
from checks.types.passage import Passage
from checks.types.source import Reach

NAME = "shelf"
TITLE = "Shelf"
_MOST = 5
_CANDIDATES: Final = 20  # of one search, from which those that decide are taken
_LEAST_SHARED = 0.3
_MOST_ENTITIES, _MOST_MEASURES, _MOST_SOURCES = 3, 4, 3
_COMPARING: Final = re.compile(r"\bthan\b|\bas \w+ as\b|\bcompared\b|\beach\b|\bboth\b", re.IGNORECASE)
_SAYS_LITTLE: Final = content_words(
    "rate total number count share percent percentage annual yearly average index level value figure per of the"
)


def applies(claim: Claim) -> bool:
    """Any claim may be treated in a document of ours."""
    return True


def ask(claim: Claim, reach: Reach) -> Answer:
    """Figures of the entity and measure that the claim names, and passages that share its words."""
    return searched(lambda log: [*_figures(claim, reach, log), *_documents(claim, reach, log)])


def _figures(claim: Claim, reach: Reach, asked: list[Query]) -> Iterator[Passage]:
    known = spoken_of(claim)
    held = {measure: _entities(claim, measure, reach) for measure in known}
    for entity in _entities(claim, "", reach):
        for measure in _named_in_words(claim, known, reach.shelf.measures(entity)):
            held.setdefault(measure, []).append(entity)
    for measure, entities in list(held.items())[:_MOST_MEASURES]:
        tables = [_table(entity, measure, reach) for entity in entities]
        asked.extend(Query(f"figures: {measure} of {e}", len(t)) for e, t in zip(entities, tables, strict=True))
        chosen = [figure for table in tables for figure in _chosen(table, claim_years(claim))]
        if _multiple(claim) and len(tables) > 1:
            chosen += _chosen(against(tables[0], tables[1]), claim_years(claim))
        yield from map(_passage, chosen)


def _entities(claim: Claim, measure: str, reach: Reach) -> list[str]:
    """Whose figures bear on a claim: "Poland, a member of the European Union, has …" is about Poland; "more than in
    Spain" about both."""
    people = people_named(claim.statement) if counts_people(measure) else None
    said = claim.statement if counts_people(measure) else places_named(claim.statement)
    named = list(reach.shelf.entities(said)) or ([people] if people else [])
    if people and named[0] != people:
        return []  # of the Chinese population of Malaysia no table of inhabitants tells anything
    if measure and measures()[measure].rule == "share":
        named = [entity for entity in named if entity != WORLD]
    several = _COMPARING.search(claim.statement) or _multiple(claim)
    return named[: _MOST_ENTITIES if several else 1]


def _multiple(claim: Claim) -> bool:
    """Whether a claim says how many times as much something is."""
    return any(dimension(quantity) == "times" for quantity in claim.quantities)


def _named_in_words(claim: Claim, known: list[str], held: tuple[str, ...]) -> Iterator[str]:
    """Measures of the newsroom's own tables whose words all stand in the claim: "hospital beds"."""
    said = content_words(claim.statement)
    for measure in held:
        words = content_words(measure) - _SAYS_LITTLE
        if measure not in measures() and measure not in known and words and words <= said:
            yield measure


def _table(entity: str, measure: str, reach: Reach) -> tuple[Figure, ...]:
    """The figures of an entity: those of the tables, else those that are worked out of them."""
    found = reach.shelf.figures(entity, measure)
    if found or measure not in measures() or not measures()[measure].of:
        return found
    of = [reach.shelf.figures(entity, part) for part in measures()[measure].of]
    if measures()[measure].rule == "share":
        of.append(reach.shelf.figures(WORLD, measures()[measure].of[0]))
    return derived(measure, of)


def _chosen(table: tuple[Figure, ...], asked: tuple[int, ...]) -> list[Figure]:
    """Those of the years that are asked for, else of the nearest and the newest; of each year the first few sources."""
    if not table:
        return []
    there = {figure.year for figure in table}
    newest = table[0].year
    picked = [year for year in asked if year in there]
    if not picked:
        nearest = min(there, key=lambda year: (min((abs(year - a) for a in asked), default=0), -year))
        picked = list(dict.fromkeys((nearest, newest)))
    return [figure for year in picked for figure in _of_year(table, year)]


def _of_year(table: tuple[Figure, ...], year: int) -> list[Figure]:
    return [figure for figure in table if figure.year == year][:_MOST_SOURCES]


def _passage(figure: Figure) -> Passage:
    cell = f"{title(figure.measure)}, {figure.entity}, {figure.year}"
    dataset = f"“{figure.dataset}”, " if figure.dataset else ""
    edition = f" ({figure.edition})" if figure.edition else ""
    return Passage(
        in_words(figure), f"{dataset}{cell}{edition}", figure.source, figure.url, origin=NAME, figure=figure,
        version=figure.edition,
    )  # fmt: skip


def _documents(claim: Claim, reach: Reach, asked: list[Query]) -> list[Passage]:
    """The passages that decide most, from searches of which each is looser than the one before."""
    found: dict[tuple[str, str], Passage] = {}
    for words in _searches(claim):
        hits = reach.shelf.documents(words, _CANDIDATES)
        near = [hit for hit in hits if overlap(claim.statement, hit.text) >= _LEAST_SHARED]
        asked.append(Query(f"documents: {words}", len(near)))
        found |= {(hit.locator, hit.text): hit for hit in near}
        if sum(_decides(claim, hit) > 0 for hit in found.values()) >= _MOST:
            break
    return sorted(found.values(), key=lambda hit: _decides(claim, hit), reverse=True)[:_MOST]


def _searches(claim: Claim) -> list[str]:
    """All of the claim's names and nouns, then fewer of them, then any of its words."""
    said = " or ".join(dict.fromkeys(re.findall(r"\w+", claim.statement)))
    return list(dict.fromkeys((*queries(claim), said)))


def _decides(claim: Claim, passage: Passage) -> float:
    """How much a passage decides: above 0 if it supports or refutes, below as far as it says little of the claim."""
    finding = compare(claim, passage)
    if finding.stance in ("supports", "refutes"):
        return finding.confidence
    return overlap(claim.statement, passage.text) - 1 - (finding.stance == "none")
