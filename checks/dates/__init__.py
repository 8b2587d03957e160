"""Times that a text names, resolved against the day it was published.

    words of the clause → the rules whose cue words it has → the longest matches → preposition, range → Date

`Date.start` to `Date.end` holds the whole adverbial: the time, the preposition right before it ("on Wednesday",
"since 1991"), "early", "late", "the end of" and the like, and a possessive ("last year's"). A determiner before a day
or month that stands before a noun ("the Wednesday vote") is held too. The interval is what the words mean: "since
1991" ends on the day of publication; "by 2050", "before 2050" and "until 2050" keep the year that they name, and say
on which side of it the time lies in `assumed`. Times that cannot be told have no interval, and `assumed` says why.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from checks.dates import days, frame, interval, offsets, relative, weekdays, years
from checks.dates.context import DateContext, Rule
from checks.dates.interval import Span
from checks.dates.spoken import spoken_date
from checks.dates.words import WEEKDAYS
from checks.types.quantity import Date

__all__ = ["dates", "spoken_date"]

_RULES: tuple[Rule, ...] = days.RULES + weekdays.RULES + years.RULES + relative.RULES + offsets.RULES
_TOKEN = re.compile(r"[a-z]+|[0-9]+")
_PLACED_TOKEN = re.compile(r"[A-Za-z]+|['’‘]?[0-9]+")
_SAYS_ITS_YEAR = re.compile(r"\d{4}|year\Z")
_YEAR_LAST = re.compile(r"\d{4}\Z")
_ON = re.compile(r",? (?:on |in )?")
_BRACKETED = re.compile(r"[^()]{0,30}\([^()]{0,30}")
_WEEK = 7
_OTHER_CLOCK = "the day beside that of another clock"
_LISTED = re.compile(r"(?:,? (?:and|or)(?: the)?|,) ")
_BY_CUE: dict[str, list[Rule]] = defaultdict(list)
for _rule in _RULES:
    for _cue in _rule.cues:
        _BY_CUE[_cue].append(_rule)
_CUES = frozenset(_BY_CUE)
_Match = tuple[Rule, re.Match[str]]


@dataclass(frozen=True, slots=True)
class _Found:
    """One match of a rule that means the days of `span`.

    Of two that overlap the longer one is kept.
    """

    rule: Rule
    match: re.Match[str]
    span: Span
    year_at: int | None = None  # where the year stands that is told right before the match

    @property
    def start(self) -> int:
        """Where the time begins, counted in the whole text."""
        return self.match.start() if self.year_at is None else self.year_at

    @property
    def end(self) -> int:
        """Where the match ends, exclusive, counted in the whole text."""
        return self.match.end()


def dates(text: str, start: int, end: int, published: date | None) -> tuple[Date, ...]:
    """The times named in `text[start:end]`, in order and without overlap.

    `published` is the day that "yesterday" counts from; without it such times stay unresolved. Never raises, for any
    text and any day; the time taken grows with the length of the stretch alone.

    `start` and `end` count code points of `text`, `end` exclusive; those beyond its ends are moved to the ends.
    The offsets of the result count in the whole of `text` too, and each `Date` stretches over its preposition.
    """
    start, end = max(start, 0), max(min(end, len(text)), 0)
    if _CUES.isdisjoint(_TOKEN.findall(text[start:end].lower())):
        return ()
    clause = DateContext(text, start, end, published)
    tokens = tuple(_PLACED_TOKEN.finditer(text, clause.start, clause.end))
    return tuple(_dates(_read(_matches(clause, tokens), clause), clause, [token.start() for token in tokens]))


def _matches(clause: DateContext, tokens: Sequence[re.Match[str]]) -> list[_Match]:
    """All that the rules match, tried only where their cue words stand.

    Rules are found by the words of the clause and not tried one by one, so that a clause without a cue costs one
    look into a set. The order of the result is that of the rules.
    """
    places: dict[Rule, list[int]] = defaultdict(list)
    for number, token in enumerate(tokens):
        for rule in _BY_CUE.get(token[0].lower().lstrip("'’‘"), ()):
            places[rule].append(number)
    return [(rule, match) for rule, at in places.items() for match in _tried(rule, at, clause, tokens)]


def _tried(
    rule: Rule, at: Sequence[int], clause: DateContext, tokens: Sequence[re.Match[str]]
) -> Iterator[re.Match[str]]:
    """The matches of one rule from left to right, without overlap; each start is tried once.

    `at` are the places in `tokens` where a cue word of the rule stands. A pattern may begin up to `rule.reach`
    words before its cue ("the first two weeks of" before "May"), so those starts are tried as well, but none of
    them twice.
    """
    untried, end = 0, clause.start
    for number in at:
        for token in tokens[max(untried, number - rule.reach) : number + 1]:
            if token.start() >= end and (match := rule.pattern.match(clause.text, token.start(), clause.end)):
                yield match
                end = match.end()
        untried = number + 1


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a match was read as; one that means no days (`found` is None) still holds its stretch of the text."""

    start: int
    end: int
    found: _Found | None


