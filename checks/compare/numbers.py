"""The amounts of a claim held against those of a passage: what is met, what is missed, and what speaks of another matter."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from checks.compare.amounts import Amount, amounts, another_event, set_apart
from checks.compare.places import elsewhere, elsewhere_in
from checks.compare.words import content_words, meaning
from checks.intervals import Interval, rounding, spoken
from checks.types import Stance

_ENOUGH: Final = 0.16
_MARGIN: Final = 0.35
_CLOSE: Final = 0.12
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PEOPLE: Final = frozenset(meaning(word) for word in ("person", "man", "woman", "other"))
_OVER_YEARS = re.compile(
    r"\b(?:over|in|during|for) the (?:past|last) (?:\w+ )?(?:years|decades?|century)\b"
    r"|\bto date\b|\bso far\b|\bsince (?:19|20)\d\d\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"\b(?:will|going to|set to|about to|to be|plans?|wants?|due)\b", re.IGNORECASE)
_GROWING = re.compile(
    r"\b(?:inflation|growth|grew|grow|expand\w*|than a year (?:ago|earlier|before)|year on year)\b", re.IGNORECASE
)
_ADDED = re.compile(r"\b(?:new|extra|further|additional|on top of|more)\b", re.IGNORECASE)
_SO_FAR = re.compile(
    r"\b(?:so far|to date|up to now|by (?:mon|tues|wednes|thurs|fri|satur|sun)day|the names of)\b",
    re.IGNORECASE,
)
_NOW = re.compile(r"\b(?:now|currently|today|at present)\b", re.IGNORECASE)
_RECENT: Final = timedelta(days=120)
_MEASURED_IN_TIME: Final = "time"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one amount of the claim comes to; `confidence` is 0 to 1."""

    stance: Stance
    reason: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Side:
    """A text with its amounts, its content words, and the day that it was told on, if that is known."""

    text: str
    told: date | None
    amounts: Sequence[Amount]
    words: frozenset[str]


def side(text: str, told: date | None) -> Side:
    """Read one side of the comparison."""
    return Side(text, told, amounts(text, told), content_words(text))


def hold_against(claim: Side, source: Side) -> Outcome | None:
    """What the claim's amounts come to; None where it has none or the source has none like them."""
    outcomes = [outcome for ours in _decisive(claim.amounts) if (outcome := _one(ours, claim, source)) is not None]
    if not outcomes:
        return None
    against = [o for o in outcomes if o.stance == "refutes"]
    if against:
        return max(against, key=lambda o: o.confidence)
    deciding = [o for o in outcomes if o.stance == "supports"]
    if deciding and len(deciding) * 2 >= len(_decisive(claim.amounts)):
        return Outcome("supports", "; ".join(o.reason for o in deciding), min(o.confidence for o in deciding))
    return outcomes[0] if not deciding else Outcome(
        "context", f"{deciding[0].reason}; of the claim's other figures it says nothing", 0.4
    )  # fmt: skip


def _decisive(found: Sequence[Amount]) -> list[Amount]:
    """Without figures that were before ("from 4 %"), and without ages and times where there is another figure."""
    now = [a for a in found if not a.former] or list(found)
    return [a for a in now if a.dimension != _MEASURED_IN_TIME] or now


def _one(ours: Amount, claim: Side, source: Side) -> Outcome | None:
    ranked = sorted(
        (
            (score, theirs)
            for theirs in source.amounts
            if (score := _likeness(ours, theirs, claim, source)) is not None
        ),
        key=lambda pair: -pair[0],
    )
    ranked = [(score, theirs) for score, theirs in ranked if score >= _ENOUGH]
    if not ranked:
        return None
    near = [(score, _as_often(ours, theirs)) for score, theirs in ranked if score >= ranked[0][0] - _MARGIN]
    barred = [_another_matter(ours, theirs, claim, source) for _, theirs in near]
    open_ = [pair for pair, reason in zip(near, barred, strict=True) if reason is None]
    if open_:
        judged = [
            _judged(ours, theirs, min(0.95, 0.5 + score / 2))
            for score, theirs in open_
            if score >= open_[0][0] - _CLOSE
        ]
        return next((outcome for outcome in judged if outcome.stance == "supports"), judged[0])
    return Outcome("context", str(barred[0]), 0.4)


def _as_often(ours: Amount, theirs: Amount) -> Amount:
    """What the source counts a month, as what that is a year, where the claim counts a year."""
    if not ours.times_a_year or not theirs.times_a_year or ours.times_a_year == theirs.times_a_year:
        return theirs
    by = theirs.times_a_year / ours.times_a_year
    holds = replace(theirs.holds, low=theirs.holds.low * by, high=theirs.holds.high * by)
    return replace(theirs, holds=holds, value=theirs.value * by)


