"""Where a clause goes on without a pause nothing is cut, unless what follows has a figure or is a clause of its own."""

import re
from datetime import date

import pytest

from checks.extraction.extractor import split
from checks.extraction.statement.wellformed import faults

DAY = date(2021, 6, 20)


def _stated(text: str) -> list[str]:
    return [claim.statement for claim in split(text, DAY).claims]


def _tells_never(text: str, pattern: str) -> None:
    """Some statements are made of a text, and none matches the pattern."""
    found = _stated(text)
    assert found
    assert not [statement for statement in found if re.search(pattern, statement)]


@pytest.mark.parametrize(
    ("text", "never"),
    [
        # How long after or before something was belongs to that.
        ("Banks are slowly raising their rates a decade since they began saving the 12 lenders of Norland.", "decade"),
        ("The mayor, Lena Moor, met the 40 survivors on Monday, just over a week after the dam broke.", "a week"),
        ("Kane was arrested less than 12 hours after police said he had shot 2 guards in Orrin.", "hours"),
        # What a verb has to say with "as", "to" and the like.
        ("The board's plan sets $4.2 million as the amount to be raised through local fees.", "million"),
        # What an adjective of two is told of stands behind the second.
        ("The board also granted a 2.5 percent rise for union and non-union workers effective May 1.", "for union"),
    ],
)  # fmt: skip
def test_no_statement_ends_where_its_clause_goes_on(text: str, never: str) -> None:
    found = _stated(text)
    assert found
    assert not [statement for statement in found if statement.endswith(never)]


def test_what_follows_a_row_is_not_stated_of_one_of_it() -> None:
    text = (
        "Clinics have been hit by cold weather, poor roads and dozens of strikes in the wake of the vote in May."
    )
    assert all("hit dozens" not in statement and "hit in the wake" not in statement for statement in _stated(text))


def test_what_has_a_figure_of_its_own_is_still_kept_apart() -> None:
    text = "Rents in Orrin rose to £640 in the autumn from £590 in the spring of last year."
    assert any("£640" in stated and "£590" not in stated for stated in _stated(text))


def test_a_clause_behind_its_time_is_still_kept_apart() -> None:
    text = "The council ended the talks with 40 drivers after the union had twice refused an offer of 3 percent."
    assert "The union had twice refused an offer of 3 percent" in _stated(text)


def test_a_statement_does_not_begin_with_whom() -> None:
    text = (
        "Police in Orrin have arrested a man over the killing of a ranger, 40-year-old Amy Pond, whom they believe was "
        "shot while she was trying to stop 2 thieves on Tuesday."
    )
    found = _stated(text)
    assert found
    assert not [stated for stated in found if stated.startswith("Whom")]


def test_the_tail_of_a_quotation_that_tells_more_of_the_speaking_is_no_claim() -> None:
    text = (
        '"We don\'t know why it burned," the chief said during a briefing on Tuesday, referring to the events leading '
        "up to the fire. The mill had 40 workers. It opened in 1950. It was sold in 2012."
    )
    assert not [stated for stated in _stated(text) if "referring to" in stated]


@pytest.mark.parametrize(
    ("text", "never"),
    [
        # A condition is no fact, whatever the parser hangs it on.
        ("The union said 95% of its members voted to strike if a deal cannot be reached with Orrin Schools by Monday.",
         r"^A deal"),
        # Without the last of a row the "and" is missing.
        ("The firm signed new contracts with an increase of 3 percent, revised parking fees and added a charge of $20.",
         r"fees$"),
        # Who was carried out is not where from.
        ("Volunteers carried old furniture out of Marbury – one of the towns hit hardest by the 2 storms – on Monday.",
         r"^Volunteers carried one"),
        # An ending stays with its word.
        ("Wildcard Lena Berg was playing her first tournament since Queen’s in June because of 2 injuries.",
         r"tournament ?’s"),
    ],
)  # fmt: skip
def test_a_part_is_never_stated_of_something_else(text: str, never: str) -> None:
    _tells_never(text, never)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        # A noun before a finite verb is its subject, whatever the parser hung it on.
        ("Moor (D) vowed to send help as crews fought 12 fires at both ends of the state and cold weather threatened "
         "to bring 3 feet of snow.", r"cold weather$"),
        # The tagger's participle at the head of a sentence: what is told of it is looked at all the same.
        ("Hundreds of firefighters battled across steep, forested hills to push back flames driven by winds gusting to "
         "50 miles per hour.", r"across steep$|^Winds gusting"),
        # The result of a match is one.
        ("The 2017 champion beat Lena Berg 7-5, 4-6, 6-1 Monday at the WTA Finals.", r"4-6$|Berg, 6-1"),
        ("Moreau beat top seed Kern 6-3, 3-6, 7-6(1) in the final which lasted three hours.", r"7-6, 1"),
        # The firm's revenue was up, not the firm.
        ("Brellco posted fourth quarter revenue of $12.4 billion, up 6 percent from a year ago.", r"^Brellco was"),
        # A row of what somebody did has its "and" behind the last.
        ("The maker lost a third of its value Wednesday after it missed its own forecasts, cut its workforce and said "
         "two of its heads are leaving next month.", r"forecasts, cut its workforce$"),
    ],
)  # fmt: skip
def test_no_statement_breaks_off_where_the_parser_is_wrong(text: str, never: str) -> None:
    _tells_never(text, never)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        # What a hyphen joins to a word is part of it.
        ("People have over-fished the bay -- the largest of the coast -- to such a degree that the 12 biggest fish are "
         "gone, according to new research.", r"have fished"),
        # Who says it is left without what is said.
        ("The bus was going at 60 mph — the highest speed for the road — when the brakes were applied, the agency "
         "determined after reading its data.", r"^When the brakes|determined the highest"),
        # One thing does not "are".
        ("Officials also said the 2 engines had a black box each and are reading the film “frame by frame”.",
         r"box are|engine are"),
    ],
)  # fmt: skip
def test_a_statement_keeps_what_its_words_need(text: str, never: str) -> None:
    _tells_never(text, never)


@pytest.mark.parametrize(
    ("wording", "fault"),
    [
        ("The engine are reading the film.", "subject and verb do not agree"),
        ("The council have read the film.", None),
        ("A number of firms are closing.", None),
        ("When the brakes were applied, the agency determined after a year.", "a verb lacks what it says"),
        ("The agency determined that the brakes were applied.", None),
    ],
)
def test_a_wording_is_no_sentence_without_number_and_content(wording: str, fault: str | None) -> None:
    assert faults([wording]) == [fault]


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("A car blew up on Monday outside the offices of the Orrin police and governor, killing at least 5 people and "
         "wounding several more, officials said.", r"governor wounding"),
        ("A bomber on a motorcycle plowed into a guard post Tuesday at a station in this former stronghold, killing 13 "
         "people and wounding 11 — most of them officers.", r"^Killing"),
        # What a report tells of "it" is told of whose report it is.
        ("Orrin Airways’ interim report shows that it carried 7.3% fewer people between April and June.",
         r"report carried"),
    ],
)  # fmt: skip
def test_who_did_it_is_stated_and_nobody_else(text: str, never: str) -> None:
    _tells_never(text, never)
