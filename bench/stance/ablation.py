"""What each rule of the stances is worth, on pairs that no rule was made with.

    python -m bench.stance --ablate [--short] [--lists] [FILE ...]

A rule is a function of `checks.stance`, `checks.amounts` or `checks.nlp.relations` that may find nothing (it returns
None, False or something empty). Each is made to find nothing in turn; the pairs on which it had found something are
judged again, and the stances that change are counted. "Better" are pairs that come out as marked only without the
rule, "worse" those that do so only with it. A rule without either earns nothing on these pairs; one with more better
than worse hurts.

`--lists` does the same with every word list that the functions read while they run; `--short` looks at the rules in
the registries alone, which takes some seconds. FILE as for `bench.stance`; without one the held-out sets are read.
The last lines name the rules that change nothing, those that hurt, and those that never found anything.
"""

import argparse
import importlib
import inspect
import json
import pkgutil
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import chain
from math import comb
from pathlib import Path
from types import ModuleType
from typing import Any, cast, get_args, get_type_hints

import checks.amounts
import checks.nlp.relations
import checks.stance
from bench.stance.reader import read_pair
from checks.lexicon import load_words
from checks.nlp import context_vectors
from checks.stance.figures.rules import FIGURE_RULES
from checks.stance.syntax import clauses
from checks.stance.wording.contradiction_rules import CONTRADICTION_RULES
from cli.text.stance import judge_pair

Rule = Callable[..., Any]
_LISTS = "load_words"
_PACKAGES = (checks.stance, checks.amounts, checks.nlp.relations)
_CHANCE = 0.05  # how likely chance alone may do as much harm as a registered rule before the short form fails


@dataclass(frozen=True, slots=True)
class Effect:
    """What changes without a rule: pairs that it fired on, and those that get better, worse or only different."""

    name: str
    fired: int
    better: int
    worse: int
    other: int

    @property
    def verdict(self) -> str:
        """In one word, what the rule is worth."""
        if self.better == self.worse:
            return "nothing" if not self.better else "even"
        return "hurts" if self.better > self.worse else "earns"

    @property
    def harms(self) -> bool:
        """Whether so many pairs are better without it that chance would seldom do as much (the sign test, one-sided).

        Of a rule that is worth nothing each pair that changes is better or worse like the toss of a coin.
        """
        changed = self.better + self.worse
        as_many = sum(comb(changed, heads) for heads in range(self.better, changed + 1))
        return changed > 0 and as_many / 2**changed < _CHANCE


class Ablation:
    """The pairs with their stances, and the rules with the pairs on which each found something."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Read pairs, lines of JSON as `bench.stance` takes them."""
        self._pairs = [(json.loads(line), read_pair(line)) for line in lines]
        self._fired: dict[str, set[int]] = defaultdict(set)
        self._at = 0
        self._with: list[str] = []

    def observe(self, rules: Mapping[str, Rule], *, lists: bool) -> None:
        """Judge every pair once, and note which rule found something and which list was read."""
        watched = {name: self._watched(name, rule) for name, rule in rules.items()}
        with _replaced(watched, rules), _lists(self._note) if lists else nullcontext():
            for at, (_, texts) in enumerate(self._pairs):
                self._at = at
                _forget()  # a rule behind a cache is asked once for all pairs
                self._with.append(str(judge_pair(texts)["stance"]))

    def rules(self) -> list[str]:
        """Everything that found something on a pair, by name."""
        return sorted(self._fired)

    def without_rule(self, name: str, rule: Rule) -> Effect:
        """The effect of a function that finds nothing."""
        with _replaced({name: _finds_nothing(rule)}, {name: rule}):
            return self._effect(name)

    def without_list(self, name: str) -> Effect:
        """The effect of a word list without words."""
        with _lists(lambda _: None, empty=name):
            return self._effect(name)

    def _effect(self, name: str) -> Effect:
        counts: Counter[str] = Counter()
        for at in self._fired[name]:
            row, texts = self._pairs[at]
            before, after = self._with[at], _stance(texts)
            if before != after:
                right = {before: "worse", after: "better"}
                counts[right.get(row["stance"], "other")] += 1
        return Effect(
            name=name,
            fired=len(self._fired[name]),
            better=counts["better"],
            worse=counts["worse"],
            other=counts["other"],
        )

    def _note(self, name: str) -> None:
        self._fired[name].add(self._at)

    def _watched(self, name: str, rule: Rule) -> Rule:
        def watched(*args: Any, **options: Any) -> Any:
            found = rule(*args, **options)
            if found is not None and found is not False and (not hasattr(found, "__len__") or len(found)):
                self._note(name)
            return found

        return watched


def _stance(texts: Any) -> str:
    """The stance of a pair; "broken" where the code cannot do without what was taken out."""
    try:
        return cast("str", judge_pair(texts)["stance"])
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, StopIteration):
        return "broken"


