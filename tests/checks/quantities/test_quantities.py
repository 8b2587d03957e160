"""Amounts as they are read: sentences with what they hold in tests/data/quantities.jsonl, and the laws."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.quantities import quantities, singular
from checks.quantities.numbers.number_words import SCALES, STARTS
from checks.quantities.units import MONEY_BEFORE, SYMBOLS, UNITS, WORDS
from checks.types.quantity import Quantity

_CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "quantities.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case["text"][:60])
def test_a_sentence_holds_the_quantities_that_are_annotated(case: dict[str, Any]) -> None:
    read = quantities(case["text"])
    assert [_fields(q) for q in read] == [{"role": "amount", **wanted} for wanted in case["quantities"]]


def _fields(q: Quantity) -> dict[str, Any]:
    return {"text": q.text, "comparator": q.comparator, "low": q.low, "high": q.high, "unit": q.unit,
            "counted": q.counted, "role": q.role}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("20 km", "km"), ("20 square miles", "[mi_i]2"), ("9 m2", "m2"), ("5 percent", "%"), ("30 °C", "Cel"),
        ("3 years", "a"), ("3 months", "mo"), ("2 weeks", "wk"), ("2 days", "d"), ("90 km/h", "km/h"),
        ("60 mph", "[mi_i]/h"), ("3 tonnes", "t"), ("12 lbs", "[lb_av]"), ("3 decades", None), ("€5", "EUR"),
        ("HK$ 5", "HKD"), ("5 pesos", None), ("5 dogs", None), ("7 kilowatt hours", "kW.h"),
    ],
)  # fmt: skip
def test_a_unit_carries_its_ucum_or_iso_4217_code(text: str, code: str | None) -> None:
    (q,) = quantities(f"It took {text}.")
    assert q.code == code


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("troops", "troop"), ("vulnerabilities", "vulnerability"), ("people", "person"), ("policemen", "policeman"),
        ("witnesses", "witness"), ("houses", "house"), ("lives", "life"), ("species", "species"),
        ("buses", "bus"), ("heroes", "hero"), ("movies", "movie"), ("press", "press"), ("ship", "ship"),
    ],
)  # fmt: skip
def test_a_plural_has_its_singular(plural: str, one: str) -> None:
    assert singular(plural) == one


def test_a_measure_is_named_by_one_unit_only() -> None:
    written = {*WORDS.values(), *SYMBOLS.values()}
    assert len({u.name for u in written}) == len(written)
    assert all(re.fullmatch("[A-Z]{3}", u.code or "") for u in MONEY_BEFORE.values())
    assert UNITS["percent"].code == "%"


_PIECES = st.sampled_from([
    *sorted(STARTS), *sorted(SCALES), *sorted(WORDS), *sorted(SYMBOLS),
    *"$€£%-–—/.,:;()[]+'’\"°½", "more than", "at least", "up to",
    "between", "and", "to", "of", "in", "out of", "a", "an", "the", "or more", "12", "3.5", "1,000", "2014", "May",
    "year-old", "people", "soldiers", "aged", "another", "İ", "men and women", "ships", "month-long",
    "weeklong", "per tonne", "of rain", "renewable",
    "the injured", "\n", "U.S.", "per", "hour", "million million",
])  # fmt: skip


@given(st.lists(_PIECES, max_size=30).flatmap(lambda p: st.sampled_from([" ", ""]).map(lambda by: by.join(p))))
@settings(max_examples=250, deadline=None)
def test_quantities_stand_where_they_say_in_order_and_apart(text: str) -> None:
    read, behind = quantities(text), 0
    for q in read:
        assert behind <= q.start < q.end
        assert text[q.start : q.end] == q.text
        assert q.low is not None or q.high is not None
        assert all(value is None or abs(value) < float("inf") for value in (q.low, q.high))
        behind = q.end


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert all(text[q.start : q.end] == q.text for q in quantities(text))


@pytest.mark.parametrize(
    "text", ["Ships, one", "plural shops and one", "years ago", "of men and women", "a tonne"]
)
def test_a_look_to_the_left_or_right_ends_at_the_text(text: str) -> None:
    assert all(text[q.start : q.end] == q.text for q in quantities(text))


@given(st.integers(0, 10**12), st.sampled_from(["ships", "litres", "percent", "euros"]))
def test_a_number_comes_back_as_it_was_written(value: int, noun: str) -> None:
    (q,) = quantities(f"They lost more than {value:,} {noun}.")
    assert (q.comparator, q.low, q.high) == (">", value, None)


@pytest.mark.parametrize(
    "piece",
    [
        "1,", "1,11,", "111 ", "111,111,", "1 to ", "$", "$1-", "more than ", "1 in ", "hundred ", "million ", "a ",
        "of ", "hundreds of ", "12-", "twenty-", "1.", "[1", "two and a half ", "one ", "year ", "-", "big ", "U.",
        "ships and ", "$1 a ", "1 tonne of ", "years of ", "the Greens 14 and ", "another ", "three times the ",
    ],
)  # fmt: skip
def test_the_work_grows_no_faster_than_the_text(piece: str) -> None:
    few = _lines_run(lambda: quantities(piece * 150))
    many = _lines_run(lambda: quantities(piece * 600))
    assert many <= 4.5 * few + 1000


def _lines_run(work: Callable[[], object]) -> int:
    """How many lines of Python run: the same on every machine, unlike seconds."""
    count = 0

    def step(_frame: Any, event: str, _arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def test_a_line_of_200_000_characters_is_read() -> None:
    text = "nearly 12 long-haul flights were late and "
    read = quantities(text * (200_000 // len(text)))
    assert len(read) == 200_000 // len(text)
