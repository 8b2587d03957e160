"""Where a sentence is never cut, and what is told whole since a part would say something else."""

from datetime import date

import pytest

from checks.extraction import split
from checks.extraction.extractor import analyses_of
from checks.extraction.segments.cut_laws import inseparable, unbreakable
from tests.checks.extraction.parsed import stated

DAY = date(2019, 11, 18)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The threat moved officials from Mexico, Canada, Japan and elsewhere.", ["Canada", "Japan", "elsewhere"]),
        ("It sold papers to the Herald, the Star and the Courier.", ["Star", "Courier"]),
        (
            "The firm is uncertain whether a tariff on cars, lorries and boats would go into effect.",
            ["would", "boats"],
        ),
        ("The pro-council lists were re-elected in May.", ["elected"]),
        ("Scientology officials went to a station in Leeds.", ["to"]),
        ("It took the ratio of men and women between the ages of 25 and 54 to all.", ["25", "54"]),
    ],
)
def test_no_claim_begins_within_what_belongs_together(text: str, words: list[str]) -> None:
    (analysis,) = analyses_of(text, DAY)
    whole = inseparable(analysis) | unbreakable(analysis)
    assert all(word.i in whole for word in analysis.sentence.words if word.text in words)


def test_a_row_of_counts_may_be_cut() -> None:
    (analysis,) = analyses_of("The storm took 63 houses, 12 bridges and 4 schools.", DAY)
    assert not {w.i for w in analysis.sentence.words if w.text in ("12", "4")} & unbreakable(analysis)


@pytest.mark.parametrize(
    ("text", "part", "statement"),
    [
        (
            "The accident comes just ten days before the beginning of the Hajj, the annual pilgrimage to Mecca.",
            "the annual pilgrimage to Mecca",
            "The accident comes just ten days before the beginning of the Hajj, the annual pilgrimage to Mecca",
        ),
        (
            "They fear that Mr. Lind may end up giving fewer concessions than they anticipate, resulting in an"
            " embarrassing trip for Mr. Xi.",
            "resulting in an embarrassing trip for Mr. Xi",
            "They fear that Mr. Lind may end up giving fewer concessions than they anticipate, resulting in an"
            " embarrassing trip for Mr. Xi",
        ),
    ],
)
def test_a_part_is_stated_with_what_it_needs(text: str, part: str, statement: str) -> None:
    assert stated(text, part, DAY) == statement


def test_the_words_of_a_statement_keep_their_order() -> None:
    text = (
        "In the Kowloon East constituency, district councillor Wilson Or, FTU's Wong Kwok-kin and nonpartisan Paul"
        " Tse were elected with 51,516 votes, the highest in this constituency."
    )
    claims = split(text, DAY).claims
    assert claims
    assert not any(" In the Kowloon" in claim.statement for claim in claims)


def test_a_day_that_has_just_gone_is_not_taken_for_the_next_one() -> None:
    text = "Lind canceled an increase in tariffs of 5 percent planned for Oct. 15."
    (claim,) = split(text, DAY).claims
    assert claim.statement.endswith("planned for Oct. 15")


def test_a_name_is_no_holiday() -> None:
    claims = split("Atwood came to launch her novel with illustrator Johnnie Christmas of Toronto.", DAY).claims
    assert not any("December" in claim.statement for claim in claims)


@pytest.mark.parametrize(
    ("text", "part", "claimant"),
    [
        ("The video shows that armed officers rammed the door of 14 houses.", "rammed", None),
        (
            "Ivan Petrov said he was taking his family to New York, because diplomats wanted to meet 12 of his sons.",
            "wanted",
            "Ivan Petrov",
        ),
    ],
)
def test_nobody_says_what_a_picture_shows_or_what_is_only_the_reason(
    text: str, part: str, claimant: str | None
) -> None:
    assert {claim.claimant for claim in split(text, DAY).claims if part in claim.text} == {claimant}


def test_that_said_names_nobody_who_says_it() -> None:
    claims = split("That said, Tribune and its 14 papers make a good fit for McClatchy.", DAY).claims
    assert {claim.claimant for claim in claims} <= {None}


@pytest.mark.parametrize("text", ["Here is the council that 14 people looked at", "It is 12 of what we live for"])
def test_a_sentence_may_end_with_a_word_that_leads_on(text: str) -> None:
    assert split(f"{text}\n\nThe council met in Leeds in May.\n\nIt cut 40 posts.", DAY).claims


