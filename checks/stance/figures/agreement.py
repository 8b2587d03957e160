"""Whether one amount meets what another one allows."""

import math
from typing import Literal, TypeAlias

from checks.quantities.intervals import Interval, rounding
from checks.stance.figures.amounts import Amount

Relation: TypeAlias = Literal["meets", "misses", "wide"]


def figure_relation(ours: Amount, theirs: Amount) -> Relation:
    """Whether the source's amount lies within what the claim allows ("meets"), excludes it ("misses"), or neither
    ("wide").

    Both amounts are of one dimension. A plain number of the source is compared as it stands, or as a range by its
    own rounding where the claim's number is more exact. A bound ("more than 90,000") meets a claim only where all
    that it allows is allowed by the claim, or where it names the claim's own number.

    Where the source is less exact than the claim ("38 million" beside 37.6), it meets the claim if rounding could
    have made the one of the other. Two limits are compared as limits.
    """
    claimed, given = ours.holds, theirs.holds
    slack = 1e-9 * max(1.0, abs(theirs.value))
    if theirs.quantity.comparator == "=" and given.low <= theirs.value <= given.high and given.low > -math.inf:
        if _holds(claimed, theirs.value, slack):
            return "meets"
        exact = rounding(theirs.quantity.low or 0.0) <= 0.5
        if ours.quantity.comparator in ("=", "~") and given.holds(ours.value):
            return "meets"  # "38 million" as a source gives it, where the claim has 37.6
        return "misses" if exact or _disjoint(claimed, given) else "wide"
    if theirs.quantity.comparator == "~" and _holds(claimed, theirs.value, slack) and given.high < math.inf:
        return "meets"
    if ours.quantity.comparator == theirs.quantity.comparator == "<=":
        return "meets" if theirs.value <= ours.value + slack else "misses"  # a limit against a limit
    if (
        ours.quantity.comparator == "<="
        and theirs.quantity.comparator == ".."
        and abs(given.high - claimed.high) <= 0.1 * abs(claimed.high)
    ):
        return "meets"  # "between 200 and 500" for a claim's "up to 500"
    if _within(given, claimed):
        return "meets"
    if _disjoint(claimed, given):
        return "misses"
    bound = theirs.value
    if (
        ours.quantity.comparator in ("=", "~")
        and _holds(claimed, bound, slack)
        and abs(bound - ours.value) <= 0.02 * abs(bound)
    ):
        return "meets"  # "more than 300" for a claim's 300
    return "wide"


def _holds(interval: Interval, value: float, slack: float) -> bool:
    """Whether an interval has a value, with some slack at ends that it includes.

    `slack` is one part in a billion, for sums of decimal fractions.
    """
    if interval.holds(value):
        return True
    return (interval.includes_low and abs(value - interval.low) <= slack) or (
        interval.includes_high and abs(value - interval.high) <= slack
    )


def _within(inner: Interval, outer: Interval) -> bool:
    """Whether one interval lies within another."""
    low = inner.low > outer.low or (inner.low == outer.low and (outer.includes_low or not inner.includes_low))
    high = inner.high < outer.high or (
        inner.high == outer.high and (outer.includes_high or not inner.includes_high)
    )
    return low and high


def _disjoint(a: Interval, b: Interval) -> bool:
    """Whether two intervals have no value in common."""
    first, second = sorted((a, b), key=lambda i: (i.low, i.high))
    if first.high != second.low:
        return first.high < second.low
    return not (first.includes_high and second.includes_low)
