"""Claims stand alone: pronouns, times and shared subjects filled in, where that is beyond doubt."""

from datetime import date

import pytest

from checks.extraction import split
from tests.checks.extraction.parsed import statements_by_rules

THURSDAY = date(2022, 2, 3)


def _statements(text: str, published: date | None = THURSDAY) -> list[str]:
    return statements_by_rules(text, published)


def _notes(text: str) -> str:
    return " | ".join(note for claim in split(text, THURSDAY).claims for note in claim.notes)


def test_a_weekday_becomes_its_date_and_a_share_says_of_what() -> None:
    found = _statements(
        "The United States on Wednesday announced plans to send another 2,000 troops to Europe, most of them "
        "to Poland, and to move 1,000 troops from Germany to Romania."
    )
    assert set(found) == {
        "The United States on 2 February 2022 announced plans to send another 2,000 troops to Europe",
        "Most of the 2,000 troops are to go to Poland",
        "The United States on 2 February 2022 announced plans to move 1,000 troops from Germany to Romania",
    }


def test_a_second_verb_behind_will_has_subject_and_will_back() -> None:
    text = (
        "The government will send another 2,000 troops to Europe, most of them to Poland, "
        "and move 1,000 from Germany."
    )
    assert "The government will move 1,000 from Germany" in _statements(text)


def test_a_pronoun_that_can_mean_one_person_only_is_filled_in() -> None:
    found = _statements("Helena Brandt leads the agency. She was elected in 2019.")
    assert "Helena Brandt was elected in 2019" in found


def test_a_pronoun_that_can_mean_two_is_left_as_it_stands_and_said_so() -> None:
    text = "Anna Keller met Maria Lopez in Oslo. She was elected in 2019."
    assert "She was elected in 2019" in _statements(text)
    assert "“She” is left as it stands; it may be Anna Keller or Maria Lopez" in _notes(text)


def test_a_person_named_in_passing_is_not_he() -> None:
    text = (
        "Évariste Galois wrote 3 letters. Galois left them to a friend. Hermann Weyl praised the letters in 1952. "
        "He outlined 2 proofs in them."
    )
    assert not any(statement.startswith("Hermann Weyl outlined") for statement in _statements(text))


def test_it_and_they_are_filled_in_only_where_the_same_sentence_says_who_speaks() -> None:
    assert "It cut 300 jobs in 2019" in _statements("The trust runs 4 hospitals. It cut 300 jobs in 2019.")
    assert "The trust had cut 300 jobs" in _statements("The trust said it had cut 300 jobs.")


def test_he_is_never_a_woman_known_by_her_given_name() -> None:
    text = "Anna Keller met the delegation in Oslo. He was elected in 2019."
    assert "He was elected in 2019" in _statements(text)


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("The storm killed 12 people and injured 40 others.", "The storm injured 40 others"),
        ("Three men were arrested and taken to Leeds.", "Three men were taken to Leeds"),
        ("The factory, which employs 900 people, closed in June.", "The factory employs 900 people"),
        ("A truck hit the crowd, killing three people.", "A truck hit the crowd, killing three people"),
        ("12 soldiers and 30 civilians were killed.", "12 soldiers were killed"),
        ("Food prices rose 3.1 percent, rents 9.4 percent and fuel 12 percent.", "Rents rose 9.4 percent"),
        ("Food prices rose 3.1 percent, rents 9.4 percent and fuel 12 percent.", "Fuel rose 12 percent"),
        ("Exports fell by 4 percent, imports by 7 percent.", "Imports fell by 7 percent"),
        ("The conservatives won 38 seats, the Greens 14 and the Liberals nine.", "The Greens won 14"),
        ("Spain won 12 medals, 5 of them gold.", "Spain won 12 medals, 5 of them gold"),
        ("The company will close its plant and cut 1,300 jobs.", "The company will cut 1,300 jobs"),
        ("The storm killed 12 people, injured 30 and destroyed 200 houses.", "The storm injured 30"),
        ("The storm killed 12 people, injured 30 and destroyed 200 houses.", "The storm destroyed 200 houses"),
        ("The trust said it “has helped with 3 inquiries”.", "The trust “has helped with 3 inquiries”"),
        ("Colley was due to fly to Lisbon on Monday.", "Colley was due to fly to Lisbon on Monday"),
        (
            "At least nine people were killed and 30 wounded when shells hit a market.",
            "30 were wounded when shells hit a market",
        ),
        (
            "The hospital, one of only three still open, has been dark since January.",
            "The hospital is one of only three still open",
        ),
        (
            "The victims, a couple in their seventies, were found in a burned-out car.",
            "The victims were a couple in their seventies",
        ),
        (
            "The research, published in the journal Diabetologia, was led by scientists in Leeds.",
            "The research was published in the journal Diabetologia",
        ),
        (
            "The minister learned from 2023, when fires in the region killed 20 people.",
            "In 2023, fires in the region killed 20 people",
        ),
        (
            "A dispute at Avanti, where train managers have refused to work Sundays, was settled.",
            "At Avanti, train managers have refused to work Sundays",
        ),
        (
            "With 82 percent of the ballots counted, the Democratic Union had 33.7 percent of the vote.",
            "With 82 percent of the ballots counted, the Democratic Union had 33.7 percent of the vote",
        ),
        (
            "Doctors at Obeid Hospital said they had received 34 casualties, including 11 children.",
            "Doctors at Obeid Hospital had received 34 casualties",
        ),
        (
            "Auditors met the families in May. Its owner, Larkfield Care, said it had repaid 300 of them.",
            "Larkfield Care had repaid 300 of them",
        ),
        (
            "The plan would cost $3 billion a year, the Treasury said, and would add 4 percent to the debt.",
            "The plan would add 4 percent to the debt",
        ),
        (
            "Kovac conceded that her party had lost but stopped short of saying whether she would resign.",
            "Kovac stopped short of saying whether she would resign",
        ),
        (
            "The agency warned that nearly 25 million people, about half of the population, face hunger.",
            "The agency warned that nearly 25 million people, about half of the population, face hunger",
        ),
        (
            "The opposition took a clear lead, partial results showed, dealing a blow to the government.",
            "The opposition took a clear lead, partial results showed, dealing a blow to the government",
        ),
        (
            "The bank sold the unit for $2 billion, the highest price in its history.",
            "The bank sold the unit for $2 billion, the highest price in its history",
        ),
    ],
)
def test_what_a_stretch_shares_with_its_sentence_is_filled_in(text: str, statement: str) -> None:
    assert statement in _statements(text)


