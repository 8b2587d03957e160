"""The rules that read times, each by itself: what they match, what they mean, and what the words around them tell."""

from datetime import date

import pytest

from checks.dates import dates, frame, interval, tense
from checks.dates.claim_years import claim_years
from checks.dates.context import DateContext
from checks.dates.days import RULES as DAYS
from checks.dates.days import chosen, said_year, without_year
from checks.dates.relative import RULES as RELATIVE
from checks.dates.spoken import spoken_date
from checks.dates.weekdays import RULES as WEEKDAYS
from checks.dates.words import MONTHS, count, month_number
from checks.dates.years import RULES as YEARS
from checks.types.claim import Claim

DAY = date(2022, 3, 10)  # a Thursday


def _first(text: str, rules: object, day: date | None = DAY) -> interval.Span | None:
    """What the longest match of the rules in `text` means."""
    context = DateContext(text, 0, len(text), day)
    matches = [
        (match.end() - match.start(), rule, match)
        for rule in rules  # type: ignore[attr-defined]
        for start in range(len(text))
        if (match := rule.pattern.match(text, start))
    ]
    _, rule, match = max(matches, key=lambda each: each[0])
    return rule.read(match, context)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on 5 May 2020", (2020, 5, 5), None),
        ("May 5-7, 2020", (2020, 5, 5), (2020, 5, 7)),
        ("last May 1", (2021, 5, 1), None),
        ("2020-05-06", (2020, 5, 6), None),
        ("25.12.2020", (2020, 12, 25), None),
        ("in May 2020", (2020, 5, 1), (2020, 5, 31)),
    ],
)
def test_days_and_months(text: str, first: tuple[int, int, int], last: tuple[int, int, int] | None) -> None:
    span = _first(text, DAYS)
    assert span is not None
    assert (span.first, span.last) == (date(*first), date(*(last or first)))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("on Monday", (2022, 3, 7)),
        ("will meet on Monday", (2022, 3, 14)),
        ("next Monday", (2022, 3, 14)),
        ("plays Saturday", (2022, 3, 12)),
    ],
)
def test_weekdays(text: str, first: tuple[int, int, int]) -> None:
    span = _first(text, WEEKDAYS)
    assert span is not None
    assert span.first == date(*first)


def test_one_of_the_weekdays_of_a_month_is_not_the_nearest_one() -> None:
    span = _first("the second Tuesday of next month", WEEKDAYS)
    assert span is not None
    assert span.first is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("in 2020", (2020, 1, 1), (2020, 12, 31)),
        ("the 1990s", (1990, 1, 1), (1999, 12, 31)),
        ("the third quarter of 2020", (2020, 7, 1), (2020, 9, 30)),
        ("the first five months of 2020", (2020, 1, 1), (2020, 5, 31)),
        ("the 19th century", (1801, 1, 1), (1900, 12, 31)),
        ("summer of 2020", (2020, 6, 1), (2020, 8, 31)),
    ],
)
def test_years_and_parts_of_them(text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    span = _first(text, YEARS)
    assert span is not None
    assert (span.first, span.last) == (date(*first), date(*last))


def test_neither_a_house_number_nor_a_quarter_of_a_match_is_a_time() -> None:
    assert _first("of 1502 Harbor Road", YEARS) is None
    span = _first("scored 17 points in the third quarter", YEARS)
    assert span is not None
    assert span.first is None


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("yesterday", (2022, 3, 9)),
        ("three days ago", (2022, 3, 7)),
        ("last month", (2022, 2, 1)),
        ("next year", (2023, 1, 1)),
    ],
)
def test_times_counted_from_publication(text: str, first: tuple[int, int, int]) -> None:
    span = _first(text, RELATIVE)
    assert span is not None
    assert span.first == date(*first)


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("He will leave on X", "future"),
        ("He left on X", "past"),
        ("It was due on X", "planned"),
        ("A vow that it would open on X", "reported"),
        ("He said the ban would begin on X", "reported"),
        ("The bill would make it a crime from X", "future"),
        ("They have told us they’ll vote on X", "future"),
        ("He gave them X", "past"),
        ("The Otters play X", "future"),
        ("X", "open"),
    ],
)
def test_what_the_words_before_a_time_tell(text: str, reported: str) -> None:
    at = text.index("X")
    assert tense.tense(text, 0, len(text), at, at + 1) == reported


