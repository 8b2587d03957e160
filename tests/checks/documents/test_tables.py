"""Figure tables: what their columns may be called, what is refused with its row, and what is worked out of them."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from checks.documents import figures, formats
from checks.documents.claim_measures import named_measures
from checks.documents.formats import Unreadable
from checks.extraction import split
from checks.types.document import Figure
from tests.fixtures.files import swapped, xlsx

HEAD = "entity,measure,year,value,unit,source\n"


def _csv(text: str, source: str = "Statistics Office") -> formats.Figures:
    return formats.figures(text.encode(), "csv", source)


def _wrong(text: str) -> list[str]:
    with pytest.raises(Unreadable) as refused:
        _csv(text)
    return [*refused.value.lines] or [str(refused.value)]


def test_columns_go_by_their_usual_names_in_any_order() -> None:
    found = _csv(
        "Value;Time Period;Country Name;Indicator Name;Code\n36 560 000;2024;Poland;Population, total;POL\n"
    )
    assert found.rows == (
        Figure(
            entity="Poland",
            measure="inhabitants",
            year=2024,
            value=36_560_000,
            unit=None,
            source="Statistics Office",
        ),
    )


@pytest.mark.parametrize(
    ("cell", "unit", "value", "read"),
    [
        ("1234.5", "USD", 1234.5, "USD"), ("1,234,567.8", "", 1_234_567.8, None), ("-0.4", "%", -0.4, "percent"),
        ("4.2 %", "", 4.2, "percent"), ("−3", "per cent", -3, "percent"), ("8.4e11", "current US$", 8.4e11, "USD"),
        ("12’345", "persons", 12_345, None), ("7", "beds", 7, "beds"),
    ],
)  # fmt: skip
def test_numbers_and_units_as_they_are_written(cell: str, unit: str, value: float, read: str | None) -> None:
    (row,) = _csv(f'{HEAD}Alder,Hospital beds,2024,"{cell}",{unit},Town\n').rows
    assert (row.value, row.unit, row.measure, row.source) == (value, read, "hospital beds", "Town")


def test_every_wrong_place_is_named_and_nothing_is_taken() -> None:
    text = (
        f"{HEAD}Alder,Inhabitants,2024,4017,,Town\n,Inhabitants,2024,1,,Town\nAlder,Inhabitants,2024-Q1,1,,Town\n"
        'Alder,Inhabitants,last,1,,Town\nAlder,Inhabitants,2023,"1,5",,Town\nAlder,Inhabitants,2022,inf,,Town\n'
        "Alder,Inhabitants,2024,4018,,Town\nAlder,Inhabitants,2020,..,,Town\n"
    )
    assert _wrong(text) == [
        "row 3, entity: it is empty",
        "row 4, year: “2024-Q1” is a part of a year; only whole years are taken, as 2024",
        "row 5, year: “last” is no year; write it as 2024",
        "row 6, value: “1,5” is no number; write it as 1234567.8 or 1,234,567.8",
        "row 7, value: “inf” is no number; write it as 1234567.8 or 1,234,567.8",
        "row 8, value: 4018, but row 2 gives 4017 for the same",
    ]


def test_only_the_first_hundred_wrong_places_are_listed() -> None:
    text = HEAD + "Alder,Inhabitants,soon,1,,Town\n" * 150
    assert len(_wrong(text)) == 100
    with pytest.raises(Unreadable, match="150 places are wrong"):
        _csv(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "there is no column entity or measure or year or value; the first row names “a”, “b”"),
        (HEAD, "there are no figures in it"),
        ("\n\n", "there is nothing in it"),
        (f'{HEAD}"Alder,Inhabitants,2024,1,,Town\n', "is no CSV"),
    ],
)
def test_what_is_no_table_of_figures_says_what_is_missing(text: str, words: str) -> None:
    assert words in _wrong(text)[0]


def test_a_table_needs_a_source_and_rows_without_a_value_are_counted() -> None:
    with pytest.raises(Unreadable, match="say who published the table"):
        _csv("entity,measure,year,value\nAlder,Inhabitants,2024,1\n", "")
    found = _csv(f"{HEAD}Alder,Inhabitants,2024,1,,Town\nAlder,Inhabitants,2023,,,Town\n")
    assert (len(found.rows), found.without_value) == (1, 1)


def test_xlsx_is_read_by_sheets_and_its_wrong_rows_named_with_them() -> None:
    head = ["Country", "Indicator", "Year", "Value", "Unit"]
    notes = [["Made by the office"], ["on Monday"]]
    data = xlsx([head, ["Poland", "GDP", 2024, 8.4e11, "US$"]], Notes=notes)
    assert formats.figures(data, "xlsx", "Office").rows == (
        Figure(entity="Poland", measure="gdp", year=2024, value=8.4e11, unit="USD", source="Office"),
    )
    with pytest.raises(Unreadable) as refused:
        formats.figures(
            xlsx([head, ["Poland", "GDP", 2024.0, 1, "USD"]], More=[head, ["Poland", "GDP", "?", 1, "USD"]]),
            "xlsx",
            "x",
        )
    assert refused.value.lines == ("sheet More, row 2, year: “?” is no year; write it as 2024",)
    broken = swapped(data, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row")
    with pytest.raises(Unreadable, match="broken XLSX"):
        formats.figures(broken, "xlsx", "Office")


@pytest.mark.parametrize(
    ("value", "form", "meant"),
    [
        (0.053, "0.0%", 5.3),
        (0.07, "0%;[Red]-0%", 7.0),
        (2, "0%", 200.0),
        (5.3, '0.0"%"', 5.3),
        (5.3, "0.0\\%", 5.3),
    ],
)
def test_a_percentage_of_xlsx_is_the_one_that_is_shown(value: float, form: str, meant: float) -> None:
    rows = [["Country", "Indicator", "Year", "Value"], ["Alder", "Unemployment", 2024, value]]
    book, out = load_workbook(BytesIO(xlsx(rows))), BytesIO()
    book.worksheets[0]["D2"].number_format = form
    book.save(out)
    (figure,) = formats.figures(out.getvalue(), "xlsx", "Office").rows
    assert (figure.value, figure.unit) == (meant, "percent")


@given(st.text(max_size=200), st.sampled_from(["", HEAD]))
def test_no_text_is_a_mistake_of_ours(text: str, head: str) -> None:
    with suppress(Unreadable):
        _csv(head + text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Poland's GDP per capita rose to 24,000 dollars.", ["gdp_per_head"]),
        ("The population of Poland is 36 million.", ["inhabitants"]),
        ("India is home to 18 percent of the world's population.", ["share_of_inhabitants"]),
        ("Germany makes 4 percent of global GDP.", ["share_of_gdp"]),
        ("Poland's population shrank by 0.4 percent in 2023.", ["population_growth"]),
        ("A third of all Europeans lived in France in 2010.", ["share_of_inhabitants"]),
        ("A third of the European Union's people had visited Spain in 2019.", []),
        ("Poland's population grew by a tenth between 2000 and 2020.", ["inhabitants"]),
        ("Poland's economy grew by a tenth between 2000 and 2020.", ["gdp_growth"]),
        ("The prison population of Poland fell by 10 percent in 2020.", []),
        ("Consumers in Poland paid 14 percent more in 2022 than in 2021.", ["inflation"]),
        ("Consumers in Poland paid 14 percent more for petrol in 2022 than in 2021.", []),
        ("Fuel prices in Poland rose by 10 percent in 2022.", []),
        ("Core inflation in Poland stood at 10 percent in 2022.", []),
        ("About 37 million people called Poland home in 2020.", ["inhabitants"]),
        ("The mayor walked home in 2023.", []),
    ],
)
def test_of_measures_that_lie_within_each_other_the_one_of_the_amount_is_meant(
    text: str, names: list[str]
) -> None:
    assert named_measures(split(text).claims[0]) == names


def test_what_is_worked_out_says_of_what() -> None:
    people = [
        Figure(entity="Poland", measure="inhabitants", year=year, value=n, unit=None, source="World Bank")
        for year, n in ((2024, 36e6), (2023, 40e6))
    ]
    gdp = [Figure(entity="Poland", measure="gdp", year=2024, value=9e11, unit="USD", source="World Bank")]
    (a_head,) = figures.derived("gdp_per_head", [gdp, people])
    assert (a_head.value, a_head.unit, a_head.source) == (
        25_000,
        "USD",
        "World Bank (900 billion USD ÷ 36 million)",
    )
    (growth,) = figures.derived("population_growth", [people])
    assert (growth.year, growth.value) == (2024, pytest.approx(-10))
    world = [Figure(entity="World", measure="inhabitants", year=2024, value=8e9, unit=None, source="World Bank")]
    assert figures.derived("share_of_inhabitants", [people, world])[0].value == pytest.approx(0.45)
    assert figures.derived("gdp_per_head", [gdp, []]) == ()
    (times,) = figures.against(
        people[:1],
        [Figure(entity="Spain", measure="inhabitants", year=2024, value=48e6, unit=None, source="World Bank")],
    )
    assert (times.entity, times.value, times.unit) == ("Poland against Spain", 0.75, "times")


def test_a_known_measure_gets_its_percent_and_is_asked_for_its_currency() -> None:
    assert _csv(f"{HEAD}Poland,Inflation,2024,3.7,,Office\n").rows[0].unit == "percent"
    assert "say in which currency" in _wrong(f"{HEAD}Poland,GDP,2024,1,,Office\n")[0]
