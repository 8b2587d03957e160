"""Wikidata: what it states of the people, places and things that a claim names, each statement with its reference.

Built to the API of Wikibase (wikidata.org/w/api.php: wbsearchentities, wbgetentities) as recorded answers have it: the
key of a map is the id that was asked for, the id within is the one that a redirect leads to; what is missing says so.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Annotated, Final

from pydantic import Field

from checks.dates.claim_years import claim_years
from checks.retrieval.mediawiki import Map, asked
from checks.retrieval.queries import words
from checks.retrieval.response_schemas import Shape
from checks.retrieval.search_log import Hit, SearchLog
from checks.retrieval.sources import Limits, Option, searched
from checks.retrieval.wikidata.passages import Stated, passage, relevant_statements
from checks.retrieval.wikidata.properties import properties
from checks.retrieval.wikidata.statements import Item, chosen, statements
from checks.types.answer import Answer, SearchFailed
from checks.types.claim import Claim
from checks.types.passage import Passage
from checks.types.source import SourceContext

NAME = "wikidata"
TITLE = "Wikidata"
LIMITS = Limits(per_minute=60, at_once=1, seconds=15.0, largest=12_000_000, kept_seconds=6 * 3600)
OPTIONS = (
    Option("language", "in which names are looked up, by its code", "en"),
    Option("address", "its api.php", "https://www.wikidata.org/w/api.php", address=True),
)
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,8}){0,2}")
_HITS, _MOST_PASSAGES, _MOST_ENTITIES, _MOST_PROPERTIES, _MOST_LABELS = 7, 8, 3, 6, 50
_LONGEST_NAME: Final = 100
_MANY: Final = 30  # statements of one property among which the claim's own words choose
_TELLS_APART: Final = re.compile(r"disambiguation page", re.IGNORECASE)
_DISAMBIGUATION, _INSTANCE_OF = "Q4167410", "P31"

_Text = Annotated[str, Field(max_length=500)]
_Id = Annotated[str, Field(pattern=r"^Q\d{1,12}$")]


class _Match(Shape):
    text: _Text = ""


class _Hit(Shape):
    id: _Id
    label: _Text = ""
    description: _Text = ""
    match: _Match = _Match()


class _Searched(Shape):
    search: tuple[_Hit, ...]


class _Label(Shape):
    value: _Text


class _Entity(Shape):
    """`missing` is a flag: it is its being there that counts."""

    id: Annotated[str, Field(pattern=r"^([QPL]\d{1,12})?$")] = ""
    lastrevid: int = 0
    labels: Map[_Label] = Field(default_factory=dict)
    claims: Map[object] = Field(default_factory=dict)
    missing: object = None


class _Entities(Shape):
    entities: Map[_Entity]


def applies(claim: Claim) -> bool:
    """A claim that speaks of something of which it has a property."""
    return bool(properties(claim))


def ask(claim: Claim, context: SourceContext) -> Answer:
    """Statements of the entities that the claim names, of the properties that it speaks of.

    Entities are looked up by name first; deprecated statements are left out.
    """
    return searched(lambda log: _passages(claim, context, log))


def _passages(claim: Claim, context: SourceContext, log: SearchLog) -> Iterator[Passage]:
    """Entities, then their statements, then the names of what these mention: three requests and one for each name."""
    language = context.options["language"]
    if not _LANGUAGE.fullmatch(language):
        raise SearchFailed(f"its option language is “{language[:40]}”, which is no code of a language, such as en")
    names = _named(claim, context, log)
    found: list[Stated] = []
    for wanted, entity in _entities(list(names), context, log).items():
        stated = list(_of_entity(entity, names, claim, language))
        if stated:
            log.keep(wanted)
        else:
            log.set_aside(wanted, "it states nothing of what the claim speaks of")
        found += stated
    labels = _labels(found, context, log)
    passages = (
        passage(stated, labels, context.options["address"]) for stated in relevant_statements(found, labels, claim)
    )
    yield from islice((one for one in passages if one is not None), _MOST_PASSAGES)


def _named(claim: Claim, context: SourceContext, log: SearchLog) -> dict[str, str]:
    """The ids of the entities that the claim names, each with the name that it has there.

    Each of the claim's first three names is searched for; a hit counts only if it has exactly that name, and the first
    such hit is taken, since the search ranks by how well known a thing is.
    """
    found: dict[str, str] = {}
    for name in words(claim).names[:_MOST_ENTITIES]:
        params: dict[str, str | int] = {
            "action": "wbsearchentities", "search": name[:_LONGEST_NAME], "type": "item", "limit": _HITS,
            "language": context.options["language"], "uselang": context.options["language"],
        }  # fmt: skip
        hits = asked(context.fetch, context.options["address"], params, _Searched).search
        log.searched(f"entity: {name}", map(_found, hits))
        chosen_one = next((hit for hit in hits if _is(hit, name)), None)
        for hit in hits:
            if hit is not chosen_one:
                same = "another thing of this name" if _is(hit, name) else "it goes by another name"
                log.set_aside(hit.id, same)
        if chosen_one is not None:
            found.setdefault(chosen_one.id, chosen_one.label or name)
    if not words(claim).names:
        log.asked("entities: the claim names none", 0)
    return found


def _found(hit: _Hit) -> Hit:
    """A search's hit with its label and description, as it is shown in the log."""
    return Hit(hit.id, f"{hit.label or hit.match.text}: {hit.description}", f"{TITLE}, {hit.id}")


