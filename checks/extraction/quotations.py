"""Which stretches of a text stand in quotation marks, across sentences and paragraphs."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_OPEN: Final = {"“": "”", "„": "“”", "«": "»", '"': '"'}
_SHORT: Final = 3  # words: up to here a quotation is a turn of phrase, not speech


@dataclass(frozen=True, slots=True)
class Quotes:
    """Quoted stretches of an article in order, marks included; a paragraph that opens one and the next one that
    opens again are speech that goes on."""

    spans: tuple[tuple[int, int], ...]
    starts: tuple[int, ...]

    def around(self, at: int) -> tuple[int, int] | None:
        """The quoted stretch that place `at` lies in."""
        n = bisect_right(self.starts, at) - 1
        return self.spans[n] if n >= 0 and at < self.spans[n][1] else None


NO_QUOTES: Final = Quotes((), ())


def quoted(text: str, paragraphs: Sequence[tuple[int, int]]) -> Quotes:
    """The quotations of a text that hold more than a turn of phrase; one left open ends with its paragraph."""
    spans = []
    for start, end in paragraphs:
        at = start
        while (found := _next(text, at, end)) is not None:
            opened, closed = found
            if text.count(" ", opened, closed) >= _SHORT:
                spans.append((opened, closed))
            at = closed
    return Quotes(tuple(spans), tuple(start for start, _ in spans))


def _next(text: str, at: int, end: int) -> tuple[int, int] | None:
    opened = min((n for mark in _OPEN if (n := text.find(mark, at, end)) >= 0), default=-1)
    if opened < 0:
        return None
    closing = _OPEN[text[opened]]
    closed = min((n for mark in closing if (n := text.find(mark, opened + 1, end)) >= 0), default=end - 1)
    return opened, closed + 1
