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
        # a title without its quotation marks
        (r"[\"“]((?:[A-Z][\w’'-]*)(?:\s(?:[A-Z][\w’'-]*|of|the|and|in|a|to|on|for)){0,6})[\"”]", r"\1"),
    )
)  # fmt: skip


def normalize_spelling(text: str) -> str:
    """The text with brackets, quotation marks, and some names and phrases, in the way that they are mostly written."""
    for pattern, plainly in _WRITTEN:
        text = pattern.sub(plainly, text)
    return text
