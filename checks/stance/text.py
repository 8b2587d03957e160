"""The two texts of a comparison, each with its amounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from checks.nlp.content_words import content_words
from checks.stance.figures.amounts import AGE, LENGTH, Amount, amounts
from checks.stance.figures.changes import changes
from checks.stance.figures.durations import durations


@dataclass(frozen=True, slots=True)
class AnalyzedText:
    """A text with its amounts, its content words, and the day that it was told on, if that is known."""

    text: str
    reference_date: date | None
    amounts: Sequence[Amount]
    words: frozenset[str]


def analyze(
    text: str, reference_date: date | None, *, lasting: bool = False, spanned: bool = False
) -> AnalyzedText:
    """Read one side of the comparison; `lasting` as in `amounts`, `spanned` with the ages and lengths that follow."""
    found = amounts(text, reference_date, lasting=lasting)
    more = durations(text, reference_date) if spanned else ()
    return AnalyzedText(text, reference_date, [*found, *changes(found), *more], content_words(text))


def asks_how_long(amounts: Sequence[Amount]) -> bool:
    """Whether one of a claim's amounts is an age, or how long something lasted."""
    return any(amount.noun in (AGE, LENGTH) for amount in amounts)
