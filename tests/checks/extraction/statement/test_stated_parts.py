"""How a part of a sentence is told: in the article's own order where nothing else is certain."""

from datetime import date

import numpy as np
import pytest

from checks.extraction.extractor import analyses_of
from checks.extraction.segments.cut_laws import inseparable, unbreakable
from checks.extraction.segments.model import candidates
from tests.checks.extraction.parsed import stated, statements_by_rules


def _statements(text: str) -> list[str]:
    return statements_by_rules(text, date(2024, 10, 24))


@pytest.mark.parametrize(
    ("text", "part", "statement"),
    [
        # A list keeps its "and" where nothing of it is replaced.
        ("Video footage shows security forces using firearms, water cannons and tear gas to disperse protests and "
         "beating demonstrators with batons.",
         "tear gas to disperse protests and beating demonstrators with batons",
         "Video footage shows security forces using firearms, water cannons and tear gas to disperse protests and "
         "beating demonstrators with batons"),
        ("Harrowby has won three in a row and five of six.", "five of six",
         "Harrowby has won three in a row and five of six"),
        ("Here’s the most recent data on drug seizures — cocaine, heroin, marijuana, methamphetamine, and fentanyl — "
         "from Customs and Border Protection.", "fentanyl — from Customs and Border Protection",
         "Here’s the most recent data on drug seizures — cocaine, heroin, marijuana, methamphetamine, and fentanyl — "
         "from Customs and Border Protection"),
        # What belongs to the clause before is no part of the next one.
        ("Pierre-Luc Dubois had two goals and an assist, and Columbus beat Montreal.",
         "an assist, and Columbus beat Montreal", "Columbus beat Montreal"),
        # A verb keeps the infinitive that it needs.
        ("But with all the crew asleep for extended periods of time, the mission would have to be designed for largely "
         "autonomous operations, with optimum use of machines and fault detection.",
         "with optimum use of machines",
         "The mission would have to be designed for largely autonomous operations, with optimum use of machines"),
        # Behind a "but" or "that" a clause belongs to what follows.
        ("Radiation exposure is a key hazard of deep space travel, but because the crew will be spending much time in "
         "their pods, then shielding could be concentrated around them.",
         "because the crew will be spending much time in their pods",
         "Radiation exposure is a key hazard of deep space travel, but because the crew will be spending much time in "
         "their pods, then shielding could be concentrated around them"),
        ("Webb confessed to the kidnapping, admitting that after fighting off the child's mother, he drove "
         "to a church parking lot.", "after fighting off the child's mother",
         "Webb confessed to the kidnapping, admitting that after fighting off the child's mother, he drove "
         "to a church parking lot"),
        # Two phrases before a verb are no list of subjects.
        ("In movies from 2001: A Space Odyssey to Event Horizon, Alien to Passengers, fictional astronauts get put "
         "into “suspended animation” to cross the vastness of space.",
         "In movies from 2001: A Space Odyssey to Event Horizon, Alien to Passengers",
         "In movies from 2001: A Space Odyssey to Event Horizon, Alien to Passengers, fictional astronauts get put "
         "into “suspended animation” to cross the vastness of space"),
        # What somebody sees or finds says nothing without who does.
        ("Neighborhood surveillance video shows the victim's mother knocked to the ground as Webb's car drives away.",
         "the victim's mother knocked to the ground",
         "Neighborhood surveillance video shows the victim's mother knocked to the ground as Webb's car drives away"),
        ("The officers, having visually inspected the room, left without finding the child.",
         "The officers, having visually inspected the room",
         "The officers, having visually inspected the room, left without finding the child"),
        ("Simpson suggested the most likely reason Rukban residents are refusing to leave the camp is fear of Syrian "
         "retribution.", "is fear of Syrian retribution",
         "Simpson suggested the most likely reason Rukban residents are refusing to leave the camp is fear of Syrian "
         "retribution"),
    ],
)  # fmt: skip
def test_a_part_keeps_what_joins_it(text: str, part: str, statement: str) -> None:
    assert stated(text, part) == statement


