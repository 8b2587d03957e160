"""The rules of extraction, each of which an ablation switches off while annotated articles are split.

A rule stands in one function; without it, that function says that it does not apply. Reasons of `checkability` are
taken out one by one. What a rule is worth shows on articles that neither it nor the weights were made with.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import Any, Final
from unittest.mock import patch

from checks.extraction.checkability import why_not_checkable
from checks.types.quantity import Date

_EXTRACTION: Final = "checks.extraction."
# The name of a rule: where its function is used, by which name, and what that gives without the rule.
RULES: Final[dict[str, tuple[str, str, Callable[..., Any]]]] = {
    "stretches that rules propose": ("segments.model", "_rule_boundaries", lambda *_: set()),
    "amounts and times are never cut": ("segments.model", "unbreakable", lambda *_: set()),
    "a word stays with what it needs": ("segments.model", "inseparable", lambda *_: set()),
    "a subject stays with its verb": ("segments.model", "_between_subject_and_verb", lambda *_: iter(())),
    "no stretch ends before its object": ("segments.model", "_without_tail", lambda _, first, last: (first, last)),
    "who only speaks states nothing": ("article", "only_speaks", lambda *_: False),
    "who breaks off states nothing": ("article", "only_leads", lambda *_: False),
    "asides are left out": ("statement.filling", "asides", lambda *_: set()),
    "what a part needs of its clause": ("statement.parts", "core_of", lambda *_: None),
    "the smallest clause leads": ("statement.parts", "lead_to", lambda *_: None),
    "what is no sentence takes its clause": ("statement.statement", "_fault", lambda *_: None),
    "no word is joined that the article parts": ("statement.statement", "changed_relation", lambda *_: None),
    "no word that binds is left out": ("statement.faithful", "lost_scope", lambda *_: None),
    "a short quotation is never cut": ("segments.cut_laws", "_short_quotations", lambda _: iter(())),
    "rows of names stay whole": ("segments.cut_laws", "_rows", lambda _: iter(())),
    "a verb keeps the phrase right behind it": ("segments.cut_laws", "_goes_somewhere", lambda *_: False),
    "what lasts needs more chance": ("segments.decision", "_is_lasting", lambda *_: False),
    "who says so is filled in": ("statement.filling", "_who_says_it", lambda *_: None),
    "what a statement points at is in its context": ("context.line", "antecedents", lambda *_: []),
    "“today” may mean nowadays": ("article", "times_of", lambda _, dates: list(dates)),
    "a relative clause gets its object": ("statement.relatives", "object_gap", lambda *_: None),
    "what may tell of two nouns keeps both": ("statement.relatives", "_either_noun", lambda *_: False),
    "pronouns are filled in": ("statement.filling", "_pronouns", lambda *_: {}),
    "times are filled in": ("statement.filling", "_times", lambda *_: {}),
}
REASONS: Final = (
    "advice or a request", "a hypothesis", "speaks to the reader", "leaves open what is so",
    "a prediction or promise in a quotation", "a wish or possibility in a quotation", "an opinion in a quotation",
    "the speaker's own account in a quotation", "a figure of speech in a quotation", "the speaker's own view",
    "a judgement of value", "a prediction of nobody named", "said or believed by nobody named",
    "only says who speaks", "too short to state a fact", "the author's own account",
)  # fmt: skip
YEARS: Final = "years are held against the article's"


def names() -> tuple[str, ...]:
    """All that can be switched off, in the order in which the table shows it."""
    return (*RULES, YEARS, *(f"reason: {reason}" for reason in REASONS))


@contextmanager
def without(name: str) -> Iterator[None]:
    """Split without one rule; raises `KeyError` for a name that is none of `names`."""
    with ExitStack() as stack:
        if name.startswith("reason: "):
            stack.enter_context(patch(f"{_EXTRACTION}article.why_not_checkable", _without_reason(name[8:])))
        elif name == YEARS:
            stack.enter_context(patch("checks.dates.narrative.NarratedYears.settled", _as_they_are))
        else:
            module, function, instead = RULES[name]
            import_module(_EXTRACTION + module)
            stack.enter_context(patch(f"{_EXTRACTION}{module}.{function}", instead))
        yield


def _as_they_are(_years: object, days: Sequence[Date], _published: object) -> tuple[Date, ...]:
    return tuple(days)


def _without_reason(reason: str) -> Callable[..., str | None]:
    def other_reasons(*given: Any) -> str | None:
        found = why_not_checkable(*given)
        return None if found == reason else found

    return other_reasons
