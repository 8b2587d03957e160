"""Words that set two texts apart, and words that are opposites.

A list of `synonyms.toml` has lines; a line has members, divided by "|", and a member has words and phrases, divided by
",". Which members of a line each text has tells whether both speak of the same.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

from checks.lexicon import load_table, load_words
from checks.nlp.content_words import tokens

_FIRST = re.compile(r"\w+")
# Texts whose words are kept.
_KEPT_TEXTS: Final = 4096
# Prefixes that make the opposite of a word.
_NEGATED: Final = ("un", "in", "im", "il", "ir", "dis", "non")
# Letters of a word that a prefix may negate; "un" + "it" is no denial of "it".
_LEAST: Final = 4


@cache
def _lines(name: str) -> list[list["re.Pattern[str]"]]:
    """The members of each line of a list, each as one pattern."""
    return [[_any(member.split(",")) for member in line.split("|")] for line in load_table("synonyms")[name]]


def _any(words: Iterable[str]) -> "re.Pattern[str]":
    """Any of some words or phrases; a space in one may be a hyphen."""
    either = "|".join("[ -]".join(map(re.escape, word.split())) for word in words)
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE)


def grouped_words(name: str, claim: str, source: str) -> Iterator[tuple[dict[int, str], dict[int, str]]]:
    """For each line of a list: which of its members each text has.

    Yields, for the claim and the source, the words found by the place of their member in the line.
    """
    return zip(_members(name, claim), _members(name, source), strict=True)


@lru_cache(_KEPT_TEXTS)
def _members(name: str, text: str) -> tuple[dict[int, str], ...]:
    """The members of every line that a text has; only those whose first word it has are looked for."""
    lines, places = _lines(name), _places(name)
    here = {place for word in _FIRST.findall(text.lower()) for place in places.get(word, ())}
    found: tuple[dict[int, str], ...] = tuple({} for _ in lines)
    for line, member in sorted(here):
        if match := lines[line][member].search(text):
            found[line][member] = match[0]
    return found


@cache
def _places(name: str) -> dict[str, frozenset[tuple[int, int]]]:
    """By the first word of each phrase of a list: the lines and members that have it."""
    found: dict[str, set[tuple[int, int]]] = {}
    for n, line in enumerate(load_table("synonyms")[name]):
        for m, member in enumerate(line.split("|")):
            for phrase in member.split(","):
                found.setdefault(_FIRST.findall(phrase.lower())[0], set()).add((n, m))
    return {word: frozenset(places) for word, places in found.items()}


def contrasting_words(claim: str, source: str) -> tuple[str, str] | None:
    """The words by which two clauses speak of different groups: what the claim has, what the source has.

    Lists `apart` and `narrower`. "all" stands for the side that names no part where the other side does. None
    where the two may speak of the same.
    """
    for name in ("apart", "narrower"):
        for mine, others in grouped_words(name, claim, source):
            if mine and others and not mine.keys() & others.keys():
                return next(iter(mine.values())), next(iter(others.values()))
            if name == "narrower" and bool(mine) != bool(others):
                return (next(iter(mine.values())), "all") if mine else ("all", next(iter(others.values())))
    return None


def is_denied(a: str, b: str) -> bool:
    """Whether one of two words is the other with a denying prefix: "safe" and "unsafe"."""
    short, long = sorted((a.lower(), b.lower()), key=len)
    return len(short) >= _LEAST and long.removesuffix(short) in _NEGATED


def opposites(ours: str, theirs: str) -> tuple[str, str] | None:
    """Two words of opposite meaning, ours and theirs, of which each side has only its own; None where there are
    none.
    """
    mine, others = frozenset(tokens(ours)), frozenset(tokens(theirs))
    rising, falling = load_words("synonyms", "rising"), load_words("synonyms", "falling")
    for a, b in ((rising, falling), (falling, rising)):
        if mine & a and others & b and not mine & b and not others & a:
            return _first(ours, a), _first(theirs, b)
    for here, there in grouped_words("opposite", ours, theirs):
        if here and there and not here.keys() & there.keys():
            return next(iter(here.values())), next(iter(there.values()))
    pairs = ((word, other) for word in sorted(mine - others) for other in sorted(others - mine))
    return next(((word, other) for word, other in pairs if is_denied(word, other)), None)


def _first(text: str, among: frozenset[str]) -> str:
    """The first word of a text, in lower case, that is among some words."""
    return next(word for word in tokens(text) if word in among)