def _finds_nothing(rule: Rule) -> Rule:
    """A function in a rule's place that returns what the rule returns where it finds nothing."""
    hint = get_type_hints(rule)["return"]
    nothing = None if type(None) in get_args(hint) else hint()
    return lambda *_, **__: nothing


def _keep_parses() -> None:
    """Keep every sentence that was parsed or encoded to the end: each pair is judged many times, and a rule taken out
    changes no parse.
    """
    for module in (clauses, context_vectors):
        vars(module)["_KEPT"] = sys.maxsize


def _forget() -> None:
    """Empty the caches of what was read of texts and words: what a rule found would outlive its removal there."""
    for module in _modules():
        for each in vars(module).values():
            if hasattr(each, "cache_clear") and each.cache_parameters()["maxsize"] is not None:
                each.cache_clear()


def _modules() -> list[ModuleType]:
    """The packages of the stances, amounts and relations of words, with all their modules."""
    found = (pkgutil.walk_packages(each.__path__, f"{each.__name__}.") for each in _PACKAGES)
    return [*_PACKAGES, *(importlib.import_module(module.name) for module in chain.from_iterable(found))]


def rules_of_stance() -> dict[str, Rule]:
    """Every function of these packages that may find nothing, as "module.function"."""
    rules: dict[str, Rule] = {}
    for module in _modules():
        for name, rule in inspect.getmembers(module, inspect.isfunction):
            if rule.__module__ == module.__name__ and _may_find_nothing(rule):
                rules[f"{module.__name__.removeprefix('checks.').removeprefix('stance.')}.{name}"] = rule
    return rules


def _may_find_nothing(rule: Rule) -> bool:
    hint = get_type_hints(rule).get("return")
    return hint is bool or type(None) in get_args(hint)


@contextmanager
def _replaced(by: Mapping[str, Rule], rules: Mapping[str, Rule]) -> Iterator[None]:
    """Functions in the place of rules, wherever a module or a registry of the package holds them."""
    places = [vars(module) for module in _modules()]
    registries = [*FIGURE_RULES.values(), CONTRADICTION_RULES]
    holders = [*places, *cast("list[MutableMapping[str, Any]]", registries)]
    undo = []
    for name, rule in rules.items():
        for holder in holders:
            for key in [key for key, value in holder.items() if value is rule]:
                holder[key] = by[name]
                undo.append((holder, key, rule))
    _forget()
    try:
        yield
    finally:
        for holder, key, rule in undo:
            holder[key] = rule
        _forget()


@contextmanager
def _lists(note: Callable[[str], None], empty: str | None = None) -> Iterator[None]:
    """Word lists that tell of being read; `empty` names one that has no words."""

    def watched(table: str, name: str) -> frozenset[str]:
        note(f"{table}.{name}")
        return frozenset() if f"{table}.{name}" == empty else real[table, name]

    real = _Words()
    holders = [vars(module) for module in _modules() if _LISTS in vars(module)]
    kept = [holder[_LISTS] for holder in holders]
    for holder in holders:
        holder[_LISTS] = watched
    _forget()
    try:
        yield
    finally:
        for holder, load in zip(holders, kept, strict=True):
            holder[_LISTS] = load
        _forget()


class _Words(dict[tuple[str, str], frozenset[str]]):
    """The word lists by table and name."""

    def __missing__(self, key: tuple[str, str]) -> frozenset[str]:
        self[key] = load_words(*key)
        return self[key]


def main(arguments: list[str], held_out: Sequence[Path]) -> int:
    """Print the table; returns 1 where a registered rule harms."""
    parser = argparse.ArgumentParser(prog="bench.stance --ablate")
    parser.add_argument("files", nargs="*", type=Path, default=held_out)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--lists", action="store_true")
    options = parser.parse_args(arguments)
    _keep_parses()
    ablation = Ablation(line for path in options.files for line in path.read_text(encoding="utf-8").splitlines())
    rules = rules_of_stance()
    if options.short:
        registered = {rule for step in (*FIGURE_RULES.values(), CONTRADICTION_RULES) for rule in step.values()}
        rules = {name: rule for name, rule in rules.items() if rule in registered}
    ablation.observe(rules, lists=options.lists)
    fired = ablation.rules()
    effects = [
        ablation.without_rule(name, rules[name]) if name in rules else ablation.without_list(name)
        for name in fired
    ]
    print(f"{'without':<58}{'fired':>7}{'better':>8}{'worse':>8}{'other':>8}")
    for each in sorted(effects, key=lambda e: (e.worse - e.better, e.worse, -e.fired)):
        print(f"{each.name:<58}{each.fired:>7}{each.better:>8}{each.worse:>8}{each.other:>8}  {each.verdict}")
    named = defaultdict(list)
    for each in effects:
        named[each.verdict].append(each.name)
    for verdict in ("hurts", "nothing"):
        print(f"\n{verdict} ({len(named[verdict])}): {', '.join(named[verdict])}")
    silent = sorted(rules.keys() - set(fired))
    print(f"\nnever fired ({len(silent)}): {', '.join(silent)}")
    return 1 if options.short and any(e.harms for e in effects) else 0