@pytest.mark.parametrize(
    ("text", "part", "statement"),
    [
        ("The soft pods would be darkened and the temperature greatly reduced to cool their occupants.",
         "the temperature greatly reduced to cool their occupants",
         "The temperature would be greatly reduced to cool their occupants"),
        ("The battery, owned by the Norwegian developer Fjellstrom, will be able to deliver 300MW for four hours.",
         "owned by the Norwegian developer Fjellstrom", "The battery is owned by the Norwegian developer Fjellstrom"),
        ("The first victim, a boy of seven, died on February 26.", "The first victim, a boy of seven",
         "The first victim was a boy of seven"),
        ("Pension funds, which used to hoover up anything with a long maturity, own 22% of the market.",
         "Pension funds, which used to hoover up anything with a long maturity",
         "Pension funds used to hoover up anything with a long maturity"),
        ("The results of the maturity exam, which were made known on 8 July, leave no place for joy.",
         "which were made known on 8 July", "The results of the maturity exam were made known on 8 July 2024"),
        ("Food became more expensive by 1.2%, while transport cheapened by 1.9% because of fuel.",
         "transport cheapened by 1.9% because of fuel", "Transport cheapened by 1.9% because of fuel"),
    ],
)  # fmt: skip
def test_a_part_is_a_sentence_of_its_own(text: str, part: str, statement: str) -> None:
    assert stated(text, part) == statement


@pytest.mark.parametrize(
    ("text", "word", "never"),
    [
        ("The U.S. will keep its base after American troops leave Syria under the plan.", "after", True),
        ("The U.S. kept its base after American troops left Syria under the plan.", "after", False),
        (
            "The Chinese have been reluctant to commit to a meeting until a deal on tariffs is finalized.",
            "until",
            True,
        ),
        ("The Chinese stayed away until a deal on tariffs was finalized.", "until", False),
        ("The sides failed to arrange a meeting between Mr. Trump and his Chinese counterpart.", "and", True),
        ("The agency measures seizures by pounds, not by value.", "not", True),
    ],
)
def test_what_is_to_come_and_what_is_denied_are_never_cut_off(text: str, word: str, never: bool) -> None:
    (analysis,) = analyses_of(text, None)
    place = next(w.i for w in analysis.sentence.words if w.lower == word)
    assert (place in unbreakable(analysis)) is never


def test_a_name_in_the_plural_settles_no_which() -> None:
    text = "Shares in Tarnwick, which have lost 38% of their value, were trading lower."
    assert stated(text, "which have lost 38% of their value").startswith("Shares in Tarnwick, which have lost")


def test_a_statement_never_ends_with_its_is() -> None:
    text = (
        "The key positive from the season is that even in May, the misses did not exceed the beats, say experts."
    )
    assert stated(text, "The key positive from the season is") == text.removesuffix(".")


def test_nobody_says_what_happens_if_and_when_something_does() -> None:
    (analysis,) = analyses_of(
        "The words could be relevant if and when the Senate holds an impeachment trial.", None
    )
    places = {w.lower: w.i for w in analysis.sentence.words}
    assert {places["when"], places["senate"]} <= unbreakable(analysis)


def test_who_is_made_to_do_something_is_not_cut_from_what() -> None:
    (analysis,) = analyses_of("The judge ordered the council to pay 500 euros to the tenants.", None)
    place = next(w.i for w in analysis.sentence.words if w.lower == "to")
    assert place in inseparable(analysis)


@pytest.mark.parametrize(
    ("text", "part", "statement"),
    [
        ("Now, at the 2019 Los Angeles Auto Show, the Japanese luxury marque has finally pulled the covers off a new "
         "convertible.", "the Japanese luxury marque",
         "Now, at the 2019 Los Angeles Auto Show, the Japanese luxury marque has finally pulled the covers off a new "
         "convertible"),
        ("The car is flanked by new lights, the individual pixels of which can be controlled by the driver.",
         "the individual pixels of which can be controlled by the driver",
         "The car is flanked by new lights, the individual pixels of which can be controlled by the driver"),
        ("In Europe, there’ll be two versions: the Sportback 50 and the Sportback 55.", "the Sportback 55",
         "There’ll be the Sportback 55"),
        ("The new Sportback is just over 16 feet long and six feet wide, but only 5.3 feet high.", "5.3 feet high",
         "The new Sportback is just over 16 feet long and six feet wide, but only 5.3 feet high"),
        ("More akin to a four-door coupe than the SUV of the original e-tron, the new Sportback is just over 16 feet "
         "long and six feet wide, but 5.3 feet high.", "5.3 feet high", "The new Sportback is 5.3 feet high"),
        ("It has also brought China, which is heavily reliant on exports to the U.S., to the negotiating table.",
         "It has also brought China", "It has also brought China to the negotiating table"),
        ("The uncertainty is weighing on the economy, particularly manufacturing, which has slumped by 4%.",
         "which has slumped by 4%", "Manufacturing has slumped by 4%"),
        ("8 ripe pears, a fresh lemon, fruit pectin and ginger were cooked for an hour.", "8 ripe pears, a fresh lemon",
         "8 ripe pears, a fresh lemon, fruit pectin and ginger were cooked for an hour"),
        ("They’ll have 71 kWh and 95 kWh of battery capacity.", "They’ll have 71 kWh", "They’ll have 71 kWh"),
        ("The firm’s practice after acquiring a newspaper has been to merge its desks in Austin.",
         "The firm’s practice after acquiring a newspaper has been",
         "The firm’s practice after acquiring a newspaper has been to merge its desks in Austin"),
        ("The cells turn up in unexpected places, from the thymus (a small gland in the chest) to the pancreas.",
         "a small gland in the chest",
         "The cells turn up in unexpected places, from the thymus (a small gland in the chest) to the pancreas"),
    ],
)  # fmt: skip
def test_what_stands_beside_a_noun_is_stated_of_that_noun(text: str, part: str, statement: str) -> None:
    assert stated(text, part) == statement


