"""What an article is about and where it is from in its own words: headline, or what it says first, and dateline."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from checks.lexicon import load_words
from checks.types.claim import RemovedPart

POINTING: Final = load_words("extraction", "pointing")
_HEADING: Final = "heading"  # what the cleaning calls a line that is no prose
_DATELINE: Final = "dateline"
_LONGEST: Final = 200  # characters of a headline
_FEWEST: Final = 4  # words of a headline
_LONGEST_LEAD: Final = 24  # words
_SHORTEST_LEAD: Final = 6
_ENDINGS: Final = (".", ",", ";", ":", "…", ".”", '."')
# Credits, paths of a site, several sentences.
_NO_HEADLINE: Final = re.compile(r"[|·>•*@]|https?:|\A(?:by|from|photo|image) |[a-z]{3}\. [A-Z]", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_][\w'’-]*")
_CAPITALS: Final = r"[A-Z][A-Z.'’-]{2,25}(?:[ /][A-Z][A-Z.'’-]{1,25}){0,3}"
_PLACE: Final = re.compile(
    rf"({_CAPITALS}(?:, (?![A-Z][a-z]+\.? \d)[A-Z][\w.]+(?: [A-Z][\w.]+)?)?)(?=,? ?[(—–-]|, )"
)
_SHOUTED: Final = re.compile(r"\b[A-Z][A-Z'’-]{2,}\b")


def headline_of(text: str, removed: Sequence[RemovedPart], title: str | None = None) -> str | None:
    """The headline of a text: its first line, where that is one and no sentence, else the `title` of its page.

    None for a text without. `removed` are the parts that the cleaning left out: a credit or a place and date in the
    line make it none.
    """
    start = len(text) - len(text.lstrip())
    line, _, rest = text[start:].partition("\n")
    others = any(p.start < start + len(line) and p.end > start and p.reason != _HEADING for p in removed)
    if rest.strip() and not others and _is_headline(line.strip()):
        return line.strip()
    return title.strip() if title is not None and _is_headline(title.strip()) else None


def _is_headline(line: str) -> bool:
    """Whether a line can be a headline by its words and by how it ends."""
    if len(line) > _LONGEST or line.endswith(_ENDINGS) or _NO_HEADLINE.search(line):
        return False
    words = _WORD.findall(line)
    return len(words) >= _FEWEST and any(word.islower() for word in words)


def lead_of(statements: Iterable[str]) -> str | None:
    """The longest of what the first sentence states that is short enough and begins with no pronoun; None without."""
    fitting = [
        each
        for each in statements
        if _SHORTEST_LEAD <= each.count(" ") + 1 <= _LONGEST_LEAD and each.split(" ", 1)[0].lower() not in POINTING
    ]
    return max(fitting, key=len, default=None)


def place_of(removed: Iterable[RemovedPart], text: str) -> str | None:
    """The place that an article is reported from, by its first dateline: "Turin, Italy"; None without one."""
    lines = (text[part.start : part.end] for part in removed if part.reason == _DATELINE)
    place = next((_PLACE.match(line) for line in lines if line.endswith(("—", "–", "-"))), None)
    return None if place is None else _SHOUTED.sub(lambda word: word[0].title(), place[1])