def _read(matches: Sequence[_Match], clause: DateContext) -> list[_Found]:
    """What the matches mean, in order; of those that overlap the longest is taken.

    A match that means no day ("Good Friday") still suppresses shorter ones inside it ("Friday"), but not another
    reading of exactly the same words: of two such readings the first that means something is kept, and rules that
    stand earlier in `_RULES` come first.
    """
    kept: list[_Reading] = []
    for rule, match in sorted(matches, key=lambda m: (m[1].start(), -m[1].end())):
        start, end = match.span()
        rival = kept[-1] if kept and start < kept[-1].end else None
        if rival is not None:
            same_words = (start, end) == (rival.start, rival.end)
            longer = end - start > rival.end - rival.start
            if not longer and (rival.found is not None or not same_words):
                continue
            kept.pop()
        span = rule.read(match, clause)
        kept.append(_Reading(start, end, _Found(rule, match, span) if span else None))
    return [reading.found for reading in kept if reading.found]


def _dates(found: Sequence[_Found], clause: DateContext, starts: Sequence[int]) -> Iterator[Date]:
    """The dates in the form in which they leave the package: with what belongs to each, and ranges as one.

    `starts` are the places of the words of the clause, in order; a preposition is looked for at no more than
    `frame.WORDS` of them before a date, and never before the end of the date that was given last.
    """
    floor, number, found = (
        clause.start,
        0,
        _by_two_clocks(_with_years_beside(_with_listed_years(found, clause), clause), clause),
    )
    while number < len(found):
        one, other = found[number], found[number + 1] if number + 1 < len(found) else None
        words = _words_before(one, floor, clause, starts)
        outer = (words["outer"] or "").lower() or None
        span, end = frame.part_of(one.span, words, clause.published), one.end
        if other is not None:
            behind = _words_before(other, one.end, clause, starts)
            right = behind.start("part") if behind["part"] else other.start
            joined = frame.joined(clause.text, one.start, one.end, right, outer)
            if joined and (pair := _range(one, other, clause, (words, behind))) is not None:
                span, end, number = pair, other.end, number + 1
        if possessive := frame.POSSESSIVE.match(clause.text, end, clause.end):
            end = possessive.end()
        start, span = frame.own_start(words), frame.bounded(span, words, clause.published)
        if span.floating and outer is None and frame.describes_noun(clause.text, end, clause.end):
            span = span.saying(frame.BEFORE_A_NOUN)
        yield Date(
            start=start, end=end, text=clause.text[start:end], first=span.first, last=span.last, assumed=span.assumed,
        )  # fmt: skip
        floor, number = end, number + 1


def _words_before(found: _Found, floor: int, clause: DateContext, starts: Sequence[int]) -> re.Match[str]:
    """The words that belong to a date and stand before it, none of them before `floor`; `starts` as of `_dates`."""
    here = bisect_left(starts, found.start)
    near = [place for place in starts[max(0, here - frame.WORDS) : here] if place >= floor]
    return frame.words_before(clause.text, near, found.start)


