"""The rules that set figures aside, each alone: its example, its line in the docs, and none outside of the registry."""

import inspect
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from checks.stance.figures import judge, mismatch_rules, rules, scope_rules
from checks.stance.figures.comparability import Comparability
from checks.stance.figures.pair import FigurePair
from checks.stance.figures.rules import CANDIDATE_RULES, FIGURE_RULES, SCOPE_RULES, first_reason
from checks.stance.judge import judge_texts
from tests.checks.stance.pairs import pair_of

_TOP = Path(__file__).parents[4]
ALL: dict[str, Any] = {name: rule for step in FIGURE_RULES.values() for name, rule in step.items()}
CANDIDATES = [
    ("denied", "Some 40 people died in Mirz.", "Officials rejected claims that 40 people died in Mirz."),
    ("before", "Alder has 300 schools.", "Schools in Alder are up from 200 schools."),
    ("dimension", "Alder has 300 schools.", "Alder is 300 kilometres long."),
    ("noun", "Alder has 300 schools.", "Alder has 300 bridges."),
    ("noun", "Ada Moss was 45 years old when she won.", "The trial lasted 45 years."),
]
CASES = [
    ("currency", "The plant cost 300 million euros.", "The plant cost 300 million dollars.", "currency differs"),
    ("role", "Alder has 2,000 soldiers in Mirz.", "Alder sends another 2,000 soldiers to Mirz.", "comes on top"),
    ("place", "Unemployment in Alder was 9 percent.", "Unemployment in Birch was 6 percent.", "source speaks of Birch"),
    ("row", "Alder exported 40 tonnes of maize.", "Exports of Alder, in tonnes / barley: 12 t.", "“barley: 12”"),
    ("row", "Alder exported 40 tonnes of sugar.", "Crops of Alder / sugar beet: 774 t.", "“sugar beet: 774”"),
    ("group", "In Alder 300 women were hired.", "In Alder 500 men were hired.", "“men”, the claim “women”"),
    ("group", "In Alder 44 percent drink.", "In Alder 44 percent of people aged 20 are drinkers.",
        "counts those aged 20"),
    ("modality", "The hall had 3,000 visitors.", "The hall can hold 3,500 visitors.", "“can hold”"),
    ("modality", "The Greens won 24 seats.", "An exit poll saw the Greens at 24 seats.", "“exit poll”"),
    ("modality", "Six judges left.", "The ministry claimed that six judges left.", "“claimed that”"),
    ("event", "Police arrested 30 people.", "Police said that 400 people marched.", "does not say “arrested”"),
    ("denial", "In Alder 52 percent have no well.", "In Alder 52 percent have a well.", "says “no” of “52 percent”"),
    ("span", "The film had 20,000 viewers.", "In its first week the film had 4,000 viewers.", "“In its first week”"),
    ("time", "Inflation was 9 percent in 2024.", "Inflation was 6 percent in 2017.", "figure is for 2017"),
    ("time", "Alder had 40 fires in March.", "Alder had 30 fires in August.", "another time of the year"),
    ("forecast", "The bridge cost 350 million euros.", "The bridge is expected to cost 240 million euros.", "expected"),
    ("bearer", "Portugal has 10 million inhabitants.", "Lisbon has 545,000 inhabitants.", "of Lisbon"),
    ("kind", "Unemployment rose to 25 percent.", "Youth unemployment rose to 27 percent.", "“Youth unemployment”"),
    ("verb", "The film earned 300 million dollars.",
        "The film cost 300 million dollars and earned 190 million dollars.", "says it of “190 million dollars”"),
    ("opposite", "The Greens won 24 seats.", "The Greens lost 24 seats.", "is of what is “lost”"),
    ("size", "Alder has 4,017 inhabitants.", "In Alder 12 people were seen.", "too far from “4,017 inhabitants”"),
    ("likeness", "In Alder 40 percent of night nurses smoke.", "In Alder 9 percent own a boat.", "little else"),
    ("predicate", "The clinic has 2,000 patients.", "The clinic treated 48 patients.", "is of what is “treated”"),
    ("shorter", "In 2023 Alder had 400 fires.", "From January to March 2023 Alder had 90 fires.", "date differs"),
    ("part", "Alder has 80,000 cars.", "Alder has 9,000 electric cars.", "source counts “electric”"),
    ("part", "Alder has 80,000 cars.", "In Birch Hill there are 9,000 cars.", "source counts “In Birch Hill”"),
    ("belonging", "The hospital cost 90 million euros.", "The hospital's emergency ward cost 12 million euros.",
        "“The hospital's emergency ward”"),
    ("ordinal", "He led by 40 seconds after the fourth stage.", "He led by 12 seconds after the third stage.",
        "the third stage"),
    ("within", "Chile's copper production fell by 5 percent.",
        "At Escondida, a mine in Chile, copper output rose by 4 percent.", "“At Escondida”"),
]  # fmt: skip
COMPARABLE = [
    ("Alder has 38 million inhabitants.", "Alder counts 37.6 million residents."),
    ("The train reaches 160 km/h.", "The train reaches 100 miles per hour."),
    ("Unemployment was 6.4 percent.", "Unemployment was 6.4 percent, the Federal Employment Agency said."),
    ("Inflation was 9 percent in 2024.", "In 2024 inflation was 6 percent."),
    ("The plant makes 100 cars an hour.", "The plant makes 98 cars every hour."),
    ("The aid is 4,000 crowns per household.", "Each household got 800 crowns."),
    ("The satellite orbits at 800 kilometres.", "From 514 kilometres the satellite photographs every field."),
    ("People drink 30 litres per person a year.", "Per capita consumption is 147 litres a year."),
    ("Alder has 80,000 cars.", "Alder has 9,000 cars."),
]