def _likeness(ours: Amount, theirs: Amount, claim: Side, source: Side) -> float | None:
    """How much the two speak of the same, 0 to 1 and a little more; None where they can't be the same measure."""
    if (theirs.former and not ours.former) or theirs.denied:
        return None
    if not _same_dimension(ours, theirs):
        return None
    if ours.noun and theirs.noun and ours.noun != theirs.noun and ours.dimension in ("count", "percent"):
        generic = not _PEOPLE.isdisjoint((ours.noun, theirs.noun))
        linked = ours.noun in theirs.words and theirs.noun in ours.words
        if not generic and not linked and ours.noun not in theirs.sentence.lower():
            return None
    part = len(ours.words & theirs.words) / max(1, len(ours.words))
    theirs_all = content_words(theirs.sentence)
    sentence = len(claim.words & theirs_all) / max(1, len(claim.words))
    whole = len(claim.words & source.words) / max(1, len(claim.words))
    same = 0.15 if ours.noun is not None and ours.noun == theirs.noun else 0.0
    return 0.4 * part + 0.3 * sentence + 0.3 * whole + same


def _same_dimension(ours: Amount, theirs: Amount) -> bool:
    if ours.dimension == theirs.dimension:
        return True
    money = [a.dimension for a in (ours, theirs) if len(a.dimension) == 3 and a.dimension.isupper()]
    return len(money) == 2


def _another_matter(ours: Amount, theirs: Amount, claim: Side, source: Side) -> str | None:
    """Why the source's figure decides nothing of the claim's, in words; None where it does."""
    if ours.dimension != theirs.dimension:
        return f"currency differs: source gives {theirs.quantity.text}"
    added = _kind(ours) == "additional" and _kind(theirs) == "amount" and _ADDED.search(theirs.part)
    if _kind(ours) != _kind(theirs) and not added:
        kinds = {"amount": "a level", "change": "a change", "additional": "what comes on top"}
        given, wanted = kinds[theirs.quantity.role], kinds[ours.quantity.role]
        return f"scope differs: “{theirs.quantity.text}” is {given}, the claim's {wanted}"
    if (other := elsewhere_in(claim.text, theirs.part)) or (
        other := elsewhere(claim.text, source.text, theirs.sentence)
    ):
        return f"scope differs: source speaks of {other}"
    apart = set_apart(ours.part, theirs.part)
    if apart is not None and not (
        "all" in apart and ours.dimension == "count" and _relation(ours, theirs) == "meets"
    ):
        return f"scope differs: source counts {apart[1]}, the claim {apart[0]}"
    if ours.per != theirs.per and (ours.per is None or theirs.per is None or ours.per != theirs.per):
        return (
            f"scope differs: source counts per {theirs.per}"
            if theirs.per
            else f"scope differs: the claim counts per {ours.per}"
        )
    event = another_event(ours.part, theirs.sentence)
    if event is None and (event := another_event(ours.part, theirs.part)) is not None:
        said = (a for a in source.amounts if a.dimension == ours.dimension and a is not theirs)
        event = event if any(another_event(ours.part, a.part) is None for a in said) else None
    if event is not None:
        return f"“{theirs.quantity.text}” is not said to be {event}"
    if (whole := _OVER_YEARS.search(theirs.part)) and ours.days and not _OVER_YEARS.search(ours.part):
        return f"scope differs: source counts “{whole[0]}”"
    if (day := _another_time(ours, theirs, claim, source)) is not None:
        return f"date differs: figure is for {day}"
    if (earlier := _earlier_count(ours, theirs)) is not None:
        return earlier
    if theirs.ahead and not ours.ahead and not _AHEAD.search(ours.part):
        return f"source gives “{theirs.quantity.text}” as what is expected, not as what is"
    return None


def _earlier_count(ours: Amount, theirs: Amount) -> str | None:
    """A lower toll that is said to be one so far may have risen since."""
    if theirs.value >= ours.value or another_event(ours.part, "") is None or not _SO_FAR.search(theirs.sentence):
        return None
    return f"source counts “{theirs.quantity.text}” so far"


def _kind(amount: Amount) -> str:
    """The role of an amount; inflation and growth are changes, however they are told."""
    if amount.dimension == "times":
        return "change"
    if amount.dimension == "percent" and _GROWING.search(amount.sentence):
        return "change"
    return amount.quantity.role


