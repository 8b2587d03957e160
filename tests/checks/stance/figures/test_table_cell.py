"""Figures of tables: the measures that claims name, and what a figure says of a claim."""

import pytest

from checks.documents.claim_measures import named_measures
from checks.documents.measures import measures, title
from checks.extraction import split
from checks.quantities.units import UNITS
from checks.stance.figures.table_cell import other_subject
from checks.stance.judge import compare
from checks.types.claim import Claim
from checks.types.document import Figure
from checks.types.passage import Passage


def _claim(text: str) -> Claim:
    return split(text).claims[0]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Poland has more than 38 million inhabitants.", ["inhabitants"]),
        ("Brazil is home to 215 million people.", ["inhabitants"]),
        ("Poland has more inhabitants than Spain.", ["inhabitants"]),
        ("Poland's economy grew by 3.2 percent in 2023.", ["gdp_growth"]),
        ("Germany has a GDP of $4.5 trillion.", ["gdp"]),
        ("GDP per head in Ireland is 100,000 dollars.", ["gdp_per_head"]),
        ("Poland spends 4 percent of its GDP on defence.", ["military_spending"]),
        ("The United States spends $900 billion on its military.", ["military_budget"]),
        ("Public debt in Greece is 160 percent of GDP.", ["public_debt"]),
        ("Prices in Poland rose 11 percent in 2023.", ["inflation"]),
        ("Youth unemployment in Spain is 28 percent.", ["youth_unemployment"]),
        ("The population of Nigeria grew by 2.4 percent.", ["population_growth"]),
        ("Forests cover 69 percent of Sweden.", ["forest_share"]),
        ("Sweden has 280,000 square kilometres of forest.", ["forest_area"]),
        ("Canada covers 3.9 million square miles.", ["area"]),
        ("India emitted 2.9 billion tonnes of CO2 in 2022.", ["co2_emissions"]),
        ("The murder rate in Mexico is 25 per 100,000 people.", ["murder_rate"]),
        ("The president visited the area after the floods.", []),
        ("More than 400 residents were evacuated from the town.", []),
        ("The online shop sold 3 million shoes.", []),
        ("Oil prices rose 5 percent on Monday.", []),
        ("Economic output per Kenyan was around 5,000 dollars.", ["gdp_per_head"]),
    ],
)
def test_a_claim_names_the_measure_in_the_unit_of_its_amount(text: str, named: list[str]) -> None:
    claim = _claim(text)
    found = named_measures(claim)
    assert found[: len(named) or None] == named, found


def test_every_measure_has_a_title_and_a_unit_that_amounts_can_have() -> None:
    known = {*UNITS, "USD", "per 100,000", None}
    assert {m.name for m in measures().values() if m.unit not in known} == set()
    assert len({m.title for m in measures().values()}) == len(measures())
    assert title("inhabitants") == "Inhabitants"
    assert title("cows, by the ministry") == "Cows, by the ministry"


