"""A clause in brackets is an island: nothing of it hangs on words outside, and nothing outside on it."""

import pytest

from checks.nlp.brackets import edges, spans_of_brackets, spans_of_quotations
from checks.nlp.tree import Sentence
from tests.checks.extraction.parsed import sentence, stated

GAMES = (
    "Brellplay is launching with 22 games (the addition of 10 extra titles was announced over the weekend), featuring "
    "popular series."
)
LAID_OFF = (
    "Gatepress reportedly laid off more than 60 employees (the company would not disclose the actual number but called "
    "it “immaterial”) and Brellco reportedly laid off several hundred."
)


def _crossing(parsed: Sentence) -> list[str]:
    """The words whose head stands on the other side of a bracket, but for the head of what stands in it."""
    ((opening, closing),) = spans_of_brackets([w.text for w in parsed.words])
    inside = range(opening + 1, closing)
    crossing = [w for w in parsed.words if (w.i in inside) != (w.head in inside) and w.text not in "()"]
    return [w.text for w in crossing if w.dep != "parataxis"]


@pytest.mark.parametrize("text", [GAMES, LAID_OFF])
def test_no_arc_crosses_brackets_that_hold_a_clause(text: str) -> None:
    parsed = sentence(text)
    assert _crossing(parsed) == []
    assert [(w.left, w.right) for w in parsed.words] == list(
        zip(*edges([w.head for w in parsed.words]), strict=True)
    )


@pytest.mark.parametrize(
    ("text", "part", "statement"),
    [
        (GAMES, "featuring popular series", "Brellplay is launching with 22 games, featuring popular series"),
        (GAMES, "the addition of 10 extra titles was announced over the weekend",
         "The addition of 10 extra titles was announced on the weekend of 16 November 2024"),
        (LAID_OFF, "Brellco reportedly laid off several hundred", "Brellco reportedly laid off several hundred"),
    ],
)  # fmt: skip
def test_what_stands_in_brackets_is_reported_by_itself(text: str, part: str, statement: str) -> None:
    assert stated(text, part) == statement


def test_inner_brackets_come_before_those_around_them() -> None:
    assert spans_of_brackets("a ( b [ c ] d ) e )".split()) == [(3, 5), (1, 7)]


def test_what_follows_a_quotation_hangs_on_what_stands_around_it() -> None:
    parsed = sentence(
        'It blamed "evil acts planned by forces who are irresponsible" for the deaths and absolved the guards of blame.'
    )
    (quoted,) = spans_of_quotations([w.text for w in parsed.words])
    absolved = next(w for w in parsed.words if w.text == "absolved")
    assert parsed.words[absolved.head].text == "blamed"
    assert not any(quoted[0] < w.head < quoted[1] for w in parsed.words[quoted[1] + 1 :])


def test_what_tells_more_of_a_quoted_word_stays_with_it() -> None:
    parsed = sentence("She called it the “worst” of all storms.")
    of = next(w for w in parsed.words if w.text == "of")
    assert parsed.words[of.head].text == "worst"


def test_a_mark_without_its_other_half_is_no_quotation() -> None:
    assert spans_of_quotations(["“", "a", "“", "b", "”", "c", "”"]) == [(2, 4)]
