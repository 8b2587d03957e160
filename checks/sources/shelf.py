"""The newsroom's own shelf: reference documents by full-text search, and figure tables."""

from collections.abc import Iterator

from checks.compare import overlap, years
from checks.measures import held_against, in_words, spoken_of
from checks.types import Answer, Claim, Figure, Found, Nothing, Passage, Query, Reach, SearchFailed

NAME = "shelf"
TITLE = "Shelf"
_MOST = 5
_LEAST_SHARED = 0.3


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


def _figures(claim: Claim, reach: Reach, asked: list[Query]) -> Iterator[Passage]:
    for measure in spoken_of(claim):
        for entity in held_against(claim, reach.shelf.entities(claim.statement)):
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
    return Passage(
        in_words(figure),
        f"{figure.measure}, {figure.entity}, {figure.year}",
        figure.source,
        origin=NAME,
        figure=figure,
    )


def _documents(claim: Claim, reach: Reach, asked: list[Query]) -> Iterator[Passage]:
    hits = reach.shelf.documents(claim.statement, _MOST)
    near = [hit for hit in hits if overlap(claim.statement, hit.text) >= _LEAST_SHARED]
    asked.append(Query(f"documents: {claim.statement}", len(near)))
    yield from near