@pytest.mark.parametrize(
    ("text", "measure", "value", "stance", "reason"),
    [
        ("Poland's 16 regions have 38 million inhabitants.", "inhabitants", 37.6e6, "supports", "within “38 million"),
        ("Poland lost 2 million inhabitants.", "inhabitants", 37.6e6, "context", "states no number"),
        ("Life expectancy in Japan is 84 years.", "life_expectancy", 84.04, "supports", "gives 84.04 years for"),
        ("Canada covers 3.9 million square miles.", "area", 9.985e6, "supports",
            "gives 9.985 million square kilometres"),
        ("Canada covers 5 million square miles.", "area", 9.985e6, "refutes", "23 % less than 5 million square miles"),
        ("The murder rate in Mexico is 25 per 100,000 people.", "murder_rate", 24.86,
            "supports", "24.86 per 100,000 for"),
        ("The economy of Poland shrank by 2 percent.", "gdp_growth", -2.02, "supports", "gives -2.02 %"),
        ("The economy of Poland grew by 2 percent.", "gdp_growth", -2.02, "refutes", "percentage points less than 2 %"),
        ("Inflation in Poland fell to 3.6 percent.", "inflation", 3.6, "supports", "within"),
        ("A third of the people in Kenya live in poverty.", "poverty", 33.4, "supports", "within"),
        ("Germany has a GDP of €4.5 trillion.", "gdp", 4.5e12, "context", "the claim states no amount in USD"),
        ("India emitted 2.9 billion tonnes of CO2.", "co2_emissions", 2.95e9, "supports", "2.95 billion tonnes"),
        # Digits that are cut off and not rounded.
        ("Nigeria has 218 million inhabitants.", "inhabitants", 218.53e6, "supports", "0.2 % more than 218 million"),
        ("As many as 45 million people live in Canada.", "inhabitants", 38.9e6, "refutes", "says “As many as"),
        ("As many as 40 million people live in Canada.", "inhabitants", 38.9e6, "supports", "within"),
        ("Austria's GDP dropped below 200 billion dollars.", "gdp", 435e9, "refutes", "says “below 200 billion"),
        ("Iceland is a nation of 382,000 souls.", "inhabitants", 382_003.0, "supports", "within"),
        ("Inflation in Peru never got above three percent.", "inflation", 8.33, "refutes", "above three percent"),
        ("Inflation in Peru was never exactly 3 percent.", "inflation", 8.33, "context", "denies a number"),
        ("Inflation in Ghana sped up to 38.1 percent.", "inflation", 38.11, "supports", "within “38.1"),
        ("Malta's population broke through half a million.", "inhabitants", 552_747.0, "supports", "within"),
        ("Malta has half a million inhabitants.", "inhabitants", 552_747.0, "context", "may be rounding"),
        ("Six in ten Italians worry about inflation.", "inflation", 8.2, "context", "states no amount in percent"),
    ],
)  # fmt: skip
def test_a_figure_is_compared_with_the_amount_of_its_measure(
    text: str, measure: str, value: float, stance: str, reason: str
) -> None:
    figure = Figure(
        entity="Somewhere",
        measure=measure,
        year=2024,
        value=value,
        unit=measures()[measure].unit,
        source="World Bank",
    )
    finding = compare(_claim(text), Passage("a figure", "a table", "World Bank", figure=figure))
    assert (finding.stance, reason in finding.reason) == (stance, True), finding.reason


@pytest.mark.parametrize(
    ("text", "entity", "measure", "other"),
    [
        ("Gdynia in Poland has 240,000 inhabitants.", "Poland", "inhabitants", "Gdynia"),
        ("Mazovia, in the east of Poland, has 5.5 million inhabitants.", "Poland", "inhabitants", "Mazovia"),
        ("Spain has more inhabitants than Poland.", "Poland", "inhabitants", "Spain"),
        ("Poland has fewer inhabitants than Spain.", "Poland", "inhabitants", None),
        ("Women in Poland hold 30 percent of the seats.", "Poland", "women_in_parliament", None),
        ("Inflation in Poland hit 3 percent.", "Poland", "inflation", None),
        ("The Polish economy grew by 3 percent.", "Poland", "gdp_growth", None),
        ("Britain has 67 million inhabitants.", "United Kingdom", "inhabitants", None),
        ("In March, inflation in Turkey was 40 percent.", "Türkiye", "inflation", None),
        ("Overall, Germany has a GDP of $4 trillion.", "Germany", "gdp", None),
        ("The population of South Korea is 51 million.", "South Korea", "inhabitants", None),
        ("Athens in Greece has 640,000 inhabitants.", "Greece", "inhabitants", "Athens"),
        ("Consumers in Poland paid 14 percent more.", "Poland", "inflation", None),
        ("One in ten people in Poland is out of work.", "Poland", "unemployment", None),
        ("Nobody knows.", "Poland", "inhabitants", None),
        ("Nine million people live in Bogotá, Colombia.", "Colombia", "inhabitants", "Bogotá"),
        ("Per capita GDP in Iceland stood at 75,000 dollars.", "Iceland", "gdp_per_head", None),
    ],
)
def test_a_name_before_the_entity_s_may_be_what_the_claim_is_of(
    text: str, entity: str, measure: str, other: str | None
) -> None:
    assert other_subject(text, entity, measures()[measure]) == other


