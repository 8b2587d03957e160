"""A number as it was read, and what scale words make of it."""

from dataclasses import dataclass, replace

from checks.quantities.numbers.number_words import SCALES
from checks.quantities.tokens import Tokens
from checks.quantities.units import Unit

LARGEST = 1e18  # beyond it more scale words are play, not a number


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number from token `first` up to, not including, token `end`.

    `scale` is what its last scale word multiplies by, `open` says that the value is only the least it can be
    ("dozens"), `about` that it is only roughly so; `share` marks fractions and multiples, which have no unit.
    """

    first: int
    end: int
    value: float
    scale: float = 1.0
    money: Unit | None = None
    digits: bool = False
    open: bool = False
    about: bool = False
    share: bool = False


def scaled(tokens: Tokens, numeral: Numeral) -> Numeral:
    """With the scale words behind it: 3.2 million, 2 lakh crore, 5 hundred thousand.

    Scale words multiply as long as they follow each other on one line, up to `LARGEST`.
    """
    value, end, scale = numeral.value, numeral.end, numeral.scale
    while True:
        at = end + 1 if tokens.hyphen(end) else end
        word = tokens.words[at]
        if word not in SCALES or tokens.breaks(at - 1) or value > LARGEST:
            break
        value, scale, end = times(value, SCALES[word]), scale * SCALES[word], at + 1
    return replace(numeral, value=value, end=end, scale=scale) if end != numeral.end else numeral


def times(value: float, scale: float) -> float:
    """The product without the dust of binary fractions: 3.2 crore is 32,000,000.

    Products below 10¹⁵ that are whole within a millionth are made whole.
    """
    product = value * scale
    return float(round(product)) if abs(product) < 1e15 and abs(product - round(product)) < 1e-6 else product


def is_minus(tokens: Tokens, i: int) -> bool:
    """Whether token `i` makes the number behind it negative; "plus or minus" does not."""
    return tokens.words[i] in ("minus", "negative") and tokens.words[i - 1] != "or"
