"""Whether two statements say the contrary of each other: one denies, one has the opposite word, who and whom change."""

import re
from typing import Final

from checks.lexicon import alternatives, load_words
from checks.nlp.content_words import tokens
from checks.stance.word_groups import grouped_words

_DENIES = re.compile(
    rf"\b(?:{alternatives('stance', 'antonyms_denies')})\b|n['’]t\b",
    re.IGNORECASE,
)
# "No fewer than", "not only": these deny nothing.
_DENIES_NOTHING = re.compile(
    rf"\b(?:no (?:{alternatives('stance', 'antonyms_denies_nothing')})|not (?:only|just|merely|least)"
    r"|no[.] ?\d+)\b",
    re.IGNORECASE,
)
# The passive: "was beaten by".
_BY = re.compile(
    rf"\b(?:{alternatives('stance', 'antonyms_by')})\s(?:\w+\s){{0,2}}\w+(?:ed|en|wn|lt|nt|t)\sby\b", re.IGNORECASE
)
# Names in a list have no order: "France and Spain met".
_TOGETHER = re.compile(r"\b(?:and|or|with|between)\b|,")
# Prefixes that make the opposite of a word.
_NEGATED: Final = ("un", "in", "im", "il", "ir", "dis", "non")
# Letters of a word that a prefix may negate; "un" + "it" is no denial of "it".
_LEAST: Final = 4


def denials(text: str) -> int:
    """How many times a statement denies."""
    return len(_DENIES.findall(_DENIES_NOTHING.sub(" ", text)))


def is_denied(a: str, b: str) -> bool:
    """Whether one of two words is the other with a denying prefix: "safe" and "unsafe"."""
    short, long = sorted((a.lower(), b.lower()), key=len)
    return len(short) >= _LEAST and long.removesuffix(short) in _NEGATED


def opposites(ours: str, theirs: str) -> tuple[str, str] | None:
    """Two words of opposite meaning, ours and theirs, of which each side has only its own; None where there are
    none.
    """
    mine, others = frozenset(tokens(ours)), frozenset(tokens(theirs))
    for a, b in (
        (load_words("synonyms", "rising"), load_words("synonyms", "falling")),
        (load_words("synonyms", "falling"), load_words("synonyms", "rising")),
    ):
        if mine & a and others & b and not mine & b and not others & a:
            return _first(ours, a), _first(theirs, b)
    for here, there in grouped_words("opposite", ours, theirs):
        if here and there and not here.keys() & there.keys():
            return next(iter(here.values())), next(iter(there.values()))
    for word in sorted(mine - others):
        if len(word) < _LEAST:
            continue
        if against := next((p + word for p in _NEGATED if p + word in others and p + word not in mine), None):
            return word, against
        plain = next((word.removeprefix(p) for p in _NEGATED if word.startswith(p)), "")
        if len(plain) >= _LEAST and plain in others and plain not in mine:
            return word, plain
    return None


def exchanged(ours: str, theirs: str, one: str, other: str) -> bool:
    """Whether two names that both texts have change places, as in "France beat Spain" and "Spain beat France".

    Not where one text is passive and the other is not, nor where the two names stand in a list.
    """
    if bool(_BY.search(ours)) != bool(_BY.search(theirs)):
        return False
    order = []
    for text in (ours, theirs):
        first, second = text.find(one), text.find(other)
        if first < 0 or second < 0 or _TOGETHER.search(text[min(first, second) : max(first, second)]):
            return False
        order.append(first < second)
    return order[0] != order[1]


def _first(text: str, among: frozenset[str]) -> str:
    """The first word of a text, in lower case, that is among some words."""
    return next(word for word in tokens(text) if word in among)