def test_two_verbs_with_one_object_are_never_parted() -> None:
    (analysis,) = analyses_of("Officers found and rescued the girl, and left the hotel.", None)
    places = {w.lower: w.i for w in analysis.sentence.words}
    assert places["rescued"] in inseparable(analysis)
    assert places["left"] not in inseparable(analysis)


def test_no_stretch_ends_before_the_second_part_of_its_and() -> None:
    text = "The car will have four-wheel drive as standard and, in Europe, up to 277 miles of range."
    (analysis,) = analyses_of(text, None)
    words = {w.lower: w.i for w in analysis.sentence.words}
    _, found = candidates(analysis, np.ones(len(analysis.sentence.words), np.float32), 0.1)
    assert words["europe"] not in {last for _, _, (_, last) in found}
    (analysis,) = analyses_of("He will undergo a medical today ahead of making the move to Leeds.", None)
    ahead = next(w.i for w in analysis.sentence.words if w.lower == "ahead")
    _, found = candidates(analysis, np.ones(len(analysis.sentence.words), np.float32), 0.1)
    assert ahead not in {last for _, _, (first, last) in found if first < last}


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (
            "Another Dane, Jonas Lund, received a four-year prison sentence in the UK for robbing and badly injuring a"
            " clerk.",
            "Another Dane, Jonas Lund, received a four-year prison sentence in the UK for robbing and badly injuring a"
            " clerk",
        ),
        (
            "Another Dane, Jonas Lund, was fined £400 in Leeds, and paid it in 2023 to the court.",
            "Another Dane, Jonas Lund, paid it in 2023 to the court",
        ),
        (
            "Philippine Ferries’ parent company saw its first-half profit soar nearly ten-fold, boosted by strong"
            " demand during the peak summer months, the Philippine Stock Exchange said Tuesday.",
            "Philippine Ferries’ parent company saw its first-half profit soar nearly ten-fold, boosted by strong"
            " demand during the peak summer months, the Philippine Stock Exchange said on 22 October 2024",
        ),
        (
            "Using a time series of coral reef 3D models from Maui, a team of researchers led by Orrin Oceanography’s"
            " Berg Lab tracked the bleaching response of 1,832 coral colonies from 2014 to 2021.",
            "Using a time series of coral reef 3D models from Maui, a team of researchers led by Orrin Oceanography’s"
            " Berg Lab tracked the bleaching response of 1,832 coral colonies from 2014 to 2021",
        ),
        (
            "The pool, Ann Lund said, opened in 1998 and holds 400 people, up from 300.",
            "The pool holds 400 people",
        ),
    ],
)
def test_a_part_is_stated_with_who_and_what_belongs_to_it(text: str, statement: str) -> None:
    assert statement in _statements(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (
            "Lund has won Orrin and its 11 seats, taking a county that Berg won and that could help determine which "
            "party governs the country.",
            "Which party",
        ),
        (
            "Ann Lund protested. She said that she hopes that the petition that is before the court will settle all "
            "that was uncovered during the recount.",
            "The court will settle",
        ),
        (
            "As the President went into the Arthur Holt Convention Center, some of the members who were leaving"
            " shouted at him that it was fraud.",
            "shouted at Arthur Holt",
        ),
    ],
)
def test_what_is_asked_hoped_or_no_person_is_not_stated(text: str, wrong: str) -> None:
    statements = _statements(text)
    assert statements
    assert not [each for each in statements if each.startswith(wrong) or wrong in each.replace(" the ", " ")]
