"""Sentences that are stored in English, or refuse something in English, translated where they are shown.

What the checks find and why something was refused is written with its values in it: "the password has at least 12
characters". The catalogue has the message with named places for the values; a sentence is recognized by it. What
stands in quotation marks is quoted from a text and stays as it is.
"""

import re
from collections import defaultdict
from collections.abc import Collection
from functools import cache, lru_cache
from typing import Final, NamedTuple

from service.language.amounts import FORMS, translate_amount
from service.language.catalogues import BUILT, ENGLISH, built_messages, translations

_PLACE: Final = re.compile(r"%\((\w+)\)s")
_IN_QUOTES: Final = re.compile(r"“%\((\w+)\)s”")
# Letters that a message has besides its places: one that says less recognizes what it should not.
_LEAST: Final = 6
_LONGEST: Final = 1_000  # characters of a text that may be such a sentence
_KEY: Final = 4  # letters by which messages that begin alike are found
_DEEPEST: Final = 4  # values within values that are translated too
_QUOTED: Final = "“%(words)s”"  # how words are quoted
_QUOTATION: Final = re.compile("“([^“”]*)”")
_SIDES: Final = re.compile(": (?=(?:[^“”]*“[^“”]*”)*[^“”]*$)")
_PARTS: Final = re.compile("; (?=(?:[^“”]*“[^“”]*”)*[^“”]*$)")  # what is outside of quotation marks
# The source as the subject of a message, where a reason may name the publisher (`checks.stance.reasons.attributed`).
_SUBJECT: Final = re.compile(r"(?:^|(?<=: ))source(?= )|\bthe source(?= has\b)")
_THE_SOURCE: Final = "the source"
_PUBLISHER: Final = "publisher"


class _Message(NamedTuple):
    """A message with places: what recognizes it and what it says in a language."""

    pattern: re.Pattern[str]
    target: str
    verbatim: frozenset[str]  # places whose values are never translated
    parted: bool


def translate(text: str, language: str) -> str:
    """A sentence in a language; itself where no message is known for it.

    Args:
        text: in English, with its values filled in.
        language: a code of `catalogues.languages()`.
    """
    return text if language == ENGLISH or not text else _translated(text, language, 0)


@lru_cache(
    maxsize=20_000
)  # a page of claims shows hundreds of reasons, and each is compared with hundreds of messages
def _translated(text: str, language: str, depth: int) -> str:
    exact = str(translations(language).pgettext(BUILT, text))
    if exact != text or len(text) > _LONGEST or depth > _DEEPEST:
        return exact
    if quotation := _QUOTATION.fullmatch(text):
        return _quote(quotation[1], language)
    parts = _PARTS.split(text)
    by_start, others = _messages(language)
    for message in (*by_start.get(text[:_KEY], ()), *others):
        if (message.parted or len(parts) == 1) and (said := _filled(message, text, language, depth)):
            return said
    if len(parts) > 1:
        return "; ".join(_translated(part, language, depth) for part in parts)
    return (
        translate_amount(text, language)
        or _attributed(text, language, depth)
        or _before_colon(text, language, depth)
        or text
    )


def _filled(message: _Message, text: str, language: str, depth: int) -> str | None:
    """A text by a message, with its values translated; None if it is not that message."""
    found = message.pattern.fullmatch(text)
    if found is None:
        return None
    values = {
        name: (value or "") if name in message.verbatim else _translated(value or "", language, depth + 1)
        for name, value in found.groupdict().items()
    }
    return message.target % values


def _before_colon(text: str, language: str, depth: int) -> str | None:
    """What a source gives, and what that is to the claim, each by itself; None if one of them is not known."""
    found = _SIDES.split(text, maxsplit=1)
    if len(found) < 2:
        return None
    sides = [_translated(side, language, depth + 1) for side in found]
    return None if sides == found else ": ".join(sides)


def _attributed(text: str, language: str, depth: int) -> str | None:
    """A sentence whose subject is a publisher, by the message of which the subject is the source."""
    filled = (_filled(message, text, language, depth) for message in _messages_of_publishers(language))
    return next((said for said in filled if said), None)


def _quote(words: str, language: str) -> str:
    return str(translations(language).pgettext(BUILT, _QUOTED)) % {"words": words}


@cache
def _messages(language: str) -> tuple[dict[str, list[_Message]], list[_Message]]:
    """The messages with places, by their first letters, and those that begin with a place; what says most first."""
    by_start: dict[str, list[_Message]] = defaultdict(list)
    others: list[_Message] = []
    with_places = [
        (message, said)
        for message, said in built_messages(language)
        if said and _has_words(message) and message not in FORMS
    ]
    for message, said in sorted(with_places, key=lambda each: -len(_PLACE.sub("", each[0]))):
        known = _message(message, said)
        start = message.split("%(")[0]
        (by_start[start[:_KEY]] if len(start) >= _KEY else others).append(known)
    return by_start, others


@cache
def _messages_of_publishers(language: str) -> list[_Message]:
    """The messages whose subject is the source, with a place for a publisher instead; what says most first."""
    place, source = f"%({_PUBLISHER})s", str(translations(language).pgettext(BUILT, _THE_SOURCE))
    found = [
        (_SUBJECT.sub(place, message), said.replace(source, place, 1))
        for message, said in built_messages(language)
        if _PLACE.search(message) and _SUBJECT.search(message) and source in said
    ]
    return [_message(*each) for each in sorted(found, key=lambda each: -len(_PLACE.sub("", each[0])))]


def _message(message: str, said: str) -> _Message:
    verbatim = frozenset(_IN_QUOTES.findall(message))
    return _Message(_pattern(message, verbatim), said, verbatim | {_PUBLISHER}, bool(_PARTS.search(message)))


def _has_words(message: str) -> bool:
    """Whether a message has places, and enough words beside them to be recognized by."""
    rest = _PLACE.sub("", message)
    return rest != message and sum(map(str.isalpha, rest)) >= (_LEAST if message.startswith("%(") else _KEY)


def _pattern(message: str, quoted: Collection[str]) -> re.Pattern[str]:
    """What matches every sentence that a message can become; a place that is named twice has one value."""
    seen: set[str] = set()
    parts = []
    for number, part in enumerate(_PLACE.split(message)):
        if not number % 2:
            parts.append(re.escape(part.replace("%%", "%")))
        elif part in seen:
            parts.append(f"(?P={part})")
        else:
            seen.add(part)
            what = "[^“”:;]{1,80}?" if part == _PUBLISHER else "[^“”]*" if part in quoted else ".*?"
            parts.append(f"(?P<{part}>{what})")
    return re.compile("".join(parts), re.DOTALL)