def test_without_a_publication_date_the_words_stay() -> None:
    assert _statements("The bridge was closed on Wednesday.", None) == ["The bridge was closed on Wednesday"]


def test_an_empty_it_is_no_pronoun() -> None:
    assert "left as it stands" not in _notes("It is likely that the river rose by two metres.")


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("The vaccine does not cause autism or kill 300 people.", "The vaccine kill 300 people"),
        ("The plan will not cut jobs or raise prices by 3 percent.", "The plan will raise prices by 3 percent"),
        ("Nor did France send 300 troops.", "Did France send 300 troops"),
        ("Instead of raising taxes, Spain cut 3,000 jobs.", "Of raising taxes, Spain cut 3,000 jobs"),
        ("The president signed the law. It cuts taxes by 3 percent.", "The president cuts taxes by 3 percent"),
        ("A court fined the bank. It had hidden 3 million euros.", "A court had hidden 3 million euros"),
        ("Doctors treated 300 patients. They died within 2 days.", "Doctors died within 2 days"),
        ("Elon Musk's sister Tosca owns 3 firms. She founded one in 2017.", "Elon Musk founded one in 2017"),
        ("The rebels captured 40 soldiers, who surrendered, and killed 12.", "40 soldiers killed 12"),
        ("The report denied that the dam had failed and that 300 people had drowned.", "300 people had drowned"),
        ("Nobody said that 12 men drowned.", "12 men drowned"),
        ("The team came after many delays. They were denied 3 visas.", "Many delays were denied 3 visas"),
        ("The firm is owned by his brother. He earned 3 million euros.", "His brother earned 3 million euros"),
        (
            "“He gave us 2 penalties in the game,” Ray Colley said. “He was paid 900 euros.”",
            "Ray Colley was paid 900 euros",
        ),
        (
            "Ray Colley met Tiago Nunes in May. The club paid 12 million euros for him.",
            "The club paid 12 million euros for Ray Colley",
        ),
        ("The report blamed the minister. He denied it.", "He denied the report"),
        ("Some of the victims died before they could see justice done.", "Some of the victims died"),
        (
            "He took 3 million dollars from a builder in return for contracts to build two dams.",
            "He took 3 million dollars from a builder in return",
        ),
        (
            "Lisle, who was paid £38,000, bought a flat for her daughter.",
            "Lisle bought a flat for Lisle’s daughter",
        ),
        ("Anna Keller left. I paid 300 euros to her.", "I paid 300 euros to Anna Keller"),
        ("The minister refused to say that 300 people died.", "300 people died"),
        (
            "The army sent 3,000 soldiers to the border, most of them from Kyiv.",
            "Most of the 3,000 soldiers went from Kyiv",
        ),
        (
            "Meteorologists said the storm weakened but warned that it could return.",
            "The storm warned that it could return",
        ),
    ],
)
def test_a_statement_never_says_what_the_text_does_not(text: str, never: str) -> None:
    assert never not in _statements(text)


