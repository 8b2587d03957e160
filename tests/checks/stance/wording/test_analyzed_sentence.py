"""What is read out of a parsed sentence when a passage is held against a claim."""

from datetime import date

import pytest

from checks.stance.syntax.clauses import parsed_sentence
from checks.stance.wording.judge import AnalyzedSentence


def _read(text: str, reference_date: date | None = None) -> AnalyzedSentence:
    sentence = parsed_sentence(text)
    assert sentence is not None
    return AnalyzedSentence(sentence, reference_date)


def test_the_topic_is_the_subject_and_what_it_is_done_to() -> None:
    assert _read("Northgate bought Kestrel in 2014.").topic == (frozenset({"northgate"}), frozenset({"kestrel"}))


@pytest.mark.parametrize(
    ("text", "points_back"),
    [
        ("He resigned in May.", True),
        ("The company resigned its seat.", True),
        ("Paul Renner resigned in May.", False),
    ],
)
def test_a_sentence_points_back_whose_subject_has_no_name(text: str, points_back: bool) -> None:
    assert _read(text).points_back is points_back


def test_times_count_from_the_day_of_the_text() -> None:
    (time,) = _read("Mirona opened the bridge last year.", date(2022, 2, 3)).times
    assert time.at is not None
    assert time.at[0].year == 2021


def test_a_sentence_without_a_verb_has_no_subject_and_points_nowhere() -> None:
    read = _read("A new bridge over the river.")
    assert read.subject is None
    assert not read.points_back
