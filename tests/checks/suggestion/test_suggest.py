"""The laws of suggestions, and what they tell."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.suggestion.suggest import ENOUGH, suggest
from checks.types.answer import CouldNotAsk, Nothing
from checks.types.passage import Passage
from checks.types.stance import Finding, Suggestion

_TEXTS = st.integers(0, 10**6).map(
    lambda n: f"The bureau number {n} counts so and so many of the {n} that there are."
)
_FINDINGS = st.builds(
    lambda stance, confidence, text, day: Finding(
        stance, f"because {text}", confidence, Passage(text, "p. 1", "Bureau", published=day)
    ),
    st.sampled_from(["supports", "refutes", "context", "none"]),
    st.floats(0, 1),
    _TEXTS,
    st.none() | st.dates(date(2020, 1, 1), date(2026, 1, 1)),
)
_LISTS = st.lists(_FINDINGS, max_size=8, unique_by=lambda finding: finding.reason)


def _shown(findings: list[Finding]) -> tuple[object, ...]:
    """A suggestion with the evidence itself in place of where it stands."""
    made = suggest(findings, [])
    return made.outcome, made.strength, made.reasons, {findings[n].reason for n in made.finding_indices}


def _for(confidence: float, text: str = "A first bureau counts them all.", **more: object) -> Finding:
    return Finding("supports", text, confidence, Passage(text, "", text, **more))  # type: ignore[arg-type]


@given(_LISTS, st.randoms())
def test_the_order_of_the_evidence_is_of_no_account(findings: list[Finding], dice: object) -> None:
    other = list(findings)
    dice.shuffle(other)  # type: ignore[attr-defined]
    assert _shown(other) == _shown(findings)


@given(_LISTS, st.data())
def test_a_copy_changes_nothing(findings: list[Finding], data: st.DataObject) -> None:
    if not findings:
        return
    of = data.draw(st.sampled_from(findings))
    assert of.passage
    copied = replace(of, passage=replace(of.passage, publisher="Mirror", url="https://mirror.example/1"))
    place = data.draw(st.integers(0, len(findings)))
    assert _shown([*findings[:place], copied, *findings[place:]]) == _shown(findings)


@given(_LISTS, st.floats(0, 1))
def test_one_more_origin_that_supports_never_makes_it_weaker(findings: list[Finding], confidence: float) -> None:
    before, after = suggest(findings, []), suggest([*findings, _for(confidence)], [])
    if before.outcome in ("supported", "conflicting"):
        assert after.outcome == before.outcome
        assert after.strength >= before.strength


@given(_LISTS)
def test_it_is_never_stronger_than_its_strongest_evidence(findings: list[Finding]) -> None:
    made = suggest(findings, [])
    assert made.strength <= max((findings[n].confidence for n in made.finding_indices), default=0.0)
    decided = made.outcome in ("supported", "refuted", "conflicting")
    assert decided == bool(made.strength)
    assert not decided or min(findings[n].confidence for n in made.finding_indices) >= ENOUGH


@pytest.mark.parametrize(("origins", "strength"), [(1, 0.8), (2, 0.9), (3, 0.95)])
def test_each_further_origin_halves_what_is_missing(origins: int, strength: float) -> None:
    findings = [_for(1.0, f"The bureau of town {n} counts them all.") for n in range(origins)]
    assert suggest(findings, []).strength == pytest.approx(strength)


def test_a_conflict_says_how_many_which_is_newer_and_which_nearer() -> None:
    old = _for(0.9, published=date(2020, 5, 3))
    new = replace(_for(0.6, "A second one denies that.", published=date(2026, 5, 3)), stance="refutes")
    made = suggest(
        [old, new, replace(old, passage=replace(old.passage or Passage("", "", ""), publisher="M"))], []
    )
    assert made.outcome == "conflicting"
    assert made.strength == pytest.approx(0.48)
    assert made.reasons[2:] == (
        "the evidence conflicts: 1 for, 1 against, copies counted once",
        "the newest is against it, of 3 May 2026; the other side's is older",
        "what is for it is nearer to what the claim says",
    )


def test_what_could_not_be_asked_is_reported_whatever_was_found() -> None:
    answers = [("shelf", Nothing(())), ("Wikipedia", CouldNotAsk("timed out"))]
    reported = "Wikipedia could not be asked: timed out"
    against = replace(_for(0.9), stance="refutes")
    for findings in ([], [_for(0.9)], [against], [_for(0.9), against], [_for(0.2)]):
        assert suggest(findings, answers).reasons[-1] == reported
    assert suggest([], answers) == Suggestion("could not ask", (reported,))
