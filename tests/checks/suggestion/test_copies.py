"""Which passages are copies of one another."""

import random
import time
from dataclasses import replace

import pytest

from checks.suggestion.copies import origins, page
from checks.types.document import Figure
from checks.types.passage import Passage

NEWS = (
    "The ministry counted 130,000 soldiers near the border on Monday, its spokesman told reporters in the capital, "
    "and said that more were on their way by rail."
)
CUT = "The ministry counted 130,000 soldiers near the border, its spokesman told reporters; more come by rail."


def _passage(text: str = NEWS, publisher: str = "Daily", url: str | None = None, **more: object) -> Passage:
    return Passage(text, "", publisher, url, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a?id=7", "http://www.example.org/a/?utm_source=x&id=7&fbclid=y#top"),
        ("https://m.example.org/a", "https://example.org/a/amp/"),
        ("https://example.org/a?b=1&c=2", "https://example.org/a?c=2&b=1"),
    ],
)
def test_one_page_has_many_addresses(one: str, other: str) -> None:
    assert page(one) == page(other)
    assert origins([_passage("One part of it.", url=one), _passage("Another part.", url=other)]) == [0, 0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a?id=7", "https://example.org/a?id=8"),
        ("https://example.org/a", "https://example.com/a"),
    ],
)
def test_other_pages_are_other_pages(one: str, other: str) -> None:
    assert page(one) != page(other)


def test_no_address_is_too_broken_to_be_read() -> None:
    for url in ("https://[::1", "//", "", "http://a:b:c/%zz?%%", "https://example.org:99999/x"):
        assert page(url) is not None


SAME = {
    "the same words": (_passage(), _passage(publisher="Weekly")),
    "a cut": (_passage(), _passage(NEWS.split(", and said")[0], "Weekly")),
    "other quotation marks and case": (
        _passage("He said it was the ministry’s own count"),
        _passage("HE SAID: it was the ministry's own count."),
    ),
    "edited, by an agency that both name": (
        _passage(author="Reuters"),
        _passage(CUT + " (Reuters)", "Weekly"),
    ),
    "the same fact-check through two sources": (
        _passage("Vaccines cause autism", "Fact Office", "https://f.org/1", rating="False"),
        _passage("Vaccines cause autism", "Fact office", "https://f.org/1?utm_source=x", rating="False"),
    ),
    "the same table": tuple(
        Passage(
            "",
            "",
            "World Bank",
            figure=Figure(entity="Poland", measure="gdp", year=year, value=1, unit=None, source="World Bank"),
        )
        for year in (2023, 2024)
    ),
}
SAME["a figure and one that is worked out of it"] = (
    Passage(
        "",
        "",
        "World Bank",
        figure=Figure(entity="Poland", measure="gdp", year=2024, value=1, unit=None, source="World Bank"),
    ),
    Passage(
        "",
        "",
        "World Bank",
        figure=Figure(
            entity="Poland", measure="gdp_head", year=2024, value=1, unit=None, source="World Bank (1 ÷ 2)"
        ),
    ),
)
OTHER = {
    "another number": (_passage(), _passage(NEWS.replace("130,000", "100,000"), "Weekly")),
    "edited, and nobody says whose it is": (_passage(), _passage(CUT, "Weekly")),
    "few words": (_passage("It is so."), _passage("It is so.", "Weekly")),
    "two fact-checks of one claim": (
        _passage("Vaccines cause autism, he said there", "Fact Office", rating="False"),
        _passage("Vaccines cause autism, he said there", "Truth Desk", rating="False"),
    ),
    "a table and a text": (
        _passage(),
        replace(
            _passage(),
            figure=Figure(entity="Poland", measure="gdp", year=2024, value=1, unit=None, source="World Bank"),
        ),
    ),
    "nothing at all": (_passage(""), _passage("")),
}


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME.keys())
def test_copies_are_of_one_origin(pair: tuple[Passage, Passage]) -> None:
    assert origins(pair) == origins(pair[::-1]) == [0, 0]


@pytest.mark.parametrize("pair", OTHER.values(), ids=OTHER.keys())
def test_what_is_alike_is_no_copy(pair: tuple[Passage, Passage]) -> None:
    assert origins(pair) == [0, 1]


def test_a_copy_of_a_copy_is_of_the_same_origin_in_any_order() -> None:
    chain = [
        _passage(url="https://a.org/1"),
        _passage("Short.", url="https://a.org/1"),
        _passage(url="https://b.org/2"),
    ]
    assert origins(chain) == [0, 0, 0]
    assert origins([chain[1], _passage("Something else."), *chain[::2]]) == [0, 1, 0, 0]


def test_two_hundred_long_passages_take_no_time() -> None:
    dice = random.Random(1)
    words = [f"word{n}" for n in range(3000)]
    passages = [_passage(" ".join(dice.choices(words, k=150)), str(n)) for n in range(200)]
    start = time.perf_counter()
    assert origins(passages) == list(range(200))
    assert time.perf_counter() - start < 1.5
