"""Which stretches of a text stand in quotation marks, across sentences and paragraphs."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

_OPEN: Final = {"“": '”"', "„": "“”", "«": "»", '"': '"”'}
# A straight mark opens a quotation where nothing stands before it and something behind: in 'the sale." The' it
# closes one.
# A single mark, which may be an apostrophe too, opens speech at the head of a paragraph or behind a mark and a space.
_OPENED: Final = re.compile(r"[“„«]|(?<![^\s(\[—–:,;-])\"(?=\S)|(?:(?<![^\n])|(?<=[:,.?!] ))‘(?=\w)")
_SINGLE_CLOSED: Final = re.compile(r"’(?!\w)")
_ENDS: Final = ".,!?…"  # what stands before the mark that ends speech: "‘The boys’ boats are safe,’ he said"
_SHORT: Final = 3  # words: up to here a quotation is a turn of phrase, not speech


@dataclass(frozen=True, slots=True)
class Quotations:
    """Quoted stretches of an article in order, marks included; a paragraph that opens one and the next one that
    opens again are speech that goes on."""

    spans: tuple[tuple[int, int], ...]
    starts: tuple[int, ...]
    goes_on: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def first_of(self, span: tuple[int, int]) -> tuple[int, int]:
        """Where the speech begins that `span` goes on: a paragraph that opens quotation marks and does not close them
        is gone on with by the next one that opens them again."""
        while span in self.goes_on:
            span = self.goes_on[span]
        return span

    def around(self, at: int) -> tuple[int, int] | None:
        """The quoted stretch that place `at` lies in.

        (start, end) with the marks; None outside of quotations. Found in logarithmic time.
        """
        n = bisect_right(self.starts, at) - 1
        return self.spans[n] if n >= 0 and at < self.spans[n][1] else None


NO_QUOTATIONS: Final = Quotations((), ())


def find_quotations(text: str, paragraphs: Sequence[tuple[int, int]]) -> Quotations:
    """The quotations of a text that hold more than a turn of phrase; one left open ends with its paragraph.

    `paragraphs` are (start, end) in `text`. A straight mark opens a quotation only where nothing stands before it and
    something right behind; up to three words are a turn of phrase.
    """
    spans: list[tuple[int, int]] = []
    goes_on: dict[tuple[int, int], tuple[int, int]] = {}
    left_open: tuple[int, int] | None = None
    for start, end in paragraphs:
        at = start
        before, left_open = left_open, None
        while (found := _next(text, at, end)) is not None:
            opened, closed, ended = found
            if text.count(" ", opened, closed) >= _SHORT:
                spans.append((opened, closed))
                if before is not None and opened == start:
                    goes_on[opened, closed] = before
                left_open = None if ended else (opened, closed)
            at = closed
    return Quotations(tuple(spans), tuple(start for start, _ in spans), goes_on)


def _next(text: str, at: int, end: int) -> tuple[int, int, bool] | None:
    """Where the next quotation from `at` on begins and ends, and whether a mark ends it."""
    found = _OPENED.search(text, at, end)
    if found is None:
        return None
    opened = found.start()
    if text[opened] == "‘":
        return _single(text, opened, end)
    closing = _OPEN[text[opened]]
    closed = min((n for mark in closing if (n := text.find(mark, opened + 1, end)) >= 0), default=-1)
    return (opened, closed + 1, True) if closed >= 0 else (opened, end, False)


def _single(text: str, opened: int, end: int) -> tuple[int, int, bool]:
    """As `_next`, of a single mark. Where it only sets a word apart ("‘soft’ power"), nothing is quoted."""
    for mark in _SINGLE_CLOSED.finditer(text, opened + 1, end):
        if text[mark.start() - 1] in _ENDS:
            return opened, mark.end(), True
        if text[mark.start() - 1] != "s":  # else it may be "the boys’ boats"
            return opened, opened + 1, True
    return opened, end, False
