"""What the source makes of Wikidata's answers, beside the contract."""

from collections.abc import Sequence
from typing import Any

import pytest

from checks.extraction import split
from checks.retrieval.sources import wikidata
from checks.retrieval.wikidata.statements import Amount, Time, chosen, statements
from checks.retrieval.wikidata.values import in_words
from checks.stance.judge import compare
from checks.types.answer import Found, Nothing
from checks.types.claim import Claim
from checks.types.passage import Passage
from tests.checks.sources.answering import Played, Route, answers
from tests.checks.sources.playing import Noted, context

GIVEN = answers(wikidata)
YEAR, DAY = 9, 11
LABELS = {"Q10": "metre", "Q11": "United States dollar", "Q12": "Anna Nowak",
    "Q13": "Jan Kowalski", "Q14": "European Union",
          "Q15": "square kilometre", "Q16": "percent", "Q17": "league of towns"}  # fmt: skip


def _time(written: str, precision: int = DAY, calendar: str = "Q1985727") -> dict[str, Any]:
    model = f"http://www.wikidata.org/entity/{calendar}"
    value = {
        "time": written,
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": precision,
        "calendarmodel": model,
    }
    return {"type": "time", "value": value}


def _year(year: int) -> dict[str, Any]:
    return _time(f"+{year}-00-00T00:00:00Z", YEAR)


def _amount(amount: str, unit: str = "1", **bounds: str) -> dict[str, Any]:
    address = unit if unit == "1" else f"http://www.wikidata.org/entity/{unit}"
    return {"type": "quantity", "value": {"amount": amount, "unit": address, **bounds}}


def _item(id: str) -> dict[str, Any]:
    return {"type": "wikibase-entityid", "value": {"entity-type": "item", "id": id}}


def _states(value: dict[str, Any], rank: str = "normal", **qualifiers: dict[str, Any]) -> dict[str, Any]:
    given = {name: [{"snaktype": "value", "datavalue": value}] for name, value in qualifiers.items()}
    return {"mainsnak": {"snaktype": "value", "datavalue": value}, "id": "Q1$x", "rank": rank, "qualifiers": given}


class Wiki(Noted):
    """A Wikidata with one entity, which goes by any name, and the names of the items above."""

    def __init__(self, label: str, claims: dict[str, Any]) -> None:
        entity = {"id": "Q1", "lastrevid": 5, "labels": {"en": {"value": label}}, "claims": claims}
        super().__init__([Route({"ids": "Q1"}, {"entities": {"Q1": entity}})])

    def json(self, url: str, params: Any = None, **more: Any) -> Any:
        if params["action"] == "wbsearchentities":
            return {"search": [{"id": "Q1", "label": params["search"]}]}
        if params["props"] == "labels":
            named = {id: {"id": id, "labels": {"en": {"value": LABELS[id]}}} for id in params["ids"].split("|")}
            return {"entities": named}
        return super().json(url, params, **more)


def _asked(text: str, label: str, **claims: Sequence[dict[str, Any]]) -> tuple[Claim, Sequence[Passage]]:
    claim = split(text).claims[0]
    answer = wikidata.ask(claim, context(wikidata, Wiki(label, dict(claims))))
    assert isinstance(answer, Found), answer
    return claim, answer.passages


def test_a_figure_names_entity_property_statement_reference_and_revision() -> None:
    answer = wikidata.ask(GIVEN.claim, context(wikidata, Played(GIVEN.found)))
    assert isinstance(answer, Found)
    (passage,) = answer.passages
    assert passage.text == "Inhabitants, Poland, 2021: 38.04 million"
    assert passage.locator == (
        "“Poland” (Q36), Inhabitants (P1082), statement Q36$b; its reference: Census of 2021, https://stat.example/2021"
    )
    assert (passage.url, passage.version) == ("https://www.wikidata.org/wiki/Q36#P1082", "555")
    assert compare(GIVEN.claim, passage).stance == "supports"


