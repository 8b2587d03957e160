"""The words that sources are asked with: what a claim is about, not how much of it."""

import pytest

from checks.extraction import split
from checks.retrieval.queries import queries


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Russia has more than 100,000 troops near the border of Ukraine.",
         ("Russia Ukraine troops border", "Russia troops", "Russia")),
        ("Roughly half of the doctors in Innis County are due to retire within five years.",
         ("Innis County doctors", "Innis County")),
        ("Speeding fines in Lussan can be no higher than 500 euros.", ("Lussan fines", "Lussan")),
        ("The Mirador lighthouse is 96 metres tall.", ("Mirador lighthouse", "Mirador")),
        ("Three quarters of the buses in Nova Selm run on electricity.",
         ("Nova Selm buses electricity", "Nova Selm buses", "Nova Selm")),
    ],
)  # fmt: skip
def test_each_query_is_looser_than_the_one_before(text: str, made: tuple[str, ...]) -> None:
    assert queries(split(text).claims[0]) == made


def test_the_year_stands_in_the_exact_query_only() -> None:
    claim = split("In 2022 Poland had 37 million inhabitants.").claims[0]
    assert queries(claim, with_year=True) == ("Poland inhabitants 2022", "Poland inhabitants", "Poland")
