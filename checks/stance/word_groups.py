"""Words by which two clauses speak of different groups, measures, events or modalities.

The lists are in `synonyms.toml`. A line has members, divided by "|", and a member has words and phrases, divided
by ",".
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

from checks.lexicon import load_table

_FIRST = re.compile(r"\w+")
# Texts whose words are kept.
_KEPT: Final = 4096


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


@lru_cache(_KEPT)
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


def missing_event(claim: str, source: str) -> str | None:
    """The word for what happened by a claim's clause where a source's text has no word for it.

    Returns None where the source has one ("detained" for "arrested"), or the claim's clause tells no event of the list.
    """
    return next((happened for happened, _ in _missing_events(claim, source)), None)


def extra_event(claim: str, source: str) -> str | None:
    """What a source's clause says happened ("withdrew") where the claim says nothing of the kind.

    Only of the events that leave, or make, what is counted: there are fewer soldiers after a withdrawal.
    """
    return next((happened for happened, line in _missing_events(source, claim) if len(line) > 1), None)


def _missing_events(one: str, other: str) -> Iterator[tuple[str, list["re.Pattern[str]"]]]:
    """The events that the first text names and the second does not, each with the line of the list that it stands
    in.
    """
    for line in _lines("events"):
        happened = line[0].search(one)
        if happened and not any(words.search(other) for words in line):
            yield happened[0], line


def other_modality(claim: str, source: str) -> str | None:
    """The words by which a source's figure is a capacity, a limit, a budget or the like ("licensed to carry").

    None where the claim has a word of the same line.
    """
    for ours, theirs in grouped_words("modality", claim, source):
        if theirs.get(0) and not ours:
            return theirs[0]
    return None
