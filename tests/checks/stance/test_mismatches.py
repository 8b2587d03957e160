"""What the parsed sentences of two figures say, and why one that misses the claim's does not refute it."""

import pytest

from checks.stance.figures.amount_context import amount_context, has_happened, parse_together, sentence_names
from checks.stance.figures.amounts import amounts
from checks.stance.figures.judge import judge_figures
from checks.stance.figures.measures import other_measure, part_without_day
from checks.stance.figures.mismatches import mismatch, mismatch_features, narrower, other_bearer
from checks.stance.judge import judge_texts
from checks.stance.text import AnalyzedText
from tests.checks.stance.test_scope_rules import pair_of

MISMATCHES = [
    ("The clinic has 2,000 patients.", "The clinic treated 48 patients.", "is of what is “treated”"),
    ("Alder has 80,000 cars.", "Alder has 9,000 electric cars.", "source counts “electric”"),
    ("Alder has 80,000 cars.", "In Birch Hill there are 9,000 cars.", "source counts “In Birch Hill”"),
    ("In 2023 Alder had 400 fires.", "From January to March 2023 Alder had 90 fires.", "date differs"),
    ("Alder has 90 workers.", "Of Alder's people 40 workers are unemployed.", "source says “unemployed”"),
]  # fmt: skip
MEASURES = [
    ("The hospital cost 90 million euros.", "The hospital's emergency ward cost 12 million euros.",
     "The hospital's emergency ward"),
    ("Corporate tax is 25 percent.", "Income tax is 42 percent.", "Income tax"),
    ("In Alder 20 percent are obese.", "In Alder 53 percent are overweight or obese.", "overweight or obese"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "passage", "reason"), MISMATCHES)
def test_a_figure_of_another_predicate_part_or_time_does_not_refute(claim: str, passage: str, reason: str) -> None:
    found = mismatch(pair_of(claim, passage))
    assert found is not None
    assert reason in found, found


@pytest.mark.parametrize(("claim", "passage", "what"), MEASURES)
def test_a_figure_of_a_part_another_kind_or_more_measures_something_else(
    claim: str, passage: str, what: str
) -> None:
    found = other_measure(pair_of(claim, passage))
    assert found == f"scope differs: source speaks of “{what}”"


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The police budget is $63 million.", "The city council adopted a budget of $412 million for 2024."),
        ("The city spends $63 million on police.", "The city's budget of $412 million was adopted on Monday."),
    ],
)
def test_a_budget_of_all_does_not_refute_that_of_a_part(claim: str, passage: str) -> None:
    assert judge_texts(claim, passage).stance == "context"


def test_a_figure_of_the_same_is_no_mismatch() -> None:
    pair = pair_of("Alder has 80,000 cars.", "Alder has 9,000 cars.")
    assert (mismatch(pair), other_measure(pair), other_bearer(pair)) == (None, None, None)
    assert mismatch_features(pair) == {"same predicate": 1.0, "unreal": 0.0}


def test_a_part_without_a_day_supports_nothing() -> None:
    pair = pair_of("In 2021 Ada Moss scored 91 goals.", "Ada Moss scored 91 international goals.")
    assert part_without_day(pair) == "international"


def test_the_context_of_an_amount() -> None:
    (amount,) = amounts("The clinic treats 48,000 urban patients in Europe.")
    parse_together([amount])
    context = amount_context(amount)
    assert context is not None
    assert context.verbs == {"treats"}
    assert context.whose == frozenset()
    assert [word.text for word in context.narrowing] == ["urban"]
    assert context.settings == ("in Europe",)
    assert context.subject is not None
    assert context.subject.lower == "clinic"
    assert narrower(context, context) is None


def test_what_has_happened_and_which_names_a_sentence_has() -> None:
    assert has_happened("Alder has built 40 bridges.")
    assert not has_happened("Alder will build 40 bridges.")
    assert sentence_names("Lisbon has 545,000 inhabitants.") == {"lisbon"}


def test_one_figure_that_misses_refutes_and_half_of_them_support() -> None:
    claim = AnalyzedText("Alder has 40 schools and 12 libraries.")
    both = judge_figures(claim, AnalyzedText("Alder has 40 schools and 12 libraries.", is_source=True))
    assert both is not None
    assert both.stance == "supports"
    one = judge_figures(claim, AnalyzedText("Alder has 40 schools and 19 libraries.", is_source=True))
    assert one is not None
    assert one.stance == "refutes"
    assert judge_figures(claim, AnalyzedText("Alder is old.", is_source=True)) is None