@pytest.mark.parametrize(("name", "claim", "passage"), CANDIDATES)
def test_a_candidate_rule_leaves_an_amount_out(name: str, claim: str, passage: str) -> None:
    pair = pair_of(claim, passage)
    assert [each for each, rule in CANDIDATE_RULES.items() if rule(pair)] == [name]


@pytest.mark.parametrize(("name", "claim", "passage", "reason"), CASES)
def test_a_rule_says_why_a_figure_decides_nothing(name: str, claim: str, passage: str, reason: str) -> None:
    found = ALL[name](pair_of(claim, passage))
    assert found is not None
    assert reason in found, found


@pytest.mark.parametrize(("claim", "passage"), COMPARABLE)
def test_no_rule_holds_where_figures_can_be_compared(claim: str, passage: str) -> None:
    pair = pair_of(claim, passage)
    later = ALL.keys() - CANDIDATE_RULES.keys()
    assert {name for name in later if ALL[name](pair)} == set()


def test_every_rule_has_an_example_and_a_name_of_its_own() -> None:
    assert {name for name, *_ in (*CANDIDATES, *CASES)} == ALL.keys()
    assert len(ALL) == sum(map(len, FIGURE_RULES.values()))


def test_every_function_that_takes_a_pair_and_gives_a_reason_is_in_the_registry() -> None:
    found = {
        function
        for module in (judge, rules, scope_rules, mismatch_rules)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_") and _is_rule(function)
    }
    assert found - {rules.is_no_candidate} == set(ALL.values())


def _is_rule(function: Any) -> bool:
    """Whether a function takes a pair of figures alone and gives a reason, or whether the amount is left out."""
    first, *others = inspect.signature(function).parameters.values()
    returns = inspect.signature(function).return_annotation
    return (first.annotation is FigurePair and not others and returns in (bool, str | None)) or (
        hasattr(function, "__wrapped__") and returns == str | None
    )


def test_the_judge_sets_figures_aside_by_the_registered_rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without them, and without the model of comparability, every figure decides."""
    monkeypatch.setattr(judge, "comparability", lambda pair, *, meets: Comparability("nothing"))
    for step in FIGURE_RULES.values():
        for name in list(step):
            monkeypatch.setitem(step, name, _never)
    silent = []
    for name, claim, passage, *_ in (*CANDIDATES, *CASES):
        pair = pair_of(claim, passage)
        found = judge.judge_figures(pair.claim, pair.source)
        if found is None or not found.decides:
            silent.append((name, found))
    assert silent == []


def _never(pair: FigurePair) -> None:
    """A rule that never holds."""


def test_the_docs_list_every_rule_in_its_order() -> None:
    text = (_TOP / "docs/developers/stance.md").read_text(encoding="utf-8")
    table = text.partition("| step | rule |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| (\w+) \| (\w+) \|", table, re.MULTILINE)
    assert rows == [(step, name) for step, found in FIGURE_RULES.items() for name in found]


def test_the_first_reason_is_reported() -> None:
    pair = pair_of("The plant cost 300 million euros.", "The plant cost 300 million dollars.")
    rest: Mapping[str, Any] = {name: rule for name, rule in SCOPE_RULES.items() if name != "currency"}
    assert first_reason(pair, SCOPE_RULES) == "currency differs: source gives 300 million dollars"
    assert first_reason(pair, rest) is None


def test_a_budget_of_all_does_not_refute_that_of_a_part() -> None:
    part = "The city spends $63 million on police."
    assert judge_texts(part, "The city's budget of $412 million was adopted on Monday.").stance == "context"