def test_every_query_is_in_the_log_and_a_redirect_is_said() -> None:
    answer = wikidata.ask(GIVEN.claim, context(wikidata, Played(GIVEN.found)))
    assert [(query.text, query.hits) for query in answer.queries] == [
        ("entity: Poland", 3), ("statements of Q7, which leads on to Q36", 2), ("names of 1 items", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "label", "property", "statement", "says"),
    [
        ("The Eiffel Tower is 330 metres tall.", "Eiffel Tower", "P2048", _states(_amount("+330", "Q10")),
         "Eiffel Tower is 330 metres tall."),
        ("Barack Obama was born in 1961.", "Barack Obama", "P569", _states(_time("+1961-08-04T00:00:00Z")),
         "Barack Obama was born on 4 August 1961."),
        ("Acme had a revenue of $5 billion in 2023.", "Acme", "P2139",
         _states(_amount("+5200000000", "Q11"), P585=_year(2023)), "The revenue of Acme is 5,200,000,000 USD in 2023."),
        ("Anna Nowak is the prime minister of Poland.", "Poland", "P6",
         _states(_item("Q12"), "preferred", P580=_time("+2023-12-13T00:00:00Z")),
         "The head of government of Poland is Anna Nowak since 13 December 2023."),
        ("Poland covers 313,000 square kilometres.", "Poland", "P2046", _states(_amount("+312696", "Q15")),
         "Poland, Surface area: 312,696 square kilometres."),
    ],
)  # fmt: skip
def test_a_statement_is_reported_in_a_sentence(
    text: str, label: str, property: str, statement: dict[str, Any], says: str
) -> None:
    claim, passages = _asked(text, label, **{property: [statement]})
    assert [passage.text for passage in passages] == [says]
    assert passages[0].figure is None
    assert compare(claim, passages[0]).stance in ("supports", "context")


def test_a_height_is_compared_as_an_amount() -> None:
    claim, (passage,) = _asked("The Eiffel Tower is 400 metres tall.", "Eiffel Tower",
                               P2048=[_states(_amount("+330", "Q10"))])  # fmt: skip
    assert compare(claim, passage).stance == "refutes"


def test_the_value_of_the_claim_s_year_goes_before_the_preferred_one() -> None:
    series = [
        _states(_amount(f"+{n}000"), rank, P585=_year(n)) for n, rank in ((2010, "normal"), (2020, "preferred"))
    ]
    _, (passage,) = _asked("Gdynia had 2 million inhabitants in 2010.", "Gdynia", P1082=series)
    assert passage.figure
    assert (passage.figure.year, passage.figure.value) == (2010, 2_010_000)


def test_without_a_year_the_preferred_value_counts_then_the_newest() -> None:
    old = _states(_amount("+100"), P585=_year(1990))
    new = _states(_amount("+120"), P585=_year(2020))
    best = _states(_amount("+110"), "preferred", P585=_year(2015))
    assert [s.value for s in chosen(statements([old, new]), (), 3)] == [s.value for s in statements([new])]
    assert [s.value for s in chosen(statements([old, new, best]), (), 3)] == [s.value for s in statements([best])]


def test_a_slip_of_a_digit_is_left_out() -> None:
    series = [
        _states(_amount(f"+{n}"), P585=_year(year))
        for year, n in ((1982, 78), (1983, 78), (1984, 7.8), (1985, 79))
    ]
    assert [s.dated for s in chosen(statements(series), (1984,), 3)] != [1984]
    growth = [_states(_amount(n, "Q11229"), P585=_year(y)) for y, n in ((2018, "+1"), (2019, "+1"), (2020, "+9"))]
    assert [s.dated for s in chosen(statements(growth), (2020,), 3)] == [2020]


def test_deprecated_values_and_values_of_a_part_are_left_out() -> None:
    assert statements([_states(_amount("+5"), "deprecated")]) == []
    assert chosen(statements([_states(_amount("+5"), P518=_item("Q12"))]), (), 3) == []


def test_who_is_no_longer_in_office_is_not_named_for_today() -> None:
    before = _states(_item("Q13"), P580=_year(2017), P582=_year(2023))
    now = _states(_item("Q12"), P580=_year(2023))
    _, passages = _asked("Anna Nowak is the prime minister of Poland.", "Poland", P6=[before, now])
    assert [p.text for p in passages] == ["The head of government of Poland is Anna Nowak since 2023."]
    _, passages = _asked("Jan Kowalski was the prime minister of Poland in 2019.", "Poland", P6=[before, now])
    assert [p.text for p in passages] == ["The head of government of Poland is Jan Kowalski from 2017 to 2023."]


def test_among_many_values_the_claim_s_own_words_choose() -> None:
    many = [_states(_item(id)) for id in ("Q17", "Q13", "Q12")] + [_states(_item("Q14"), P580=_year(2004))]
    _, passages = _asked("Poland joined the European Union in 2004.", "Poland", P463=many)
    assert [p.text for p in passages] == ["Poland is a member of European Union since 2004."]


