"""What kind of thing a claim states: a quantity, an event, a statement, a state, a comparison, a cause, a forecast."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from checks.extraction.clauses.clause import FactClause
from checks.lexicon import load_words
from checks.lexicon.word_classes import class_words, word_set
from checks.nlp.inflection import class_verb_forms
from checks.nlp.tree import Sentence, Word
from checks.types.claim import Kind
from checks.types.quantity import Quantity

GROWTH: Final = class_verb_forms("kinds", "growth")
RANKING: Final = class_words("kinds", "ranking")
CAUSING: Final = class_verb_forms("kinds", "causing")
BEING: Final = class_verb_forms("kinds", "being")
_LASTING: Final = load_words("extraction", "lasting")
_FUTURE: Final = word_set("will would 'll ’ll shall")
_FORECAST: Final = class_verb_forms("saying", "forecasts")
_TIMES: Final = load_words("extraction", "enumerations_times")


def kind_of(sentence: Sentence, clause: FactClause, quantities: Sequence[Quantity]) -> Kind:
    """The kind of a clause; `quantities` are those in its stretch.

    The order of the questions: a forecast, a figure, an act of saying, a cause, a comparison, a state, an event.
    """
    within = sentence.words[clause.first : clause.last + 1]
    counted = [
        q for q in quantities
        if (q.unit not in _TIMES or q.counted is not None or len(quantities) == 1) and not _known(within, q)
    ]  # fmt: skip
    if _forecast(sentence, clause):
        return "prediction"
    if counted and not _mere_age(counted, within):
        return "quantity"
    if clause.attribution is not None and clause.attribution.act and not clause.attribution.counted:
        return "statement"
    if clause.rule == "cause of what is stated" or _causes(sentence, clause.head) or _because(within):
        return "cause"
    grows = clause.head.lower in GROWTH and sentence.child(clause.head, "xcomp") is None  # "declined to comment"
    if grows or _compares(within):
        return "comparison"
    return "state" if _lasting(sentence, clause.head) else "event"


def _forecast(sentence: Sentence, clause: FactClause) -> bool:
    """Whether a clause tells what somebody expects: by a verb of forecasting, or a "will" with a verb of growth."""
    future = any(w.lower in _FUTURE for w in sentence.children(clause.head, "aux"))
    by = clause.attribution is not None and clause.attribution.cue.lower in _FORECAST
    if by and clause.attribution is not None and clause.attribution.act and clause.attribution.content is not None:
        return True
    return future and (by or (clause.attribution is not None and clause.head.lower in GROWTH))


def _known(within: Sequence[Word], quantity: Quantity) -> bool:
    """ "The two presidents": how many there are is taken for granted."""
    before = next((w for w in reversed(within) if w.end <= quantity.start), None)
    return before is not None and before.lower in _DEFINITE and (quantity.low or 0) < 10 and quantity.unit is None


def _mere_age(quantities: Sequence[Quantity], within: Sequence[Word]) -> bool:
    """Whether the only figure is a person's age, which says who is meant and nothing to check."""
    if len(quantities) != 1 or quantities[0].unit != "year":
        return False
    bare = quantities[0].text.isdigit()  # "Helen Marsh, 52, …"
    return bare or any(w.lower in ("aged", "age", "old", "when") for w in within)


def _causes(sentence: Sentence, head: Word) -> bool:
    """Whether the verb is an active one of causing, or a passive with who or what caused it ("was caused by").

    "Led" causes only with "to": "led the committee" causes nothing.
    """
    passive = sentence.child(head, "auxpass") is not None
    if head.lower in _LEADING and not any(w.lower == "to" for w in sentence.children(head, "prep")):
        return False  # "led the committee" causes nothing, "led to losses" does
    return head.lower in CAUSING and (not passive or sentence.child(head, "agent") is not None)


def _because(within: Sequence[Word]) -> bool:
    """Whether a conjunction or "due to" gives a cause; "after" counts where it opens a clause."""
    due = any(
        w.lower == "due" and to.lower == "to" and to.tag != "TO" for w, to in pairwise(within)
    )  # "was due to fly" gives no cause
    return due or any(w.lower in ("because", "owing") or (w.lower == "after" and w.dep == "mark") for w in within)


def _compares(within: Sequence[Word]) -> bool:
    """Whether a clause ranks or compares: a superlative, a comparative with "than", a word such as "record"."""
    if any(w.tag in ("JJS", "RBS") for w in within):
        return True
    than = any(w.lower == "than" for w in within)
    return (than and any(w.tag in ("JJR", "RBR") for w in within)) or any(
        w.lower in RANKING and w.tag in ("JJ", "RB") and w.lower in _STRONG for w in within
    )


_DEFINITE: Final = load_words("extraction", "definite")
_LEADING: Final = word_set("lead leads led leading")
_STRONG: Final = load_words("extraction", "strong")


def _lasting(sentence: Sentence, head: Word) -> bool:
    """A present tense, or a verb of being: what is so, rather than what happened."""
    if head.lower in BEING:
        return True
    auxiliaries = [w.lower for w in sentence.children(head, "aux", "auxpass")]
    if head.tag in ("VBZ", "VBP"):
        return True
    return bool(auxiliaries) and _LASTING.issuperset(auxiliaries)
