"""Days, months, weekdays and feasts by name or number.

A date without a year takes the next one where the words speak of what is to come, the last one where they speak of
what has been, else the nearest; a bare weekday in no clear tense is the last one on or before publication.
"""

import re
from datetime import date

from checks.dates import interval
from checks.dates.context import DateContext, Rule
from checks.dates.interval import Span
from checks.dates.tense import Tense
from checks.dates.words import (
    COUNT,
    DAYPART,
    MONTH,
    MONTHS,
    SHORT_DAY,
    SHORT_MONTH,
    SHORT_MONTHS,
    WEEKDAY,
    count,
    month_number,
)
from checks.lexicon import alternatives

_YEAR = (
    r"(?:,? (?:of )?(?P<year>\d{4})(?![\d,.]\d|\d)"
    r"|(?: -| –|,)? (?:of )?(?P<spoken_year>[Tt]his|[Ll]ast|[Nn]ext) year\b)?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_TO = r"(?:\s?[-–—]\s?| to | and | or | through | until )(?P<to_day>\d{1,2})(?:st|nd|rd|th)?"
_ANY_MONTH = rf"(?P<month>(?:{MONTH}|(?:{SHORT_MONTH})\b\.?)(?![a-z]))"
_LEADING_DAY = rf"(?:(?:(?:{WEEKDAY})|{SHORT_DAY}\.?)(?: {DAYPART})?,? (?:the )?)?"
# Behind a month and a hyphen the other end of a range may begin: "April-June", "28 Feb-2 Mar", but not "COVID-19 May".
_ENDINGS = "|".join(
    sorted({name[-3:].capitalize() if len(name) < 4 else name[-3:] for name in MONTHS | SHORT_MONTHS})
)
_BEHIND_MONTH = rf"(?<=(?:{_ENDINGS})-)|(?<=(?:{_ENDINGS})\.-)"
_EDGE = rf"(?:(?<![\w-])|(?<=mid-)|(?<=late-)|(?<=early-)|{_BEHIND_MONTH})"
_TO_A_MONTH = rf"\s?[-–—]\s?(?:{MONTH}|{SHORT_MONTH})\b"
_DAY_MONTH = re.compile(
    rf"(?:(?<![\w.,:/-])|{_BEHIND_MONTH}){_LEADING_DAY}(?:the )?{_DAY}(?:{_TO})? (?:of )?{_ANY_MONTH}{_YEAR}", re.A
)
_MONTH_DAY = re.compile(
    rf"(?:(?<![\w-])|(?<=\d-))(?:(?P<which>[Ll]ast|[Tt]his past) )?{_LEADING_DAY}"
    rf"{_ANY_MONTH} (?:the )?{_DAY}(?:{_TO}(?! (?:{MONTH})))?(?![\w%]|[.,:]\d|\s?(?:percent|per cent))"
    rf"{_YEAR}",
    re.A,
)
_MONTH_YEAR = re.compile(rf"{_EDGE}(?P<name>{_ANY_MONTH}),? (?:of )?(?P<year>\d{{4}})(?![\d,.]\d|\d)", re.A)
_MONTH_ALONE = re.compile(
    rf"{_EDGE}(?:(?P<which>[Tt]his past|[Tt]his|[Ll]ast|[Nn]ext)\s)?"
    rf"(?P<month>(?:{MONTH})|(?:{SHORT_MONTH})(?:\.|(?={_TO_A_MONTH})))(?:(?![\w-])|(?={_TO_A_MONTH}))"
    rf"(?:,? (?:of )?(?P<spoken_year>this|last|next) year\b)?"
)
_PART_OF_MONTH = re.compile(
    rf"(?<![\w-])(?:[Tt]he )?(?P<which>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ll]ast|[Ff]inal) "
    rf"(?:(?P<count>{COUNT}) (?P<unit>days?|weeks?)|week) (?:of|in) {_ANY_MONTH}"
    rf"(?:,? (?:of )?(?P<year>\d{{4}})(?![\d,.]\d|\d))?",
    re.A,
)
_TIME_TO_MONTH = re.compile(
    rf"(?<![\w-])(?:[Tt]he )?(?:(?P<count>(?i:{COUNT})) (?P<unit>{alternatives('dates', 'days_units')})s?"
    rf"|(?P<one>{alternatives('dates', 'days_wholes')}))"
    rf" (?:{alternatives('dates', 'days_to')}) (?:the end of )?(?:(?:the )?{_DAY} (?:of )?)?{_ANY_MONTH}"
    rf"(?: (?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?(?!\w|[.,:]\d))?"
    rf"(?:,? (?:of )?(?P<year>\d{{4}})(?![\d,.]\d|\d))?(?! \d)",
    re.A,
)
_DAY_MON_YEAR = re.compile(
    rf"(?<![\w./-])(?P<day>\d{{1,2}})-(?P<month>{SHORT_MONTH}|May)-(?P<year>\d{{4}}|\d\d)(?![\w/-])", re.A
)
_ISO = re.compile(
    r"(?<![\w./-])(?P<year>\d{4})(?P<mark>[-/])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\w/-])", re.A
)
_NUMERIC = re.compile(
    r"(?<![\w./-])(?P<one>\d{1,2})(?P<mark>[-./])(?P<two>\d{1,2})(?P=mark)(?P<year>\d{4})(?![\w/-])", re.A
)
_NINE_ELEVEN = re.compile(r"(?<![\w./,$-])9/11(?![\w/]|[.,]\d| of\b)")
_DAY_ALONE = re.compile(
    r"(?<=[Oo]n )(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)(?: of (?P<which>this|last|next) month\b|(?=[,.;:)]|\Z))",
    re.A,
)
_UNSURE_MONTHS = ("April", "May", "June", "March", "August")
_IN_TIME = re.compile(
    rf"(?:\b(?:{alternatives('dates', 'days_before_a_month')})[ -])\Z",
    re.I,
)
_IN_MAY = re.compile(rf"(?:\b(?:{alternatives('dates', 'days_before_may')})[ -])\Z", re.I)
_PLANNED = re.compile(r"\b(?:planned|scheduled|due|set) (?:for|on) \Z", re.IGNORECASE)
_TERMS = {"year": ("year", 1), "half-year": ("month", 6), "quarter": ("month", 3)}
_JUST_GONE = 60  # days; "canceled a rise planned for Oct. 15", in November, was about the one that had gone
NEAREST = "the year nearest to publication"
NEAR = 60  # days within which a date without a year or a tense may still be to come


def _month_and_day(match: re.Match[str], clause: DateContext) -> Span:
    """One day of a month, or the days from one to another of it: "14 March", "March 14 to 16, 2020"."""
    month, from_day = month_number(match["month"]), int(match["day"])
    to_day = int(match["to_day"] or from_day)
    year = said_year(match, clause)
    if year is None:
        gone = match.groupdict().get("which") is not None  # "last May 1"
        return without_year(month, from_day, to_day, clause, "past" if gone else clause.tense(match), match)
    return _days(year, month, from_day, to_day)


def said_year(match: re.Match[str], clause: DateContext) -> int | None:
    """The year that a match names in digits or as "last year"; None where it names none, or there is no day of
    publication to count from.
    """
    groups = match.groupdict()
    if groups.get("year"):
        return int(match["year"])
    said = groups.get("spoken_year")
    if not said or clause.published is None:
        return None
    return clause.published.year + {"last": -1, "this": 0, "next": 1}[said.lower()]


def _days(year: int, month: int, from_day: int, to_day: int) -> Span:
    """The days of one month of one year. Unresolved where the calendar lacks one of them, or where they stand in the
    wrong order.
    """
    first, last = interval.day(year, month, from_day), interval.day(year, month, to_day)
    if first.first is None or last.last is None:
        return first if first.first is None else last
    if last.last < first.first:
        return interval.unresolved("the second day comes before the first")
    return Span(first.first, last.last)


def without_year(
    month: int, from_day: int, to_day: int, clause: DateContext, tense: Tense, match: re.Match[str]
) -> Span:
    """The days `from_day` to `to_day` of `month` in the year that the tense, or else nearness to publication,
    points to. Without a day of publication they stay unresolved; 11 September beside "attacks" is that of 2001.

    `tense` is what the words around `match` say; the caller may know better than they ("last May 1"). 29 February
    is looked for in the three years around publication and stays unresolved where none of them is a leap year.
    """
    if month == 9 and from_day == 11 and re.match(r" (?:terror|attack|hijack)", clause.after(match)):
        return interval.day(2001, 9, 11, "the attacks of 2001")
    published = clause.published
    if published is None:
        known = _days(2000, month, from_day, to_day)
        return interval.unresolved("the year is not known") if known.first else known
    near = [s for y in (-1, 0, 1) if (s := _days(published.year + y, month, from_day, to_day)).first]
    if not near:
        leap = _days(2000, month, from_day, to_day)
        return interval.unresolved("the year is not known") if leap.first else leap
    last = max((s for s in near if s.last and s.last < published), key=lambda s: s.last or published, default=None)
    planned = _PLANNED.search(clause.before(match)) is not None
    if planned and tense == "future" and last is not None and _distance(last, published) < _JUST_GONE:
        return interval.unresolved(f"{interval.UNCLEAR}the words look ahead, and that day has just gone")
    return chosen(near, published, tense)


def chosen(near: list[Span], published: date, tense: Tense) -> Span:
    """Of the same days in neighbouring years the ones that the tense, or else nearness, points to.

    `near` are the spans of three neighbouring years, in order. Looking ahead takes the next one, looking back the last
    one; else the nearest counts, but none that lies more than `NEAR` days ahead unless something lasts until then.

    `NEAR` keeps "3 December" in an article of January with the December before; the word "unclear" in `assumed`
    tells later steps that the text may have meant the other one. So it is where the words point to another year than
    that of publication, and the same day of that year is nearer: "sought to stop the ban from taking effect July 1".
    """
    if tense == "intended" and min(_distance(s, published) for s in near) > NEAR:
        return interval.unresolved(f"{interval.UNCLEAR}it had been intended, for whichever year")
    come = [s for s in near if s.last and s.last >= published]
    gone = [s for s in near if s.first and s.first <= published]
    nearest = min(near, key=lambda s: _distance(s, published))
    if tense == "future" and come:
        return _guessed(come[0], _doubted(come[0], nearest, published, "the next one, as the words look ahead"))
    if tense == "past" and gone:
        return _guessed(gone[-1], _doubted(gone[-1], nearest, published, "the last one before publication"))
    ahead = nearest.first is not None and nearest.first > published
    if ahead and tense != "lasting" and _distance(nearest, published) > NEAR and gone:
        return _guessed(gone[-1], f"{interval.UNCLEAR}taken as the last one before publication")
    behind = nearest.last is not None and nearest.last < published
    if behind and tense == "reported" and _distance(nearest, published) > NEAR:
        return _guessed(nearest, f"{interval.UNCLEAR}it may be still to come")  # "said she would resign in June"
    return _guessed(nearest, NEAREST)


def _doubted(span: Span, nearest: Span, published: date, assumed: str) -> str:
    """What is assumed of days in another year than that of publication, called unclear where that has nearer ones.

    News names no year but for another one than its own (Associated Press Stylebook, "months").
    """
    years = [each.first.year for each in (span, nearest) if each.first is not None]
    return f"{interval.UNCLEAR}{assumed}" if years[0] != published.year == years[-1] else assumed


def _guessed(span: Span, assumed: str) -> Span:
    """The same days, marked so that the other end of a range can correct their year."""
    return Span(span.first, span.last, assumed, floating=True)


def _distance(span: Span, published: date) -> int:
    """How many days a span lies before or after the day of publication; 0 where it holds that day."""
    assert span.first is not None
    assert span.last is not None
    return max((span.first - published).days, (published - span.last).days, 0)


def _month_year(match: re.Match[str], clause: DateContext) -> Span:
    """A month with its year: all its days."""
    return interval.months(int(match["year"]), month_number(match["month"]))


def _month_alone(match: re.Match[str], clause: DateContext) -> Span | None:
    """A month without a year. Returns None where the word is a name or a verb ("Will May resign?", "to march")."""
    which = (match["which"] or "").lower()
    name = match["month"]
    if not which and not match["spoken_year"] and not _is_month(name, clause.before(match), clause.after(match)):
        return None
    published = clause.published
    if published is None:
        return interval.unresolved("the year is not known")
    month = month_number(name)
    if (year := said_year(match, clause)) is not None:
        return interval.months(year, month)
    if which:
        return _which_month(which, month, published)
    return chosen(_near_months(month, published), published, clause.tense(match))


def _near_months(month: int, published: date) -> list[Span]:
    """The same month of the years before, of and after publication, without those outside the calendar."""
    return [s for y in (-1, 0, 1) if (s := interval.months(published.year + y, month)).first]


def _is_month(name: str, before: str, after: str) -> bool:
    """Whether a bare name is a month and not a person, a march or a verb.

    Names such as "May" and "August" need a word before them that stands before times; before another name any
    month does ("June Carter"). The two ends of a range tell each other ("April-June").
    """
    if re.match(_TO_A_MONTH, after) or re.search(rf"{_ANY_MONTH}[-–—]\Z", before):
        return True
    if re.match(r" [A-Z]", after) and not re.match(r" [A-Z]{2}", after):
        return bool(_IN_MAY.search(before))
    if name == "May":
        return bool(_IN_MAY.search(before))
    return name not in _UNSURE_MONTHS or bool(_IN_TIME.search(before))


def _which_month(which: str, month: int, published: date) -> Span:
    """The month that "this", "next", "last" or "this past" mean before its name.

    "Last March", written in May, can mean that of this year or of the year before: the nearer one is taken and
    called unclear.
    """
    if which == "this":
        return interval.months(published.year, month, assumed="the month of the year of publication")
    if which == "next":
        return interval.months(published.year + (month <= published.month), month, assumed="the next one")
    span = interval.months(published.year - (month >= published.month), month)
    sure = month >= published.month or which == "this past"
    return span.saying(
        "the last one before publication" if sure else f"{interval.UNCLEAR}this year's or the last one's"
    )


def _month_named(match: re.Match[str], clause: DateContext) -> Span:
    """The month that a match names, in the year that it says or that is chosen as for a bare month."""
    month = month_number(match["month"])
    if match["year"]:
        return interval.months(int(match["year"]), month)
    if clause.published is None:
        return interval.unresolved("the year is not known")
    return chosen(_near_months(month, clause.published), clause.published, clause.tense(match))


def _part_of_month(match: re.Match[str], clause: DateContext) -> Span:
    """ "The last 6 days of July 2020", "the second week of February": weeks are counted from the month's first day."""
    which, weeks = match["which"].lower(), (match["unit"] or "week").startswith("week")
    number = count(match["count"]) if match["count"] else 1
    month = _month_named(match, clause)
    if month.first is None or month.last is None:
        return month
    length = number * (7 if weeks else 1)
    if which in ("last", "final"):
        return interval.days_from(month.last, 1 - length, length, month.assumed)
    place = {"first": 0, "second": 1, "third": 2, "fourth": 3}[which]
    return interval.days_from(month.first, place * length, length, month.assumed)


def _time_to_month(match: re.Match[str], clause: DateContext) -> Span | None:
    """ "In the year to January", "the three months to June", "52 weeks to 28 March": the time that ends with it.

    None for days and weeks that end with a month.
    """
    unit, number = (
        _TERMS[match["one"].replace(" ", "-")] if match["one"] else (match["unit"], count(match["count"]))
    )
    day = match["day"] or match["us_day"]
    if not day:
        end = _month_named(match, clause) if unit in ("month", "year") else None
    elif match["year"]:
        end = interval.day(int(match["year"]), month_number(match["month"]), int(day))
    else:
        end = without_year(month_number(match["month"]), int(day), int(day), clause, clause.tense(match), match)
    if end is None or end.last is None:
        return end
    behind = interval.shifted(end.last, 1, "day")  # so that the six months to 30 June begin on 1 January
    first = interval.shifted(behind, -number, unit) if behind else None
    return Span(first, end.last, end.assumed) if first else interval.unresolved(interval.OUT_OF_CALENDAR)


def _day_mon_year(match: re.Match[str], clause: DateContext) -> Span:
    """ "14-Jun-16"; two digits are a year from 1950 to 2049."""
    year = int(match["year"])
    year += 0 if year > 99 else 1900 if year >= 50 else 2000
    return interval.day(year, month_number(match["month"]), int(match["day"]))


def _iso(match: re.Match[str], clause: DateContext) -> Span:
    """A day as ISO 8601 writes it, or with slashes: 2020-03-14."""
    return interval.day(int(match["year"]), int(match["month"]), int(match["day"]))


def _numeric(match: re.Match[str], clause: DateContext) -> Span:
    """A day in three numbers with the year last: unresolved where it could be read either way, as British and
    American papers do.
    """
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    day_first, month_first = interval.day(year, two, one), interval.day(year, one, two)
    if day_first.first and month_first.first and day_first != month_first:
        return interval.unresolved("day and month could stand either way round")
    return day_first if day_first.first else month_first


def _nine_eleven(match: re.Match[str], clause: DateContext) -> Span:
    """The day of the attacks in the United States, which news writes without a year."""
    return interval.day(2001, 9, 11, "the attacks of 2001")


def _day_alone(match: re.Match[str], clause: DateContext) -> Span:
    """A day without its month: "on the 14th", "on the 14th of last month". Of three months the one that the tense
    points to counts.
    """
    published, number = clause.published, int(match["day"])
    if published is None:
        return interval.unresolved(interval.NO_PUBLICATION)
    if which := match["which"]:
        month = interval.months(published.year, published.month + {"last": -1, "this": 0, "next": 1}[which])
        return interval.day(month.first.year, month.first.month, number) if month.first else month
    near = [interval.months(published.year, published.month + step) for step in (-1, 0, 1)]
    found = [s for m in near if m.first and (s := interval.day(m.first.year, m.first.month, number)).first]
    return chosen(found, published, clause.tense(match)) if found else interval.unresolved(interval.NO_SUCH_DAY)


_MONTH_WORDS = frozenset(MONTHS) | frozenset(SHORT_MONTHS)
_YEARS = frozenset(str(year) for year in range(1000, 3000))
RULES = (
    Rule(_MONTH_WORDS, _DAY_MONTH, _month_and_day, reach=9),
    Rule(_MONTH_WORDS, _MONTH_DAY, _month_and_day, reach=5),
    Rule(_MONTH_WORDS, _MONTH_YEAR, _month_year),
    Rule(_MONTH_WORDS, _MONTH_ALONE, _month_alone, reach=2),
    Rule(_MONTH_WORDS, _PART_OF_MONTH, _part_of_month, reach=5),
    Rule(_MONTH_WORDS, _TIME_TO_MONTH, _time_to_month, reach=8),
    Rule(_MONTH_WORDS, _DAY_MON_YEAR, _day_mon_year, reach=1),
    Rule(_YEARS, _ISO, _iso),
    Rule(_YEARS, _NUMERIC, _numeric, reach=2),
    Rule(frozenset({"9"}), _NINE_ELEVEN, _nine_eleven),
    Rule(frozenset({"st", "nd", "rd", "th"}), _DAY_ALONE, _day_alone, reach=2),
)
