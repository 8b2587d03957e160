"""Times that count from the day of publication, and those that count from elsewhere and so stay unresolved."""

import re
from datetime import date

from checks.dates import interval
from checks.dates.context import DateContext, Rule
from checks.dates.interval import Span
from checks.dates.words import COUNT, DAYPART, UNIT, VAGUE, count
from checks.lexicon import alternatives, load_list, load_words

_VAGUE = "|".join(VAGUE)
_UNITS = alternatives("dates", "relative_units")
_TODAY = re.compile(
    r"(?<![\w-])(?:(?P<other>the day (?:before yesterday|after tomorrow))"
    rf"|(?P<day>{alternatives('dates', 'relative_days')})(?: {DAYPART}\b)?"
    r"|(?P<part>this (?:morning|afternoon|evening)|last night))(?![\w-])",
    re.I,
)
_WHICH = re.compile(
    rf"(?<![\w-])(?P<which>this past|this coming|this|last|next) (?P<unit>{_UNITS})(?![\w-])", re.I
)
_ELSEWHERE = re.compile(
    rf"(?<![\w-])(?:{alternatives('dates', 'relative_elsewhere')}"
    rf"|(?:the|a) (?:{UNIT}|night|morning) (?:{alternatives('dates', 'relative_beside')}))(?![\w-])",
    re.I,
)
_THE_UNIT = re.compile(r"(?<=[fn] )the (?P<unit>year|month|week|weekend|decade|century)(?![\w-])", re.I)
_PART_OF = re.compile(rf"\b(?:{alternatives('dates', 'relative_part_of')}) (?:of|in) \Z", re.I)
_END_OF = re.compile(r"\b(?:end|close) of \Z", re.I)
_WEEKEND = re.compile(r"(?<![\w-])(?<=[trngev] )the weekend(?!\w)", re.I)
_BEFORE_WEEKEND = re.compile(rf"\b(?:{alternatives('dates', 'relative_before_weekend')}) \Z", re.I)
_HEDGE = f"(?:{alternatives('dates', 'relative_hedge')})"
_AGO = re.compile(
    rf"(?<![\w-])(?:(?P<hedge>{_HEDGE}) )?(?P<halved>half )?(?:(?P<count>{COUNT})(?P<half> and a half)? "
    rf"(?P<unit>{UNIT})(?:e?s)?(?P<more> and a half)?"
    rf"|(?:(?:{_VAGUE}) )?(?P<many>days|weeks|months|years|decades|centuries)) (?:ago|back(?=[.,;]|\Z))(?!\w)",
    re.I | re.A,
)
_DURATION = re.compile(
    rf"(?<![\w-])(?P<the>the |these )?(?P<side>last|past|previous|preceding|next|coming|following) "
    rf"(?:(?P<count>{COUNT}) |(?P<vague>{_VAGUE}) )?(?P<unit>{UNIT}|quarter)(?:e?s)?(?![\w-])",
    re.I | re.A,
)
_LASTS = re.compile(rf"(?:\b(?:{'|'.join(load_list('dates', 'before_a_verb'))})|n['’]t) \Z", re.I)
_RECENT = re.compile(r"(?<![\w-])recent (?:days|weeks|months|years|decades)(?!\w)", re.I)
_OFFSET = re.compile(
    rf"(?<![\w-])(?:(?:{_HEDGE} )?(?:(?P<count>{COUNT})(?: and a half)?|{_VAGUE}) (?P<unit>{UNIT})(?:e?s)? "
    rf"|(?P<many>days|weeks|months|years|decades|centuries) (?=from now|hence))"
    rf"(?P<side>{alternatives('dates', 'relative_offset')})(?!\w)",
    re.I | re.A,
)
_NOW = re.compile(rf"(?<![\w-])(?:{alternatives('dates', 'relative_now')})(?![\w-]| that\b)", re.I)


_HALF_IN_MONTHS = {"year": 6, "decade": 60, "century": 600}


def _today(match: re.Match[str], clause: DateContext) -> Span | None:
    """The days of "today", "yesterday", "last night" and the like; None where the word is a name.

    "Tonight" and "this morning" are the day of publication itself.
    """
    if match[0][0] == "T" and clause.before(match)[-1:] == " " and clause.before(match)[-2:-1].isalnum():
        return None  # "the Today programme"
    if clause.published is None:
        return interval.unresolved(interval.NO_PUBLICATION)
    if match["other"]:
        return interval.days_from(clause.published, -2 if "before" in match["other"].lower() else 2)
    word = (match["day"] or match["part"]).lower()
    offset = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0)
    return interval.days_from(clause.published, offset)


