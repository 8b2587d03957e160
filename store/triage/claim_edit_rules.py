"""Which parts of the machine's reading of a claim a person may change, and the claim that results; pure.

Bounds are given as offsets or as words of the article; quantities and dates are found in the claim's words again. Those
of the machine that stand within new bounds stay.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from math import isfinite
from operator import attrgetter
from typing import Final, TypedDict, TypeVar

from pydantic import TypeAdapter

from checks.documents.words import spaced_places
from checks.types.quantity import Comparator, Date, Quantity, Role
from store.claims.tables import KINDS, QUANTITY_ROLES, SPEECH_ACTS
from store.people import Refused

LONGEST: Final = {"statement": 2000, "context": 1000, "claimant": 300, "unit": 60, "counted": 100}  # characters
LONGEST_STRETCH: Final = 5000  # characters of an article that are one claim
MOST_PARTS: Final = 50  # quantities, or dates, of one claim
NO_CLAIM: Final = "No claim"  # the reason of what a person removes; the article is then not marked there
MERGED: Final = "Merged into claim"  # begins the reason of what went into its neighbour
HEAD_CORRECTED: Final = "the claim that it was judged with was corrected"
# What tells two statements apart whatever else is worded otherwise: numbers, denials, and names behind the first word.
_TELLING: Final = re.compile(r"\d[\d.,]*\d|\d|\b(?:no|not|never|none|nobody)\b|n['’]t\b", re.I)
_NAME: Final = re.compile(r"(?<=\s)[^\W\d_a-z]\w+")
COMPARATORS: Final = ("=", ">", ">=", "<", "<=", "~", "..")
_CHOICES: Final = {"kind": KINDS, "speech_act": SPEECH_ACTS}
Part = TypeVar("Part", bound=Quantity | Date)
Given = TypeVar("Given", bound="QuantityInput | DateInput")


@dataclass(frozen=True, slots=True)
class QuantityInput:
    """A quantity as a person states it: `text` are its words in the claim, the rest is as of `Quantity`.

    Where it stands is found by its words, so that nobody has to count.
    """

    text: str
    comparator: Comparator
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    counted: str | None = None
    role: Role = "amount"


@dataclass(frozen=True, slots=True)
class DateInput:
    """A time as a person states it: `text` are its words in the claim; None leaves that side open."""

    text: str
    first: date | None = None
    last: date | None = None


class ClaimChanges(TypedDict, total=False):
    """What a person changes; what is missing stays.

    `words` are the claim's words in the article, instead of offsets.
    """

    statement: str
    context: str
    claimant: str | None
    kind: str
    speech_act: str
    quoted: bool
    start: int
    end: int
    words: str
    quantities: Sequence[QuantityInput]
    dates: Sequence[DateInput]


@dataclass(frozen=True, slots=True)
class ClaimText:
    """A claim as far as it can be corrected; `start` and `end` are offsets in the article's text."""

    start: int
    end: int
    statement: str
    context: str
    claimant: str | None
    kind: str
    speech_act: str
    quoted: bool
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[Date, ...] = ()


# What a claim that a person adds says before anything is filled in.
BLANK: Final = ClaimText(
    start=0, end=0, statement="…", context="", claimant=None, kind="event", speech_act="asserts", quoted=False
)
_READING: Final = TypeAdapter(ClaimText)
_MERGED_TOGETHER: Final = (
    *((name,) for name in ("statement", "context", "claimant", "kind", "speech_act", "quoted")),
    ("start", "end", "quantities", "dates"),
)


def edited(before: ClaimText, changes: ClaimChanges, text: str) -> ClaimText:
    """The claim with a person's changes.

    Args:
        before: the claim as it stands.
        changes: what is changed of it.
        text: of its article's revision.

    Raises:
        Refused: a value is not acceptable; names the field.
    """
    start, end = _bounds(before, changes, text)
    stretch = _Stretch(text, start, end)
    statement = _word("statement", changes, before.statement)
    if not statement:
        raise Refused("statement", "the statement is empty")
    return ClaimText(
        start,
        end,
        statement,
        context=_word("context", changes, before.context) or "",
        claimant=_word("claimant", changes, before.claimant),
        kind=_choice("kind", changes, before.kind),
        speech_act=_choice("speech_act", changes, before.speech_act),
        quoted=bool(changes.get("quoted", before.quoted)),
        quantities=_parts("quantities", changes.get("quantities"), before.quantities, stretch, _quantity),
        dates=_parts("dates", changes.get("dates"), before.dates, stretch, _date),
    )


def says_something_else(before: str, after: str) -> bool:
    """Whether a correction of a statement changes a number, a denial or a name in it, and not its wording alone."""
    was, now = (sorted(found.lower() for found in _TELLING.findall(text)) for text in (before, after))
    return was != now or _has_name_beyond(before, after) or _has_name_beyond(after, before)


