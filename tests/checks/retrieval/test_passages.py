"""From a captured text to the passages that bear on a claim."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.extraction import split
from checks.retrieval.passages import Snippet, relevant_snippets
from checks.types.claim import Claim

ARTICLE = """Poland is a country in Central Europe. Its capital is Warsaw.

== Inhabitants ==
A count was held in spring, led by Dr. Kowalska of the U.N. office. In 2021 Poland had 38,036,118 inhabitants.
In 1995 it had 38.6 million. Most inhabitants speak Polish.

=== Towns ===
Warsaw has 1.86 million inhabitants. Kraków has 800,000.

== Economy ==
The unemployment rate was 5.1 percent in 2023. The economy grew.
"""


def _claim(text: str) -> Claim:
    return split(text).claims[0]


def _best(text: str, claim: str, title: str = "Poland") -> Snippet:
    return relevant_snippets(text, _claim(claim), title=title)[0]


@pytest.mark.parametrize(
    ("claim", "begins", "heading"),
    [
        ("Poland has more than 38 million inhabitants.", "In 2021 Poland had 38,036,118 inhabitants.", "Inhabitants"),
        ("Unemployment in Poland is 6 percent.", "The unemployment rate was 5.1 percent in 2023.", "Economy"),
        ("Warsaw has two million inhabitants.", "Warsaw has 1.86 million inhabitants.", "Towns"),
        ("Warsaw is the capital of Poland.", "Poland is a country in Central Europe. Its capital is Warsaw.", ""),
        ("Dr. Kowalska led the count in Poland.", "A count was held in spring, led by Dr. Kowalska of", "Inhabitants"),
    ],
)  # fmt: skip
def test_the_sentence_that_decides_comes_first_with_its_section(claim: str, begins: str, heading: str) -> None:
    best = _best(ARTICLE, claim)
    assert best.text.startswith(begins), best
    assert best.heading == heading


def test_a_title_or_an_abbreviation_ends_no_sentence() -> None:
    text = "The deal was signed by Gen. Wolny and Dr. A. B. Nowak of Acme Inc. in Gdynia. It rained."
    assert _best(text, "Nowak signed the deal in Gdynia.").text == text.removesuffix(" It rained.")


@pytest.mark.parametrize(
    "claim", ["Kenya won five gold medals.", "Poland is a member of the club of banana growers."]
)
def test_a_text_on_another_matter_has_no_passage(claim: str) -> None:
    assert relevant_snippets(ARTICLE, _claim(claim), title="Poland") == ()


def test_other_words_for_the_same_are_found_beside_one_word_and_a_number_of_the_kind() -> None:
    text = """Orvia lies in the hills.
Prices in Orvia were up 9.1 percent in March.
A museum in Orvia lent 9 percent of its paintings to a gallery abroad."""
    claim = _claim("Inflation in Orvia is now under 4 percent.")
    (cut,) = relevant_snippets(text, claim, title="News")
    assert (cut.text, cut.sure) == ("Prices in Orvia were up 9.1 percent in March.", False)
    assert relevant_snippets("Orvia is hilly. Prices there rose.", claim) == ()


def test_the_year_and_the_kind_of_number_that_are_asked_for_go_first() -> None:
    text = "\n".join(f"In {year} the town had {year * 10} visitors." for year in range(1990, 2020))
    assert _best(text, "The town had 12,345 visitors in 2007.", "Town").text.startswith("In 2007")
    text = "Visitors of the town are from abroad. Of visitors of the town 30 percent come again."
    assert "30 percent" in _best(text, "40 percent of the visitors of the town come again.", "Town").text


def test_what_is_about_the_same_sentence_is_quoted_once() -> None:
    cuts = relevant_snippets(
        ARTICLE, _claim("Poland has more than 38 million inhabitants."), title="Poland", most=9
    )
    ranges = sorted((cut.start, cut.end) for cut in cuts)
    assert all(end <= start for (_, end), (start, _) in pairwise(ranges))


def test_a_sentence_without_end_is_cut() -> None:
    text = "Poland inhabitants 38 million " * 2000
    assert (
        max(len(cut.text) for cut in relevant_snippets(text, _claim("Poland has 38 million inhabitants."))) <= 1500
    )


CLAIM = _claim("Poland has more than 38 million inhabitants.")
_PIECES = st.sampled_from(["Poland", "has", "38 million", "inhabitants", ".", "!", " ", "\n", "\r", "== A ==", "Dr.",
                           "\u2028", "ß", "\U0001f600", "\x85", "“", "”", "K", "\t"])  # fmt: skip


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_a_passage_stands_where_it_says(text: str) -> None:
    for cut in relevant_snippets(text, CLAIM):
        assert text[cut.start : cut.end] == cut.text == cut.text.strip() != ""


def test_an_article_of_100_kb_takes_little_time() -> None:
    text = "\n\n".join(f"{ARTICLE} {n} bridges and {n * 7} churches stand in district {n}." for n in range(230))
    relevant_snippets(text, CLAIM, title="Poland")
    began = time.process_time()
    relevant_snippets(text, CLAIM, title="Poland")
    assert len(text) > 100_000
    assert time.process_time() - began < 0.25  # 0.04 s alone on one core


@pytest.mark.parametrize("line", ["==" + " " * 20_000 + "x", "=" * 20_000, "==" + " =" * 10_000 + "x"])
def test_a_line_that_is_nearly_a_heading_takes_little_time(line: str) -> None:
    began = time.process_time()
    relevant_snippets(f"{line}\n{ARTICLE}", CLAIM, title="Poland")
    assert time.process_time() - began < 2  # 0.05 s alone on one core
