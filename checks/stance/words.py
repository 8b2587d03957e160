"""The words of a claim and a passage: which carry meaning, which are names, and how far two texts share them."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, Final

from checks.documents.figures import entity_of
from checks.lexicon import load_table

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)(?<!\w)[A-Z][\w’'-]*[A-Za-z]\b")
_STOP: Final = frozenset(
    "the a an of to in on at by for from with and or but as is are was were be been has have had that this these those "
    "it its itself their his her they he she we who which will would could should may might more than about around nearly "
    "said says say according also another other most some many them near over under up down out into all there last "
    "year month week day ago since now not no new per only almost least "
    "hundred hundreds thousand thousands million millions billion billions trillion dozen dozens percent percentage point "
    "points half third quarter one two three four five six seven eight nine ten degree degrees celsius fahrenheit metre "
    "metres kilometre kilometres mile miles euro euros dollar dollars pound pounds crown crowns franc francs".split()
)
_NO_PLACES: Final = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday mr mrs ms dr sir the but and in on at for by with from some most many more nearly "
    "about around over under only according after before since during between both each every this that these those it "
    "its he she they we you his her their our i a an as to of or if when while although".split()
)
# Peoples whose name does not begin like that of their country, each with what both are called here.
_PEOPLES: Final = {
    "french": "franc", "france": "franc", "dutch": "nether", "netherlands": "nether", "spanish": "spai",
    "spain": "spai", "british": "brit", "britain": "brit", "uk": "brit", "u.k": "brit", "welsh": "wale",
    "wales": "wale", "greek": "gree", "greece": "gree", "turkish": "turk", "turkey": "turk", "danish": "denm",
    "denmark": "denm", "swiss": "swit", "switzerland": "swit", "american": "usa", "americans": "usa", "us": "usa",
    "u.s": "usa", "america": "usa", "polish": "pola", "poland": "pola", "irish": "irel", "ireland": "irel",
    "finnish": "finl", "finland": "finl", "swedish": "swed", "sweden": "swed", "scottish": "scot", "scotland": "scot",
    "eu": "europ", "europe": "europ", "european": "europ", "filipino": "phil", "philippines": "phil",
    "iran": "irani", "iranian": "irani", "iraq": "iraqi", "iraqi": "iraqi", "austria": "austri",
    "austrian": "austri", "australia": "austra", "australian": "austra", "norwegian": "norw", "norway": "norw",
    "danes": "denm", "dane": "denm", "poles": "pola", "pole": "pola", "swedes": "swed", "swede": "swed",
    "finns": "finl", "finn": "finl", "turks": "turk", "turk": "turk", "spaniards": "spai", "spaniard": "spai",
    "scots": "scot", "scot": "scot", "britons": "brit", "briton": "brit", "brits": "brit", "irishmen": "irel",
    "frenchmen": "franc", "greeks": "gree", "dutchman": "nether", "frenchman": "franc", "irishman": "irel",
    "icelandic": "icel", "iceland": "icel", "democratic": "democrat",
    "chinese": "chin", "china": "chin", "chile": "chile", "chilean": "chile",
}  # fmt: skip


@cache
def measures() -> dict[str, Any]:
    """`checks/lexicon/data/synonyms.toml`: what is the same thing and what is another."""
    return load_table("synonyms")


@cache
def _meanings() -> dict[str, str]:
    groups = ((stem(group.split()[0]), group.split()) for group in measures()["same"])
    return {stem(word): first for first, group in groups for word in group}


def overlap(claim: str, other: str) -> float:
    """Which part of the claim's content words the other text holds, 0 to 1."""
    wanted, held = content_words(claim), content_words(other)
    return len(wanted & held) / len(wanted) if wanted else 0.0


def content_words(text: str) -> frozenset[str]:
    """The words that carry meaning, lower case, endings cut, words of like meaning as one."""
    return frozenset(meaning(word) for word in carrying(text)) - {""}


def carrying(text: str) -> Iterable[str]:
    """The words that carry meaning, as they are written."""
    return (word for word in _WORD.findall(text) if word.lower() not in _STOP)


@lru_cache(65_536)
def meaning(word: str) -> str:
    """What a word stands for: its stem, or the first of the words that mean the same."""
    lower = word.lower().strip("'’-")
    if lower in _PEOPLES:
        return _PEOPLES[lower]
    cut = stem(lower)
    return _meanings().get(cut, cut)


def stem(word: str) -> str:
    """The word without its ending."""
    word = word.removesuffix("'s").removesuffix("’s")
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ing", "ers", "ed", "er", "es", "s", "e"):
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def names(text: str) -> frozenset[str]:
    """Proper names within a text as `content_words` gives them, peoples as their countries; its first word too, where
    that is one that is never written large otherwise."""
    found = [word for word in _NAME.findall(text) if word.lower().strip("'’-") not in _NO_PLACES]
    first = _WORD.match(text)
    if first is not None and first[0].lower() in _PEOPLES:
        found.append(first[0])
    return frozenset(_people(name) for name in found)


@cache
def _countries() -> dict[str, str]:
    """The names of countries and of what is theirs, where they are one word, as the country's name; in lower case."""
    return {name.lower(): entity.lower() for name, entity in entity_of().items() if " " not in name}


def _people(name: str) -> str:
    lower = name.lower().removesuffix("'s").removesuffix("’s")
    if lower in _PEOPLES:
        return _PEOPLES[lower]
    country = _countries().get(lower) or _countries().get(lower.removesuffix("s"))
    if country is not None:
        return _PEOPLES.get(country, country)
    for ending in ("ians", "ian", "ans", "an", "ese", "is", "i", "ia", "a", "y"):
        if lower.endswith(ending) and len(lower) - len(ending) >= 4:
            return lower.removesuffix(ending)
    return lower


@cache
def listed(name: str) -> frozenset[str]:
    """The words of one list of `measures`."""
    return frozenset(measures()[name].split())


def tokens(text: str) -> Iterable[str]:
    """The words of a text in lower case."""
    return (word.lower() for word in _WORD.findall(text))


# What may count anybody.
GENERIC: Final = frozenset(meaning(word) for word in ("person", "man", "woman", "other"))