def _has_name_beyond(text: str, other: str) -> bool:
    """Whether a text has a name that is no word of the other."""
    return not {name.lower() for name in _NAME.findall(text)} <= set(re.findall(r"\w+", other.lower()))


def differences(before: ClaimText, after: ClaimText) -> tuple[dict[str, object], dict[str, object]]:
    """What differs between two readings of a claim, as (before, after) by field; both empty if nothing does."""
    old, new = as_json(before), as_json(after)
    names = [name for name in old if old[name] != new[name]]
    return {name: old[name] for name in names}, {name: new[name] for name in names}


def merge_readings(base: ClaimText, theirs: ClaimText, mine: ClaimText) -> tuple[ClaimText, tuple[str, ...]]:
    """Two people's edits of one reading as one.

    Bounds, quantities and times are one field here, since the latter stand within the bounds.

    Args:
        base: the reading that both began with.

    Returns:
        The reading with the changes of both, and the names of the fields that both changed, each in another way; of
        these it holds mine.
    """
    merged, conflicts = theirs, list[str]()
    for names in _MERGED_TOGETHER:
        was, other, own = ({name: getattr(each, name) for name in names} for each in (base, theirs, mine))
        if own in (was, other):
            continue
        merged = replace(merged, **own)
        if other != was:
            conflicts += [name for name in names if own[name] != other[name]]
    return merged, tuple(conflicts)


def as_json(claim: ClaimText) -> dict[str, object]:
    """A reading as the history keeps it, from which `from_json` makes it again."""
    return {**asdict(claim), "quantities": [asdict(q) for q in claim.quantities],
            "dates": [date_as_json(d) for d in claim.dates]}  # fmt: skip


def from_json(kept: Mapping[str, object], otherwise: ClaimText) -> ClaimText:
    """The reading that `as_json` wrote; what it does not hold is as in `otherwise`."""
    return _READING.validate_python({**as_json(otherwise), **kept})


def date_as_json(d: Date) -> dict[str, object]:
    """A time as a claim's row holds it."""
    return {**asdict(d), "first": d.first and d.first.isoformat(), "last": d.last and d.last.isoformat()}


def find_words(
    text: str, words: str, near: int = 0, first: int = 0, last: int | None = None
) -> tuple[int, int] | None:
    """Where words stand in a text, white space of any kind between them; of several places the nearest to `near`.

    Args:
        first, last: only what stands between these offsets counts.

    Returns:
        Offsets of the first character and behind the last one; None if the words do not stand there.
    """
    stretch = text[first:last]
    for plain in (str, _in_small_letters):
        places = spaced_places(plain(stretch), plain(words))
        found = min(places, key=lambda place: abs(first + place[0] - near), default=None)
        if found is not None:
            return first + found[0], first + found[1]
    return None


def _in_small_letters(text: str) -> str:
    """A text in small letters, as long as it was: a letter that has no single small one stays."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def cut_bounds(claim: ClaimText, second: str, text: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """The bounds of both parts of a claim that is cut where the words `second` begin. Raises `Refused` naming
    `second`.
    """
    place = find_words(text, second, claim.end, claim.start, claim.end)
    if place is None:
        raise Refused("second", "these words do not stand in the claim")
    parts = _stripped(text, claim.start, place[0]), _stripped(text, place[0], claim.end)
    if any(start >= end for start, end in parts):
        raise Refused("second", "one of the two parts would be empty")
    return parts


def _bounds(before: ClaimText, changes: ClaimChanges, text: str) -> tuple[int, int]:
    """Where the claim stands after the changes: (start, end) in the article's text. Raises `Refused` naming the field.

    By offsets, or by the words, of which those nearest to where it stood are taken.
    """
    start, end = changes.get("start", before.start), changes.get("end", before.end)
    if words := changes.get("words"):
        if " ".join(words.split()) == " ".join(text[start:end].split()):
            return _stripped(text, start, end)
        place = find_words(text, words, start)
        if place is None:
            raise Refused("words", "these words do not stand in the article; write them as it does")
        start, end = place
    if not 0 <= start < end <= len(text):
        raise Refused(
            "start" if start >= end else "end",
            f"the bounds lie between 0 and {len(text)}, the start before the end",
        )
    start, end = _stripped(text, start, end)
    if start >= end:
        raise Refused("end", "there are no words between these bounds")
    if end - start > LONGEST_STRETCH:
        raise Refused("end", f"a claim has at most {LONGEST_STRETCH:,} characters of the article")
    return start, end


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Bounds without the white space at their ends."""
    stretch = text[start:end]
    return start + len(stretch) - len(stretch.lstrip()), end - (len(stretch) - len(stretch.rstrip()))


