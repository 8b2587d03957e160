"""Which measure a claim speaks of where none of its words is known."""

import pytest

from checks.documents.claim_measures import named_measures
from checks.documents.figures import people_named, places_named
from checks.documents.measures import measures
from checks.documents.measures_meant import without_figures
from checks.extraction import split
from checks.lexicon import load_table
from checks.types.claim import Claim


def _claim(text: str) -> Claim:
    return split(text).claims[0]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Portugal's headcount slipped to 10.3 million in 2018.", ["inhabitants"]),
        ("Tanzanians numbered 52 million in 2015.", ["inhabitants"]),
        ("Goods and services made in Chile added up to 300 billion dollars in 2022.", ["gdp"]),
        ("Living in Ireland got 7.8 percent dearer in 2022.", ["inflation"]),
        ("Everyday things cost 34 percent more in Ethiopia in 2022.", ["inflation"]),
        # Other people, other money, other prices.
        ("Some 200,000 people emigrated from Argentina in 2021.", []),
        ("Chile's stock market was worth 170 billion dollars in 2021.", []),
        ("South Africa's mining sector contributed 25 billion dollars to the economy in 2022.", []),
        ("Rents in Canada went up by 8 percent in 2023.", []),
        ("Danish consumers paid 40 percent more for butter in 2022 than a year earlier.", []),
        ("Apartment prices in Israel jumped by 19 percent in 2022.", []),
        ("India's middle class numbered 430 million people in 2021.", []),
        # In another unit, and of no country.
        ("Chile's headcount slipped to 10.3 percent in 2018.", []),
        ("The headcount slipped to 10.3 million in 2018.", []),
    ],
)
def test_a_measure_that_no_word_names_is_found_by_meaning(text: str, meant: list[str]) -> None:
    assert named_measures(_claim(text)) == meant


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Peru counted 33 million souls in 2020.", "The country counted so many souls"),
        ("Czech shoppers paid 15 percent more in 2022 than in 2021.",
            "The country's shoppers paid so many percent more than before"),
        ("Some 40 million Poles earned $700 billion.", "So many people of the country earned so many dollars"),
        ("Croatia lost a fifth of its young people.", "The country lost so many percent of its young people"),
    ],
)  # fmt: skip
def test_amounts_countries_and_years_are_left_out_of_a_claim(text: str, without: str) -> None:
    assert without_figures(_claim(text)) == without


def test_phrases_are_of_known_measures_and_stand_once() -> None:
    phrases = load_table("measure_phrases")
    assert phrases.keys() <= {*measures(), "others"}
    each = [phrase for of in phrases.values() for phrase in of]
    assert len(each) == len({*each})


@pytest.mark.parametrize(
    ("text", "country"),
    [("Iraqis numbered 42 million.", "Iraq"), ("There were 25 million Swedes.", "Sweden"), ("Swedish iron", None)],
)
def test_a_people_in_the_plural_is_counted_for_its_country(text: str, country: str | None) -> None:
    assert people_named(text) == country


def test_what_a_people_did_was_done_in_its_country() -> None:
    assert places_named("Poles paid more; Africans did not.") == "Poland paid more; Africans did not."
