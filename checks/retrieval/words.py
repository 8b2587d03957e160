"""The words of a claim that a search can use: those that say what it is about.

spaCy's stop words, words of amount, difference and saying, and bare numbers are left out.
"""

import re
from functools import cache, lru_cache
from typing import Final

from spacy.lang.en.stop_words import STOP_WORDS

from checks.lexicon import load_table
from checks.nlp.content_words import normalize
from checks.nlp.inflection import without_possessive

_GROUPS: Final = ("amount", "when", "compare", "report")
_WORD: Final = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_][\w'’-]*")


@cache
def _left_out() -> frozenset[str]:
    table = load_table("search_words")
    return frozenset(STOP_WORDS).union(*(table[group].split() for group in _GROUPS))


def search_words(text: str) -> list[str]:
    """The words of `text` that a search can use, each once, as they are written and in their order.

    Words that stand in capitals as a whole text, such as a headline, are read in lower case.
    """
    plain = text.lower() if text.isupper() and " " in text else text
    words = (without_possessive(word.strip("'’-")) for word in _WORD.findall(plain))
    return list({word.lower(): word for word in words if says_something(word)}.values())


def says_something(word: str) -> bool:
    """Whether a word says what a text is about: no stop word, unit, month, nor a word of comparison or of saying.

    `word` as it is written: short forms in capitals count, whatever stop word they spell
    ("US", "WHO").
    """
    return len(word) > 1 and (word.isupper() or word.lower() not in _left_out())


@lru_cache(4_096)
def content(text: str) -> frozenset[str]:
    """Those words of `text` with endings cut and words of like meaning as one, each once.

    For holding two texts against each other. Stop words are left out.
    """
    return frozenset(map(normalize, search_words(text))) - {""}