def _word(name: str, changes: ClaimChanges, before: str | None) -> str | None:
    """A field that may be emptied, as it is after the changes. Raises `Refused` for a text that is too long."""
    value = changes.get(name, before)
    cleaned = " ".join(str(value or "").split())
    if len(cleaned) > LONGEST[name]:
        raise Refused(name, f"the {name} has at most {LONGEST[name]:,} characters")
    return cleaned or None


def _choice(name: str, changes: ClaimChanges, before: str) -> str:
    """A field that is one of several words, as it is after the changes. Raises `Refused` for any other."""
    value, choices = changes.get(name, before), _CHOICES[name]
    if value not in choices:
        raise Refused(name, f"the {name.replace('_', ' ')} is one of {', '.join(choices)}")
    return str(value)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Where a claim stands in the text of its article."""

    text: str
    start: int
    end: int

    def find(self, words: str) -> tuple[int, int] | None:
        """Where words stand in it, as offsets in the whole text."""
        return find_words(self.text, words, self.start, self.start, self.end)

    def holds(self, part: Quantity | Date) -> bool:
        """Whether a quantity, or a date, stands wholly in it."""
        return self.start <= part.start and part.end <= self.end


def _parts(
    name: str,
    given: Sequence[Given] | None,
    before: tuple[Part, ...],
    stretch: _Stretch,
    read: Callable[[Given, int, int, tuple[Part, ...]], Part],
) -> tuple[Part, ...]:
    """The quantities, or dates, that a person gave; those within the bounds where none were given.

    One that the claim had before, and that new bounds leave outside, is left out without a word.
    """
    if given is None:
        return tuple(part for part in before if stretch.holds(part))
    if len(given) > MOST_PARTS:
        raise Refused(name, f"a claim has at most {MOST_PARTS} {name}")
    known = {" ".join(part.text.split()) for part in before}
    found: list[Part] = []
    for each in given:
        place = stretch.find(each.text)
        if place is not None:
            found.append(read(each, *place, before))
        elif " ".join(each.text.split()) not in known:
            raise Refused(name, f"“{each.text}” does not stand in the claim's words")
    return in_text_order(found)


def in_text_order(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Quantities, or dates, in the order of the text."""
    return tuple(sorted(parts, key=attrgetter("start", "end")))


def _quantity(given: QuantityInput, start: int, end: int, before: tuple[Quantity, ...]) -> Quantity:
    """A quantity where it stands; its unit's code is that of a quantity of the machine with the same unit."""
    if given.comparator not in COMPARATORS:
        raise Refused("quantities", f"the comparator is one of {' '.join(COMPARATORS)}")
    if given.role not in QUANTITY_ROLES:
        raise Refused("quantities", f"the role is one of {', '.join(QUANTITY_ROLES)}")
    low, high = _stated(given)
    for name in ("unit", "counted"):
        if len(getattr(given, name) or "") > LONGEST[name]:
            raise Refused("quantities", f"the {name} has at most {LONGEST[name]} characters")
    code = next((q.code for q in before if q.unit == given.unit), None) if given.unit else None
    return Quantity(
        start, end, given.text, comparator=given.comparator, low=low, high=high, unit=given.unit or None,
        counted=given.counted or None, role=given.role, code=code,
    )  # fmt: skip


def _stated(given: QuantityInput) -> tuple[float | None, float | None]:
    """The bounds that a comparator leaves: both for `=`, `~` and `..`, the one that it names for the others."""
    low, high = given.low, given.high
    if any(number is not None and not isfinite(number) for number in (low, high)):
        raise Refused("quantities", f"“{given.text}” needs a number that is finite")
    either = low if low is not None else high
    if either is None:
        raise Refused("quantities", f"“{given.text}” needs a number")
    if given.comparator in ("=", "~"):
        low, high = (either, either) if low is None or high is None else (low, high)
    elif given.comparator in (">", ">="):
        low, high = either, None
    elif given.comparator in ("<", "<="):
        low, high = None, high if high is not None else low
    elif low is None or high is None:
        raise Refused("quantities", f"“{given.text}” is a range and needs both ends")
    if low is not None and high is not None and low > high:
        raise Refused("quantities", f"“{given.text}” begins with the larger number")
    return low, high


def _date(given: DateInput, start: int, end: int, before: tuple[Date, ...]) -> Date:
    """A time as a person states it, with where its words stand. Raises `Refused` naming `dates`."""
    if given.first and given.last and given.first > given.last:
        raise Refused("dates", f"“{given.text}” ends before it begins")
    same = next(
        (d for d in before if (d.start, d.end, d.first, d.last) == (start, end, given.first, given.last)), None
    )
    return same or Date(start=start, end=end, text=given.text, first=given.first, last=given.last)
