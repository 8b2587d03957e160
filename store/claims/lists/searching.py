"""What the inverted index of claims is asked, and what the rows that it finds are asked instead.

The index goes from one list of entries to the next, those of words first, then of facets, then of stretches, and meets
all that the first two have in common, however few stretches are asked: beside a name and the first stretches of an
order, which leave 400 claims, English ones take 7 ms. The rows themselves say in half a millisecond which those are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

# Microseconds, measured on a million claims in memory: a claim of an entry that is read to its end; a step between two
# entries; to begin with one of several that a term unites (a hundred weeks), and a step in each; a row that is found.
_READ, _STEP, _BEGIN, _STEP_IN_EACH, IN_ROW = 0.02, 0.08, 20.0, 0.2, 3.5
_LEAST: Final = 100.0  # claims that have a word which the statistics don't know
IN_WORDS, IN_FACETS, IN_STRETCHES = range(3)  # columns of the index
STRETCHES: Final = 150  # into which an order falls, more or less
Condition = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Term:
    """A condition that the inverted index answers.

    Attributes:
        condition: as the index answers it.
        column: of the index, which answers the conditions of one column after those of the other.
        of_row: the same, asked of a row in such a way that no index answers; None where rows are asked it anyway.
        united: of how many entries of the index it unites the claims.
    """

    condition: Condition
    column: int
    of_row: Condition | None = None
    united: int = 1


@dataclass(frozen=True, slots=True)
class Search:
    """Which terms the index is asked, by their places; how many rows it then finds, and the microseconds of both."""

    asked: Sequence[int]
    found: float
    takes: float


def search_for(
    terms: Sequence[Term], have: Sequence[float], every: float, within: float | None = None, share: float = 1.0
) -> Search:
    """The search that takes least, where the terms don't depend on each other.

    Args:
        have: how many claims meet each term.
        every: how many claims there are.
        within: how many of these stand in the stretches of an order that are asked besides; None if none are, and then
            the index is asked one term at least.
        share: of the rows that are found, that are looked through.
    """
    stretches = [] if within is None else [(within, STRETCHES * within / max(every, 1.0))]
    best: Search | None = None
    asked: list[int] = []
    if within is not None:
        best = _search((), stretches, every, share)
    for number in sorted(range(len(terms)), key=lambda number: have[number]):
        more = sorted([*asked, number], key=lambda each: (terms[each].column, have[each]))
        lists = [(have[each], float(terms[each].united)) for each in more]
        search = _search(more, [*lists, *stretches], every, share)
        if best is None or search.takes < best.takes:
            best, asked = search, more
    assert best
    return best


def _search(asked: Sequence[int], lists: Sequence[tuple[float, float]], every: float, share: float) -> Search:
    """What it takes to intersect lists of entries, each with how many entries it unites, in the order of the index.

    The first two are gone through in steps from the one to the other; only what both have is looked for in the third.
    """
    found = lists[0][0]
    takes = found * _READ if len(lists) == 1 else 0.0
    for many, united in lists[1:]:
        steps = min(max(found, _LEAST), many)
        takes += steps * _STEP
        if united > 1:
            takes += united * _BEGIN + min(steps * united * _STEP_IN_EACH, many * _READ)
        found *= min(many / max(every, 1.0), 1.0)
    return Search(asked, found, takes + found * share * IN_ROW)


def conditions_of(terms: Sequence[Term], search: Search | None) -> list[Condition]:
    """The conditions of a search: by the index, or of each row. Without a search the index is asked all terms."""
    asked = range(len(terms)) if search is None else search.asked
    beside = [term.of_row for number, term in enumerate(terms) if number not in asked]
    return [*(terms[number].condition for number in asked), *(each for each in beside if each is not None)]
