"""Changes that follow from two amounts of two times: "1.20 euros in 2019 … now 2.40 euros" is twice as much.

A text that gives the number of two years has given the change as well; a claim of the change is held against what
is worked out here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Final

from checks.lexicon import alternatives
from checks.quantities.intervals import Interval
from checks.stance.figures.amounts import Amount, is_money
from checks.types.quantity import Quantity

# The later of two times.
_NOW = re.compile(rf"\b(?:{alternatives('stance', 'changes_now')})\b", re.IGNORECASE)
# The earlier of two times.
_THEN = re.compile(r"\b(?:a year|two years|a decade|ten years) (?:ago|earlier|before)\b", re.IGNORECASE)
# Amounts that are paired with one another.
_MOST: Final = 8
_LEAST, _TOP = 0.95, 1.05  # what "about as much" allows of a change that was worked out


def changes(found: Sequence[Amount]) -> Iterator[Amount]:
    """The changes between amounts of one measure and two times, as amounts of their own.

    Two shares give a change in percentage points; other amounts how many times as much, and by how many percent.

    No more than the first eight amounts are paired, and only levels, whose clauses name different times.
    """
    stated = [a for a in found if a.quantity.role == "amount" and a.quantity.comparator in ("=", "~")][:_MOST]
    for first, second in combinations(stated, 2):
        then, now = _in_order(first, second)
        if then is None or now is None or not then.value or not _one_measure(then, now):
            continue
        yield from _changes(then, now)


def _in_order(first: Amount, second: Amount) -> tuple[Amount | None, Amount | None]:
    """Two amounts in the order of their times; (None, None) where that is not known."""
    a, b = _when(first), _when(second)
    if a is None or b is None or a == b:
        return None, None
    return (first, second) if a < b else (second, first)


def _when(amount: Amount) -> date | None:
    """The time that an amount's clause names: a day, or the end of time for "now"; None where it names none.

    The beginning of time stands for "a year ago" and its like, so that it sorts before any day.
    """
    days = [day for day in amount.days if day.first is not None and day.text in amount.part]
    if _NOW.search(amount.part):
        return date.max
    if len(days) == 1:
        return days[0].first
    return date.min if _THEN.search(amount.part) else None


def _one_measure(then: Amount, now: Amount) -> bool:
    """Whether two amounts measure and count the same."""
    if then.noun and now.noun and then.noun != now.noun and not {then.noun, now.noun} & (then.words & now.words):
        return False  # "3,012 firms filed for bankruptcy", "1,489 bankruptcies" count one thing
    bare = [a for a in (then, now) if a.dimension == "count" and a.noun is None]
    money = [a for a in (then, now) if is_money(a)]
    return then.dimension == now.dimension or (len(bare) == 1 and len(money) == 1)


def _changes(then: Amount, now: Amount) -> Iterator[Amount]:
    """The changes from one amount to a later one."""
    times = now.value / then.value
    if then.dimension == "percent":
        yield _made(then, now, abs(now.value - then.value), "points", "percentage point")
        return
    yield _made(then, now, times, "times", "times")
    yield _made(then, now, abs(times - 1) * 100, "percent", "percent")


def _made(then: Amount, now: Amount, value: float, dimension: str, unit: str) -> Amount:
    """The amount that a change is, with the words of both.

    The days, words and clause are those of both, so that the rules of time and place look at both. The interval is
    five percent wide to either side.
    """
    text = f"{then.quantity.text} … {now.quantity.text}"
    one = then.sentence == now.sentence
    quantity = Quantity(
        now.quantity.start, now.quantity.end, text, "~", value, value, unit, now.quantity.counted, "change"
    )
    return replace(
        now, quantity=quantity, dimension=dimension, value=value, holds=Interval(_LEAST * value, _TOP * value),
        part=f"{then.part} {now.part}", sentence=now.sentence if one else f"{then.sentence} {now.sentence}",
        words=then.words | now.words, direction="up" if now.value > then.value else "down", former=False,
        days=(*then.days, *now.days),
    )  # fmt: skip
