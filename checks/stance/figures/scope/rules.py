"""The scope rules in their order: why a source's figure cannot be compared with the claim's.

A rule takes the two figures with their texts and gives the reason in words, or None. The first reason is the one that
is shown. To see what a rule is worth, compare without it: `scope_difference(pair, without("role"))`.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from checks.stance.figures.pair import FigurePair
from checks.stance.figures.scope.group import bearer, opposite_share, other_event, other_group
from checks.stance.figures.scope.measure import (
    other_currency,
    other_rate,
    other_role,
    other_row,
    other_share,
    other_substance,
)
from checks.stance.figures.scope.modality import forecast, modality_of_source
from checks.stance.figures.scope.place import other_location, wider_area
from checks.stance.figures.scope.time import other_period, other_span, toll_so_far

ScopeRule: TypeAlias = Callable[[FigurePair], str | None]

SCOPE_RULES: Final[Mapping[str, ScopeRule]] = {
    "currency": other_currency,
    "role": other_role,
    "place": other_location,
    "share": other_share,
    "row": other_row,
    "substance": other_substance,
    "group": other_group,
    "opposite": opposite_share,
    "modality": modality_of_source,
    "rate": other_rate,
    "event": other_event,
    "span": other_span,
    "time": other_period,
    "toll": toll_so_far,
    "forecast": forecast,
    "area": wider_area,
    "bearer": bearer,
}


def scope_difference(pair: FigurePair, rules: Mapping[str, ScopeRule] = SCOPE_RULES) -> str | None:
    """The first reason why the two figures cannot be compared, in words; None where they can.

    Rules are asked in their order and no further than the first reason; the reason of the first one that holds is what
    the desk shows.
    """
    reasons = (rule(pair) for rule in rules.values())
    return next((reason for reason in reasons if reason is not None), None)


def without(*names: str) -> dict[str, ScopeRule]:
    """The scope rules but for those with these names. Raises `KeyError` for a name that no rule has."""
    for name in names:
        SCOPE_RULES[name]
    return {name: rule for name, rule in SCOPE_RULES.items() if name not in names}
