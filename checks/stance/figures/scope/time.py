"""Scope rules of time: another period, a span of years, a count that may have risen since."""

import re
from datetime import date, timedelta
from typing import Final

from checks.lexicon import alternatives, load_table
from checks.stance.figures.pair import FigurePair
from checks.stance.reasons import time_of
from checks.stance.word_groups import missing_event
from checks.stance.wording.times import months_of

# A total of many years.
_OVER_YEARS = re.compile(
    r"\b(?:over|in|during|for) the (?:past|last) (?:\w+ )?(?:years|decades?|century)\b"
    r"|\bto date\b|\bso far\b|\bsince (?:19|20)\d\d\b",
    re.IGNORECASE,
)
# The same, at the head of a sentence.
_SINCE = re.compile(r"Since (?:19|20)\d\d\b")
_SINCE_YEAR = re.compile(r"\bsince ((?:19|20)\d\d)\b", re.IGNORECASE)
_MONTH: Final = "|".join(load_table("calendar")["months"])
_WEEKDAY: Final = "|".join(load_table("calendar")["weekdays"])
# A count that goes on.
_SO_FAR = re.compile(
    rf"\b(?:{alternatives('stance', 'time_so_far')}|by (?:{_WEEKDAY})|the names of)\b|\bby \d{{1,2}} (?:{_MONTH})\b",
    re.IGNORECASE,
)
# The claim is of the present.
_NOW = re.compile(r"\b(?:now|currently|today|at present)\b", re.IGNORECASE)
# A figure of the beginning, or of the time up to somewhere within what the claim counts over.
_BEGINNING = re.compile(
    alternatives("stance", "time_beginning") + r"|\b(?:in|during|within|after|over) (?:the|its|his|her|their) "
    rf"(?:first|opening|early) (?:\w+ ){{0,2}}(?:{alternatives('stance', 'time_periods')})\b"
    rf"|{alternatives('stance', 'time_under_way')}",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]+")
# Seasons are written small, months are not.
_SEASONS: Final = ("spring", "summer", "autumn", "winter")
_RECENT: Final = timedelta(days=120)  # a figure as old as this is still one of "now"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def other_span(pair: FigurePair) -> str | None:
    """The source counts over the beginning only, or over many years, and the claim does not.

    A total of many years is no figure of the claim's one, and a figure of the first weeks none of the whole.
    """
    first = _BEGINNING.search(pair.theirs.sentence)
    if first is not None and not _BEGINNING.search(pair.claim.text):
        return f"scope differs: source counts “{first[0]}”"
    whole = _OVER_YEARS.search(pair.theirs.part) or _SINCE.match(pair.theirs.sentence.strip())
    if whole is None or not pair.ours.days or _OVER_YEARS.search(pair.ours.part):
        return None
    return f"scope differs: source counts “{whole[0]}”"


def other_period(pair: FigurePair) -> str | None:
    """The source's figure is for another day, month, season or year than the claim's.

    By the days that both name; else by the days on which the texts were written; else by the months and years that
    stand in them. A passage that is older than the claim's time cannot tell of it.
    """
    wanted = [(d.first, d.last) for d in pair.ours.days if d.first and d.last]
    given = [(d.first, d.last, d.text) for d in pair.theirs.days if d.first and d.last]
    written = pair.source.reference_date
    if wanted and given:
        when = _if_apart(pair, wanted, given)
    elif wanted and written is not None and written < min(first for first, _ in wanted):
        when = f"before {written.year + 1}" if written.year < wanted[0][0].year else None
    elif given and pair.claim.reference_date is not None and not wanted:
        latest = max(end for _, end, _ in given)
        when = given[0][2] if latest.year < pair.claim.reference_date.year - 1 else None
    else:
        when = _other_month_or_year(pair)
    return f"date differs: figure is for {time_of(when)}" if when is not None else None


def _if_apart(
    pair: FigurePair, wanted: list[tuple[date, date]], given: list[tuple[date, date, str]]
) -> str | None:
    """The source's time where it overlaps none of the claim's.

    `wanted` and `given` are first and last days, the latter with their words. For a claim of "now" a figure of the
    last 120 days is of the same time.
    """
    slack = _RECENT if _NOW.search(pair.claim.text) else timedelta(0)
    if any(first - slack <= end and start <= last for first, last in wanted for start, end, _ in given):
        return None
    return given[0][2]


def _other_month_or_year(pair: FigurePair) -> str | None:
    """The source's time by the bare months and years that the two texts name."""
    claim, sentence = pair.claim.text, pair.theirs.sentence
    ours, theirs = _months(claim), _months(sentence)
    if ours and theirs and ours.isdisjoint(theirs):
        return "another time of the year"
    our_years, their_years = _YEAR.findall(claim), _YEAR.findall(sentence)
    since = _SINCE_YEAR.search(claim)
    if since and their_years and 0 <= int(their_years[0]) - int(since[1]) <= 1:
        return None  # "since 1900", "between 1901 and 2018"
    if our_years and their_years and not set(our_years) & set(their_years):
        return str(their_years[0])
    return None


def toll_so_far(pair: FigurePair) -> str | None:
    """The source's toll is lower and said to be one so far: it may have risen since.

    A lower toll of an earlier hour does not refute a later one; a higher one does.
    """
    is_toll = missing_event(pair.ours.part, "") is not None
    if not is_toll or pair.theirs.value >= pair.ours.value or not _SO_FAR.search(pair.theirs.sentence):
        return None
    return f"source counts “{pair.theirs.quantity.text}” so far"


def _months(text: str) -> frozenset[int]:
    """The months that a text names with a capital, and its seasons, as numbers from 1."""
    return months_of(" ".join(word for word in _WORD.findall(text) if word[0].isupper() or word in _SEASONS))