def _is(hit: _Hit, name: str) -> bool:
    """Whether a hit goes by the very name: the search finds all that begins with it."""
    exact = name.casefold() in (hit.match.text.casefold(), hit.label.casefold())
    return exact and not _TELLS_APART.search(hit.description)


def _entities(ids: list[str], context: SourceContext, log: SearchLog) -> dict[str, _Entity]:
    """The entities with their statements by the ids they were asked for, redirects followed, missing ones left out.

    Raises `SearchFailed` where the answer gives an entity without its id or revision: it could not be frozen as
    evidence.
    """
    entities = _got(ids, "info|labels|claims", context.options["language"], context)
    for wanted, entity in entities.items():
        led_on = f", which leads on to {entity.id}" if entity.id not in ("", wanted) else ""
        log.asked(f"statements of {wanted[:20]}{led_on}", len(entity.claims))
        if "missing" in entity.model_fields_set:
            log.set_aside(wanted, "it is there no more")
    present = {id: entity for id, entity in entities.items() if "missing" not in entity.model_fields_set}
    if any(not entity.id or not entity.lastrevid for entity in present.values()):
        raise SearchFailed("its answer names an entity without its id or revision")
    return present


def _got(ids: list[str], props: str, languages: str, context: SourceContext) -> dict[str, _Entity]:
    """Entities by the ids that they are asked for; each is there, if only to say that it is missing.

    `props` and `languages` are lists in the API's form, joined by "|".
    """
    if not ids:
        return {}
    params = {"action": "wbgetentities", "ids": "|".join(ids), "props": props, "languages": languages}
    entities = asked(context.fetch, context.options["address"], params, _Entities).entities
    if left_out := [id for id in ids if id not in entities]:
        raise SearchFailed(f"its answer leaves out {left_out[0]}, which was asked for")
    return entities


def _of_entity(entity: _Entity, names: Mapping[str, str], claim: Claim, language: str) -> Iterator[Stated]:
    """The statements of one entity on the properties that the claim speaks of; none for a disambiguation page.
    `language` is that of its label.
    """
    kinds = (s.value for s in statements(entity.claims.get(_INSTANCE_OF, [])))
    if any(isinstance(kind, Item) and kind.name == _DISAMBIGUATION for kind in kinds):
        return
    label = entity.labels.get(language)
    called = label.value if label else names.get(entity.id, entity.id)
    present = [p for p in properties(claim) if p.id in entity.claims][:_MOST_PROPERTIES]
    for property in present:
        for statement in chosen(statements(entity.claims[property.id]), claim_years(claim), _MANY):
            yield Stated(
                entity=entity.id, called=called, revision=entity.lastrevid, property=property, statement=statement
            )


def _labels(found: Iterable[Stated], context: SourceContext, log: SearchLog) -> dict[str, str]:
    """The names of the items, units and works of reference that the statements name; of units, as English has them.

    Asked for in one request of 50 ids, the most that an anonymous client may ask for (wbgetentities).
    """
    found = list(found)
    ids = list(dict.fromkeys(id for stated in found for id in stated.statement.items))[:_MOST_LABELS]
    units = {stated.statement.unit for stated in found}
    language = context.options["language"]
    entities = _got(ids, "labels", "|".join(dict.fromkeys((language, "en"))), context)
    if ids:
        log.asked(f"names of {len(ids)} items", len(entities))
    orders = {id: ("en", language) if id in units else (language, "en") for id in ids}
    named = {
        id: next((e.labels[n] for n in orders[id] if n in e.labels), None)
        for id, e in entities.items()
        if id in orders
    }
    return {id: label.value for id, label in named.items() if label is not None}
