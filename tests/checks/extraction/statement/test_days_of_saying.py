"""A day between a verb of saying and what is said is that of the saying."""

from datetime import date

import pytest

from checks.extraction import split
from checks.extraction.extractor import analyses_of
from checks.extraction.sentence_dates import said_without_that

DAY = date(2026, 11, 30)  # a Monday
# So many sentences that what was learnt decides, as in an article.
AROUND = " Orrin has 4,000 people. Its mayor is Ann Lund. She was elected in 2019. The town lies in Norwick."


def _statements(text: str) -> list[str]:
    return [claim.statement for claim in split(text + AROUND, DAY).claims]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Leeds City Council said on Monday it would cut 40 jobs.", "30 November"),
        ("The bank told reporters on Friday it had lost $4 million.", "27 November"),
        ("The bank said in a statement on Tuesday it had lost $4 million.", "24 November"),
        ("The agency reported last week 40 cases had been found in Orrin.", "23 November"),
        ("The ministry said Tuesday two soldiers had died in Orrin.", "24 November"),
        ("The bank said yesterday profits rose 12 percent.", "29 November"),
        ("Lund was told on Monday his firm had lost $4 million.", "30 November"),
        ("The council said on Monday that it would cut 40 jobs.", "30 November"),
        ("The council on Monday said it would cut 40 jobs.", "30 November"),
        ("Profits rose 12 percent, the bank said on Monday.", "30 November"),
    ],
)
def test_no_day_of_a_saying_is_stated_of_what_is_said(text: str, day: str) -> None:
    first = _statements(text)[0]
    before = first.split(day)[0] if day in first else "said"
    assert any(verb in before for verb in ("said", "told", "reported"))


def test_a_day_within_what_is_said_stays_there() -> None:
    first = _statements("The mayor said on Monday night 3 men had been arrested on Sunday.")[0]
    assert first.endswith("3 men had been arrested on 29 November 2026")
    assert "On 30 November 2026 the council would cut 40 jobs" in _statements(
        "The council said: on Monday it would cut 40 jobs."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Officials said in Geneva 300 people had fled.",
        "The bank said in the third quarter revenue rose 12 percent.",
        "The bank said last year profits rose 12 percent.",
        "The airline warned on Monday, hours before the strike, it would cancel 200 flights.",
    ],
)
def test_what_may_be_of_the_saying_or_of_what_is_said_keeps_both(text: str) -> None:
    (only,) = [s for s in _statements(text) if any(word in s for word in ("fled", "rose", "cancel"))]
    assert any(verb in only for verb in ("Officials said", "The bank said", "The airline warned"))


@pytest.mark.parametrize(
    "text",
    [
        "The council said it would cut 40 jobs.",
        "The council said that on Monday it would cut 40 jobs.",
        "The council said: on Monday it would cut 40 jobs.",
        "“On Monday it will close,” Lund said.",
    ],
)
def test_nothing_stands_between_where_what_is_said_begins_at_once(text: str) -> None:
    (analysis,) = analyses_of(text, DAY)
    assert not list(said_without_that(analysis.sentence))


def test_a_month_that_was_spoken_of_stays_open_where_it_may_be_still_to_come() -> None:
    (claim,) = [
        c for c in split(f"The mayor said she would resign in June.{AROUND}", DAY).claims if "resign" in c.text
    ]
    assert claim.statement.endswith("in June")
