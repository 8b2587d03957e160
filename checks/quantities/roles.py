"""Whether a quantity is a total, a change, or what comes on top."""

from typing import Final

from checks.lexicon.word_classes import words
from checks.quantities.tokens import Tokens
from checks.quantities.units import Unit
from checks.types.quantity import Role

CHANGE_VERBS: Final = words("""
    rise rises rose risen rising raise raises raised raising fall falls fell fallen falling increase increases
    increased increasing decrease decreases decreased decreasing grow grows grew grown growing drop drops dropped
    dropping decline declines declined declining climb climbs climbed climbing jump jumps jumped jumping gain gains
    gained gaining lose loses lost losing slip slips slipped slipping shrink shrinks shrank shrunk shrinking surge
    surges surged surging soar soars soared soaring plunge plunges plunged plunging tumble tumbled slide slid
    reduce reduces reduced reducing cut cuts cutting lower lowers lowered lowering expand expands expanded expanding
    contract contracted contracting swell swelled boost boosts boosted boosting widen widened narrow narrowed
    up down advance advanced edged rebounded recovered sank sink
""")
# What these take as their object is the change itself; "raised $5 million" and "lost 30 ships" state an amount.
_MOVING: Final = words("""
    rise rises rose risen rising fall falls fell fallen falling grow grows grew grown growing climb climbs climbed
    climbing jump jumps jumped jumping drop drops dropped dropping decline declines declined declining increase
    increases increased increasing decrease decreases decreased decreasing surge surged soar soared plunge plunged
    tumbled slid shrink shrinks shrank shrunk slip slips slipped up down
""")
_UP_WITHOUT_RISE: Final = words("""
    eat eats ate eating eaten make makes made making end ends ended ending take takes took taking set sets use uses
    used using swallow swallowed soak soaks soaked gobble gobbled clock clocked notch notched rack racked
""")
CHANGE_NOUNS: Final = words("""
    increase rise fall drop decline decrease reduction cut growth gain jump surge hike swing improvement slump
    plunge contraction expansion rebound raise
""")
_MORE: Final = words("another additional further extra")
_WINDOW: Final = 12


def role(tokens: Tokens, first: int, numeral_end: int, end: int, unit: Unit | None) -> Role:
    """The role of the quantity from token `first` to `end`, its number ending at `numeral_end`."""
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
    at = end + 1 if tokens.words[end] == "-" else end
    return "change" if tokens.words[at] in CHANGE_NOUNS else "amount"


def _more_behind(tokens: Tokens, numeral_end: int, end: int) -> bool:
    """Whether "more" says what comes on top ("2,000 more troops"), not a bound ("107 or more")."""
    near = tokens.words[numeral_end - 1 : end]
    return "more" in near and near[near.index("more") - 1] not in ("or", "and")


def changes(tokens: Tokens, i: int, window: int) -> bool:
    """Whether a word of rising or falling stands among the `window` words before token `i`, in its sentence."""
    for at in range(i - 1, max(-1, i - 1 - window), -1):
        word = tokens.words[at]
        if (word in CHANGE_VERBS or word in CHANGE_NOUNS) and not (word == "up" and tokens.words[at + 1] == "to"):
            return True
        if word in (".", ";", "!", "?"):
            return False
    return False
