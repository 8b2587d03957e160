"""What a rule is, and what it may look at."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from checks.dates.interval import Span
from checks.dates.tense import Tense, tense


@dataclass(frozen=True, slots=True)
class DateContext:
    """The stretch `text[start:end]` in which dates are looked for, and the day it was published.

    `leaning` is a tense that overrules the one that the words around a date tell, for the other end of a range.
    """

    text: str
    start: int
    end: int
    published: date | None
    leaning: Tense | None = None

    def tense(self, match: re.Match[str]) -> Tense:
        """Whether the words around a match look ahead or back; `leaning` overrules them.

        "On Thursday" with "will" is the next one, with "was" the last one.
        """
        return self.leaning or tense(self.text, self.start, self.end, match.start(), match.end())

    def before(self, match: re.Match[str], reach: int = 24) -> str:
        """The few characters before a match.

        `reach` is how many; nothing before the stretch's own beginning is given.
        """
        return self.text[max(self.start, match.start() - reach) : match.start()]

    def after(self, match: re.Match[str], reach: int = 24) -> str:
        """The few characters after a match.

        `reach` is how many; nothing behind the stretch's own end is given.
        """
        return self.text[match.end() : min(self.end, match.end() + reach)]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One way to name a time.

    `cues` are lower-case words of which one must stand in the clause; the pattern is tried at the starts of that word
    and of the `reach` words before it, and nowhere else, which keeps the cost of a clause to a few microseconds a
    word. `read` gives what a match means, or None for what only looks like a date and then hides the dates inside it.
    """

    cues: frozenset[str]
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], DateContext], Span | None]
    reach: int = 0