@pytest.mark.parametrize(
    ("text", "published", "last"),
    [
        ("The minister gave them until the end of June to pay.", (2025, 2, 10), (2025, 6, 30)),
        ("The union suspended half of it until June 30.", (2026, 4, 21), (2026, 6, 30)),
        ("The museum was closed until May.", (2025, 6, 10), (2025, 5, 31)),
        ("Workers must wait until July to see it.", (2013, 12, 30), (2014, 7, 31)),
        ("The shop has to close by March.", (2013, 12, 30), (2014, 3, 31)),
        ("The bureau didn't search the station until October.", (2023, 4, 27), (2022, 10, 31)),
        ("They did not open it until the end of October.", (2023, 4, 27), (2022, 10, 31)),
        ("It ran until December and sold 40 copies.", (2025, 3, 1), (2024, 12, 31)),
    ],
)
def test_until_when_something_lasts_is_the_nearest_such_time(
    text: str, published: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    (found,) = dates(text, 0, len(text), date(*published))
    assert found.last == date(*last)


def test_of_days_in_neighbouring_years_the_tense_chooses_or_nearness() -> None:
    near = [interval.day(year, 9, 30) for year in (2020, 2021, 2022)]
    assert chosen(near, date(2021, 11, 5), "future").first == date(2022, 9, 30)
    assert chosen(near, date(2021, 11, 5), "past").first == date(2021, 9, 30)
    assert chosen(near, date(2021, 11, 5), "reported").first == date(2021, 9, 30)


def test_a_day_that_the_calendar_lacks_is_unresolved() -> None:
    assert interval.day(2021, 2, 29).assumed == interval.NO_SUCH_DAY
    assert interval.months(9999, 12, 2).assumed == interval.OUT_OF_CALENDAR
    assert interval.shifted(date(2020, 3, 31), -1, "month") == date(2020, 2, 29)
    assert interval.week(DAY) == interval.days_from(date(2022, 3, 7), 0, 7)
    assert interval.back(DAY, 2, "week").first == date(2022, 2, 24)


def test_the_frame_of_a_time_is_read_with_it() -> None:
    (since,) = dates("Since 2019 it rained.", 0, 21, DAY)
    assert (since.text, since.first, since.last) == ("Since 2019", date(2019, 1, 1), DAY)
    (early,) = dates("It rained in early 2019.", 0, 24, DAY)
    assert (early.text, early.last) == ("in early 2019", date(2019, 4, 30))
    assert frame.describes_noun("Wednesday vote", 9, 14)
    assert not frame.describes_noun("Wednesday in", 9, 12)


def test_a_time_is_spoken_so_that_it_stands_alone() -> None:
    for text, spoken in (
        ("on Monday", "on 7 March 2022"),
        ("last year", "in 2021"),
        ("in 2020", None),
        ("last month", "in February 2022"),
    ):
        (found,) = dates(text, 0, len(text), DAY)
        assert spoken_date(found) == spoken


def test_numbers_and_months_by_their_names() -> None:
    assert (count("a"), count("twelve"), count("7"), month_number("Sept."), MONTHS["may"]) == (1, 12, 7, 9, 5)


def test_a_year_said_by_words_counts_from_publication() -> None:
    rule, context = DAYS[1], DateContext("May 5 last year", 0, 15, DAY)
    match = rule.pattern.match("May 5 last year", 0)
    assert match is not None
    assert said_year(match, context) == 2021
    assert without_year(5, 5, 5, context, "past", match).first == date(2021, 5, 5)


def test_the_years_that_a_claim_names_itself() -> None:
    text = "It rained in 2019 and last year."
    claim = Claim(
        0,
        len(text),
        text,
        statement="It rained in 2019 and in 2021",
        kind="event",
        claimant=None,
        worth=0.5,
        reasons=(),
        dates=dates(text, 0, len(text), DAY),
    )
    assert claim_years(claim) == (2019, 2021)
