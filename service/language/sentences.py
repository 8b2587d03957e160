"""Sentences that are stored in English, or refuse something in English, translated where they are shown.

What the checks find and why something was refused is written with its values in it: "the password has at least 12
characters". The catalogue has the message with named places for the values; a sentence is recognized by it.
"""

import re
from collections import defaultdict
from functools import cache, lru_cache
from typing import Final, NamedTuple

from service.language.catalogues import BUILT, ENGLISH, built_messages, translations

_PLACE: Final = re.compile(r"%\((\w+)\)s")
# Letters that a message has besides its places: one that says less recognizes what it should not.
_LEAST: Final = 6
_LONGEST: Final = 1_000  # characters of a text that may be such a sentence
_KEY: Final = 4  # letters by which messages that begin alike are found
_DEEPEST: Final = 3  # values within values that are translated too


class _Message(NamedTuple):
    """A message with places: what recognizes it and what it says in a language."""

    pattern: re.Pattern[str]
    target: str


def translate(text: str, language: str) -> str:
    """A sentence in a language; itself where no message is known for it.

    Args:
        text: in English, with its values filled in.
        language: a code of `catalogues.languages()`.
    """
    return text if language == ENGLISH or not text else _translated(text, language, 0)


@lru_cache(
    maxsize=20_000
)  # a page of claims shows hundreds of reasons, and each is held against hundreds of messages
def _translated(text: str, language: str, depth: int) -> str:
    exact = str(translations(language).pgettext(BUILT, text))
    if exact != text or len(text) > _LONGEST:
        return exact
    by_start, others = _messages(language)
    for message in (*by_start.get(text[:_KEY], ()), *others):
        if found := message.pattern.fullmatch(text):
            values = found.groupdict()
            if depth < _DEEPEST:
                values = {name: _translated(value or "", language, depth + 1) for name, value in values.items()}
            return str(message.target % values)
    return text


@cache
def _messages(language: str) -> tuple[dict[str, list[_Message]], list[_Message]]:
    """The messages with places, by their first letters, and those that begin with a place; what says most first."""
    by_start: dict[str, list[_Message]] = defaultdict(list)
    others: list[_Message] = []
    with_places = [(message, said) for message, said in built_messages(language) if said and _has_words(message)]
    for message, said in sorted(with_places, key=lambda each: -len(_PLACE.sub("", each[0]))):
        known = _Message(_pattern(message), said)
        start = message.split("%(")[0]
        (by_start[start[:_KEY]] if len(start) >= _KEY else others).append(known)
    return by_start, others


def _has_words(message: str) -> bool:
    """Whether a message has places, and enough words beside them to be recognized by."""
    rest = _PLACE.sub("", message)
    return rest != message and sum(map(str.isalpha, rest)) >= (_LEAST if message.startswith("%(") else _KEY)


def _pattern(message: str) -> re.Pattern[str]:
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
            parts.append(f"(?P<{part}>.*?)")
    return re.compile("".join(parts), re.DOTALL)
