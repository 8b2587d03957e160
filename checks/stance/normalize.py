"""Texts written as most are, so that what means the same reads the same."""

import re
from typing import Final

_WRITTEN: Final = tuple(
    (re.compile(pattern), plainly)
    for pattern, plainly in (
        (r"\bwed\b", "married"),  # the parser takes it for "we'd"
        (r"(?i)\bgross domestic product\b", "GDP"),
        (r"\bUnited States(?: of America)?\b", "US"),
        (r"\bUnited Kingdom\b", "UK"),
        (r"\bEuropean Union\b", "EU"),
        (r"\bUnited Nations\b", "UN"),
        # a title without its quotation marks
        (r"[\"“]((?:[A-Z][\w’'-]*)(?:\s(?:[A-Z][\w’'-]*|of|the|and|in|a|to|on|for)){0,6})[\"”]", r"\1"),
    )
)  # fmt: skip


# Names of several words: "European Central Bank", "Bank of England".
_NAME = re.compile(r"\b[A-Z][\w-]*[a-z](?:(?:\s(?:of|the|for|and|on)){0,2}\s[A-Z][\w-]*[a-z])+")
_INITIALS = re.compile(r"\b[A-Z]{3,6}\b")


def normalize_spelling(text: str) -> str:
    """The text with some names and phrases in their most common form, and titles without quotation marks."""
    for pattern, plainly in _WRITTEN:
        text = pattern.sub(plainly, text)
    return text


def abbreviated(text: str, other: str) -> str:
    """The text with "ECB" for "European Central Bank", where `other` has the initials."""
    initials = frozenset(_INITIALS.findall(other))
    return _NAME.sub(lambda name: _with_initials(name[0], initials), text) if initials else text


def _with_initials(name: str, known: frozenset[str]) -> str:
    """A name with its last words as their initials, where these are known; a small word in it has none."""
    words = name.split()
    for first in range(len(words) - 1):
        short = "".join(word[0] for word in words[first:] if word[0].isupper())
        if short in known and words[first][0].isupper():
            return " ".join((*words[:first], short))
    return name
