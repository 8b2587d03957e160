"""Numbers as newsrooms, engineers and translated texts write them: thousands, commas, models, fractions, symbols."""

import pytest

from checks.quantities import quantities

Read = tuple[str, float | None, float | None, str | None, str | None]


def _read(text: str) -> list[Read]:
    return [(q.comparator, q.low, q.high, q.unit, q.counted) for q in quantities(text)]


def _is(value: float, unit: str | None = None, counted: str | None = None) -> Read:
    return "=", value, value, unit, counted


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("More than 40 MPs signed the letter.", [(">", 40, None, None, "mp")]),
        ("Two MPs left; the 650 MPs met.", [_is(2, None, "mp"), _is(650, None, "mp")]),
        ("A gust of 40 mps.", [_is(40, "metre per second")]),
        ("A plant of 40 MW used 12 kWh.", [_is(40, "megawatt"), _is(12, "kilowatt hour")]),
        ("A laser of 40 mW.", [_is(40)]),
    ],
)
def test_symbols_count_as_they_are_written(text: str, read: list[Read]) -> None:
    assert _read(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("It cost 1,5 million euros.", [_is(1_500_000, "EUR")]),
        ("A rise of 3,5 %.", [("=", 3.5, 3.5, "percent", None)]),
        ("It cost 1.234,56 euros.", [_is(1234.56, "EUR")]),
        ("Chapters 1,2,3 and 4,5 were read.", []),
        ("It cost 1,500 euros.", [_is(1500, "EUR")]),
    ],
)
def test_a_decimal_comma_is_read_where_a_unit_tells_and_else_not(text: str, read: list[Read]) -> None:
    assert _read(text) == read


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2009", "\u202f"])
def test_thousands_are_parted_by_every_kind_of_space(space: str) -> None:
    assert _read(f"The museum sold 12{space}400 tickets.") == [_is(12_400, None, "ticket")]
    assert _read(f"It lost $13{space}009 million.") == [_is(13_009_000_000, "USD")]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Output rose to 1 205 000 t.", [_is(1_205_000, "tonne")]),
        ("Output was 742 000 t.", [_is(742_000, "tonne")]),
        ("Nearly 1 500 people came.", [("~", 1500, 1500, None, "person")]),
        ("On May 12 400 people came.", [_is(400, None, "person")]),
        ("In 2019 300 people came.", [_is(300, None, "person")]),
    ],
)
def test_days_and_years_before_a_number_are_none_of_its_thousands(text: str, read: list[Read]) -> None:
    assert _read(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The airline sold nine 747 freighters, six A320neo jets and eleven Airbus A350-1000 planes.",
         [_is(9, None, "freighter"), _is(6, None, "jet"), _is(11, None, "plane")]),
        ("Lumo Air also ordered 40 Airbus A220-300 jets and 12 Boeing 787-9 jets on Monday.",
         [_is(40, None, "jet"), _is(12, None, "jet")]),
        ("Two United States sailors and three United Nations workers died.",
         [_is(2, None, "sailor"), _is(3, None, "worker")]),
    ],
)  # fmt: skip
def test_models_and_names_stand_between_a_number_and_what_it_counts(text: str, read: list[Read]) -> None:
    assert _read(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("It is two and one-half miles long.", [_is(2.5, "mile")]),
        ("A share of six and one-half percent.", [_is(6.5, "percent")]),
        ("They walked three and three-quarters miles.", [_is(3.75, "mile")]),
        ("They took 3 1/2 grams.", [_is(3.5, "gram")]),
        ("It has a 3/8 inch slot.", [_is(0.375, "inch")]),
        ("They met on 3/8 in Rome.", []),
        ("It has three point four million members.", [_is(3_400_000, None, "member")]),
        ("It costs 25-40 usd.", [("..", 25, 40, "USD", None)]),
        ("It costs 12eur.", [_is(12, "EUR")]),
        ("A band of 7.2–7.9 keV.", [("..", 7.2, 7.9, "kiloelectronvolt", None)]),
        ("A model at 1:250 was shown at 1:30.", [_is(1 / 250)]),
        ("It costs 7 dollars 25 cents.", [_is(7.25, "USD")]),
        ("It costs thousand euros.", [_is(1000, "EUR")]),
        ("Costs fall from around $0.40/W to $0.15/W.", [("~", 0.4, 0.4, "USD", None), _is(0.15, "USD")]),
    ],
)
def test_fractions_ratios_and_money(text: str, read: list[Read]) -> None:
    assert _read(text) == read


def test_over_a_number_of_episodes_is_no_bound() -> None:
    assert _read("She won five cups over three spells in charge.") == [_is(5, None, "cup"), _is(3, None, "spell")]
    assert _read("Keller went 31-of-40 passing over four quarters.") == [_is(31 / 40), _is(4, None, "quarter")]
    assert _read("Over three years passed.") == [(">", 3, None, "year", None)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("A million and a half people came.", [_is(1_500_000, None, "person")]),
        ("It cost 2 million and a half dollars.", [_is(2_500_000, "USD")]),
        ("It cost $2 million and a half.", [_is(2_500_000, "USD")]),
        ("They ate a dozen and a half eggs.", [_is(18, None, "egg")]),
        ("Ten and a half tonnes were sold.", [_is(10.5, "tonne")]),
        ("Two and a half million people came.", [_is(2_500_000, None, "person")]),
        ("A quarter of a million people came.", [_is(250_000, None, "person")]),
        ("Quarter of a million people came.", [_is(250_000, None, "person")]),
        ("Three quarters of a billion dollars were spent.", [_is(750_000_000, "USD")]),
        ("They ate two-thirds of a dozen eggs.", [_is(8, None, "egg")]),
        ("Half of a million people came.", [_is(500_000, None, "person")]),
        ("1/4 of a million people came.", [_is(250_000, None, "person")]),
    ],
)
def test_parts_of_a_scale_are_multiplied_by_it(text: str, read: list[Read]) -> None:
    assert _read(text) == read
