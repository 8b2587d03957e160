"""Which amount of a claim a figure of a table is held against."""

import pytest

from checks.documents.measures import measures
from checks.extraction import split
from checks.stance.figures.claimed_amount import claimed_amount
from checks.types.document import Figure


@pytest.mark.parametrize(
    ("text", "year", "amount"),
    [
        ("Egypt's population went from 81 million in 2005 to 113 million in 2022.", 2005, "81 million"),
        ("Egypt's population went from 81 million in 2005 to 113 million in 2022.", 2022, "113 million"),
        ("Egypt's population went from 113 million in 2005 to 81 million in 2022.", 2022, "81 million"),
        ("Egypt had 113 million inhabitants in 2022.", 2022, "113 million inhabitants"),
        # No level of one of the two years.
        ("Egypt lost almost a million inhabitants between 2005 and 2022.", 2022, None),
        ("Egypt bled almost a million inhabitants between 2005 and 2022.", 2022, None),
        # Of another unit, and of others.
        ("Egypt's economy was worth 477 billion dollars in 2022.", 2022, None),
        ("Egypt had 14 million tourists in 2022.", 2022, None),
    ],
)
def test_the_amount_is_of_the_figure_s_measure_and_year(text: str, year: int, amount: str | None) -> None:
    figure = Figure(entity="Egypt", measure="inhabitants", year=year, value=81e6, unit=None, source="World Bank")
    (claim,) = split(text).claims
    found = claimed_amount(claim, figure, measures()["inhabitants"])
    assert (found and found.text) == amount
