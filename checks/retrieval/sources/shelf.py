"""The newsroom's own shelf: reference documents by full-text search, and figure tables."""

from collections.abc import Iterator
from typing import Final

from checks.dates.claim_years import claim_years, years_compared, years_spanned
from checks.documents.claim_measures import named_measures
from checks.documents.figures import (
    against,
    change,
    derived,
    growth,
    named_together,
    people_named,
    places_named,
    relative_change,
    together,
)
from checks.documents.measures import (
    compares,
    counts_people,
    in_words,
    is_additive,
    measures,
    title,
)
from checks.documents.ranks import members, rank, rank_stated
from checks.lexicon import load_list
from checks.quantities.conversion import dimension
from checks.retrieval import shelf_documents
from checks.retrieval.search_log import Hit, SearchLog
from checks.retrieval.sources import searched
from checks.retrieval.words import content
from checks.types.answer import Answer
from checks.types.claim import Claim
from checks.types.document import Figure
from checks.types.passage import Passage
from checks.types.source import SourceContext

NAME = "shelf"
TITLE = "Shelf"
_MOST_ENTITIES, _MOST_MEASURES, _MOST_SOURCES = 3, 4, 3
_SAYS_LITTLE: Final = content(" ".join(load_list("retrieval", "shelf_says_little")))


def applies(claim: Claim) -> bool:
    """Any claim may be treated in a document of ours."""
    return True


def ask(claim: Claim, context: SourceContext) -> Answer:
    """Figures of the entity and measure that the claim names, and passages that share its words.

    Both come from the desk's own shelf: nothing is asked of the network.
    """
    return searched(
        lambda log: [*_figures(claim, context, log), *shelf_documents.shelf_passages(claim, context, log)]
    )


def _figures(claim: Claim, context: SourceContext, log: SearchLog) -> Iterator[Passage]:
    """The figures of each measure that the claim names, as passages."""
    for measure, entities in list(_measured(claim, context).items())[:_MOST_MEASURES]:
        yield from map(_passage, _figures_of_measure(claim, measure, entities, context, log))


def _measured(claim: Claim, context: SourceContext) -> dict[str, list[str]]:
    """The measures that the claim names, each with the entities whose figures bear on it.

    First those that it names by the lexicon (`figure_measures.toml`), then those of the newsroom's own tables.
    """
    known = named_measures(claim)
    measured = {measure: _entities(claim, measure, context) for measure in known}
    for entity in _entities(claim, "", context):
        for measure in _named_in_words(claim, known, context.shelf.measures(entity)):
            measured.setdefault(measure, []).append(entity)
    return measured


def _figures_of_measure(
    claim: Claim, measure: str, entities: list[str], context: SourceContext, log: SearchLog
) -> Iterator[Figure]:
    """What the tables of these entities tell of the claim: changes, a rank, the figures of its years, and the quotient
    of two entities where the claim compares them ("three times as many as").
    """
    years = claim_years(claim)
    tables = [_table(claim, entity, measure, context) for entity in entities]
    if len(tables) > 1 and not _compares(claim):
        tables, entities = [together(tables)], [" and ".join(entities)]
    yield from _changes(claim, tables)
    yield from _ranks(claim, measure, entities, context)
    for entity, table in zip(entities, tables, strict=True):
        picked = _of_years(table, years)
        _note(entity, measure, table, picked, log)
        yield from picked
    if _compares(claim) and len(tables) > 1 and rank_stated(claim.statement) is None:
        yield from _of_years(against(tables[0], tables[1]), years)


def _changes(claim: Claim, tables: list[tuple[Figure, ...]]) -> Iterator[Figure]:
    """By how much the figures have changed over the years that a claim names.

    "Since 2010", "from 2010 to 2020", "more in 2020 than in 2010".
    """
    compared = years_compared(claim)
    span = years_spanned(claim) or (compared and (min(compared), max(compared)))
    if span is None:
        return
    since, until = span[0], span[1] or _newest_year(claim)
    in_percent = any(dimension(quantity) == "percent" for quantity in claim.quantities)
    for table in tables:
        last = min(max((figure.year for figure in table), default=0), until)
        moved = change(table, since, last), growth(table, since, last)
        yield from (figure for figure in moved if figure is not None)
        if in_percent and (share := relative_change(table, since, last)) is not None:
            yield share


def _newest_year(claim: Claim) -> int:
    """The year up to which "since 2010" goes: that of the article; one far ahead where that is not known."""
    return max(
        (d.last.year for d in claim.dates if d.last and d.first and d.last.year > d.first.year), default=9999
    )


