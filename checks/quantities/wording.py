"""A quantity in words as people write it: "more than 5 trillion US dollars", "92 % of patients", "hundreds of
injuries".

The form is that of the desk: digits with commas, units written out, a comparator in words.
"""

import math
import re
from typing import Final

from checks.lexicon import alternatives, load_table
from checks.nlp.inflection import plural
from checks.quantities.comparators import nearness
from checks.types.quantity import Quantity

_SIZES: Final = (("trillion", 1e12), ("billion", 1e9), ("million", 1e6))
_LONGEST_SCALED: Final = 6  # digits and point of "36.56 million"; what needs more is written out
_VAGUE: Final = re.compile(
    alternatives("quantities", "wording_vague"),
    re.IGNORECASE,
)
_WITHOUT_OF: Final = ("several", "many", "few", "a few")
_DECIMAL: Final = re.compile(r"[.,]\d")
_WORD: Final = re.compile(r"[^\W\d_][\w'’-]*")
_SHARED: Final = 4  # letters by which a noun is known again in the text


def in_words(quantity: Quantity) -> str:
    """What a quantity states: comparator, amount, unit and what is counted.

    The noun has the form that it has in the text. A share ("a third of the buses") keeps the words of the text.
    """
    if quantity.comparator == "~" and quantity.high is None and (vague := _VAGUE.search(quantity.text)):
        of = " " if vague[0].lower() in _WITHOUT_OF else " of "
        things = _unit(quantity, 2.0) or _noun(quantity, 2.0)
        return f"{vague[0].lower()}{of}{things}" if things else vague[0].lower()
    if _is_fraction(quantity):
        return quantity.text
    return f"{_comparator(quantity)}{_range(quantity)}{_what(quantity)}"


def _is_fraction(quantity: Quantity) -> bool:
    """Whether the number stands for a share that is not written as a decimal ("a third", "one in five", "3 of 8")."""
    return quantity.unit is None and 0 < abs(quantity.stated or 0.0) < 1 and not _DECIMAL.search(quantity.text)


def _comparator(quantity: Quantity) -> str:
    extra = "another " if quantity.role == "additional" else ""
    match nearness(quantity.text):
        case "below":
            return f"nearly {extra}"
        case "above":
            return f"just over {extra}"
    less = "less than " if quantity.unit or not quantity.counted else "fewer than "
    words = {">": "more than ", ">=": "at least ", "<": less, "<=": "at most ", "~": "about "}
    return f"{words.get(quantity.comparator, '')}{extra}"


def _range(quantity: Quantity) -> str:
    low, high = quantity.low, quantity.high
    if quantity.comparator == ".." and low is not None and high is not None and low != high:
        return f"{number(low)} to {number(high)}"
    return number(quantity.stated or 0.0)


def number(value: float) -> str:
    """A number as people read it, none of its digits lost: "5 trillion", "130,000", "36.56 million", "5.2"."""
    for name, size in _SIZES:
        if abs(value) >= size and len(f"{abs(value) / size:.10g}") <= _LONGEST_SCALED:
            return f"{value / size:.10g} {name}"
    if not math.isfinite(value):
        return str(value)
    return f"{value:,.0f}" if value == round(value) else f"{value:,.10g}"


def _what(quantity: Quantity) -> str:
    amount = quantity.high if quantity.high is not None else quantity.stated or 0.0
    noun, unit = _noun(quantity, amount), _unit(quantity, amount)
    if quantity.unit == "percent":
        return f" % of {noun}" if noun else " %"
    if unit and noun:
        return f" {unit} of {noun}"
    return f" {unit or noun}" if unit or noun else ""


def _unit(quantity: Quantity, amount: float) -> str:
    unit = quantity.unit or ""
    currency: dict[str, str] = load_table("currency_names")["plural"]
    if not unit or unit == "percent":
        return ""
    return currency.get(unit, unit if amount == 1 else plural(unit))


def _noun(quantity: Quantity, amount: float) -> str:
    """The counted noun in the form that the text gives it; where it has another there, its plural."""
    noun = quantity.counted or ""
    start = noun[:_SHARED].lower()
    if not noun:
        return ""
    said = [word for word in _WORD.findall(quantity.text) if word.lower().startswith(start)]
    if said:
        return str(said[-1])
    return noun if amount == 1 else plural(noun)
