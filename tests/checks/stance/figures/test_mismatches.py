"""What the parsed sentences of two figures say, and what several figures of a claim come to."""

from checks.amounts.amounts import amounts
from checks.stance.figures.judge import judge_figures
from checks.stance.figures.mismatch_rules import narrower
from checks.stance.figures.pair import amount_context
from checks.stance.syntax.clauses import sentence_names
from checks.stance.text import AnalyzedText


def test_the_context_of_an_amount() -> None:
    (amount,) = amounts("The clinic treats 48,000 urban patients in Europe.")
    context = amount_context(amount)
    assert context is not None
    assert context.verbs == {"treats"}
    assert [word.text for word in context.narrowing] == ["urban"]
    assert context.settings == ("in Europe",)
    assert context.subject is not None
    assert context.subject.lower == "clinic"
    assert narrower(context, context) is None


def test_which_names_a_sentence_has() -> None:
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


def test_a_lower_count_of_what_belongs_to_a_place_named_before_is_a_part() -> None:
    claim = AnalyzedText("Almost 3,000 people were killed in the earthquake in Morvia.")
    passage = "Tarn province was hit hardest by the earthquake in Morvia: 1,684 of its residents were killed."
    found = judge_figures(claim, AnalyzedText(passage, is_source=True))
    assert found is not None
    assert found.stance == "context"
    own = judge_figures(
        AnalyzedText("The bank closed 80 branches."),
        AnalyzedText("The bank closed 40 of its branches.", is_source=True),
    )
    assert own is not None
    assert own.stance == "refutes"