def _which(match: re.Match[str], clause: DateContext) -> Span:
    """The days of "this week", "last month", "next year".

    The unit of the calendar that holds the day of publication, or its neighbour; unresolved without that day.
    """
    if clause.published is None:
        return interval.unresolved(interval.NO_PUBLICATION)
    step = {"last": -1, "this past": -1, "next": 1, "this coming": 1}.get(match["which"].lower(), 0)
    return _unit(match["unit"].lower(), step, clause.published)


def _unit(unit: str, step: int, published: date) -> Span:
    """The week, month, year … that lies `step` of them from the one holding the day of publication."""
    year, month = published.year, published.month
    if unit == "month":
        return interval.months(year, month + step)
    if unit == "quarter":
        return interval.months(year, month - (month - 1) % 3 + 3 * step, 3, "quarters of the calendar year")
    if unit in ("year", "decade"):
        length = 1 if unit == "year" else 10
        first = year - year % length + step * length
        return interval.years(first, first + length - 1)
    if unit == "century":
        first = (year - 1) // 100 * 100 + 1 + 100 * step
        return interval.years(first, first + 99)
    week = interval.week(published, step)
    if unit != "weekend" or week.first is None:
        return week
    if step == -1 and published.weekday() == 6:
        return interval.days_from(week.first, 5, 2, f"{interval.UNCLEAR}the weekend before the one of publication")
    return interval.days_from(week.first, 5, 2)


def _elsewhere(match: re.Match[str], clause: DateContext) -> Span:
    """A time that hangs on another one in the text ("the following day"): unresolved."""
    return interval.unresolved(interval.OTHER_ANCHOR)


def _the_unit(match: re.Match[str], clause: DateContext) -> Span | None:
    """ "The year", "the month" where a reference date and the words around tell which one; None where they do not."""
    if not _PART_OF.search(clause.before(match)):
        return None
    if _END_OF.search(clause.before(match)) and clause.tense(match) == "past":
        return interval.unresolved(interval.OTHER_ANCHOR)  # "lost 300 workers at the end of the month"
    if clause.published is None:
        return interval.unresolved(interval.NO_PUBLICATION)
    unit = match["unit"].lower()
    return _unit(unit, 0, clause.published).saying(f"the {unit} of publication")


def _weekend(match: re.Match[str], clause: DateContext) -> Span | None:
    """The Saturday and Sunday of "the weekend", where a preposition before it makes that a time.

    The last one that has begun at publication, unless the words look ahead.
    """
    if not _BEFORE_WEEKEND.search(clause.before(match)):
        return None
    published = clause.published
    if published is None:
        return interval.unresolved(interval.NO_PUBLICATION)
    if clause.tense(match) == "future":
        return _unit("weekend", 0, published).saying("the next one, as the words look ahead")
    return _unit("weekend", 0 if published.weekday() >= 5 else -1, published).saying(
        "the last one begun at publication"
    )


def _ago(match: re.Match[str], clause: DateContext) -> Span:
    """A time counted back from publication: "two years ago", "a year and a half ago", "decades ago".

    Unresolved where the number is not said. How wide the interval is says `_around`.
    """
    if match["many"]:
        return interval.unresolved("how many is not said")
    if clause.published is None:
        return interval.unresolved(interval.NO_PUBLICATION)
    number, unit = count(match["count"]), _singular(match["unit"])
    halves = bool(match["half"] or match["more"]) - bool(match["halved"])
    target = interval.shifted(clause.published, -number, unit)
    if target is not None and halves and unit in _HALF_IN_MONTHS:
        target = interval.shifted(target, -halves * _HALF_IN_MONTHS[unit], "month")
    if target is None:
        return interval.unresolved(interval.OUT_OF_CALENDAR)
    return _around(target, number, unit, bool(match["hedge"] or halves))


def _around(target: date, number: int, unit: str, hedged: bool) -> Span:
    """How exactly "two years ago" is meant: to the day, the week around, the month, the year, the years around.

    `target` is the day that lies exactly so far from publication. "Two weeks ago" is rarely meant to the day, and
    "two years ago" names the calendar year; a hedge ("about") widens by one unit on both sides.
    """
    if unit == "day":
        return interval.days_from(target, -1 if hedged else 0, 3 if hedged else 1, "about" if hedged else None)
    if unit in ("week", "fortnight"):
        return interval.days_from(target, -3, 7, "the seven days around it")
    if unit == "month":
        wide = int(hedged)
        return interval.months(
            target.year, target.month - wide, 1 + 2 * wide, "the calendar month that lies so far back"
        )
    slack = {"year": int(hedged), "decade": number, "century": 10 * number}[unit]
    said = f"give or take {slack} years" if slack > 1 else "give or take a year" if slack else "the calendar year"
    return interval.years(max(target.year - slack, 1), min(target.year + slack, 9999), said)


