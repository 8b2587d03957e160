"""Whether a passage is of the claim's matter, and what is read out of a text."""

from datetime import date

import pytest

from checks.stance.judge import judge_texts, relevance_of, shares_only_names
from checks.stance.text import AnalyzedText

RELEVANT = [
    ("Unemployment in Alder fell to 5 percent.", "In Alder 5 percent are out of work."),
    ("A storm damaged the harbour.", "The harbor was hit by a storm."),
]
IRRELEVANT = [
    ("In Alder 12 people drowned.", "The town of Birch opened a library."),
    ("Unemployment fell to 5 percent.", "The orchestra plays on Friday."),
]


@pytest.mark.parametrize(("claim", "passage"), RELEVANT)
def test_names_or_enough_words_make_a_passage_relevant(claim: str, passage: str) -> None:
    assert relevance_of(AnalyzedText(claim), AnalyzedText(passage)).same_matter


@pytest.mark.parametrize(("claim", "passage"), IRRELEVANT)
def test_a_passage_that_shares_nothing_is_of_another_matter(claim: str, passage: str) -> None:
    assert not relevance_of(AnalyzedText(claim), AnalyzedText(passage)).same_matter
    assert judge_texts(claim, passage).stance == "none"


def test_a_passage_may_share_no_more_than_names() -> None:
    claim, passage = AnalyzedText("In Alder 12 people drowned."), AnalyzedText("Alder opened a library.")
    relevance = relevance_of(claim, passage)
    assert relevance.same_matter
    assert relevance.share == pytest.approx(1 / 3)
    assert shares_only_names(claim, passage, relevance)


def test_the_first_word_is_a_name_unless_the_passage_writes_it_small() -> None:
    claim = AnalyzedText("Storms hit Alder.")
    assert "storms" in relevance_of(claim, AnalyzedText("Alder was hit.")).names
    assert "storms" not in relevance_of(claim, AnalyzedText("Alder was hit by storms.")).names


def test_a_text_is_read_once_and_only_as_far_as_it_is_asked() -> None:
    text = AnalyzedText("Lena Ford led 40 soldiers in Alder.", date(2024, 5, 1))
    assert text.__dict__.keys() == {"text", "reference_date", "is_source", "with_durations"}
    assert text.amounts is text.amounts
    assert [amount.value for amount in text.amounts] == [40.0]
    assert text.words >= {"led", "troop"}
    assert text.names == {"ford", "alder"}
    assert text.all_names == {"lena", "ford", "alder"}
    assert text.places == {"alder"}


def test_only_a_source_has_the_length_between_two_days() -> None:
    words = "The siege went from 3 May 1980 to 5 May 1980."
    assert not any(a.dimension == "time" for a in AnalyzedText(words).amounts)
    assert any(a.dimension == "time" for a in AnalyzedText(words, is_source=True).amounts)
    assert AnalyzedText("The siege lasted 12 days.").asks_how_long


def test_a_table_becomes_lines_with_labels() -> None:
    lines = AnalyzedText("Grain exports, in %\nmaize 52.6\nwheat 30.1").with_rows_as_lines().text
    assert lines.splitlines() == ["Grain exports, in % / maize: 52.6 %.", "Grain exports, in % / wheat: 30.1 %."]