def _ranks(claim: Claim, measure: str, entities: list[str], context: SourceContext) -> Iterator[Figure]:
    """The place that the claim's first entity has among its like, where the claim gives it one; no group's own."""
    asked = rank_stated(claim.statement)
    entity = next((each for each in entities if asked and each != asked.group), None)
    if asked is None or entity is None:
        return
    own = context.shelf.figures(entity, measure)
    years = claim_years(claim) or tuple(figure.year for figure in own[:1])
    for year in years[:1]:
        tables = {member: context.shelf.figures(member, measure) for member in members(asked.group, year)}
        if (found := rank(asked, entity, year, tables)) is not None:
            yield found


def _note(entity: str, measure: str, table: tuple[Figure, ...], picked: list[Figure], log: SearchLog) -> None:
    """Log what was found about an entity, and that its other years are set aside.

    Two hits for each table: what is kept and the rest, with how many figures each holds.
    """
    called = f"{title(measure)}, {entity}"
    kept = Hit(f"{called}: kept", called, "tables", count=len(picked))
    rest = Hit(f"{called}: other years", called, "tables", count=len(table) - len(picked))
    log.searched(f"figures: {measure} of {entity}", [hit for hit in (kept, rest) if hit.count > 0])
    log.keep(kept.key)
    log.set_aside(rest.key, "figures of other years than those that the claim is held against")


def _entities(claim: Claim, measure: str, context: SourceContext) -> list[str]:
    """Whose figures bear on a claim: "Poland, a member of the European Union, has …" is about Poland; "more than in
    Spain" about both.

    `measure` is empty for the tables of the newsroom. One entity, unless the claim compares; then three at most,
    in the order in which the claim names them.
    """
    people = people_named(claim.statement) if counts_people(measure) else None
    said = claim.statement if counts_people(measure) else places_named(claim.statement)
    named = list(context.shelf.entities(said)) or ([people] if people else [])
    if people and named[0] != people:
        return []  # of the Chinese population of Malaysia no table of inhabitants tells anything
    if measure and (whole := measures()[measure].whole_in(claim.statement)):
        named = [entity for entity in named if entity != whole]
    if _compares(claim):
        return named[:_MOST_ENTITIES]
    joined = named_together(claim.statement, named)[:_MOST_ENTITIES]
    return joined if measure and is_additive(measure) else named[: 2 - len(joined)]


def _compares(claim: Claim) -> bool:
    """Whether a claim compares several entities."""
    return compares(claim.statement) or _says_how_many_times(claim)


def _says_how_many_times(claim: Claim) -> bool:
    """Whether a claim says how many times as much something is."""
    return any(dimension(quantity) == "times" for quantity in claim.quantities)


def _named_in_words(claim: Claim, known: list[str], measured: tuple[str, ...]) -> Iterator[str]:
    """Measures of the newsroom's own tables whose words all stand in the claim: "hospital beds".

    `measured` are the measures for which the shelf has figures of the entity. Words such as "rate" and "number" need
    not stand in the claim.
    """
    said = content(claim.statement)
    for measure in measured:
        words = content(measure) - _SAYS_LITTLE
        if measure not in measures() and measure not in known and words and words <= said:
            yield measure


def _table(claim: Claim, entity: str, measure: str, context: SourceContext) -> tuple[Figure, ...]:
    """The figures of an entity: those of the tables, else those that are worked out of them.

    Newest first. If no table gives a share of the claim's whole, or a density, it is computed from the tables of its
    parts.
    """
    found = context.shelf.figures(entity, measure)
    if found or measure not in measures() or not measures()[measure].of:
        return found
    of = [context.shelf.figures(entity, part) for part in measures()[measure].of]
    if whole := measures()[measure].whole_in(claim.statement):
        of.append(context.shelf.figures(whole, measures()[measure].of[0]))
    return derived(measure, of)


def _of_years(table: tuple[Figure, ...], asked: tuple[int, ...]) -> list[Figure]:
    """The figures of the years `asked` for; if the table has none of these, of the nearest year and of the newest.

    Of each year the first few sources.
    """
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
    """The figures of one year; several sources may differ, and no more than three are shown."""
    return [figure for figure in table if figure.year == year][:_MOST_SOURCES]


def _passage(figure: Figure) -> Passage:
    """A figure as a sentence with its place in the table; the figure itself travels with it to be compared as a
    number.
    """
    year = figure.year if figure.since is None else f"{figure.since} to {figure.year}"
    cell = f"{title(figure.measure)}, {figure.entity}, {year}"
    dataset = f"“{figure.dataset}”, " if figure.dataset else ""
    edition = f" ({figure.edition})" if figure.edition else ""
    return Passage(
        in_words(figure), f"{dataset}{cell}{edition}", figure.source, figure.url, origin=NAME, figure=figure,
        version=figure.edition,
    )  # fmt: skip