def test_a_verb_behind_a_closed_relative_clause_has_the_main_subject() -> None:
    found = _statements("The rebels captured 40 soldiers, who surrendered, and killed 12.")
    assert "The rebels killed 12" in found


def test_what_follows_a_verb_of_saying_has_its_own_subject_back() -> None:
    text = "The centrist party won the vote, early results showed, but fell short of a majority."
    assert "The centrist party fell short of a majority" in _statements(text)


def test_a_passive_that_may_go_on_or_not_is_stated_whole() -> None:
    text = "She was kept in a cell until May and then transferred to the ship."
    assert "She transferred to the ship" not in _statements(text)


def test_the_speaker_of_one_quotation_is_not_the_speaker_of_a_later_one() -> None:
    text = (
        "“The bridge was closed in May,” Anna Keller said.\n\nThe council met on Monday.\n\n"
        "“The road was closed in June.”"
    )
    assert [claim.claimant for claim in split(text, THURSDAY).claims] == ["Anna Keller", None, None]


def test_they_who_say_something_are_no_things() -> None:
    text = "Several scenarios were weighed in the study. They estimated that prices would rise by 50 percent."
    assert split(text, THURSDAY).claims[-1].claimant is None


def test_what_a_speaker_says_of_himself_or_herself_is_stated_as_said() -> None:
    text = "Anna Keller denied the charge. “I never took a cent,” she said. “Two managers threatened my family.”"
    claims = split(text, THURSDAY).claims
    said = [(c.statement, c.claimant, c.speech_act) for c in claims]
    assert ("Anna Keller said: I never took a cent", "Anna Keller", "denies") in said
    assert {claim.claimant for claim in claims} == {"Anna Keller"}


def test_a_promise_with_a_figure_has_whoever_gives_it() -> None:
    (claim,) = split("“We will hire 50,000 nurses by 2027,” Health Secretary Tom Avery promised.", THURSDAY).claims
    assert claim.statement == "Health Secretary Tom Avery said: We will hire 50,000 nurses by 2027"
    assert claim.speech_act == "announces"


def test_he_who_describes_somebody_is_somebody_else() -> None:
    text = "Peter Novak left the church in May. He described Novak as a victim of 3 lawyers."
    assert split(text, THURSDAY).claims[-1].claimant is None


@pytest.mark.parametrize(
    ("text", "part", "statement"),
    [
        # What shows something is not what it shows, nor who is named in its phrase.
        (
            "Images of casings indicate that they used live ammunition in 12 towns.",
            "they used",
            "They used live ammunition in 12 towns",
        ),
        (
            "The papers, seen by Daily Post, show that she wants 65,000 dollars a month.",
            "she wants",
            "She wants 65,000 dollars a month",
        ),
        (
            "Her critics, who included one health minister, complained that she went over the heads of 12 governments.",
            "she went",
            "She went over the heads of 12 governments",
        ),
        # A time that other words of its phrase go with keeps its words.
        (
            "The firm reported a loss of 40 million dollars in the third quarter ended Sept. 29.",
            "The firm reported",
            "The firm reported a loss of 40 million dollars in the third quarter ended Sept. 29",
        ),
        (
            "The firm hoped that Tuesday would bring 40 orders for the Q7.",
            "The firm hoped",
            "The firm hoped that 19 November 2024 would bring 40 orders for the Q7",
        ),
        (
            "Lund unveiled his late-September plan for 40 schools.",
            "Lund unveiled",
            "Lund unveiled his late-September plan for 40 schools",
        ),
    ],
)
def test_what_is_not_beyond_doubt_keeps_its_words(text: str, part: str, statement: str) -> None:
    whole = next(c.statement for c in split(text, date(2024, 11, 20)).claims if part.lower() in c.text.lower())
    assert whole == statement


def test_a_shortened_verb_behind_a_name_is_written_out() -> None:
    text = (
        "Anna Keller leads the party in Orrin. She’s left 12 committees since May, and now she’ll sue the state."
    )
    stated = [claim.statement for claim in split(text, date(2024, 11, 20)).claims]
    assert any(each.startswith("Anna Keller has left 12 committees") for each in stated)
    assert not any("Keller’s left" in each or "Keller’ll" in each for each in stated)
