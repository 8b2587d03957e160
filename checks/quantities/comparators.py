"""What stands beside a number and says how it bounds the value: "at least", "or more", "nearly"."""

import re
from typing import Final, Literal

from checks.lexicon import load_table, load_words
from checks.quantities.numbers.number_words import NUMBER_WORDS
from checks.quantities.tokens import Tokens
from checks.quantities.units import MONEY_BEFORE
from checks.types.quantity import Comparator

# "about a 20 minute walk", but not "over a 20-year period", where "over" means "during".
_THROUGH_ARTICLE: Final = frozenset({"over", "under", "above", "below"})
# Words that say "on top of it": no comparators, but one may stand before them ("about another 20").
_MORE: Final = frozenset({"another", "additional", "further", "extra"})
# What these compare is no length of time: in "lower than two years ago" the two years are a moment.
_NOT_OF_TIME: Final = load_words("quantities", "not_of_time")
_SHARES: Final = frozenset({"%", "percent", "cent", "points", "point"})
_LONGEST: Final = 4


def _phrases(place: str) -> dict[tuple[str, ...], Comparator]:
    """The phrases that stand in one place beside a number, as words, with the comparator that each means."""
    table: dict[Comparator, list[str]] = load_table("comparators")[place]
    return {tuple(phrase.split()): comparator for comparator, phrases in table.items() for phrase in phrases}


BEFORE: Final = _phrases("before")
AFTER: Final = _phrases("after")
_NEAR: Final = {
    side: re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)
    for side, phrases in load_table("comparators")["near"].items()
}
_LAST_WORDS: Final = frozenset(phrase[-1] for phrase in BEFORE)
_FIRST_AFTER: Final = frozenset(phrase[0] for phrase in AFTER)


# Behind these "up to" leads to a level, and bounds nothing: "crept up to 40 percent".
_UP_TO: Final = ("up", "to")
_TO_A_LEVEL: Final = load_words("quantities", "up_to_a_level")
_EPISODES: Final = load_words("quantities", "episodes")


def _during(tokens: Tokens, start: int, first: int) -> bool:
    """Whether "over" tells in the course of what: "five cups over three spells", where another amount stands before."""
    return tokens.words[start] == "over" and start == first - 1 and tokens.words[first + 1] in _EPISODES


def before(tokens: Tokens, first: int) -> tuple[Comparator, int]:
    """The comparator that ends before token `first`, and the token where it begins; `=` where there is none.

    `first` is the number's first token. A phrase behind "another" or an article counts too ("about another 20", "about
    a 20-minute walk"); of two bounds the outer one counts ("at least about 20" is at least).
    """
    i = first - 1 if tokens.words[first - 1] in _MORE else first
    if tokens.words[i - 1] in ("a", "an"):
        i -= 1
    if i < first and tokens.words[i - 1] in _THROUGH_ARTICLE:
        i = first
    comparator, start = _one_before(tokens, i)
    if comparator is None or _during(tokens, start, first):
        return "=", first
    if comparator == "~":  # "at least about 20": the bound is what counts
        outer, begins = _one_before(tokens, start)
        if outer not in (None, "=", "~"):
            return outer, begins
    return comparator, start


def nearness(text: str) -> Literal["below", "above"] | None:
    """The side of its number on which a quantity's words say that the value is near: "nearly 40", "just over 40"."""
    if _NEAR["below"].search(text):
        return "below"
    return "above" if _NEAR["above"].search(text) else None


def of_moment(tokens: Tokens, first: int) -> bool:
    """Whether the comparator at token `first` compares with a time gone by: "higher than a year ago".

    Then the time is the moment that is compared with, and no length: "two years ago" is not more than two years.
    """
    word = tokens.words[first]
    return word in _NOT_OF_TIME or (word in ("more", "less") and tokens.words[first - 1] in _SHARES)


def _one_before(tokens: Tokens, end: int) -> tuple[Comparator | None, int]:
    """The longest phrase that ends before token `end`, with the token where it begins; None where none does. Phrases
    have four words at most and do not cross a sentence's end.
    """
    if tokens.words[end - 1] not in _LAST_WORDS or tokens.breaks(end - 1):
        return None, end
    for length in range(min(_LONGEST, end), 0, -1):
        phrase = tuple(tokens.words[end - length : end])
        if phrase == _UP_TO and tokens.words[end - length - 1] in _TO_A_LEVEL:
            return None, end
        if (comparator := BEFORE.get(phrase)) is not None and not _part_of_a_word(tokens, end - length):
            return comparator, end - length
    return None, end


def _part_of_a_word(tokens: Tokens, i: int) -> bool:
    """Whether token `i` is the rest of a longer word ("pre-about"), so that it is no word of its own."""
    return tokens.joined(i - 1) and tokens.words[i - 1][-1:] not in tuple("(\"“'‘—–[")


def after(tokens: Tokens, end: int) -> tuple[Comparator | None, int]:
    """The comparator that begins at token `end`, and the token after it; None where there is none.

    None also where the phrase belongs to the number behind it: "50 articles and over 1000 drafts".
    """
    word = tokens.words[end]
    if word == "+":
        return ">=", end + 1
    if word not in _FIRST_AFTER:
        return None, end
    for length in (3, 2, 1):
        comparator = AFTER.get(tuple(tokens.words[end : end + length]))
        if comparator is not None and not _starts_number(tokens, end + length):
            return comparator, end + length
    return None, end


def _starts_number(tokens: Tokens, i: int) -> bool:
    """Whether the phrase belongs to the number behind it: "50 articles and over 1000 drafts"."""
    word = tokens.words[i]
    return word[:1].isdecimal() or word in NUMBER_WORDS or word in MONEY_BEFORE


def estimated(tokens: Tokens, first: int) -> bool:
    """Whether the number is called an estimate a few words before: "an estimated cost of $26 million".

    Four words are looked at, and no comma or full stop may stand between.
    """
    near = tokens.words[max(0, first - 4) : first]
    if "estimated" not in near:
        return False
    rest = near[near.index("estimated") + 1 :]
    return bool(rest) and rest[-1] in {"of", "at"} and not {",", "by", "."} & set(rest)
