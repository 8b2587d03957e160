"""Verbs before an amount that make a bound of it: "exceeded 4 trillion", "crossed the 3 million mark", "yet to
reach 50".
"""

import re
from dataclasses import replace
from typing import Final

from checks.lexicon import alternatives
from checks.types.quantity import Quantity

# "Has yet to reach", "failed to exceed", "fell short of".
_NOT_ABOVE = re.compile(
    rf"(?:(?:{alternatives('stance', 'bounds_not')})\s(?:\w+\s)?(?:"
    rf"{alternatives('stance', 'bounds_exceed')})\w*|\bfell short of|\bshy of)\s(?:the\s)?\Z",
    re.IGNORECASE,
)
# "Exceeded", "has passed", "broke through the".
_ABOVE = re.compile(rf"\b(?:{alternatives('stance', 'bounds_above')})\s\Z", re.IGNORECASE)
# "Passed 3 million", where the number is one that is passed as a mark.
_ABOVE_LARGE = re.compile(r"\b(?:pass|cross)(?:es|ed|ing)?\s\Z", re.IGNORECASE)
# "Reached the 3 million mark".
_REACHED = re.compile(r"\b(?:reach(?:es|ed|ing)?|hit(?:s|ting)?|attain(?:s|ed)?) the\s\Z", re.IGNORECASE)
_MARK = re.compile(r"[ -](?:mark|threshold|barrier|milestone)\b", re.IGNORECASE)
# From here on a count may be a mark.
_LARGE: Final = 1000.0


def as_bound(stated: Quantity, text: str, before: str) -> Quantity:
    """A quantity as the bound that the verb before it makes of it: "exceeded 4 trillion" is more than 4 trillion.

    `before` is what stands before the quantity in `text`. A quantity that is no plain number is returned as it is.
    """
    if stated.comparator not in ("=", "~"):
        return stated
    if _NOT_ABOVE.search(before):
        return replace(stated, comparator="<=", low=None)
    if _ABOVE.search(before) or (_ABOVE_LARGE.search(before) and _is_large(stated)):
        return replace(stated, comparator=">", high=None)
    if _REACHED.search(before) and _MARK.match(text, stated.end):
        return replace(stated, comparator=">=", high=None)
    return stated


def _is_large(stated: Quantity) -> bool:
    """What can be passed as a mark: a measure, or a count that nobody passes one by one."""
    return stated.unit is not None or (stated.stated or 0.0) >= _LARGE
