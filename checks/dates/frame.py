"""What stands around a date: its preposition, "early" or "late", a possessive, and the other end of a range."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from checks.dates import interval
from checks.dates.interval import Span
from checks.lexicon import alternatives

PREPOSITION = alternatives("dates", "frame_preposition")
PART = alternatives("dates", "frame_part")
# Of two prepositions the first belongs to the verb: "took over on Tuesday".
_BEFORE = re.compile(
    rf"(?:(?<![\w-])(?P<outer>{PREPOSITION})\s+(?!(?:on|in)\s))?(?:(?<![\w-])(?P<part>{PART})(?:\s+|-))?(?:(?<![\w-])"
    rf"(?P<inner>{alternatives('dates', 'frame_before')})\s+)?",
    re.I,
)
WORDS = 5  # the most words before a date that belong to it: "up to the end of"
REACH = 40  # characters before "from" in which "moved" may stand
POSSESSIVE = re.compile(r"['’]s(?!\w)")
_DETERMINER = re.compile(r"(?:the|a|an|his|her|its|their)\Z", re.I)
_YEAR_FIRST = re.compile(r"\d{4}")
_RANGE_MARK = re.compile(r"^(?:\s(?:to|until|till|through)(?: the)?\s|\s?[-–—]\s?)$")
_AND = re.compile(r"^\sand(?: the)?\s$")
_MOVED = re.compile(rf"\b(?:{alternatives('dates', 'frame_moved')})\w*(?: \w+)? from\s\Z", re.I)
_NO_NOUN = re.compile(
    rf"\s(?:{alternatives('dates', 'frame_no_noun')})\b|\s?[^\w\s]|\s*\Z|\n", re.I)  # fmt: skip
BEFORE_A_NOUN = "may belong to the noun after it"
_EARLY, _LATE, _MID = ("early", "start", "beginning", "turn"), ("late", "end", "close"), ("mid", "middle")
_SAID = {
    "by": "up to its end", "until": "up to then", "till": "up to then", "up to": "up to then",
    "before": "the time before it", "after": "the time after it",
}  # fmt: skip


def words_before(text: str, candidates: Sequence[int], start: int) -> re.Match[str]:
    """The words right before `start` that belong to a date standing there; they begin at one of `candidates`.

    `candidates` are the places of the words before, in order. Groups of the match: `outer`, the preposition; `part`,
    "early", "late", "the end of" …; `inner`, "on", "in", "of" or a determiner.
    """
    for candidate in candidates:
        if found := _BEFORE.fullmatch(text, candidate, start):
            return found
    found = _BEFORE.fullmatch(text, start, start)
    assert found is not None  # every part of the pattern may be missing
    return found


def attributive(words: re.Match[str]) -> bool:
    """Whether a determiner stands between preposition and date, as in "since the Wednesday vote": then the
    preposition is not the date's own."""
    return bool(words["inner"] and _DETERMINER.match(words["inner"]))


def own_start(words: re.Match[str]) -> int:
    """Where the date's own stretch starts; the determiner belongs to it unless a bare year follows.

    `words` is a match of `words_before`.
    """
    if not attributive(words):
        return words.start()
    return words.end() if _YEAR_FIRST.match(words.string, words.end()) else words.start("inner")


def joined(text: str, left_start: int, left_end: int, right_start: int, outer: str | None) -> bool:
    """Whether two dates are the ends of one range: "from … to …", "between … and …", "… to …".

    `outer` is the preposition before the left date, in lower case.
    """
    gap = text[left_end:right_start]
    if _AND.match(gap):
        return outer == "between"
    return bool(_RANGE_MARK.match(gap)) and not _MOVED.search(text, max(0, left_start - REACH), left_start)


def describes_noun(text: str, end: int, ceiling: int) -> bool:
    """Whether the word after a date may be a noun that the date describes, as in "Friday talks".

    The statement then keeps "Friday" as it is, since "the on 5 May talks" would not be English. Looks no further
    than `ceiling`.
    """
    return not _NO_NOUN.match(text, end, ceiling)


def part_of(span: Span, words: re.Match[str], published: date | None) -> Span:
    """The days meant once "early", "late", "the end of" … before them are read: thirds, or up to `published`.

    `words` is a match of `words_before`.
    """
    if span.first is None or span.last is None or attributive(words) or not words["part"]:
        return span
    return _part(span, words["part"].lower(), published)


def bounded(span: Span, words: re.Match[str], published: date | None) -> Span:
    """The days meant once the preposition before them is read; `words` is a match of `words_before`.

    "Since" ends on the day of publication; "by", "before" and "until" keep the days that they name and say on which
    side the time lies. "A Wednesday" is unresolved, for it does not say which.
    """
    if span.first is None or span.last is None:
        return span
    if attributive(words):
        unsaid = span.floating and words["inner"][0] in "aA"
        return interval.unresolved("which one is not said") if unsaid else span
    outer = (words["outer"] or "").lower()
    return _since(span, published) if outer == "since" else span.saying(_SAID.get(outer))


def _part(span: Span, part: str, published: date | None) -> Span:
    """The part of the days that "early", "mid", "late" or "the rest of" leave.

    "Earlier" and "later" divide at the day of publication where that lies within; else they say nothing of which
    days.
    """
    assert span.first is not None
    assert span.last is not None
    if any(word in part for word in ("earlier", "later", "rest")):
        if published is None or not span.first < published < span.last:
            return span
        if "earlier" in part:
            return Span(span.first, published, span.assumed).saying("up to publication")
        return Span(published, span.last, span.assumed).saying("from publication on")
    for number, words in enumerate((_EARLY, _MID, _LATE)):
        if any(word in part for word in words):
            return _third(span, number)
    return span


def _third(span: Span, number: int) -> Span:
    """The first, second or last third of a month or more; shorter times are left whole.

    A year or more of whole quarters is cut into whole months, anything else into whole days.
    """
    assert span.first is not None
    assert span.last is not None
    length = (span.last - span.first).days + 1
    if length < 28:
        return span
    said = f"the {('first', 'middle', 'last')[number]} third of it"
    whole = span.first.day == 1 and span.last.day == monthrange(span.last.year, span.last.month)[1]
    number_of_months = 12 * (span.last.year - span.first.year) + span.last.month - span.first.month + 1
    if length < 365 or not whole or number_of_months % 3:
        step = length // 3
        return interval.days_from(
            span.first, number * step, step if number < 2 else length - 2 * step, span.assumed
        ).saying(said)
    step = number_of_months // 3
    return interval.months(span.first.year, span.first.month + number * step, step, span.assumed).saying(said)


def _since(span: Span, published: date | None) -> Span:
    """From the first day on to the day of publication, or without an end where that is not known."""
    if published is None:
        return Span(span.first, None, span.assumed).saying("up to publication, whose day is not known")
    assert span.first is not None
    assert span.last is not None
    return Span(span.first, max(published, span.last), span.assumed).saying("up to publication")
