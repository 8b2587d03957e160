"""What the first splitter does with the kinds of sentence that the sample holds."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.documents.cleaning import clean
from checks.extraction import split
from checks.quantities import quantities
from cli.main import main

TROOPS = """[ad_1]
WORLD DESK
Allies prepare sanctions as troops gather at the border
The United States on Wednesday announced plans to send another 2,000 troops to Europe, most of them to Poland, \
and to move 1,000 troops from Germany to Romania to strengthen the eastern flank.
They hope to persuade the president to withdraw more than 100,000 troops from near the border with Ukraine. \
Russia has denied any plans to invade.
The video was a pretext. for an attack, according to a State Department statement.
Source link
[ad_2]
"""


def test_each_quantity_of_a_list_is_its_own_claim() -> None:
    read = [(q.comparator, q.low, q.counted) for c in split(TROOPS).claims for q in c.quantities]
    assert read == [("=", 2000, "troop"), ("=", 1000, "troop"), (">", 100000, "troop")]


def test_nothing_of_the_dirt_becomes_a_claim() -> None:
    result = split(TROOPS)
    assert not any(word in c.text for c in result.claims for word in ("ad_", "WORLD DESK", "Source", "prepare"))
    assert [d.reason for d in result.removed] == [
        "advert marker", "a name alone on a line", "heading", "source link", "advert marker"]  # fmt: skip


def test_a_stray_full_stop_does_not_break_a_sentence() -> None:
    assert "The video was a pretext. for an attack" in " | ".join(c.text for c in split(TROOPS).claims)


def test_a_claim_stands_where_its_offsets_say() -> None:
    for claim in split(TROOPS).claims:
        assert TROOPS[claim.start : claim.end] == claim.text
        for quantity in claim.quantities:
            assert TROOPS[quantity.start : quantity.end] == quantity.text


@pytest.mark.parametrize(
    ("text", "comparator", "low", "high", "unit", "counted"),
    [
        ("more than 100,000 troops", ">", 100000, None, None, "troop"),
        ("at least 12 people", ">=", 12, None, None, "person"),
        ("no more than 5 percent", "<=", None, 5, "percent", None),
        ("about 38 million people", "~", 38e6, 38e6, None, "person"),
        ("between 3 and 5 million euros", "..", 3e6, 5e6, "EUR", None),
        ("$1.2bn", "=", 1.2e9, 1.2e9, "USD", None),
        ("dozens of soldiers", "~", 24, None, None, "soldier"),
    ],
)
def test_quantities_are_read(
    text: str, comparator: str, low: float | None, high: float | None, unit: str | None, counted: str | None
) -> None:
    (q,) = quantities(f"There were {text}.")
    assert (q.text, q.comparator, q.low, q.high, q.unit, q.counted) == (
        text,
        comparator,
        low,
        high,
        unit,
        counted,
    )


@pytest.mark.parametrize(
    "text", ["on 5 February 2022", "at 10:30 on Monday", "Article 5", "in 1991", "no one came"]
)
def test_dates_times_and_names_are_no_quantities(text: str) -> None:
    assert quantities(f"It happened {text}.") == ()


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_cleaning_keeps_every_offset(raw: str) -> None:
    cleaned = clean(raw)
    assert len(cleaned.text) == len(raw)
    for start, end in cleaned.paragraphs:
        assert all(
            a == b or not a.isprintable() for a, b in zip(raw[start:end], cleaned.text[start:end], strict=True)
        )


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_text_is_split_without_an_error(raw: str) -> None:
    for claim in split(raw).claims:
        assert 0 <= claim.start < claim.end <= len(raw)


def test_the_command_reports_a_bad_line_and_goes_on() -> None:
    lines = 'nonsense\n{"id": 7, "text": "Russia denied that it had sent 3,000 troops to Poland."}\n'
    result = CliRunner().invoke(main, ["split", "--jsonl", "-"], input=lines)
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert result.stderr.startswith("line 1: not JSON")
    assert {r["id"] for r in records} == {7}
