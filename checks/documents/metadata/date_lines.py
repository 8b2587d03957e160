"""The day on which a text without markup says that it was published, in a line of its own or before its first words."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from checks.documents.cleaning.bylines import bylines_and_credits
from checks.documents.metadata.moments import day_of
from checks.nlp.datelines import is_date_line

_LINES: Final = 12  # at the top, in which a date is that of publication
_LONGEST: Final = 120  # characters of a line above the prose
_MOST_WORDS: Final = 14  # of a line that says who and when
_SEPARATOR: Final = re.compile(r"\s[–—-]\s|\s*[|•·]\s*|\s/\s")
_LABEL: Final = re.compile(r"(?:by|posted|published|updated)\b", re.IGNORECASE)
_CHANGED: Final = re.compile(r"(?:last )?(?:updated|modified|changed|edited)\b", re.IGNORECASE)
_ENDS: Final = (".", "!", "?", ":", ";", ",")


def day_in_lines(text: str, latest: date | None = None) -> date | None:
    """The day that the first lines of a text name as that of publication; None if none does.

    "June 28, 2022, 6:35 AM", "By Jane Roe | 28 June 2022", "BERLIN, June 28, 2022 (DPA) – …". A sentence that names a
    day is none, and below the first paragraph of prose no line counts. When it was changed is taken only where
    nothing else is said.

    Args:
        latest: no later day is believed.
    """
    changed = None
    for part in _candidates(text):
        day = day_of(part)
        if day is None or (latest is not None and day > latest):
            continue
        if not _CHANGED.match(part):
            return day
        changed = changed or day
    return changed


def _candidates(text: str) -> Iterator[str]:
    """What stands at the top and may be a date, from the first line down."""
    lines = [bare for raw in text[: _LINES * 1000].split("\n") if (bare := raw.strip())]
    for line in lines[:_LINES]:
        above = bylines_and_credits(line, 0, len(line), at_the_top=True)
        yield from (line[part.start : part.end] for part in above if part.reason == "dateline")
        if len(line) > _LONGEST:
            return
        if is_date_line(line) or (len(line.split()) <= _MOST_WORDS and not line.endswith(_ENDS)):
            yield from (part for part in _SEPARATOR.split(line) if is_date_line(part))
            if is_date_line(line) or _LABEL.match(line):
                yield line