def test_a_claim_that_names_nobody_asks_nobody() -> None:
    fetch = Noted([])
    claim = Claim(
        0, 30, "", statement="the tower is 300 metres tall", kind="statement", claimant=None, worth=0.5, reasons=()
    )
    answer = wikidata.ask(claim, context(wikidata, fetch))
    assert isinstance(answer, Nothing)
    assert [query.text for query in answer.queries] == ["entities: the claim names none"]
    assert fetch.asked == []


@pytest.mark.parametrize(
    ("written", "precision", "calendar", "says"),
    [
        ("+1961-08-04T00:00:00Z", 11, "Q1985727", "on 4 August 1961"),
        ("+2016-08-00T00:00:00Z", 10, "Q1985727", "in August 2016"),
        ("+2011-01-01T00:00:00Z", 9, "Q1985727", "in 2011"),
        ("+1955-00-00T00:00:00Z", 9, "Q1985727", "in 1955"),
        ("+00000001994-01-01T00:00:00Z", 9, "Q1985727", "in 1994"),
        ("+1960-01-01T00:00:00Z", 8, "Q1985727", "in the 1960s"),
        ("+1801-00-00T00:00:00Z", 7, "Q1985727", ""),
        ("-13798000000-00-00T00:00:00Z", 3, "Q1985727", ""),
        ("-0044-03-15T00:00:00Z", 9, "Q1985786", "in 44 BC"),
        ("-0044-03-15T00:00:00Z", 11, "Q1985786", "on 15 March 44 BC (Julian calendar)"),
        ("+1917-10-25T00:00:00Z", 11, "Q1985786",
         "on 25 October 1917 (Julian calendar), 7 November 1917 in the Gregorian"),
        ("+1700-02-29T00:00:00Z", 11, "Q1985786", "on 29 February 1700 (Julian calendar)"),
        ("+1961-13-40T00:00:00Z", 11, "Q1985727", "in 1961"),
        ("today", 11, "Q1985727", ""),
    ],
)  # fmt: skip
def test_a_time_is_reported_as_closely_as_it_is_known(
    written: str, precision: int, calendar: str, says: str
) -> None:
    assert in_words(Time(**_time(written, precision, calendar)["value"]), {}) == says


@pytest.mark.parametrize(
    ("amount", "says"),
    [
        (_amount("+38036118"), "38,036,118"), (_amount("+173.460", "Q15"), "173.46 square kilometres"),
        (_amount("-4.1", "Q16"), "-4.1 percent"), (_amount("+5", "Q99"), ""), (_amount("+1000", "Q11"), "1,000 USD"),
        (_amount("+100", upperBound="+101", lowerBound="+99"), "100"),
        (_amount("+2.6", "Q16", upperBound="+2.5", lowerBound="+2.7"), "2.6 percent (between 2.5 and 2.7)"),
        (_amount("+900", lowerBound="+800", upperBound="+1200"), "900 (between 800 and 1,200)"),
    ],
)  # fmt: skip
def test_an_amount_is_reported_with_its_unit_and_its_bounds(amount: dict[str, Any], says: str) -> None:
    assert in_words(Amount(**amount["value"]), LABELS) == says


def test_a_unit_is_read_by_its_english_name_in_every_language() -> None:
    claim = split("The Eiffel Tower is 330 metres tall.").claims[0]
    entity = {"id": "Q1", "lastrevid": 5, "labels": {}, "claims": {"P2048": [_states(_amount("+330", "Q10"))]}}
    unit = {"id": "Q10", "labels": {"pl": {"value": "metr"}, "en": {"value": "metre"}}}
    fetch = Noted([
        Route({"action": "wbsearchentities"}, {"search": [{"id": "Q1", "match": {"text": "Eiffel Tower"}}]}),
        Route({"ids": "Q1"}, {"entities": {"Q1": entity}}), Route({"ids": "Q10"}, {"entities": {"Q10": unit}}),
    ])  # fmt: skip
    answer = wikidata.ask(claim, context(wikidata, fetch, language="pl"))
    assert isinstance(answer, Found)
    assert answer.passages[0].text == "Eiffel Tower is 330 metres tall."
    assert [params["languages"] for _, params in fetch.asked[1:]] == ["pl", "pl|en"]
