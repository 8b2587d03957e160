"""A figure of a table, one entity, measure and year, held against a claim."""

import math

from checks.compare.times import years
from checks.intervals import allowed, missed_by, spoken
from checks.types import Claim, Figure, Finding, Passage, Quantity

_UNITS = {"inflation": "percent", "gdp": "USD"}


def with_figure(claim: Claim, passage: Passage, figure: Figure) -> Finding:
    """The finding for one cell of a figure table."""
    unit = _UNITS.get(figure.measure)
    stated = next((q for q in claim.quantities if q.unit == unit), None)
    source = f"{figure.source} gives {spoken(figure.value, figure.unit)} for {figure.entity} in {figure.year}"
    if stated is None:
        wanted = unit or "a plain number"
        return Finding("context", f"{source}; the claim states no amount in {wanted}", 0.3, passage)
    asked = years(claim)
    if asked and figure.year not in asked:
        return Finding("context", f"{source}; the claim speaks of {', '.join(map(str, asked))}", 0.3, passage)
    return _judged(stated, figure.value, source, 0.9 if asked else 0.8, passage)


def _judged(stated: Quantity, value: float, source: str, confidence: float, passage: Passage) -> Finding:
    interval = allowed(stated)
    if interval.holds(value):
        return Finding("supports", f"{source}: within “{stated.text}”", confidence, passage)
    missed = missed_by(_distance(stated, value))
    return Finding("refutes", f"{source}: misses “{stated.text}” by {missed}", confidence, passage)


def _distance(stated: Quantity, value: float) -> float:
    """How far `value` is from what is stated, as a part of it: from the number itself, or a range's nearer end."""
    ends = [end for end in (stated.low, stated.high) if end]
    return min((abs(value - end) / abs(end) for end in ends), default=math.inf)
