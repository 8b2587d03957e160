"""What decides in a passage is marked, and stands beside the claim's own."""

from types import SimpleNamespace
from typing import Any

from checks.types.document import Figure
from service.desk.claims.alignment import MarkedPiece, align, mark
from store.claims.claims import QuantityRecord

TROOPS = QuantityRecord(
    claim_id=1,
    number=0,
    start=0,
    end=10,
    text="more than 100,000 troops",
    comparator=">",
    low=100_000,
    high=None,
    unit=None,
    counted="troop",
    role="amount",
    code=None,
)


def _row(**given: Any) -> Any:
    usual = {"text": "", "reason": "", "publisher": "Ministry", "author": None, "published": None, "figure": None,
             "match_kind": None}  # fmt: skip
    return SimpleNamespace(**{**usual, **given})


def _claim(statement: str, *dates: str) -> Any:
    return SimpleNamespace(statement=statement, text=statement, dates=[{"text": each} for each in dates])


def test_the_number_that_counts_is_marked_and_aligned() -> None:
    row = _row(
        text="An estimated 130,000 soldiers are near the border.",
        reason="Ministry gives “130,000 soldiers”: within “more than 100,000 troops”",
    )
    found = align(row, _claim("Russia has more than 100,000 troops near the border"), [TROOPS])
    assert [piece.text for piece in found.pieces if piece.marked] == ["130,000 soldiers"]
    assert "".join(piece.text for piece in found.pieces) == row.text
    assert found.claim
    assert found.source
    assert (found.claim.about, found.claim.value) == ("", "more than 100,000 troops")
    assert (found.source.about, found.source.value) == ("Ministry", "130,000 soldiers")
    assert found.difference == "within “more than 100,000 troops”"


def test_a_figure_says_of_what_and_when() -> None:
    figure = Figure(
        entity="Germany",
        measure="gdp",
        year=2023,
        value=4.456e12,
        unit="USD",
        source="World Bank",
        dataset="GDP",
        edition=None,
        url=None,
    )
    row = _row(
        figure=figure, reason="World Bank gives 4.456 trillion USD: misses “more than 5 trillion dollars” by 11 %"
    )
    claim = _claim("The GDP of Germany was more than 5 trillion dollars in 2023", "in 2023")
    dollars = QuantityRecord(
        claim_id=1,
        number=0,
        start=0,
        end=9,
        text="more than 5 trillion dollars",
        comparator=">",
        low=5e12,
        high=None,
        unit="USD",
        counted=None,
        role="amount",
        code="USD",
    )
    found = align(row, claim, [dollars], "4.456 trillion USD")
    assert found.claim
    assert found.source
    assert (found.claim.time, found.source.time, found.source.about) == ("in 2023", "2023", "Germany")
    assert found.source.value == "4.456 trillion USD"


def test_without_words_that_stand_in_the_passage_nothing_is_marked_or_set_beside() -> None:
    row = _row(text="He denied it.", reason="shares the words “denied” and “invade”")
    found = align(row, _claim("Russia denied that it plans to invade"), [])
    assert found.source is None
    assert [piece.text for piece in found.pieces if piece.marked] == ["denied"]
    checked = _row(text="130,000", reason="“130,000” there, “100,000” here", match_kind="related")
    assert align(checked, _claim("100,000 troops"), [TROOPS]).source is None


def test_marks_do_not_overlap() -> None:
    assert mark("one two three", ["two three", "three", "ONE"]) == (
        MarkedPiece("one", True),
        MarkedPiece(" ", False),
        MarkedPiece("two three", True),
    )
