"""Parts of the reasons in words that a finding of figures is given with."""

import re
from collections.abc import Sequence
from typing import Final

from checks.quantities import singular
from checks.quantities.intervals import plural
from checks.stance.amounts import AGE, LENGTH, Amount, is_money
from checks.stance.tables import label

_AT = re.compile(r"(?:as of|in|on|at|as|during|around|about|circa)\s+", re.IGNORECASE)
_BOUND = re.compile(r"(?:since|from|until|till|before|after|by|between|through)\s", re.IGNORECASE)
_WHOSE = re.compile(r"['’]s?$")
_NO: Final = {
    "percent": "no percentage",
    "points": "no change in percentage points",
    "per 100,000": "no such rate",
    "temperature": "no temperature",
    "speed": "no speed",
    "length": "no length",
    "area": "no area",
    "mass": "no weight",
    "volume": "no volume",
    "power": "no power",
    "energy": "no amount of energy",
    "time": "no length of time",
}
_NOT_SAID: Final = {
    "times": "does not say how many times as much",
    AGE: "does not say how old",
    LENGTH: "does not say how long it lasted",
}


def lacking(found: Sequence[Amount]) -> str:
    """What a source lacks of a claim's amounts: "gives no number of provinces", "does not say how long it lasted"."""
    amount = found[0]
    unsaid = amount.noun if amount.dimension == "time" else amount.dimension
    return _NOT_SAID.get(str(unsaid)) or f"gives {_none(amount)}"


def _none(amount: Amount) -> str:
    if is_money(amount):
        return f"no amount in {amount.dimension}"
    if amount.dimension != "count":
        return _NO.get(amount.dimension, f"no number of {plural(amount.quantity.unit or amount.dimension)}")
    counted = amount.quantity.counted
    return f"no number of {_as_written(amount, counted)}" if counted else "no such number"


def _as_written(amount: Amount, counted: str) -> str:
    """A noun in the plural that the text has, where it has it."""
    words = re.findall(r"[\w-]+", amount.quantity.text)
    return next((word for word in reversed(words) if singular(word.lower()) == counted), counted)


def time_of(words: str) -> str:
    """When something is, behind "for": "31 December" for "as of 31 December", "the time since 1991"."""
    if _BOUND.match(words):
        return f"the time {words}"
    bare = _AT.sub("", words, count=1) if _AT.match(words) else words
    return _WHOSE.sub("", bare)


def quoted(amount: Amount) -> str:
    """The words of a source's amount; a table's figure with its label."""
    of = label(amount.sentence)
    return f"“{of}: {amount.quantity.text}”" if of else f"“{amount.quantity.text}”"
