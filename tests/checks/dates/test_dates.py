"""Times in a text: what stretch names them, which days they mean, what was assumed, and how they are said anew."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.dates import dates, spoken_date

PUBLISHED = date(2022, 2, 3)  # a Thursday


def day(text: str) -> date:
    return date.fromisoformat(text)


def found(text: str, published: date | None = PUBLISHED) -> list[tuple[str, str]]:
    """Every time in `text` as its stretch and "first..last", "first" for one day, or "?" where unresolved."""

    def days(first: date | None, last: date | None) -> str:
        if first is None:
            return "?"
        return f"{first}" if first == last else f"{first}..{last}"

    return [(d.text, days(d.first, d.last)) for d in dates(text, 0, len(text), published)]


@pytest.mark.parametrize(
    ("text", "stretch", "days"),
    [
        ("The dam broke on 12 September 2015 at dawn.", "on 12 September 2015", "2015-09-12"),
        ("The dam broke on September 12, 2015, at dawn.", "on September 12, 2015", "2015-09-12"),
        ("The dam broke on Saturday, September 12, 2015.", "on Saturday, September 12, 2015", "2015-09-12"),
        ("The dam broke on the 12th of September, 2015.", "on the 12th of September, 2015", "2015-09-12"),
        ("The dam broke on Sept. 12, 2015.", "on Sept. 12, 2015", "2015-09-12"),
        ("The dam broke on 3rd Jan 2014.", "on 3rd Jan 2014", "2014-01-03"),
        ("Filed 2015-09-12 by the clerk.", "2015-09-12", "2015-09-12"),
        ("Filed 13/9/2015 by the clerk.", "13/9/2015", "2015-09-13"),
        ("Filed 9/13/2015 by the clerk.", "9/13/2015", "2015-09-13"),
        ("Filed 5/5/2015 by the clerk.", "5/5/2015", "2015-05-05"),
        ("Filed 12.9.2015 by the clerk.", "12.9.2015", "?"),
        ("After 9/11 the airport changed.", "After 9/11", "2001-09-11"),
        ("The September 11 attacks changed the airport.", "The September 11", "2001-09-11"),
        ("It rained on 14-16 May 2020.", "on 14-16 May 2020", "2020-05-14..2020-05-16"),
        ("It rained from May 14-16, 2020.", "from May 14-16, 2020", "2020-05-14..2020-05-16"),
        ("It rained between 14 and 16 May 2020.", "between 14 and 16 May 2020", "2020-05-14..2020-05-16"),
        ("It was shut from 20 November to 11 December 2014.", "from 20 November to 11 December 2014",
            "2014-11-20..2014-12-11"),
        ("It was shut from 20 November to 11 January 2015.", "from 20 November to 11 January 2015",
            "2014-11-20..2015-01-11"),
        ("It was shut between March and June 2020.", "between March and June 2020", "2020-03-01..2020-06-30"),
        ("It was shut from January 2010 to March 2012.", "from January 2010 to March 2012", "2010-01-01..2012-03-31"),
        ("Prices rose in March 2020.", "in March 2020", "2020-03-01..2020-03-31"),
        ("Prices rose early in March 2020.", "early in March 2020", "2020-03-01..2020-03-10"),
        ("Prices rose in mid-June 2021.", "in mid-June 2021", "2021-06-11..2021-06-20"),
        ("Prices rose in late 2015.", "in late 2015", "2015-09-01..2015-12-31"),
        ("Prices rose early in 2016.", "early in 2016", "2016-01-01..2016-04-30"),
        ("The plant opened in 1991.", "in 1991", "1991-01-01..1991-12-31"),
        ("The plant has run since 1991.", "since 1991", "1991-01-01..2022-02-03"),
        ("The plant ran until 2019.", "until 2019", "2019-01-01..2019-12-31"),
        ("It must close by 2050.", "by 2050", "2050-01-01..2050-12-31"),
        ("It grew in 2009-2012.", "in 2009-2012", "2009-01-01..2012-12-31"),
        ("It grew over 2000 - 2050.", "over 2000 - 2050", "2000-01-01..2050-12-31"),
        ("It grew from 1980 to 2012.", "from 1980 to 2012", "1980-01-01..2012-12-31"),
        ("The club lost the 2014-15 final.", "2014-15", "2014-01-01..2015-12-31"),
        ("She won the 2014 election.", "2014", "2014-01-01..2014-12-31"),
        ("Profit fell in FY2020.", "in FY2020", "2020-01-01..2020-12-31"),
        ("Profit fell in fiscal 2019.", "in fiscal 2019", "2019-01-01..2019-12-31"),
        ("It was built in the 1990s.", "in the 1990s", "1990-01-01..1999-12-31"),
        ("It was built in the eighties.", "in the eighties", "1980-01-01..1989-12-31"),
        ("It was built in the '70s.", "in the '70s", "1970-01-01..1979-12-31"),
        ("It was built in the early 1990s.", "in the early 1990s", "1990-01-01..1993-04-30"),
        ("It was built in the 19th century.", "in the 19th century", "1801-01-01..1900-12-31"),
        ("It was built in the twenty-first century.", "in the twenty-first century", "2001-01-01..2100-12-31"),
        ("It was built in 500 BC.", "in 500 BC", "?"),
        ("Sales fell in the second quarter of 2021.", "in the second quarter of 2021", "2021-04-01..2021-06-30"),
        ("Sales fell in Q3 2021.", "in Q3 2021", "2021-07-01..2021-09-30"),
        ("Sales fell in the second quarter.", "in the second quarter", "2021-04-01..2021-06-30"),
        ("Sales fell in the first half of 2020.", "in the first half of 2020", "2020-01-01..2020-06-30"),
        ("Sales fell in the first nine months of last year.", "in the first nine months of last year",
            "2021-01-01..2021-09-30"),
        ("It rained in spring 2020.", "in spring 2020", "2020-03-01..2020-05-31"),
        ("It rained in the winter of 2019-20.", "in the winter of 2019-20", "2019-12-01..2020-02-29"),
        ("The bus service stopped on Christmas Day 2018.", "on Christmas Day 2018", "2018-12-25"),
    ],
)  # fmt: skip
def test_a_time_that_names_its_own_year_means_those_days(text: str, stretch: str, days: str) -> None:
    assert found(text) == [(stretch, days)]


@pytest.mark.parametrize(
    ("text", "stretch", "days"),
    [
        ("The minister resigned on Wednesday.", "on Wednesday", "2022-02-02"),
        ("The minister resigned Thursday.", "Thursday", "2022-02-03"),
        ("The minister resigned last Friday.", "last Friday", "2022-01-28"),
        ("The minister resigned last Thursday.", "last Thursday", "2022-01-27"),
        ("The minister travels next Tuesday.", "next Tuesday", "2022-02-08"),
        ("The fair runs until Wednesday next week.", "until Wednesday next week", "2022-02-09"),
        ("The minister resigned on Friday of last week.", "on Friday of last week", "2022-01-28"),
        ("The minister travels on Friday this week.", "on Friday this week", "2022-02-04"),
        ("The army took over on Tuesday.", "on Tuesday", "2022-02-01"),
        ("A tenant moved in on Monday.", "on Monday", "2022-01-31"),
        ("Police came on Saturday night.", "on Saturday night", "2022-01-29"),
        ("Police came yesterday.", "yesterday", "2022-02-02"),
        ("Police came yesterday afternoon.", "yesterday afternoon", "2022-02-02"),
        ("Police came today.", "today", "2022-02-03"),
        ("Police come tomorrow.", "tomorrow", "2022-02-04"),
        ("Police came last night.", "last night", "2022-02-02"),
        ("Police came this morning.", "this morning", "2022-02-03"),
        ("Police came the day before yesterday.", "the day before yesterday", "2022-02-01"),
        ("It snowed this week.", "this week", "2022-01-31..2022-02-06"),
        ("It snowed last week.", "last week", "2022-01-24..2022-01-30"),
        ("It snowed last month.", "last month", "2022-01-01..2022-01-31"),
        ("It snowed last year.", "last year", "2021-01-01..2021-12-31"),
        ("It may snow next month.", "next month", "2022-03-01..2022-03-31"),
        ("It snowed earlier this year.", "earlier this year", "2022-01-01..2022-02-03"),
        ("It may snow later this month.", "later this month", "2022-02-03..2022-02-28"),
        ("It snowed late last year.", "late last year", "2021-09-01..2021-12-31"),
        ("It snowed at the end of last year.", "at the end of last year", "2021-09-01..2021-12-31"),
        ("It ends by the end of the year.", "by the end of the year", "2022-09-01..2022-12-31"),
        ("It snowed over the weekend.", "over the weekend", "2022-01-29..2022-01-30"),
        ("It was hot last summer.", "last summer", "2021-06-01..2021-08-31"),
        ("It was lost ten days ago.", "ten days ago", "2022-01-24"),
        ("It was lost three months ago.", "three months ago", "2021-11-01..2021-11-30"),
        ("It was lost two years ago.", "two years ago", "2020-01-01..2020-12-31"),
        ("It was lost 18 months ago.", "18 months ago", "2020-08-01..2020-08-31"),
        ("It was lost half a century ago.", "half a century ago", "1962-01-01..1982-12-31"),
        ("It was lost a year and a half ago.", "a year and a half ago", "2019-01-01..2021-12-31"),
        ("It was lost nearly a decade ago.", "nearly a decade ago", "2011-01-01..2013-12-31"),
        ("Use fell over the past 30 days.", "over the past 30 days", "2022-01-04..2022-02-03"),
        ("Use fell over the last five years.", "over the last five years", "2017-02-03..2022-02-03"),
        ("Use may fall over the next two weeks.", "over the next two weeks", "2022-02-03..2022-02-17"),
        ("Use has fallen since Monday.", "since Monday", "2022-01-31..2022-02-03"),
        ("Use has fallen since last month.", "since last month", "2022-01-01..2022-02-03"),
        ("The total now stands at forty.", "now", "2022-02-03"),
        ("In June last year the pier burned.", "In June last year", "2021-06-01..2021-06-30"),
        ("The fair runs through March 11 this year.", "through March 11 this year", "2022-03-11"),
        ("The flag rose on Waitangi Day - February 6 - this year.", "on Waitangi Day - February 6 - this year",
            "2022-02-06"),
        ("Sales fell in the fourth quarter of last year.", "in the fourth quarter of last year",
            "2021-10-01..2021-12-31"),
        ("Crews worked from Monday to Wednesday.", "from Monday to Wednesday", "2022-01-31..2022-02-02"),
    ],
)  # fmt: skip
def test_a_time_counts_from_the_day_of_publication(text: str, stretch: str, days: str) -> None:
    assert found(text) == [(stretch, days)]


@pytest.mark.parametrize(
    ("text", "stretch", "days"),
    [
        ("The first meeting is set to take place in Leeds on May 16.", "on May 16", "2022-05-16"),
        ("The vote is to be held from November 20 to December 11.", "from November 20 to December 11",
            "2022-11-20..2022-12-11"),
        ("The ferry sank on 16 May.", "on 16 May", "2021-05-16"),
        ("The ferry was raised in October.", "in October", "2021-10-01..2021-10-31"),
        ("The ferry will be raised in October.", "in October", "2022-10-01..2022-10-31"),
        ("The ferry will sail on Wednesday.", "on Wednesday", "2022-02-09"),
        ("On Friday, ministers will meet in Oslo.", "On Friday", "2022-02-04"),
        ("On Friday the mayor announced that the pool will close.", "On Friday", "2022-01-28"),
        ("The pool will close, the mayor said on Monday.", "on Monday", "2022-01-31"),
        ("A hearing is scheduled for Tuesday.", "for Tuesday", "2022-02-08"),
        ("The opening has been delayed until May.", "until May", "2022-05-01..2022-05-31"),
        ("The election is on April 10.", "on April 10", "2022-04-10"),
        ("It will close. The mayor spoke on Tuesday.", "on Tuesday", "2022-02-01"),
        ("Fees go up on 8 February.", "on 8 February", "2022-02-08"),
        ("The judge has until Monday to decide.", "until Monday", "2022-02-07"),
        ("Fees went up on 8 February.", "on 8 February", "2021-02-08"),
        ("This points to a rebound in the first quarter.", "in the first quarter", "2022-01-01..2022-03-31"),
        ("The shop was shut on New Year's Eve.", "on New Year's Eve", "2021-12-31"),
        ("The shop will shut on Christmas Day.", "on Christmas Day", "2022-12-25"),
    ],
)  # fmt: skip
def test_a_date_without_a_year_follows_the_tense_around_it(text: str, stretch: str, days: str) -> None:
    assert found(text) == [(stretch, days)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Sales had fallen the previous year.", "counts from another time in the text"),
        ("Sales had fallen the year before.", "counts from another time in the text"),
        ("She had moved two years earlier.", "counts from another time in the text"),
        ("He was due to fly on Wednesday.", "it was planned for then, which may be before or after publication"),
        ("The vote had been set for Friday.", "it was planned for then, which may be before or after publication"),
        (
            "She has built a lead of 14 points ahead of Friday’s vote.",
            "it was planned for then, which may be before or after publication",
        ),
        ("He came back the next Tuesday night.", "counts from another time in the text"),
        ("The fall comes ten days before the feast.", "counts from another time in the text"),
        ("She moved several years ago.", "how many is not said"),
        ("The market is held every Friday.", "a day that comes again and again"),
        ("They met on 31 February.", "no such day"),
        ("They met on 29 February 2021.", "no such day"),
        ("They met on 3/4/2021.", "day and month could stand either way round"),
        ("They met in the summer.", "which year's is not said"),
        ("Profit fell in the first quarter.", "it goes on at publication, and the words look back"),
        ("It lost 300 workers at the end of the month.", "counts from another time in the text"),
        ("She had expected to return in August.", "unclear: it had been intended, for whichever year"),
    ],
)
def test_a_time_that_is_unknown_has_no_days_and_says_why(text: str, reason: str) -> None:
    (d,) = dates(text, 0, len(text), PUBLISHED)
    assert (d.first, d.last, d.assumed) == (None, None, reason)
    assert spoken_date(d) is None


@pytest.mark.parametrize(
    "text",
    [
        "on Monday",
        "yesterday",
        "last month",
        "over the past 30 days",
        "ten days ago",
        "in March",
        "on 16 May",
        "now",
        "last May",
    ],
)
def test_without_a_publication_date_nothing_counts_from_it(text: str) -> None:
    (d,) = dates(text, 0, len(text), None)
    assert (d.text, d.first, d.last) == (text, None, None)
    assert d.assumed in ("no publication date to count from", "the year is not known")


def test_without_a_publication_date_full_dates_are_still_read() -> None:
    assert found("on 12 September 2015 and between March and June 2020", None) == [
        ("on 12 September 2015", "2015-09-12"),
        ("between March and June 2020", "2020-03-01..2020-06-30"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "About 2,000 troops and 2000 people stayed.",
        "Doctors found it in 1500 cases.",
        "The force sent 1950 soldiers.",
        "More than 2014 homes lost power.",
        "Orwell's 1984, a bleak tale, sold well.",
        "1984 (the novel) sold well.",
        "The novel 1984 sold well.",
        "A 2000 year old vase broke.",
        "It cost $2014 and weighed 1999 kg.",
        "The train leaves at 2015 from Crewe.",
        "The walk took three months.",
        "He stayed for three months.",
        "Mrs May said she may march on.",
        "April Jones met June Osborne.",
        "The Mail on Sunday and the Sunday Times wrote of it.",
        "Black Friday was busy.",
        "She told the Today programme of it.",
        "He scored 2-1 in the first half.",
        "Windows 2000 and Boeing 2037 are names.",
        "Ring 555-2014 or 01632 960 199.",
        "It is a second-hand car.",
        "The Sun and the Fall are names.",
    ],
)
def test_counts_titles_names_and_durations_are_no_dates(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Plans were announced on Wednesday.", "Plans were announced on 2 February 2022."),
        ("Plans were announced Wednesday.", "Plans were announced on 2 February 2022."),
        ("On Wednesday plans were announced.", "On 2 February 2022 plans were announced."),
        ("Plans were announced last month.", "Plans were announced in January 2022."),
        ("Yesterday a storm came.", "On 2 February 2022 a storm came."),
        ("A storm came yesterday afternoon.", "A storm came on the afternoon of 2 February 2022."),
        ("A storm came on Saturday night.", "A storm came on the night of 29 January 2022."),
        ("A storm came last night.", "A storm came on the night of 2 February 2022."),
        ("A storm came today.", "A storm came on 3 February 2022."),
        ("Storms came this year.", "Storms came in 2022."),
        ("Storms came last week.", "Storms came in the week of 24 January 2022."),
        ("Storms came over the weekend.", "Storms came on the weekend of 29 January 2022."),
        ("Storms came earlier this year.", "Storms came earlier in 2022."),
        ("Storms came late last year.", "Storms came late in 2021."),
        ("Storms came at the end of last year.", "Storms came at the end of 2021."),
        ("Storms came two weeks ago.", "Storms came around 20 January 2022."),
        ("Storms came ten days ago.", "Storms came on 24 January 2022."),
        ("Storms came three months ago.", "Storms came in November 2021."),
        ("Use fell over the past 30 days.", "Use fell over the 30 days to 3 February 2022."),
        ("Use fell since Monday.", "Use fell since 31 January 2022."),
        ("Use fell since last year.", "Use fell since 2021."),
        ("It stayed shut until yesterday.", "It stayed shut until 2 February 2022."),
        ("Rain is up compared with last year.", "Rain is up compared with 2021."),
        ("Sales fell in the fourth quarter of last year.", "Sales fell in the fourth quarter of 2021."),
        ("It will open on May 16.", "It will open on 16 May 2022."),
        ("It will run from November 20 to December 11.", "It will run from 20 November to 11 December 2022."),
        ("It rained on 14 and 15 January.", "It rained on 14 and 15 January 2022."),
        ("It rained in December.", "It rained in December 2021."),
        ("Sales have fallen so far this year.", "Sales have fallen so far in 2022."),
        ("It was hot last summer.", "It was hot in the summer of 2021."),
        ("Fireworks rose on New Year's Eve.", "Fireworks rose on 31 December 2021."),
        ("It was cold in mid-January.", "It was cold in mid-January 2022."),
        ("It was cold from Monday to Wednesday.", "It was cold from 31 January to 2 February 2022."),
    ],
)  # fmt: skip
def test_a_resolved_time_is_said_so_that_it_stands_alone(text: str, said: str) -> None:
    (d,) = dates(text, 0, len(text), PUBLISHED)
    assert text[: d.start] + (spoken_date(d) or d.text) + text[d.end :] == said


@pytest.mark.parametrize(
    "text",
    [
        "since 1991", "on 12 September 2015", "by 2050", "Tuesday's vote", "last year's budget", "the Wednesday vote",
        "a Friday deadline", "now", "nearly a decade ago", "the 1990s", "in the 19th century", "FY2020", "after 9/11",
        "more than two years ago", "over the last decade", "the wettest January yet", "Friday talks", "Jan 6 committee",
    ],
)  # fmt: skip
def test_the_words_are_kept_where_they_stand_alone_or_no_others_are_sure(text: str) -> None:
    (d,) = dates(text, 0, len(text), PUBLISHED)
    assert spoken_date(d) is None


def test_last_march_is_unclear_when_this_years_march_has_passed() -> None:
    (d,) = dates("last March", 0, 10, day("2015-09-12"))
    assert (d.first, d.assumed) == (day("2015-03-01"), "unclear: this year's or the last one's")
    assert spoken_date(d) is None


def test_a_preposition_before_a_determiner_is_not_the_dates_own() -> None:
    assert found("Prices fell in the Wednesday sale.") == [("the Wednesday", "2022-02-02")]
    assert found("Prices fell since the 2014 election.") == [("2014", "2014-01-01..2014-12-31")]


def test_a_meeting_moved_from_one_day_to_another_is_no_range() -> None:
    assert [text for text, _ in found("The vote was moved from Monday to Friday.")] == ["from Monday", "to Friday"]


def test_only_the_given_stretch_is_read_and_offsets_count_from_the_texts_start() -> None:
    text = "In 1991 it opened; in 2001 it closed."
    (d,) = dates(text, 19, len(text), PUBLISHED)
    assert (d.start, d.end, text[d.start : d.end]) == (19, 26, "in 2001")


def test_what_was_assumed_is_stated() -> None:
    (d,) = dates("It rained on Monday.", 0, 20, PUBLISHED)
    assert d.assumed == "the last one on or before publication"


PIECES = st.sampled_from(
    "on in since by until from to between and the last next this past every early mid- late the end of 2014 "
    "1984 0000 9999 1500 March May Sept. Monday Friday night today yesterday ago earlier two a decade years "
    "year's months century 19th 31 30 0 February 2 , . - – / 12.9.2015 2015-02-30 9/11 Q3 quarter half summer "
    "winter Christmas Day will said FY BC the 90s eighties weekend İ \u0130 \x00 \u202e \n".split(" ")
)
TEXTS = st.one_of(
    st.text(max_size=80), st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES, max_size=14).map("".join)
)


@given(TEXTS, st.one_of(st.none(), st.dates()), st.integers(-5, 90), st.integers(-5, 90))
def test_any_text_on_any_day_gives_ordered_dates_that_are_what_they_say(
    text: str, published: date | None, start: int, end: int
) -> None:
    last_end = 0
    for d in dates(text, start, end, published):
        assert last_end <= d.start < d.end <= len(text)
        assert text[d.start : d.end] == d.text
        assert d.first is None or d.last is None or d.first <= d.last
        assert d.first or d.assumed
        spoken = spoken_date(d)
        assert spoken is None or spoken.strip() == spoken != ""
        last_end = d.end


@given(st.lists(PIECES, max_size=10).map(" ".join), st.dates())
def test_what_is_said_anew_means_the_same_first_day(text: str, published: date) -> None:
    for d in dates(text, 0, len(text), published):
        spoken = spoken_date(d)
        if spoken and d.first == d.last:
            assert f"{d.first.day} " in spoken or str(d.first.year) in spoken


@pytest.mark.parametrize(
    "piece", ["May 5 ", "2014 ", "on Monday night to ", "in early 2014-15 - ", "last the ", "1 and ", "in the "]
)
def test_time_grows_with_length_alone(piece: str) -> None:
    """Processor time, and a bound that only growth with the square of the length can pass: that would take minutes."""
    text = piece * (160_000 // len(piece))
    began = time.process_time()
    dates(text, 0, len(text), PUBLISHED)
    assert time.process_time() - began < 20
