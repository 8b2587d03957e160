"""Times that count without a number: "nearly a decade", "within a week", "month-long", "hours after the talks".

A plural without a number counts as at least two of its unit, a singular as one.
"""

from typing import Final

from checks.lexicon import load_words
from checks.lexicon.word_classes import word_set
from checks.quantities import comparators
from checks.quantities.nouns.noun_phrase import STOP, VERBS
from checks.quantities.numbers.numeral import Numeral
from checks.quantities.tokens import Tokens
from checks.quantities.trailing import Trailing
from checks.quantities.units import WORDS

LASTING: Final = {
    f"{time}long": WORDS[time] for time in ("hour", "day", "week", "month", "year", "decade", "century")
}
# What a plural of time measures from or is filled with; before it stands nothing that says which times are meant.
_FROM: Final = word_set("after before later earlier ago into of")
_DISTANT: Final = word_set("ago later earlier")
_WHICH: Final = load_words("quantities", "which")
_STATES: Final = word_set("found dead born lost home away")
_OPENERS: Final = load_words("quantities", "openers") | {""}
# Behind these a plural of time is how long it was: "for years", "take decades".
_DURING: Final = load_words("quantities", "during")

Found = tuple[Numeral, Trailing]


def duration(tokens: Tokens, i: int) -> Found | None:
    """The time at token `i`, with the one or two of it that are meant; None where it counts nothing.

    A plural stands for at least two of its unit, a singular for one. Returns the numeral, whose stretch is that of the
    words, and what trails it, with the unit.
    """
    word = tokens.words[i]
    if word in LASTING:
        return Numeral(i, i, 1.0), Trailing(i + 1, LASTING[word])
    if tokens.hyphen(i + 1) and tokens.words[i + 2] == "long":
        return None if tokens.hyphen(i - 1) else _some(word, i, i, i + 3)
    if tokens.words[i - 1] in ("a", "an"):
        return _some(word, i, i - 1, i + 1) if _single(tokens, i) else None
    if word.endswith("s") and len(word) > 3 and _several(tokens, i):
        return _some(word, i, i, i + 1)
    return None


def _some(word: str, i: int, first: int, end: int) -> Found:
    """One of a unit in the singular, at least two of one in the plural."""
    unit = WORDS[word]
    if word.endswith("s"):
        return Numeral(first, i, 2.0, open=True, about=True), Trailing(end, unit)
    return Numeral(first, i, 1.0), Trailing(end, unit)


def _single(tokens: Tokens, i: int) -> bool:
    """Whether "a year" is measured: "nearly a year", "within a week"; not "higher than a year ago"."""
    comparator, first = comparators.before(tokens, i - 1)
    if comparator == "=":
        return tokens.words[i - 2] == "within"
    return not comparators.of_moment(tokens, first)


def _several(tokens: Tokens, i: int) -> bool:
    """Whether a plural of time says how long: "hours long", "years of silence", "for decades"."""
    before, behind = tokens.words[i - 1], tokens.words[i + 1]
    if before in ("many", "few") or (tokens.capital(i) and before.isalpha()):
        return False
    if behind == "long":
        return True
    if behind in _DISTANT:
        return before not in _WHICH
    if behind in ("after", "before") and (before.endswith("ed") or before in VERBS or before in _STATES):
        return True
    if behind in _FROM and (before in _OPENERS or tokens.breaks(i - 1)):
        return not (behind == "of" and tokens.words[i] in ("minutes", "seconds"))
    return before in _DURING and (behind in STOP or not behind[:1].isalnum())
