"""Raw text to clean text, with every offset kept.

Cleaning never moves a character: what is no part of the article is blanked out in place, so that offsets
into the clean text are offsets into what was received.
"""

import re
from dataclasses import dataclass

from checks.types import Dropped

_MARKERS = re.compile(r"\[(?:ad|advert|advertisement|sponsored)[ _-]?\d{0,3}\]", re.IGNORECASE)
_WHOLE_LINES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("source link", re.compile(r"(?:source|original)(?: link| article)?:?|via", re.IGNORECASE)),
    (
        "advertisement",
        re.compile(r"advertisement|sponsored content|story continues below.{0,40}", re.IGNORECASE),
    ),
    (
        "share line",
        re.compile(r"(?:share|tweet|e-?mail|print|subscribe|sign up|follow us)\b.{0,80}", re.IGNORECASE),
    ),
    (
        "related articles",
        re.compile(r"(?:read (?:more|also)|related|see also|more on this)\b.{0,140}", re.IGNORECASE),
    ),
    (
        "image credit",
        re.compile(r"(?:photo|image|picture|file photo|credit)s?\s?[:/].{0,140}", re.IGNORECASE),
    ),
    ("byline", re.compile(r"by (?:[A-Z][\w.'’-]{0,30} ?){1,5}", 0)),
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]{0,3}$")
_LINE = re.compile(r"[^\n]+")
_LONGEST_HEADING = 12


@dataclass(frozen=True, slots=True)
class Clean:
    """The text with what was dropped blanked out, character for character as long as the raw one."""

    text: str
    dropped: tuple[Dropped, ...]
    paragraphs: tuple[tuple[int, int], ...]


def clean(raw: str) -> Clean:
    """Blank out what scraping left behind: advert markers, share lines, bylines, headings, site names.

    Returns a text exactly as long as `raw`, so offsets stay true, with the stretches left out and why.
    """
    # Control characters would end up in quotes and in PostgreSQL, which takes no NUL.
    chars = [c if c.isprintable() or c == "\n" else " " for c in raw]
    text = "".join(chars)
    dropped = [Dropped(m.start(), m.end(), "advert marker") for m in _MARKERS.finditer(text)]
    text = _blank(text, dropped)
    lines = []
    for match in _LINE.finditer(text):
        start, end = _trimmed(text, match.start(), match.end())
        if start == end:
            continue
        reason = _why_no_prose(text[start:end])
        if reason:
            dropped.append(Dropped(start, end, reason))
        else:
            lines.append((start, end))
    return Clean(_blank(text, dropped), tuple(sorted(dropped, key=lambda d: d.start)), tuple(lines))


def _why_no_prose(line: str) -> str | None:
    for reason, pattern in _WHOLE_LINES:
        if pattern.fullmatch(line):
            return reason
    if _SENTENCE_END.search(line) or line[0].islower():
        return None
    words = line.split()
    if len(words) <= 3:
        return "a name alone on a line"
    if len(words) <= _LONGEST_HEADING and not line.endswith((",", ";", ":")):
        return "heading"
    return None


def _blank(text: str, dropped: list[Dropped]) -> str:
    pieces, at = [], 0
    for part in sorted(dropped, key=lambda d: d.start):
        pieces += [text[at : part.start], " " * (part.end - part.start)]
        at = part.end
    return "".join([*pieces, text[at:]])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