def _singular(unit: str) -> str:
    """The unit in the form that `interval` knows. The plural's "s" is outside of the pattern's group, so only
    "centurie" is left to mend.
    """
    word = unit.lower()
    return "century" if word == "centurie" else word


def _duration(match: re.Match[str], clause: DateContext) -> Span | None:
    """A length of time beside publication: "the last 30 days", "the next two years".

    Returns None for what is none ("the last year of the war"), and an unresolved span where it counts from
    elsewhere ("the following week").
    """
    side, unit, numbered = match["side"].lower(), _singular(match["unit"]), match["count"] or match["vague"]
    if not numbered and (not match["the"] or unit in ("day", "quarter") or side == "coming"):
        return (
            interval.unresolved(interval.OTHER_ANCHOR) if match["the"] and side not in ("last", "past") else None
        )
    if re.match(r" of (?!publication)", clause.after(match)):
        return None
    if side == "last" and not match["the"] and _LASTS.search(clause.before(match)):
        return None  # "is expected to last five weeks"
    if side in ("previous", "preceding", "following") or (side == "next" and not numbered):
        return interval.unresolved(interval.OTHER_ANCHOR)
    if match["vague"]:
        return interval.unresolved("how many is not said")
    return _counted_off(side, count(match["count"] or "a"), unit, clause.published)


def _counted_off(side: str, number: int, unit: str, published: date | None) -> Span:
    """The time of `number` units that ends, or for "next" begins, on the day of publication; a quarter is three
    months.
    """
    if published is None:
        return interval.unresolved(interval.NO_PUBLICATION)
    length, kind = (3 * number, "month") if unit == "quarter" else (number, unit)
    if side in ("last", "past"):
        return interval.back(published, length, kind).saying("counted back from publication")
    end = interval.shifted(published, length, kind)
    return (
        Span(published, end, "counted from publication") if end else interval.unresolved(interval.OUT_OF_CALENDAR)
    )


def _recent(match: re.Match[str], clause: DateContext) -> Span:
    """ "Recent weeks" and their like: how long is not said."""
    return interval.unresolved("how many is not said")


def _offset(match: re.Match[str], clause: DateContext) -> Span | None:
    """A length with the side on which it lies: "two weeks later", "ten years from now". Only the latter counts from
    publication.
    """
    if re.search(r"\bfor \Z", clause.before(match), re.I):
        return None
    if match["many"]:
        return interval.unresolved("how many is not said")
    if match["side"].lower() not in ("from now", "hence") or not match["count"]:
        return interval.unresolved(interval.OTHER_ANCHOR)
    if clause.published is None:
        return interval.unresolved(interval.NO_PUBLICATION)
    number, unit = count(match["count"]), _singular(match["unit"])
    target = interval.shifted(clause.published, number, unit)
    return _around(target, number, unit, False) if target else interval.unresolved(interval.OUT_OF_CALENDAR)


def _now(match: re.Match[str], clause: DateContext) -> Span | None:
    """The day of publication for "now", "currently" and their like."""
    if match[0] == "NOW":
        return None  # a name, as of the National Organization for Women
    if clause.published is None:
        return interval.unresolved(interval.NO_PUBLICATION)
    return interval.days_from(clause.published, 0, assumed="the day of publication")


_ALL_UNITS = load_words("dates", "all_units")
RULES = (
    Rule(
        load_words("dates", "rules"),
        _TODAY,
        _today,
        reach=3,
    ),
    Rule(_ALL_UNITS, _WHICH, _which, reach=2),
    Rule(_ALL_UNITS | {"night", "morning"}, _ELSEWHERE, _elsewhere, reach=3),
    Rule(_ALL_UNITS, _THE_UNIT, _the_unit, reach=1),
    Rule(frozenset({"weekend"}), _WEEKEND, _weekend, reach=1),
    Rule(frozenset({"ago", "back"}), _AGO, _ago, reach=7),
    Rule(frozenset("last past previous preceding next coming following".split()), _DURATION, _duration, reach=1),
    Rule(frozenset({"recent"}), _RECENT, _recent),
    Rule(
        load_words("dates", "relative_rules"),
        _OFFSET,
        _offset,
        reach=8,
    ),
    Rule(frozenset("now present currently presently moment nowadays".split()), _NOW, _now, reach=2),
)