def _another_time(ours: Amount, theirs: Amount, claim: Side, source: Side) -> str | None:
    wanted = [(d.first, d.last) for d in ours.days if d.first and d.last]
    given = [(d.first, d.last, d.text) for d in theirs.days if d.first and d.last]
    slack = _RECENT if _NOW.search(claim.text) else timedelta(0)
    if wanted and given:
        if any(first - slack <= end and start <= last for first, last in wanted for start, end, _ in given):
            return None
        return given[0][2]
    if wanted and source.told is not None and source.told < min(first for first, _ in wanted):
        return f"before {source.told.year + 1}" if source.told.year < wanted[0][0].year else None
    if given and claim.told is not None and not wanted:
        latest = max(end for _, end, _ in given)
        return given[0][2] if latest.year < claim.told.year - 1 else None
    ours_named, theirs_named = _YEAR.findall(claim.text), _YEAR.findall(theirs.sentence)
    if ours_named and theirs_named and not set(ours_named) & set(theirs_named):
        return str(theirs_named[0])
    return None


def _judged(ours: Amount, theirs: Amount, confidence: float) -> Outcome:
    stated, told = ours.quantity.text, f"source gives “{theirs.quantity.text}”"
    if ours.direction and theirs.direction and ours.direction != theirs.direction:
        moved = {"up": "a rise", "down": "a fall"}
        return Outcome(
            "refutes",
            f"{told}: {moved[theirs.direction]}, where the claim has {moved[ours.direction]}",
            confidence,
        )
    match _relation(ours, theirs):
        case "meets":
            return Outcome("supports", f"{told}: within “{stated}”", confidence)
        case "misses":
            return Outcome("refutes", f"{told}: misses “{stated}” by {_missed(ours, theirs)}", confidence)
    return Outcome("context", f"{told}: too wide to decide “{stated}”", 0.4)


def _relation(ours: Amount, theirs: Amount) -> str:
    claimed, given = ours.holds, theirs.holds
    slack = 1e-9 * max(1.0, abs(theirs.value))
    if theirs.quantity.comparator == "=" and given.low <= theirs.value <= given.high and given.low > -math.inf:
        if _holds(claimed, theirs.value, slack):
            return "meets"
        exact = rounding(theirs.quantity.low or 0.0) <= 0.5
        if ours.quantity.comparator in ("=", "~") and given.holds(ours.value):
            return "meets"  # "38 million" as a source gives it, where the claim has 37.6
        return "misses" if exact or _disjoint(claimed, given) else "wide"
    if theirs.quantity.comparator == "~" and _holds(claimed, theirs.value, slack) and given.high < math.inf:
        return "meets"
    if ours.quantity.comparator == theirs.quantity.comparator == "<=":
        return "meets" if theirs.value <= ours.value + slack else "misses"  # a limit against a limit
    if _within(given, claimed):
        return "meets"
    if _disjoint(claimed, given):
        return "misses"
    bound = theirs.value
    if (
        ours.quantity.comparator in ("=", "~")
        and _holds(claimed, bound, slack)
        and abs(bound - ours.value) <= 0.02 * abs(bound)
    ):
        return "meets"  # "more than 300" for a claim's 300
    return "wide"


def _holds(interval: Interval, value: float, slack: float) -> bool:
    if interval.holds(value):
        return True
    return (interval.includes_low and abs(value - interval.low) <= slack) or (
        interval.includes_high and abs(value - interval.high) <= slack
    )


def _within(inner: Interval, outer: Interval) -> bool:
    low = inner.low > outer.low or (inner.low == outer.low and (outer.includes_low or not inner.includes_low))
    high = inner.high < outer.high or (
        inner.high == outer.high and (outer.includes_high or not inner.includes_high)
    )
    return low and high


def _disjoint(a: Interval, b: Interval) -> bool:
    first, second = sorted((a, b), key=lambda i: (i.low, i.high))
    if first.high != second.low:
        return first.high < second.low
    return not (first.includes_high and second.includes_low)


def _missed(ours: Amount, theirs: Amount) -> str:
    ends = [end for end in (ours.holds.low, ours.holds.high) if math.isfinite(end)]
    near = min((abs(theirs.value - end) for end in (*ends, ours.value)), default=0.0)
    if not ours.value:
        return spoken(abs(theirs.value))
    percent = abs(theirs.value - ours.value if near == 0 else near) / abs(ours.value) * 100
    return "more than tenfold" if percent >= 1000 else f"{max(percent, 0.1):.{1 if percent < 10 else 0}f} %"


def any_of(found: Iterable[Amount]) -> str:
    """What the amounts count, for "gives no number of …"."""
    return next((a.noun or a.quantity.unit or a.dimension for a in found), "the kind")
