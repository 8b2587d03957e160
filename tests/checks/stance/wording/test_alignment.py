"""A claim's sentence laid over one of a passage, and what a clause of the passage comes to."""

import pytest

from checks.dates.words import months_of
from checks.stance.text import AnalyzedText
from checks.stance.wording.alignment import candidate_clauses, name_spans, ordinals, predicate_words
from checks.stance.wording.clause_judgement import judge_clause
from checks.stance.wording.contradiction_rules import time_agreement
from checks.stance.wording.gap_rules import misplaced, says_more
from checks.stance.wording.judge import judge_wording
from checks.stance.wording.times import compare_times, times
from tests.checks.stance.aligned import align, with_clause


def test_words_and_names_that_both_sentences_have() -> None:
    alignment = align("The singer Ada Moss sold the brewery.", "Ada Moss has sold her beer factory to Orlen.")
    assert {word.lower for word in alignment.words} == {"singer", "sold", "brewery"}
    assert {alignment.claim.words[i].lower for i in alignment.found} >= {"sold"}
    assert "singer" in {word.lower for word in alignment.unmet}
    assert [[word.text for word in name] for name in alignment.names] == [["Ada", "Moss"]]
    assert alignment.other_names == ()


def test_a_pronoun_means_whom_the_passage_spoke_of() -> None:
    moss = frozenset(("ada", "moss"))
    alignment = align("Ada Moss bought the brewery.", "She bought the brewery.", (moss,))
    assert alignment.other_names == ()
    assert align("Ada Moss bought the brewery.", "She bought the brewery.").other_names != ()
    assert alignment.any_same(alignment.clause.roles["agent"], (0,)) is True


def test_names_and_ordinals_of_a_sentence() -> None:
    sentence = align("Ada Moss won the second Danish cup.", "x y").claim
    assert [[word.text for word in span] for span in name_spans(sentence, ())] == [["Ada", "Moss"], ["Danish"]]
    assert list(ordinals(sentence).values()) == [2]


def test_the_clause_that_tells_the_predicate_comes_first() -> None:
    alignment = align("Ada Moss founded Kestrel.", "Paul Renner sold Kestrel, which Ada Moss had set up.")
    first = candidate_clauses(alignment)[0]
    assert "found" in first.predicates
    assert predicate_words(alignment, first) == alignment.clause.said


@pytest.mark.parametrize(
    ("claim", "passage", "stance", "reason"),
    [
        ("Ada Moss founded Kestrel.", "Kestrel was set up by Ada Moss.", "supports", "says the same"),
        ("Ada Moss founded Kestrel.", "Ada Moss did not found Kestrel.", "refutes", "denies"),
        ("Ada Moss founded Kestrel.", "Paul Renner founded Kestrel.", "refutes", "source names Paul Renner"),
        ("Ada Moss sold Kestrel.", "Ada Moss may sell Kestrel.", "context", "“may”: not said to be so"),
        ("Ada Moss sold Kestrel in Leeds.", "Kestrel was sold.", "context", "does not name Ada Moss"),
        ("Ada Moss is the mayor.", "Ada Moss is the deputy mayor.", "context", ""),
        ("The drug is safe.", "The drug is unsafe.", "refutes", "“unsafe” there, “safe” here"),
        ("Every pupil got a laptop.", "Pupils got a laptop.", "context", ""),
    ],
)
def test_a_clause_supports_refutes_or_decides_nothing(claim: str, passage: str, stance: str, reason: str) -> None:
    judgement = judge_clause(*with_clause(claim, passage))
    assert (judgement.stance, reason in judgement.reason) == (stance, True), judgement


def test_the_sentence_that_decides_is_found_and_contraries_cancel_out() -> None:
    claim = AnalyzedText("Ada Moss founded Kestrel.")
    found = judge_wording(claim, AnalyzedText("Kestrel is a brewery. It was founded by Ada Moss."))
    assert found is not None
    assert found.stance == "supports"
    both = judge_wording(claim, AnalyzedText("Ada Moss founded Kestrel. Ada Moss did not found Kestrel."))
    assert both is not None
    assert (both.stance, both.reason) == ("context", "says both this and the contrary")


@pytest.mark.parametrize(
    ("claim", "passage", "agreement"),
    [
        ("Kestrel was founded in 1961.", "Kestrel was founded on 3 May 1961.", "agrees"),
        ("Kestrel was founded in 1961.", "Kestrel was founded in 1974.", "differs"),
        ("Kestrel was founded in 1961.", "Kestrel was founded.", "silent"),
        ("Ada Moss died in 1934.", "Ada Moss (1871–1934) was a painter.", "agrees"),
    ],
)
def test_whether_the_times_of_one_predicate_agree(claim: str, passage: str, agreement: str) -> None:
    alignment = align(claim, passage)
    assert time_agreement(alignment, alignment.claim_times[0])[0] == agreement


def test_a_day_within_a_year_agrees_and_a_year_is_silent_about_a_day() -> None:
    year = align("Kestrel closed in 1961.", "x y").claim
    day = align("Kestrel closed on 3 May 1961.", "x y").claim
    (of_year,), (of_day,) = times(year, None), times(day, None)
    assert compare_times(of_year, of_day, starts=False, ends=False) == "agrees"
    assert compare_times(of_day, of_year, starts=False, ends=False) == "silent"


def test_months_and_seasons() -> None:
    assert months_of("in March or in winter") == {3, 12, 1, 2}
    assert months_of("to fall") == frozenset()


def test_a_claim_of_one_alone_says_more() -> None:
    assert says_more(align("Only Ada Moss resigned.", "Ada Moss resigned."))
    assert not says_more(align("Ada Moss resigned.", "Only Ada Moss resigned."))


@pytest.mark.parametrize(
    ("claim", "passage", "word"),
    [
        ("Ada Moss withdrew because of an injury.",
            "Ada Moss withdrew because of a death in her family; her injury had healed.", "injury"),
        ("Turkey abstained in the vote.", "Five states abstained in the vote that Turkey had asked for.", "Turkey"),
        ("The prosecutor appealed.", "The defence appealed; the prosecutor accepted the verdict.", "prosecutor"),
        ("Ada Moss won the vote.", "Labour under Ian Birch won the vote; Ada Moss's party fell to 12 seats.", "Moss"),
        ("Ada Moss withdrew because of an injury.", "Ada Moss withdrew because of an old injury.", None),
        ("Ada Moss attended the premiere.", "Among those who attended the premiere was Ada Moss.", None),
    ],
)  # fmt: skip
def test_an_argument_that_stands_elsewhere_is_not_said(claim: str, passage: str, word: str | None) -> None:
    found = misplaced(*with_clause(claim, passage))
    assert (found.text if found else None) == word