def _with_years_beside(found: Sequence[_Found], clause: DateContext) -> list[_Found]:
    """The dates, those of which the year was looked for with that of the whole year right before them.

    "Six years ago on 25 April", "last year on Christmas Day": the two are one time, which the later one tells.
    """
    given: list[_Found] = []
    for one in found:
        if given and _is_beside(given[-1], one, clause):
            year_end = replace(clause, published=given[-1].span.last, leaning="past")
            inside = one.rule.read(one.match, year_end)
            if (
                inside is not None
                and inside.first is not None
                and inside.first >= (given[-1].span.first or date.max)
            ):
                given[-1] = replace(one, span=Span(inside.first, inside.last), year_at=given[-1].start)
                continue
        given.append(one)
    return given


def _is_beside(year: _Found, one: _Found, clause: DateContext) -> bool:
    """Whether a whole year stands right before a time whose year had to be looked for."""
    first, last = year.span.first, year.span.last
    whole = first is not None and (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31))
    dated = one.span.floating and one.rule.cues.isdisjoint(WEEKDAYS)
    return whole and dated and _ON.fullmatch(clause.text, year.end, one.start) is not None


def _by_two_clocks(found: Sequence[_Found], clause: DateContext) -> list[_Found]:
    """The dates, where a moment is told by two clocks both of its days: "7:19 a.m. Saturday (5:19 p.m. ET Friday)".

    Each weekday by itself is the last one up to publication, so that one of them may come out a week too early.
    """
    given = list(found)
    for at, (one, other) in enumerate(pairwise(found)):
        first, second = _weekday_of(one), _weekday_of(other)
        if not first or not second or not _BRACKETED.fullmatch(clause.text, one.end, other.start):
            continue
        if abs((first - second).days) == _WEEK - 1:
            later = interval.days_from(min(first, second), _WEEK, assumed=_OTHER_CLOCK)
            early = at if first < second else at + 1
            given[early] = replace(given[early], span=later)
    return given


def _weekday_of(one: _Found) -> date | None:
    """The day that a bare weekday was taken for."""
    bare = one.span.floating and not one.rule.cues.isdisjoint(WEEKDAYS)
    return one.span.first if bare else None


def _with_listed_years(found: Sequence[_Found], clause: DateContext) -> list[_Found]:
    """The dates, those of a list completed by the year that only its last one states: "in June and July 2024"."""
    given = list(found)
    months = [one.match.groupdict().get("month") is not None for one in found]
    says_year = [_YEAR_LAST.search(one.match[0]) is not None for one in found]
    for at in range(len(given) - 2, -1, -1):
        one, behind = given[at], given[at + 1]
        if says_year[at] or not (says_year[at + 1] and months[at] and months[at + 1]):
            continue
        if _LISTED.fullmatch(clause.text, one.end, behind.start):
            span = one.rule.read(one.match, replace(clause, published=behind.span.first, leaning="past"))
            if span is not None and span.floating:  # its year was looked for
                given[at], says_year[at] = replace(one, span=Span(span.first, span.last)), True
    return given


def _range(
    left: _Found, right: _Found, clause: DateContext, words: tuple[re.Match[str], re.Match[str]]
) -> Span | None:
    """From the first day of one to the last of the other; the end that lacks its year takes it from the other.

    The end without a year of its own is read again as if the other end were the day of publication: "from November
    to March 2021" begins in 2020. Returns None where one end is unresolved or the ends stand in the wrong order;
    the two are then left as two dates. Of an end that `words`, those before each of the two, narrow ("late 2019"), that
    part is meant.
    """
    from_: Span | None = left.span
    to: Span | None = right.span
    said = [words for words in (left.span.assumed, right.span.assumed) if words]
    if right.span.first and _SAYS_ITS_YEAR.search(right.match[0]) and not _SAYS_ITS_YEAR.search(left.match[0]):
        before = replace(clause, published=right.span.first, leaning="past")
        from_, said = left.rule.read(left.match, before), said[1:]
    elif right.span.floating and left.span.first:
        after = replace(clause, published=left.span.first, leaning="future")
        to, said = right.rule.read(right.match, after), said[:1]
    from_ = from_ and frame.part_of(from_, words[0], clause.published)
    to = to and frame.part_of(to, words[1], clause.published)
    if from_ is None or to is None or from_.first is None or to.last is None or from_.first > to.last:
        return None
    return Span(from_.first, to.last, "; ".join(dict.fromkeys(said)) or None)
