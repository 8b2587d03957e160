"""Whether a quantity is a total, a change, or what comes on top."""

from typing import Final

from checks.lexicon import load_words
from checks.lexicon.word_classes import word_set
from checks.nlp.inflection import singular
from checks.quantities.tokens import Tokens
from checks.quantities.units import Unit
from checks.types.quantity import Role

CHANGE_VERBS: Final = load_words("quantities", "change_verbs")
# What these take as their object is the change itself; "raised $5 million" and "lost 30 ships" state an amount.
_MOVING: Final = load_words("quantities", "moving")
_UP_WITHOUT_RISE: Final = load_words("quantities", "up_without_rise")
CHANGE_NOUNS: Final = load_words("quantities", "change_nouns")
_MORE: Final = word_set("another additional further extra")
_WINDOW: Final = 12


def role(tokens: Tokens, first: int, numeral_end: int, end: int, unit: Unit | None) -> Role:
    """The role of the quantity from token `first` to `end`, its number ending at `numeral_end`.

    "Additional" for what comes on top ("another 2,000", "2,000 more"), "change" for what something rose or fell by,
    else "amount". `unit` tells shares, whose rise is told without "by" ("raised 3 %").
    """
    if not _MORE.isdisjoint(tokens.words[first - 1 : end]) or _more_behind(tokens, numeral_end, end):
        return "additional"
    before = tokens.words[first - 1]
    if before == "by" and changes(tokens, first - 1, _WINDOW):
        return "change"
    if before == "up" and tokens.words[first - 2] in _UP_WITHOUT_RISE:
        return "amount"
    share = unit is not None and unit.measures == "ratio"
    if before in (CHANGE_VERBS if share else _MOVING) or (
        before == "of" and tokens.words[first - 2] in CHANGE_NOUNS
    ):
        return "change"
    counted = tokens.words[end - 1]
    if unit is None and end > numeral_end and singular(counted) != counted:
        return "amount"  # "1,200 firms cut jobs": a verb stands behind those who do it
    at = end + 1 if tokens.words[end] == "-" else end
    return "change" if tokens.words[at] in CHANGE_NOUNS else "amount"


def _more_behind(tokens: Tokens, numeral_end: int, end: int) -> bool:
    """Whether "more" says what comes on top ("2,000 more troops"), not a bound ("107 or more")."""
    near = tokens.words[numeral_end - 1 : end]
    return "more" in near and near[near.index("more") - 1] not in ("or", "and")


def changes(tokens: Tokens, i: int, window: int) -> bool:
    """Whether a word of rising or falling stands among the `window` words before token `i`, in its sentence.

    "Up to" is no rise.
    """
    for at in range(i - 1, max(-1, i - 1 - window), -1):
        word = tokens.words[at]
        if (word in CHANGE_VERBS or word in CHANGE_NOUNS) and not (word == "up" and tokens.words[at + 1] == "to"):
            return True
        if word in (".", ";", "!", "?"):
            return False
    return False
