"""Scope rules of what is measured: another currency or role, or another row of a table."""

import pytest

from checks.stance.figures.scope_rules import (
    figure_role,
    other_currency,
    other_role,
    other_row,
)
from checks.stance.text import AnalyzedText
from tests.checks.stance.pairs import pair_of


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Alder has 2,000 soldiers.", "amount"),
        ("Alder sends another 2,000 soldiers.", "additional"),
        ("Rents rose by 4 percent.", "change"),
        ("Inflation was 9 percent.", "change"),
        ("Of voters, 60 percent support the plan.", "amount"),
    ],
)
def test_the_role_of_an_amount(text: str, role: str) -> None:
    assert figure_role(AnalyzedText(text).amounts[0]) == role


def test_money_is_never_converted() -> None:
    euros = "The plant cost 300 million euros."
    found = other_currency(pair_of(euros, "The plant cost 300 million dollars."))
    assert found == "currency differs: source gives 300 million dollars"
    assert other_currency(pair_of(euros, "The plant cost 200 million euros.")) is None


def test_what_comes_on_top_is_no_total() -> None:
    added = "Alder sends another 2,000 soldiers to Mirz."
    found = other_role(pair_of("Alder has 2,000 soldiers in Mirz.", added))
    assert found is not None
    assert found.endswith("is what comes on top, the claim's a level")
    assert other_role(pair_of("Alder sends another 3,000 soldiers to Mirz.", added)) is None


@pytest.mark.parametrize(
    ("claim", "passage", "row"),
    [
        ("Alder exported 40 tonnes of maize.", "Exports of Alder, in tonnes / barley: 12 t.", "barley: 12"),
        ("Alder exported 40 tonnes of sugar.", "Crops of Alder / sugar beet: 774 t.", "sugar beet: 774"),
        ("Alder exported 40 tonnes of maize.", "Exports of Alder, in tonnes / maize: 12 t.", None),
        ("Alder exported 40 tonnes of maize.", "Exports of Alder, in tonnes / total: 12 t.", None),
    ],
)
def test_a_row_of_a_table_is_of_what_its_label_says(claim: str, passage: str, row: str | None) -> None:
    found = other_row(pair_of(claim, passage))
    assert (found is None) == (row is None)
    assert row is None or row in str(found)
