"""Statements as the comparison of claims reads them, kept for further comparisons."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from checks.amounts.amounts import Amount, amounts
from checks.lexicon import load_table, load_words
from checks.lexicon.country_names import entity_of
from checks.nlp.content_words import content_tokens, normalize
from checks.nlp.encoder import encoder
from checks.nlp.names import names
from checks.nlp.word_vectors import Vectors, vectors

ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|@\w+|\bpic\.\S+")  # of a page, a person or a picture
_FIRST_WORD = re.compile(r"\W*([A-Z][\w-]*)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CALENDAR = load_table("calendar")
_DAYS = re.compile(
    rf"\b(?:{'|'.join(name.capitalize() for name in (*_CALENDAR['months'], *_CALENDAR['weekdays']))})\b"
)
_MOST_KEPT: Final = 50_000
# Vectors of words asked for before; emptied when it is full.
_kept: dict[str, Vectors] = {}
_MOST_READ: Final = 512  # statements that are kept, of some 10 kB each


@dataclass(frozen=True, eq=False)
class ParsedStatement:
    """A statement as the comparison reads it; what only near ones are asked for is read at the first question.

    `words` are the content words, words of like meaning as one, each once; `written` the same as the text has
    them; `vectors` theirs, shape (words, dimensions), each of length 1.
    """

    text: str
    words: tuple[str, ...]
    written: tuple[str, ...]
    vectors: Vectors

    @cached_property
    def embedding(self) -> Vectors:
        """What it means as a whole, a vector of length 1."""
        whole: Vectors = encoder().sentences([self.text])[0]
        return whole

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """Its amounts, dates aside."""
        return tuple(amounts(self.text, dated=False))

    @cached_property
    def names(self) -> frozenset[str]:
        """Its names, without a first word that need not be one."""
        return names(self.text) | self._first_country

    @property
    def _first_country(self) -> frozenset[str]:
        """The country that its first word names: "Germany has more than 90 million inhabitants"."""
        first = _FIRST_WORD.match(self.text)
        return names(first[0], include_first=True) if first and first[1] in entity_of() else frozenset()

    @cached_property
    def all_names(self) -> frozenset[str]:
        """Its names, with the first word."""
        return names(self.text, include_first=True)

    @cached_property
    def years(self) -> frozenset[str]:
        """The years that it speaks of."""
        return frozenset(_YEAR.findall(self.text))

    @cached_property
    def days(self) -> frozenset[str]:
        """The months and days of the week that it speaks of."""
        return frozenset(_DAYS.findall(self.text))


# Statements read before, since one is held against many; emptied when it is full.
_read: dict[str, ParsedStatement] = {}


def read_statements(texts: Sequence[str]) -> list[ParsedStatement]:
    """What the comparison needs of each text, in the same order.

    Many at once take less time than one by one: each word's vector is looked up once. A text without content words
    has no words and vectors of shape (1, 0).
    """
    fresh = [text for text in dict.fromkeys(texts) if text not in _read]
    if len(_read) + len(fresh) > _MOST_READ:
        _read.clear()
        fresh = list(dict.fromkeys(texts))
    _read.update(zip(fresh, _read_anew(fresh), strict=True))
    return [_read[text] for text in texts]


def _read_anew(texts: Sequence[str]) -> list[ParsedStatement]:
    """What `read_statements` gives of texts that are not kept."""
    plain = [_without_addresses(text) for text in texts]
    words = [
        {
            _stands_for(word): word
            for word in content_tokens(text)
            if word.lower() not in load_words("stop_words", "claims")
        }
        for text in plain
    ]
    kept = _of_words({word for each in words for word in each.values()})
    return [
        ParsedStatement(
            text,
            tuple(each),
            tuple(each.values()),
            np.stack([kept[word] for word in each.values()]) if each else np.zeros((1, 0), np.float32),
        )
        for text, each in zip(plain, words, strict=True)
    ]


def _without_addresses(text: str) -> str:
    """A text without web addresses, account names and number signs."""
    return ADDRESS.sub(" ", text).replace("#", " ")


def _stands_for(word: str) -> str:
    """The stem of a word, those of like meaning as one, and those for rising and for falling each as one."""
    lower = word.lower()
    return (
        "rise"
        if lower in load_words("synonyms", "rising")
        else "fall"
        if lower in load_words("synonyms", "falling")
        else normalize(lower)
    )


def _of_words(words: set[str]) -> dict[str, Vectors]:
    """Their vectors; those of words that were asked for before are kept."""
    if len(_kept) > _MOST_KEPT:
        _kept.clear()
    fresh = [word for word in words if word not in _kept]
    _kept.update(zip(fresh, vectors(fresh), strict=True))
    return {word: _kept[word] for word in words}
