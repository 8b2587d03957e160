"""Amounts and times that are one: no claim begins within them."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from checks.extraction.segments.analysis import SentenceAnalysis
from checks.lexicon import load_words

_TIMES: Final = load_words("extraction", "enumerations_times")
_DIRECTIONS: Final = load_words("extraction", "directions")
_NEAR: Final = 4  # words before an amount among which its "between" stands
_LISTING: Final = frozenset(["and", "or", ",", "and in", "or in", ""])


def within_measures(analysis: SentenceAnalysis) -> set[int]:
    """The places of words that no stretch begins with, for they go on an amount or a time, or a row of times."""
    words, found = analysis.sentence.words, set[int]()
    for start, end in _spans(analysis):
        inside = [w.i for w in words if start <= w.start < end]
        found.update(inside[1:])
        last = inside[-1] if inside else 0
        if 0 < last < len(words) - 2 and words[last + 1].text == "(" and analysis.figures[last + 2]:
            found.update((last + 1, last + 2))
        behind = next((w for w in words[last + 1 : last + 3] if w.text != ")"), None)
        if behind is not None and behind.lower in _DIRECTIONS:
            found.add(behind.i)  # "70 km (43 miles) | south of the port"
    return found


def _spans(analysis: SentenceAnalysis) -> Iterator[tuple[int, int]]:
    """Where amounts and times begin and end in the article, and two that are told as one."""
    sentence = analysis.sentence
    yield from ((amount.start, amount.end) for amount in analysis.amounts)
    yield from ((time.start, time.end) for time in analysis.dates)
    for time, later in pairwise(analysis.dates):
        if sentence.text[time.end - sentence.start : later.start - sentence.start].strip() in _LISTING:
            yield time.start, later.end  # "printed in 2014 and 2016"
    for one, other in pairwise(analysis.amounts):
        between = sentence.text[one.end - sentence.start : other.start - sentence.start].strip()
        before = [w.lower for w in sentence.words if w.end <= one.start][-_NEAR:]
        timed = one.unit in _TIMES and other.unit in _TIMES and between in ("and", ",", "")
        bare = one.unit is None and other.text.isalnum()
        changed = between == "to" and (one.unit == other.unit == "%" or bare)
        ranged = between == "and" and "between" in before
        # "four hours and six minutes", "by 27 votes to 22", "between the ages of 25 and 54"
        if timed or changed or ranged:
            yield one.start, other.end
