"""The proper names of a text, found by their capitals; a people and its country are one name."""

import re
from functools import cache
from typing import Final

from checks.lexicon import alternatives, load_list, load_words
from checks.lexicon.country_names import country_of_people, entity_of
from checks.nlp.inflection import singular, without_possessive

_NAME = re.compile(r"(?<![.!?]\s)(?<!\w)[A-ZÀ-ÖØ-ÞČŁŚŠŻŽ][\w’'-]*[^\W\d_]\b")
_NAME_NOT_FIRST = re.compile(rf"(?<!^){_NAME.pattern}")
# A name of one or more words: "Mayor Jane Marsh", "Kestrel Bay".
_WRITTEN: Final = re.compile(r"[A-Z][\w’'.-]*(?:[ \t]+[A-Z][\w’'.-]*)*")
_LONG_WORD: Final = re.compile(r"[^\W\d_]\w{3,}")
_BLANKS_OF_A_SENTENCE: Final = 7  # at least
_FIRST_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")
# What is left of the name of a people without one of these is taken for its country: "Ghanaian", "Ghana".
_OF_A_PEOPLE: Final = load_list("nlp", "names_of_a_people")
_SHORTEST_COUNTRY: Final = 4
_AT = re.compile(
    rf"\b(?:{alternatives('nlp', 'places_at')})\s+(?:the\s+|all\s+|all of\s+)?(?:(?:neighbou?ring|nearby"
    r"|\w+ern)\s+)?((?:[A-Z][\w’'.-]*\s?)+)"
)
_POSSESSIVE = re.compile(r"\b([A-Z][\w-]+)['’]s\b")


def names(text: str, *, include_first: bool = False) -> frozenset[str]:
    """The names of a text in lower case, peoples as their countries, endings of peoples cut.

    A text's first word is written with a capital whether it is a name or not. It is left out, unless it is a people
    that the lexicon has, or `include_first` says that the text is a part of a sentence or a name.
    """
    no_names = load_words("stop_words", "no_names")
    pattern = _NAME if include_first else _NAME_NOT_FIRST
    found = [word for word in pattern.findall(text) if word.lower().strip("'’-") not in no_names]
    first = None if include_first else _FIRST_WORD.match(text)
    if first is not None and first[0].lower() in country_of_people():
        found.append(first[0])
    return frozenset(_country_or_name(name) for name in found)


def place_names(text: str) -> frozenset[str]:
    """The names behind "in", "of", "across" …, those with a genitive, and peoples; as `names` gives them.

    Enough to see that two texts speak of two places.
    """
    found = " ".join((*_AT.findall(text), *_POSSESSIVE.findall(text)))
    return names(found, include_first=True)


def names_in_line(context: str) -> list[tuple[str, frozenset[str]]]:
    """The names of a claim's context line, or of sentences in place of one: as written, and as `names` gives them.

    The first word of a sentence has a capital whether it is a name or not, and so has nearly every word of many a
    headline: such a word, and such a headline, tell none.
    """
    found = list[str]()
    for part in map(str.strip, context.split(";")):
        bare = part.strip("“”")
        if bare != part and not tells_names(bare):
            continue
        first = _WRITTEN.match(bare) if bare != part or part.count(" ") >= _BLANKS_OF_A_SENTENCE else None
        sure = first is None or (bare != part and " " in first[0])
        found += _WRITTEN.findall(bare, 0 if sure or first is None else first.end())
    return [(name, words) for name in found if (words := names(name, include_first=True))]


def tells_names(text: str) -> bool:
    """Whether the capitals of a text tell its names: not where most words have one, as in many a headline."""
    words: list[str] = _LONG_WORD.findall(text)
    return sum(word[0].isupper() for word in words) * 3 <= len(words) * 2


def _country_or_name(name: str) -> str:
    lower = without_possessive(name.lower())
    peoples = country_of_people()
    if lower in peoples:
        return peoples[lower]
    country = _countries().get(lower) or _countries().get(singular(lower))
    if country is not None:
        return peoples.get(country, country)
    for ending in _OF_A_PEOPLE:
        if lower.endswith(ending) and len(lower) - len(ending) >= _SHORTEST_COUNTRY:
            return lower.removesuffix(ending)
    return lower


@cache
def _countries() -> dict[str, str]:
    """By each name of one word of a country, and each word for what is of it: the country; all in lower case."""
    return {name.lower(): entity.lower() for name, entity in entity_of().items() if " " not in name}


@cache
def country_names() -> frozenset[str]:
    """The countries and other entities that have figures, as `names` gives them."""
    return frozenset(_country_or_name(name) for name in entity_of() if " " not in name)