@pytest.mark.parametrize(
    ("text", "year", "stance"),
    [
        ("Prices in Poland rose by 14 percent between 2010 and 2022.", 2022, "context"),
        ("Prices in Poland have risen by 14 percent since 2022.", 2022, "context"),
        ("Consumers in Poland paid 14 percent more in 2022 than in 2021.", 2021, "context"),
        ("Consumers in Poland paid 14 percent more in 2022 than in 2021.", 2022, "supports"),
        ("Prices in Poland rose by 14 percent from 2021 to 2022.", 2022, "supports"),
        ("Inflation in Poland rose from 3 percent in 2021 to 14 percent in 2022.", 2022, "supports"),
        ("Poland was in deflation in 2022.", 2022, "refutes"),
        ("Poland avoided deflation in 2022.", 2022, "context"),
        ("Inflation in Poland rose from 3 percent in 2021 to 14 percent in 2022.", 2021, "refutes"),
    ],
)
def test_what_changed_within_a_year_says_nothing_of_several(text: str, year: int, stance: str) -> None:
    figure = Figure(
        entity="Poland", measure="inflation", year=year, value=14.0, unit="percent", source="World Bank"
    )
    assert compare(_claim(text), Passage("a figure", "a table", "World Bank", figure=figure)).stance == stance


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Poland had more inhabitants in 2020 than in 2010.", "supports"),
        ("Poland had more inhabitants in 2010 than in 2020.", "refutes"),
        ("Fewer people lived in Poland in 2020 than in 2010.", "refutes"),
        ("Poland did not have more inhabitants in 2020 than in 2010.", "context"),
        ("Poland had twice as many inhabitants in 2020 as in 2010.", "supports"),
        ("The population of Poland grew fourfold between 2010 and 2020.", "refutes"),
    ],
)
def test_two_years_are_compared(text: str, stance: str) -> None:
    figure = Figure(
        entity="Poland", measure="inhabitants", year=2020, value=2.0, unit="times", source="World Bank", since=2010
    )
    assert compare(_claim(text), Passage("a figure", "a table", "World Bank", figure=figure)).stance == stance


def test_a_share_of_a_group_may_name_the_group_first() -> None:
    figure = Figure(
        entity="Poland", measure="share_of_inhabitants", year=2020, value=8.4, unit="percent", source="World Bank"
    )
    claim = _claim("About one in twelve residents of the European Union lived in Poland in 2020.")
    assert compare(claim, Passage("a figure", "a table", "World Bank", figure=figure)).stance == "supports"


def test_an_amount_of_quite_another_size_decides_nothing() -> None:
    poland = Passage(
        "x",
        "a table",
        "World Bank",
        figure=Figure(
            entity="Poland", measure="inhabitants", year=2024, value=36.6e6, unit=None, source="World Bank"
        ),
    )
    assert compare(_claim("Poland has more than 400 inhabitants."), poland).stance == "context"
    assert compare(_claim("Poland has 366 million inhabitants."), poland).stance == "refutes"


def test_a_measure_that_nobody_knows_is_compared_by_its_unit() -> None:
    figure = Figure(entity="Poland", measure="lighthouses", year=2024, value=16.0, unit=None, source="Ministry")
    finding = compare(_claim("Poland has 15 lighthouses."), Passage("x", "a table", "Ministry", figure=figure))
    assert finding.stance == "refutes"


@pytest.mark.parametrize(
    ("text", "value", "stance"),
    [
        ("Germany's GDP exceeded 4 trillion dollars in 2023.", 4.456e12, "supports"),
        ("Germany's GDP topped 5 trillion dollars in 2023.", 4.456e12, "refutes"),
        ("Germany's GDP did not exceed 5 trillion dollars in 2023.", 4.456e12, "supports"),
        ("Germany's GDP did not reach 4 trillion dollars in 2023.", 4.456e12, "refutes"),
    ],
)
def test_a_verb_can_make_a_number_a_bound(text: str, value: float, stance: str) -> None:
    (claim,) = split(text).claims
    figure = Figure(entity="Germany", measure="gdp", year=2023, value=value, unit="USD", source="World Bank")
    assert compare(claim, Passage("", "", "World Bank", figure=figure)).stance == stance


def test_a_small_miss_of_a_claim_without_a_year_may_be_the_time_between() -> None:
    (claim,) = split("Europe has 745 million inhabitants.").claims
    figure = Figure(
        entity="Europe", measure="inhabitants", year=2024, value=742.3e6, unit=None, source="World Bank"
    )
    assert compare(claim, Passage("", "", "World Bank", figure=figure)).stance == "context"
