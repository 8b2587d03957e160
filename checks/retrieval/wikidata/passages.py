"""Wikidata's statements as passages: a figure where one is, else a sentence."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from checks.documents.measures import in_words as figure_in_words
from checks.nlp.content_words import overlap
from checks.retrieval.wikidata.properties import Property
from checks.retrieval.wikidata.statements import Amount, Statement
from checks.retrieval.wikidata.values import in_words, times, unit_of
from checks.types.claim import Claim
from checks.types.document import Figure
from checks.types.passage import Passage

_NAME, _PUBLISHER, _AUTHOR = "wikidata", "Wikidata", "Wikidata contributors"
_MOST_STATEMENTS, _MOST_REFERENCES = 3, 3


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement of an entity, chosen for a claim; `called` is the entity's name, `revision` that of its page."""

    entity: str
    called: str
    revision: int
    property: Property
    statement: Statement


def relevant_statements(found: Iterable[Stated], labels: Mapping[str, str], claim: Claim) -> Iterator[Stated]:
    """Of each property of an entity a few statements; among many, those that share words with the claim.

    Three statements of each property at most. Amounts were chosen before, by their years.
    """
    groups: dict[tuple[str, str], list[Stated]] = {}
    for stated in found:
        groups.setdefault((stated.entity, stated.property.id), []).append(stated)
    for group in groups.values():
        if len(group) > _MOST_STATEMENTS:
            shared = [(overlap(in_words(s.statement.value, labels), claim.statement), s) for s in group]
            group = [s for share, s in sorted(shared, key=lambda pair: -pair[0]) if share > 0]
        yield from group[:_MOST_STATEMENTS]


def passage(stated: Stated, labels: Mapping[str, str], api: str) -> Passage | None:
    """A statement in a sentence, or as a figure where it is one; None if its value can't be told.

    `api` is the address of the API; the passage links to the property on the entity's page beside it. The revision
    stands in `version`, since a page changes.
    """
    statement, property, called = stated.statement, stated.property, stated.called
    figure = _figure(stated, labels)
    value = in_words(statement.value, labels)
    if not value:
        return None
    sentence = f"{property.says.format(value=value, entity=called)}{times(statement)}."
    locator = f"“{called}” ({stated.entity}), {property.title} ({property.id}), statement {statement.id}"
    return Passage(
        figure_in_words(figure) if figure else sentence, f"{locator}; {_reference(statement, labels)}", _PUBLISHER,
        urljoin(api, f"/wiki/{stated.entity}#{property.id}"), origin=_NAME, figure=figure, author=_AUTHOR,
        version=str(stated.revision),
    )  # fmt: skip


def _figure(stated: Stated, labels: Mapping[str, str]) -> Figure | None:
    """The cell of a figure table that a statement is: a measure with a year, in a unit if the measure has one.

    None if the statement has no year or another kind of unit than the measure: it is then quoted as a sentence,
    and no number is compared.
    """
    value, point, measure = stated.statement.value, stated.statement.point, stated.property.measure
    if measure is None or not isinstance(value, Amount) or point is None or point.year is None:
        return None
    unit = unit_of(value, labels)
    if (unit is None) != (measure.unit is None):
        return None
    return Figure(
        entity=stated.called, measure=measure.name, year=point.year, value=value.value, unit=unit, source=_PUBLISHER,
    )  # fmt: skip


def _reference(statement: Statement, labels: Mapping[str, str]) -> str:
    """What a statement is taken from; "imported from Wikipedia" is no reference.

    Works by name and addresses, three at most; "it names no reference" says that the statement rests on nobody.
    """
    works = [labels[id] for id in statement.stated_in if id in labels]
    named = [*dict.fromkeys((*works, *statement.addresses))][:_MOST_REFERENCES]
    return f"its reference: {', '.join(named)}" if named else "it names no reference"
