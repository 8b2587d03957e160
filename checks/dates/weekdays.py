"""Weekdays and feasts with a fixed day."""

import re
from dataclasses import replace
from datetime import date

from checks.dates import interval
from checks.dates.context import DateContext, Rule
from checks.dates.days import said_year, without_year
from checks.dates.interval import Span
from checks.dates.tense import Tense
from checks.dates.words import DAYPART, HOLIDAY, HOLIDAYS, NAMES_WITH_A_DAY, WEEKDAY, WEEKDAYS
from checks.lexicon import alternatives

_WEEKDAY = re.compile(
    rf"(?<![\w-])(?:(?P<which>{alternatives('dates', 'weekdays_weekday')})\s)?(?P<weekday>{WEEKDAY})"
    rf"(?![\w-])(?:(?: of)? (?P<week>last|this|next) week\b(?!['’]s)|(?: {DAYPART}\b)?)",
    re.I,
)
_WEEKS = {"last": -7, "this": 0, "next": 7}  # days to the same weekday of that week
_ORDINAL = re.compile(rf"\b(?:{alternatives('dates', 'weekdays_ordinal')}) \Z", re.I)
_NAMES = re.compile(rf"(?<!\w){NAMES_WITH_A_DAY}(?!\w)")
_HOLIDAY = re.compile(
    rf"(?<![\w-])(?:(?P<which>last|this|next) )?(?P<feast>{HOLIDAY})(?![\w-])"
    rf"(?:,? (?:of |in )?(?:(?P<year>\d{{4}})(?!\d)|(?P<spoken_year>this|last|next) year\b))?",
    re.I | re.A,
)
_FEAST_WORDS = frozenset(re.split(r"[ .']", name)[0] for name in HOLIDAYS)


def _weekday(match: re.Match[str], clause: DateContext) -> Span | None:
    """The day that a weekday means: "last Friday", "every Friday", "Friday".

    Where "the next Friday" counts from a day that the text told before, and where no day of publication is known,
    the day stays unresolved.
    """
    which = " ".join((match["which"] or "").lower().split())
    if _ORDINAL.search(clause.before(match)) and re.match(r"(?:s\b)? (?:of|in)\b", clause.after(match)):
        return interval.unresolved("one of those of a month")  # "the second Tuesday of the month after"
    if which in ("every", "each"):
        return interval.unresolved("a day that comes again and again")
    if which.startswith("the "):
        return interval.unresolved(interval.OTHER_ANCHOR)
    if clause.published is None:
        return interval.unresolved(interval.NO_PUBLICATION)
    if match["week"]:
        away = WEEKDAYS[match["weekday"].lower()] - clause.published.weekday() + _WEEKS[match["week"].lower()]
        return interval.days_from(clause.published, away)
    return _which_weekday(which, WEEKDAYS[match["weekday"].lower()], clause.published, clause.tense(match))


def _which_weekday(which: str, weekday: int, published: date, tense: Tense) -> Span:
    """The day for each of the words that may stand before a weekday; `weekday` counts from Monday as 0.

    "Last" is the last one before publication and never that day itself, "next" the first one after it. "This" is
    taken in the week of publication, Monday to Sunday. Without such a word the tense decides: what was planned for
    a weekday may be on either side of publication and stays unresolved, else the last one up to and with the day
    of publication is taken, and marked as guessed so that a range can correct it.
    """
    since, until = (published.weekday() - weekday) % 7, (weekday - published.weekday()) % 7
    if which == "last":
        return interval.days_from(published, -(since or 7), assumed="the last one before publication")
    if which == "next":
        return interval.days_from(published, until or 7, assumed="the first one after publication")
    if which == "this":
        return interval.days_from(
            published, weekday - published.weekday(), assumed="the one in the week of publication"
        )
    if which == "this coming" or (not which and tense in ("future", "reported")):
        return interval.days_from(published, until, assumed="the next one, as the words look ahead")
    if not which and tense == "planned":
        return interval.unresolved("it was planned for then, which may be before or after publication")
    assumed = "the last one on or before publication"
    return replace(interval.days_from(published, -since, assumed=assumed), floating=not which)


def _holiday(match: re.Match[str], clause: DateContext) -> Span:
    """The day of a feast with a fixed day, in the year that the words name or that the tense points to."""
    month, day = HOLIDAYS[match["feast"].lower()]
    if (year := said_year(match, clause)) is not None:
        return interval.day(year, month, day)
    which = (match["which"] or "").lower()
    tense: Tense = "past" if which == "last" else "future" if which == "next" else clause.tense(match)
    return without_year(month, day, day, clause, tense, match)


def _no_date(match: re.Match[str], clause: DateContext) -> None:
    """Names with a weekday in them, such as a newspaper's, mean no time; the rule only hides the weekday."""
    return None


RULES = (
    Rule(frozenset(WEEKDAYS), _WEEKDAY, _weekday, reach=2),
    Rule(frozenset(WEEKDAYS) | {f"{name}s" for name in WEEKDAYS}, _NAMES, _no_date, reach=2),
    Rule(_FEAST_WORDS, _HOLIDAY, _holiday, reach=1),
)
