"""Times without a year of their own, held against the years that the article named before."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from checks.dates.interval import UNCLEAR
from checks.dates.words import MONTH, SHORT_MONTH
from checks.types.quantity import Date

_YEAR: Final = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\d)")
_MONTH: Final = re.compile(rf"\b(?:{MONTH}|(?:{SHORT_MONTH})\b\.?)", re.IGNORECASE)
_LONG: Final = 27  # days; longer than this is a range of months
_AHEAD: Final = "look ahead"


@dataclass(slots=True)
class NarratedYears:
    """The months with a year that an article has named so far, sentence by sentence.

    In "caught fire on 9 November 2023 … on the evening of 7 November" the second November is that of 2023 or of
    the year of publication; nothing in its own sentence tells. Such a time is left unresolved.
    """

    _named: dict[int, set[int]] = field(default_factory=dict)

    def settled(self, days: Sequence[Date], published: date | None) -> tuple[Date, ...]:
        """The times of the next sentence, without the days of those whose year the article leaves open."""
        found = tuple(self._left_open(day, published) for day in days)
        self._note(days)
        return found

    def _note(self, days: Iterable[Date]) -> None:
        for day in days:
            if day.first is not None and _YEAR.search(day.text) and _MONTH.search(day.text):
                self._named.setdefault(day.first.month, set()).add(day.first.year)

    def _left_open(self, day: Date, published: date | None) -> Date:
        if day.first is None or day.last is None or _YEAR.search(day.text) or not _MONTH.search(day.text):
            return day
        others = self._named.get(day.first.month, set()) - {day.first.year}
        if others and day.first.year not in self._named.get(day.first.month, set()):
            return replace(
                day, first=None, last=None, assumed=f"{UNCLEAR}the article speaks of {max(others)} before"
            )
        ahead = published is not None and day.first <= published < day.last and (day.last - day.first).days > _LONG
        if ahead and day.assumed is not None and _AHEAD not in day.assumed:
            return replace(day, first=None, last=None, assumed=f"{UNCLEAR}it ends after publication")
        return day
