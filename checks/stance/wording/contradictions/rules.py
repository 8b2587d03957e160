"""The contradiction rules in their order: what a source says that cannot be true beside the claim.

A rule takes the aligned sentences and the source's clause that tells the claim's predicate, and gives what differs, in
words, or None.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from checks.stance.result import Contradiction
from checks.stance.wording.alignment import Alignment
from checks.stance.wording.contradictions.kind import other_holder, other_kind, other_people, other_whole
from checks.stance.wording.contradictions.place import other_place
from checks.stance.wording.contradictions.rank import other_rank
from checks.stance.wording.contradictions.what import (
    only_another,
    other_cause,
    other_cause_of_death,
    other_language,
    other_score,
)
from checks.stance.wording.contradictions.when import ended, no_longer_alive, other_order, other_time
from checks.stance.wording.contradictions.who import other_author, other_doer, other_part, other_partner
from checks.stance.wording.verbal_clauses import PredicateClause

ContradictionRule: TypeAlias = Callable[[Alignment, PredicateClause], Contradiction | None]

CONTRADICTION_RULES: Final[Mapping[str, ContradictionRule]] = {
    "doer": other_doer,
    "author": other_author,
    "partner": other_partner,
    "part": other_part,
    "only": only_another,
    "time": other_time,
    "order": other_order,
    "ended": ended,
    "people": other_people,
    "kind": other_kind,
    "holder": other_holder,
    "whole": other_whole,
    "place": other_place,
    "rank": other_rank,
    "score": other_score,
    "cause of death": other_cause_of_death,
    "cause": other_cause,
    "alive": no_longer_alive,
    "language": other_language,
}


def contradictions(
    alignment: Alignment,
    clause: PredicateClause,
    rules: Mapping[str, ContradictionRule] = CONTRADICTION_RULES,
) -> Iterator[Contradiction]:
    """All that differs, in the order of the rules.

    Each with the words of the claim that it stands against. `rules` can leave some out, to see what one is worth.
    """
    for rule in rules.values():
        if (found := rule(alignment, clause)) is not None:
            yield found