def test_who_only_speaks_at_some_time_states_nothing() -> None:
    text = (
        "“Why would they sign?” Ivan Petrov, a former director of the fund, said at a Nov. 6 event in Washington."
    )
    assert (
        not split(f"{text}\n\nThe fund met in May.\n\nIt cut 40 posts.\n\nNobody left.", DAY).claims[0].start < 50
    )


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        # What a clause begins with holds for it: its time, its place.
        ("More than a decade ago, Lund was accused in Oregon of molesting three children in his care.",
         ["More than a decade ago, Lund was accused in Oregon of molesting three children in his care"]),
        ("In Kyiv’s Shevchenko district, a five-story building was hit, and one person was killed.",
         ["In Kyiv’s Shevchenko district, a five-story building was hit", "One person was killed"]),
        # A phrase behind a "but" belongs to the clause that follows, whatever the parser makes of it.
        ("Much has been made about whether Mauricio Lund will continue as manager next season, but against Spurs, the"
         " club where he made his name, Chelsea team put in a performance packed with 12 shots.",
         ["Much has been made about whether Mauricio Lund will continue as manager next season",
          "Much has been made about whether Mauricio Lund will continue as manager next season, but against Spurs, the"
          " club where he made his name, Chelsea team put in a performance packed with 12 shots"]),
        # Nor does what hangs on a condition, or the condition, stand alone.
        ("Lund has promised to pay a $3 billion fee if the deal doesn’t close in 40 days.",
         ["Lund has promised to pay a $3 billion fee if the deal doesn’t close in 40 days"]),
        # What goes on without a pause is told whole.
        ("The leaders scrambled for much of Thursday to add $300 million in school funding.",
         ["The leaders scrambled for much of 14 November 2019 to add $300 million in school funding"]),
        ("The plan was set to take $500 million of the $1.2 billion increase planned for schools.",
         ["The plan was set to take $500 million of the $1.2 billion increase planned for schools"]),
        # A row of years, two verbs of one object, a possessive and its noun.
        ("According to the bank, two batches of bills printed in 2014 and 2016 contain this error.",
         ["Two batches of bills printed in 2014 and 2016 contain this error"]),
        ("Air defenses destroyed and jammed 549 drones and 55 missiles.",
         ["Air defenses destroyed and jammed 549 drones",
          "Air defenses destroyed and jammed 549 drones and 55 missiles"]),
        ("A judge has handed the firm a victory by declining to block its looming $69 billion takeover of a rival.",
         ["A judge has handed the firm a victory by declining to block its looming $69 billion takeover of a rival"]),
        # Where the parser lost its way.
        ("The latest opinion poll, published Wednesday night, put Connolly on 55.7 percent support compared to 31.",
         ["The latest opinion poll, published on the night of 13 November 2019, put Connolly on 55.7 percent support"
          " compared to 31"]),
        ("In line with that, Lund chose to release 10.5 floors at 30 Slater Street and 1.5 floors at 18 Kent Street.",
         ["In line with that, Lund chose to release 10.5 floors at 30 Slater Street and 1.5 floors at 18 Kent"
          " Street"]),
        ("The star recapped the weekend during an episode of his New Heights podcast, which he co-hosts with Jason Bo.",
         ["The star recapped the weekend during an episode of his New Heights podcast, which he co-hosts with"
          " Jason Bo"]),
        ("The trial showcased testimony by Satya Lind and longtime chief Bobby Orr, who both pledged to keep 12 games.",
         ["The trial showcased testimony by Satya Lind and longtime chief Bobby Orr, who both pledged to keep 12"
          " games"]),
        ("At a meeting on the strike, held at the request of Norland, Ambassador Ann Bo denied the charges of 12 men.",
         ["At a meeting on the strike, held at the request of Norland, Ambassador Ann Bo denied the charges of 12 men",
          "Ambassador Ann Bo denied the charges of 12 men"]),
        ("Lawmakers foisted 12 issues onto the governor during the session that he didn’t seek - and drew crowds.",
         ["Lawmakers foisted 12 issues onto the governor during the session that he didn’t seek - and drew crowds"]),
    ],
)  # fmt: skip
def test_a_claim_keeps_what_it_would_say_otherwise_without(text: str, statements: list[str]) -> None:
    assert [claim.statement for claim in split(text, DAY).claims] == statements
