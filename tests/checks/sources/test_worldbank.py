"""What the source makes of the World Bank's answers, beside the contract."""

from datetime import date
from typing import Any

import pytest

from checks.extraction import split
from checks.retrieval.sources import worldbank
from checks.retrieval.worldbank_places import Country, places
from checks.stance.judge import compare
from checks.types.answer import Answer, Found
from tests.checks.sources.answering import Played, Route, answers
from tests.checks.sources.playing import Noted, context

GIVEN = answers(worldbank)
COUNTRIES = [
    {"id": "POL", "iso2Code": "PL", "name": "Poland"},
    {"id": "ESP", "iso2Code": "ES", "name": "Spain"},
    {"id": "EMU", "iso2Code": "XC", "name": "Euro area "},
]


def _row(code: str, year: int, value: float | None, **more: Any) -> dict[str, Any]:
    return {
        "indicator": {"id": "X", "value": "What it is (unit)"}, "country": {"id": code[:2], "value": ""},
        "countryiso3code": code, "date": str(year), "value": value, "unit": "", **more,
    }  # fmt: skip


def _service(*pages: list[dict[str, Any]], then: list[dict[str, Any]] | None = None) -> Noted:
    """The list of countries, the pages of rows, and what is answered when the last value is asked for."""
    listed = Route({"path": "/country"}, [{"page": 1, "pages": 1}, COUNTRIES])
    last = Route({"mrnev": "1"}, [{"page": 1, "pages": 1, "lastupdated": "2026-10-07"}, then or []])
    given = [
        Route({"page": str(n)}, [{"page": n, "pages": str(len(pages)), "lastupdated": "2026-10-07"}, rows])
        for n, rows in enumerate(pages, 1)
    ]
    return Noted([listed, last, *given])


def _ask(text: str, service: Played) -> Answer:
    return worldbank.ask(split(text).claims[0], context(worldbank, service))


def test_a_figure_names_indicator_place_year_and_the_day_of_its_table() -> None:
    answer = worldbank.ask(GIVEN.claim, context(worldbank, Played(GIVEN.found)))
    assert isinstance(answer, Found)
    (passage,) = answer.passages
    assert passage.text == "Inhabitants, Poland, 2025: 36.5 million"
    assert passage.locator == "Population, total [SP.POP.TOTL], POL, 2025"
    assert passage.url == "https://data.worldbank.org/indicator/SP.POP.TOTL?locations=PL"
    assert (passage.version, passage.published) == ("2026-10-07", date(2026, 10, 7))
    assert compare(GIVEN.claim, passage).stance == "refutes"


def test_the_claim_s_years_are_asked_for_over_all_pages() -> None:
    service = _service([_row("POL", 2015, 7.5), _row("POL", 2014, 9.0)], [_row("POL", 2010, 9.6)])
    answer = _ask("Unemployment in Poland fell from 9.6 percent in 2010 to 7.5 percent in 2015.", service)
    assert isinstance(answer, Found)
    assert [(p.figure.year, p.figure.value) for p in answer.passages if p.figure] == [(2015, 7.5), (2010, 9.6)]
    assert service.asked[1][1]["date"] == "2010:2015"
    assert [params["page"] for _, params in service.asked[1:]] == [1, 2]


def test_a_year_without_a_value_is_no_zero_and_the_last_value_is_shown_for_comparison() -> None:
    service = _service([_row("POL", 2026, None)], then=[_row("POL", 2024, 2.9)])
    claim = split("Unemployment in Poland is 3 percent in 2026.").claims[0]
    answer = worldbank.ask(claim, context(worldbank, service))
    assert isinstance(answer, Found)
    assert [p.figure.year for p in answer.passages if p.figure] == [2024]
    assert compare(claim, answer.passages[0]).stance == "context"


def test_two_places_that_are_compared_are_asked_for_at_once() -> None:
    service = _service([], then=[_row("POL", 2024, 36.6e6), _row("ESP", 2024, 48.8e6)])
    answer = _ask("Poland has more inhabitants than Spain.", service)
    assert isinstance(answer, Found)
    assert {p.figure.entity for p in answer.passages if p.figure} == {"Poland", "Spain"}
    assert service.asked[1][0].endswith("/country/POL;ESP/indicator/SP.POP.TOTL")


def test_regions_are_known_under_their_usual_names() -> None:
    answer = _ask("Inflation in the eurozone is 2 percent.", _service([], then=[_row("EMU", 2024, 2.4)]))
    assert isinstance(answer, Found)
    assert answer.passages[0].text == "Consumer price inflation, percent a year, Euro area, 2024: 2.4 %"


def test_values_come_in_the_unit_of_their_measure() -> None:
    answer = _ask("Poland emitted 290 million tonnes of CO2.", _service([], then=[_row("POL", 2023, 290.5)]))
    assert isinstance(answer, Found)
    assert answer.passages[0].text.endswith("Poland, 2023: 290.5 million tonnes")


def test_a_forecast_is_reported_as_one_and_decides_nothing() -> None:
    service = _service([], then=[_row("POL", 2027, 5.0, obs_status="F")])
    claim = split("Unemployment in Poland is 5 percent.").claims[0]
    answer = worldbank.ask(claim, context(worldbank, service))
    assert isinstance(answer, Found)
    assert answer.passages[0].figure is None
    assert compare(claim, answer.passages[0]).stance == "context"


@pytest.mark.parametrize("text", ["The minister opened a library.", "Poland won four medals."])
def test_a_claim_without_a_measure_is_not_asked_about(text: str) -> None:
    assert not worldbank.applies(split(text).claims[0])


@pytest.mark.parametrize(
    ("entity", "name", "code"),
    [
        ("Türkiye", "Turkiye", "TUR"), ("Egypt", "Egypt, Arab Rep.", "EGY"), ("South Korea", "Korea, Rep.", "KOR"),
        ("Bosnia", "Bosnia and Herzegovina", "BIH"), ("Gambia", "Gambia, The", "GMB"),
        ("Congo - Kinshasa", "Congo, Dem. Rep.", "COD"), ("Congo - Brazzaville", "Congo, Rep.", "COG"),
        ("Côte d’Ivoire", "Cote d'Ivoire", "CIV"), ("St. Lucia", "St. Lucia", "LCA"), ("World", "World", "WLD"),
        ("Trinidad & Tobago", "Trinidad and Tobago", "TTO"), ("Vietnam", "Viet Nam", "VNM"),
    ],
)  # fmt: skip
def test_countries_are_found_however_they_are_written(entity: str, name: str, code: str) -> None:
    known = [Country(id="PRK", name="Korea, Dem. People's Rep."), Country(id=code, name=f"{name} ")]
    assert [place.code for place in places("", [entity], known)] == [code]
