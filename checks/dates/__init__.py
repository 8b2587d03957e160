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

from checks.dates import days, frame, relative, weekdays, years
from checks.dates.context import DateContext, Rule
from checks.dates.interval import Span
from checks.dates.spoken import spoken_date
from checks.types.quantity import Date

__all__ = ["dates", "spoken_date"]

_RULES: tuple[Rule, ...] = days.RULES + weekdays.RULES + years.RULES + relative.RULES
_TOKEN = re.compile(r"[a-z]+|[0-9]+")
_PLACED_TOKEN = re.compile(r"[A-Za-z]+|['’‘]?[0-9]+")
_SAYS_ITS_YEAR = re.compile(r"\d{4}|year\Z")
_BY_CUE: dict[str, list[Rule]] = defaultdict(list)
for _rule in _RULES:
    for _cue in _rule.cues:
        _BY_CUE[_cue].append(_rule)
_CUES = frozenset(_BY_CUE)
_Match = tuple[Rule, re.Match[str]]


@dataclass(frozen=True, slots=True)
class _Found:
    """One match of a rule that means the days of `span`."""

    rule: Rule
    match: re.Match[str]
    span: Span

    @property
    def start(self) -> int:
        return self.match.start()

    @property
    def end(self) -> int:
        return self.match.end()


def dates(text: str, start: int, end: int, published: date | None) -> tuple[Date, ...]:
    """The times named in `text[start:end]`, in order and without overlap.

    `published` is the day that "yesterday" counts from; without it such times stay unresolved. Never raises, for any
    text and any day; the time taken grows with the length of the stretch alone.
    """
    start, end = max(start, 0), max(min(end, len(text)), 0)
    if _CUES.isdisjoint(_TOKEN.findall(text[start:end].lower())):
        return ()
    clause = DateContext(text, start, end, published)
    tokens = tuple(_PLACED_TOKEN.finditer(text, clause.start, clause.end))
    return tuple(_dates(_read(_matches(clause, tokens), clause), clause, [token.start() for token in tokens]))


def _matches(clause: DateContext, tokens: Sequence[re.Match[str]]) -> list[_Match]:
    """All that the rules match, tried only where their cue words stand."""
    places: dict[Rule, list[int]] = defaultdict(list)
    for number, token in enumerate(tokens):
        for rule in _BY_CUE.get(token[0].lower().lstrip("'’‘"), ()):
            places[rule].append(number)
    return [(rule, match) for rule, at in places.items() for match in _tried(rule, at, clause, tokens)]


def _tried(
    rule: Rule, at: Sequence[int], clause: DateContext, tokens: Sequence[re.Match[str]]
) -> Iterator[re.Match[str]]:
    """The matches of one rule from left to right, without overlap; each start is tried once."""
    untried, end = 0, clause.start
    for number in at:
        for token in tokens[max(untried, number - rule.reach) : number + 1]:
            if token.start() >= end and (match := rule.pattern.match(clause.text, token.start(), clause.end)):
                yield match
                end = match.end()
        untried = number + 1


def _read(matches: Sequence[_Match], clause: DateContext) -> list[_Found]:
    """What the matches mean, in order; of those that overlap the longest is taken.

    What only looks like a date hides the shorter matches inside it, but not another reading of the same stretch.
    """
    kept: list[tuple[int, int, _Found | None]] = []
    for rule, match in sorted(matches, key=lambda m: (m[1].start(), -m[1].end())):
        start, end = match.span()
        overlaps = bool(kept) and start < kept[-1][1]
        if overlaps and (start, end) != kept[-1][:2] and end - start <= kept[-1][1] - kept[-1][0]:
            continue
        if overlaps and (start, end) == kept[-1][:2] and kept[-1][2]:
            continue
        span = rule.read(match, clause)
        if overlaps:
            kept.pop()
        kept.append((start, end, _Found(rule, match, span) if span else None))
    return [found for _, _, found in kept if found]


def _dates(found: Sequence[_Found], clause: DateContext, starts: Sequence[int]) -> Iterator[Date]:
    floor, number = clause.start, 0
    while number < len(found):
        one, other = found[number], found[number + 1] if number + 1 < len(found) else None
        here = bisect_left(starts, one.start)
        near = [place for place in starts[max(0, here - frame.WORDS) : here] if place >= floor]
        words = frame.before(clause.text, near, one.start)
        outer = (words["outer"] or "").lower() or None
        span, end = one.span, one.end
        if other and frame.joined(clause.text, one.start, one.end, other.start, outer):
            pair = _range(one, other, clause)
            if pair is not None:
                span, end, number = pair, other.end, number + 1
        if possessive := frame.POSSESSIVE.match(clause.text, end, clause.end):
            end = possessive.end()
        start, span = frame.own_start(words), frame.narrowed(span, words, clause.published)
        if span.floating and outer is None and frame.before_noun(clause.text, end, clause.end):
            span = span.saying(frame.BEFORE_A_NOUN)
        yield Date(start, end, clause.text[start:end], span.first, span.last, span.assumed)
        floor, number = end, number + 1


def _range(left: _Found, right: _Found, clause: DateContext) -> Span | None:
    """From the first day of one to the last of the other; the end that lacks its year takes it from the other."""
    from_: Span | None = left.span
    to: Span | None = right.span
    said = [words for words in (left.span.assumed, right.span.assumed) if words]
    if right.span.first and _SAYS_ITS_YEAR.search(right.match[0]) and not _SAYS_ITS_YEAR.search(left.match[0]):
        before = replace(clause, published=right.span.first, leaning="past")
        from_, said = left.rule.read(left.match, before), said[1:]
    elif right.span.floating and left.span.first:
        after = replace(clause, published=left.span.first, leaning="future")
        to, said = right.rule.read(right.match, after), said[:1]
    if from_ is None or to is None or from_.first is None or to.last is None or from_.first > to.last:
        return None
    return Span(from_.first, to.last, "; ".join(dict.fromkeys(said)) or None)
