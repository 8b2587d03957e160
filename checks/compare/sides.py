"""The two texts of a comparison, each with its amounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from checks.compare.amounts import Amount, amounts
from checks.compare.between import between
from checks.compare.words import content_words


@dataclass(frozen=True, slots=True)
class Side:
    """A text with its amounts, its content words, and the day that it was told on, if that is known."""

    text: str
    told: date | None
    amounts: Sequence[Amount]
    words: frozenset[str]


def side(text: str, told: date | None, *, lasting: bool = False) -> Side:
    """Read one side of the comparison; `lasting` as in `amounts`."""
    found = amounts(text, told, lasting=lasting)
    return Side(text, told, [*found, *between(found)], content_words(text))
