"""The words of a text that carry meaning, and one form for words that mean the same.

`normalize` takes the stem of a word (`checks.nlp.inflection.stem`) and then maps synonyms (`synonyms.toml`, list
`same`) and peoples (`peoples.csv`) to one word. It is no parser, so that it can be asked a million times a minute.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from checks.lexicon import load_table, load_words
from checks.lexicon.country_names import country_of_people
from checks.nlp.inflection import stem

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")


def content_words(text: str) -> frozenset[str]:
    """The content words of a text, each as `normalize` gives it."""
    return frozenset(normalize(word) for word in content_tokens(text)) - {""}


def content_tokens(text: str) -> Iterator[str]:
    """The words of a text that are no stop words, in order and as they are written."""
    stop_words = load_words("stop_words", "content")
    return (word for word in _WORD.findall(text) if word.lower() not in stop_words)


def tokens(text: str) -> Iterator[str]:
    """All words of a text of two letters and more, in lower case."""
    return (word.lower() for word in _WORD.findall(text))


def overlap(claim: str, other: str) -> float:
    """The part of the claim's content words that the other text has, 0 to 1; 0 for a claim without any."""
    wanted, given = content_words(claim), content_words(other)
    return len(wanted & given) / len(wanted) if wanted else 0.0


@lru_cache(65_536)
def normalize(word: str) -> str:
    """The one form of a word and its synonyms: "soldiers" and "troops" give "troop", "Dutch" its country."""
    lower = word.lower().strip("'’-")
    country = country_of_people().get(lower)
    if country is not None:
        return country
    cut = stem(lower)
    return _synonyms().get(cut, cut)


@cache
def _synonyms() -> dict[str, str]:
    """By the stem of every word of a line of synonyms: the stem of the line's first word."""
    groups = ((stem(group.split()[0]), group.split()) for group in load_table("synonyms")["same"])
    return {stem(word): first for first, group in groups for word in group}
