"""Whether a claim's amount is of the entity that a figure is of, or of a place or body within it."""

import re
from functools import cache
from typing import Final

from checks.documents.measures import Measure
from checks.lexicon.country_names import known_names
from checks.nlp.content_words import normalize
from checks.nlp.names import names

_WORD: Final = re.compile(r"[^\W\d_][\w.'’-]*")
# "Gdynia in Poland …", "Gdynia, in the north of Poland, …", but not "Women in Poland …"
_FIRST: Final = re.compile(
    r"(?!Women|Men|People|Children|Nobody|Everyone)([A-Z][\w’'-]+[^s\W])(?:,(?= [a-z])|(?= in ))"
)


def other_subject(text: str, entity: str, measure: Measure | None) -> str | None:
    """A name that stands before the entity's in a claim: "Gdynia in Poland has …" is not about Poland."""
    at = _mentioned(text, entity)
    if at is None:
        return None
    before, own = text[:at], _own(entity)
    first = _FIRST.match(before)
    if first is not None and not (measure and measure.words.search(first[1])) and normalize(first[1]) not in own:
        return first[1]
    others = frozenset(name for name in names(before) if normalize(name) not in own)
    return next((word for word in _WORD.findall(before) if names(word, include_first=True) & others), None)


def _mentioned(text: str, entity: str) -> int | None:
    """Where the entity, or its people, is first named."""
    own = _own(entity)
    places = [match.start() for match in _WORD.finditer(text) if normalize(match[0]) in own]
    places += [match.start() for name in _all(entity) if (match := _pattern(name).search(text))]
    return min(places, default=None)


@cache
def _pattern(name: str) -> "re.Pattern[str]":
    return re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE if len(name) > 3 else 0)


@cache
def _all(entity: str) -> tuple[str, ...]:
    return (entity, *known_names().get(entity, ()))


@cache
def _own(entity: str) -> frozenset[str]:
    """The entity's names of one word, as `normalize` and `names` have them."""
    single = [name for name in _all(entity) if " " not in name]
    return frozenset(normalize(name) for name in single) | names(" x ".join(single), include_first=True)
