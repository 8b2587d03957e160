"""What stands right of a number: its unit, the noun that is counted, and a comparator such as "or more"."""

from dataclasses import dataclass, replace
from typing import Final

from checks.lexicon import load_words
from checks.quantities import comparators
from checks.quantities.nouns.noun_phrase import noun_phrase, one_noun, part_of
from checks.quantities.nouns.noun_tail import both_nouns, of_kind, price_for, rate, stuff, times_the
from checks.quantities.numbers.number_words import FOLDS
from checks.quantities.numbers.numeral import Numeral
from checks.quantities.tokens import HYPHENS, Tokens
from checks.quantities.unit_phrases import unit_at, unit_behind
from checks.quantities.units import TIME, Unit
from checks.types.quantity import Comparator

_MORE: Final = ("more", "additional", "further", "extra", "other")
_WHOLE: Final = load_words("quantities", "trailing_whole")
_MEMBERS: Final = ("member", "nation", "party", "seat")


@dataclass(frozen=True, slots=True)
class Trailing:
    """Where the quantity ends (the token after it), and what was read on the way.

    `unit` and `counted` are None where none stands there; `comparator` is one behind the number ("or more"), None
    without one.
    """

    end: int
    unit: Unit | None = None
    counted: str | None = None
    comparator: Comparator | None = None


def read_trailing(tokens: Tokens, numeral: Numeral, unit: tuple[int, Unit] | None) -> Trailing:
    """What stands right of `numeral`; `unit` is the unit directly behind it, if one is, with its end.

    Order: price, share, unit, comparator, hyphenated compound, counted noun.

    Returns where the amount ends even if nothing belongs to it. Never reads past the end of a sentence.
    """
    end = numeral.end
    if numeral.money:
        return Trailing(price_for(tokens, end), numeral.money)
    if numeral.share:
        return _share(tokens, end)
    if unit is not None:
        return _measured(tokens, numeral, unit, None)
    if tokens.words[end] == "]" and tokens.words[numeral.first - 1] == "[":
        end += 1
    comparator, end = comparators.after(tokens, end)
    at = end + 1 if numeral.open and tokens.words[end] == "of" else end
    if at > numeral.end and (unit := unit_behind(tokens, numeral, at)) is not None:
        return _measured(tokens, numeral, unit, comparator)
    if tokens.hyphen(end) or (tokens.words[end] in HYPHENS and tokens.words[end + 1] in _MEMBERS):
        return _compound(tokens, end)
    return _closed(tokens, _counted(tokens, numeral, end), comparator)


def _share(tokens: Tokens, end: int) -> Trailing:
    """Trailing a fraction: "of the members", "the population"."""
    if tokens.words[end] == "of" and tokens.words[end + 1] in ("a", "an") and (unit := unit_at(tokens, end + 2)):
        return Trailing(end + 3, unit)  # "a quarter of an hour"
    if (part := part_of(tokens, end, closed=False)) is not None:
        return Trailing(both_nouns(tokens, part[0]), None, part[1])
    if tokens.words[end - 1] in FOLDS:
        multiple = times_the(tokens, end)
        return Trailing(multiple[0], None, multiple[1]) if multiple else Trailing(end)
    if tokens.words[end] in _WHOLE and (found := noun_phrase(tokens, end + 1, mass=True)):
        return Trailing(found[0], None, found[1])
    return Trailing(end)


def _measured(
    tokens: Tokens, numeral: Numeral, found: tuple[int, Unit], comparator: Comparator | None
) -> Trailing:
    """What stands behind a unit: what a percentage is of, the measure that a price is for, the rest of a rate, or
    what is measured.

    `found` is the token behind the unit, and the unit. A comparator that was read before the unit stays.
    """
    end, unit = found
    if unit.name == "percent":
        part = part_of(tokens, end, closed=False) or of_kind(tokens, numeral, end)
        if part:
            return Trailing(both_nouns(tokens, part[0]), unit, part[1], comparator)
    elif unit.measures == "money":
        end = price_for(tokens, end)
    elif (per := rate(tokens, end, unit)) is not None:
        end, unit = per
    elif (of := stuff(tokens, end, unit)) is not None:
        return Trailing(of[0], unit, of[1], comparator)
    return _closed(tokens, Trailing(end, unit), comparator)


def _closed(tokens: Tokens, found: Trailing, comparator: Comparator | None) -> Trailing:
    """With the comparator that may stand behind all of it: "65 years or older"."""
    if comparator is not None:
        return replace(found, comparator=comparator)
    last, end = comparators.after(tokens, found.end)
    if last is None or tokens.words[end - 1] in ("least", "plus", "+"):
        return found
    return replace(found, end=end, comparator=last)


def _compound(tokens: Tokens, end: int) -> Trailing:
    """Six-member, 12,000-strong, 20-odd, 20-plus."""
    word = tokens.words[end + 1]
    if word == "strong":
        return Trailing(end + 2)
    if word in ("odd", "some", "plus"):
        return replace(counted_noun(tokens, end + 2), comparator=">=" if word == "plus" else "~")
    return Trailing(end + 2, None, word) if word.isalpha() and not tokens.capital(end + 1) else Trailing(end)


def _counted(tokens: Tokens, numeral: Numeral, end: int) -> Trailing:
    """The noun behind the number, past "more" ("2,000 more troops"), or the whole it is a part of ("two of them")."""
    at = end + 1 if tokens.words[end] in _MORE else end
    found = counted_noun(tokens, at, single=numeral.value == 1)
    if found.counted == "time" and (multiple := times_the(tokens, found.end)):
        return replace(found, end=multiple[0], counted=multiple[1])
    if found.end > at:
        return found
    if tokens.words[end] == "other" or tokens.words[at] == "than":
        return Trailing(end)
    part = part_of(tokens, at, closed=not numeral.open)
    return Trailing(both_nouns(tokens, part[0]), None, part[1]) if part else Trailing(at)


def counted_noun(tokens: Tokens, at: int, single: bool = False) -> Trailing:
    """The counted noun at token `at`; a unit as its head makes it a measure ("five more years").

    `single` asks for a singular, behind "one". Where no noun stands, `end` is `at`.
    """
    if tokens.breaks(at - 1):
        return Trailing(at)
    found = one_noun(tokens, at) if single else noun_phrase(tokens, at)
    if not found:
        return Trailing(at)
    end, head = found
    unit = unit_at(tokens, end - 1)
    if unit is not None and (tokens.words[end - 1] in TIME or unit.measures == "length"):
        return Trailing(end, unit)
    return Trailing(end if single else both_nouns(tokens, end), None, head)
