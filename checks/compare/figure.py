"""A figure of a table, one entity, measure and year, held against a claim."""

import math
import re
from dataclasses import replace
from typing import Final

from checks.compare.times import years
from checks.compare.units import converted, dimension
from checks.compare.words import content_words, listed, tokens
from checks.figures import UNITS, first_place, measures
from checks.intervals import ABOUT, Interval, allowed, missed_by, spoken
from checks.types import Claim, Figure, Finding, Passage, Quantity

_PEOPLE: Final = content_words("person inhabitant")
_COMPARED: Final = re.compile(r"\bthan\b|\bas \w+ as\b|\bcompared\b", re.IGNORECASE)


def with_figure(claim: Claim, passage: Passage, figure: Figure) -> Finding:
    """The finding for one cell of a figure table."""
    stated = _stated(claim, figure)
    source = f"{figure.source} gives {spoken(figure.value, figure.unit)} for {figure.entity} in {figure.year}"
    if stated is None:
        wanted = figure.unit or "a plain number"
        return Finding("context", f"{source}; the claim states no amount in {wanted}", 0.3, passage)
    if _only_compared(claim, figure):
        return Finding("context", f"{source}, with which the claim compares", 0.3, passage)
    asked = years(claim)
    if asked and figure.year not in asked:
        return Finding("context", f"{source}; the claim speaks of {', '.join(map(str, asked))}", 0.3, passage)
    value = -figure.value if _told_as_a_fall(claim, figure) else figure.value
    return _judged(stated, replace(figure, value=value), source, 0.9 if asked else 0.8, passage)


def _stated(claim: Claim, figure: Figure) -> Quantity | None:
    """The claim's amount of what the figure measures: of several of its kind the one of its own noun."""
    kind = dimension(_as_quantity(figure))
    same = [q for q in claim.quantities if dimension(q) == kind]
    known = figure.measure in measures()
    of_it = _PEOPLE if known and figure.unit is None else content_words(figure.measure)
    own = [q for q in same if q.counted and content_words(q.counted) & of_it]
    # What a table of the newsroom's own measures may be named in a claim that counts something else.
    return next(iter(own or (same if known else [q for q in same if q.counted is None])), None)


def _as_quantity(figure: Figure) -> Quantity:
    return Quantity(0, 0, "", "=", figure.value, figure.value, figure.unit or UNITS.get(figure.measure))


def _only_compared(claim: Claim, figure: Figure) -> bool:
    """Whether the claim's amount is another's, which it compares with this figure's entity: "fewer than Spain"."""
    first = first_place(claim.statement)
    compares = figure.unit != "times" and _COMPARED.search(claim.statement)
    return bool(compares) and first is not None and first != figure.entity


def _told_as_a_fall(claim: Claim, figure: Figure) -> bool:
    """Whether the claim tells the growth that a figure gives as how far it fell."""
    known = measures().get(figure.measure)
    grows = known is not None and known.rule == "growth"
    return grows and not listed("falling").isdisjoint(tokens(claim.statement))


def _judged(stated: Quantity, figure: Figure, source: str, confidence: float, passage: Passage) -> Finding:
    given = _as_quantity(figure)
    value = converted(Interval(figure.value, figure.value), given).low
    if converted(_allowed(stated, given), stated).holds(value):
        return Finding("supports", f"{source}: within “{stated.text}”", confidence, passage)
    missed = missed_by(_distance(stated, value))
    return Finding("refutes", f"{source}: misses “{stated.text}” by {missed}", confidence, passage)


def _allowed(stated: Quantity, given: Quantity) -> Interval:
    """What the claim allows; a share in words ("a quarter") is no more exact than "about 25 percent"."""
    if given.unit == "percent" and stated.unit is None and stated.comparator == "=" and stated.low is not None:
        return Interval(stated.low * (1 - ABOUT), stated.low * (1 + ABOUT))
    return allowed(stated)


def _distance(stated: Quantity, value: float) -> float:
    """How far `value` is from what is stated, as a part of it: from the number itself, or a range's nearer end."""
    exact = (converted(Interval(end, end), stated).low for end in (stated.low, stated.high) if end)
    return min((abs(value - end) / abs(end) for end in exact), default=math.inf)
