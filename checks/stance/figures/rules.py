"""All rules that set a figure of a passage aside, by name, in the order in which they are asked.

`figures/judge.py` asks them in six steps: which amounts are candidates, which of these can be compared with the claim's
(scope), whether one that misses is of another size, and whether one that would refute, that would support, or that
moved the other way is of something else. A rule takes the two figures with their texts. A candidate rule says whether
the amount is left out; any other gives the reason in words, or None, and the first reason is the one that is shown.

`./run bench stance --ablate` takes each out, and docs/developers/stance.md lists them.
"""

import math
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from checks.amounts.amounts import AGE, LENGTH, is_money
from checks.nlp.content_words import normalize
from checks.nlp.relations.predicates import synonymous
from checks.stance.figures.mismatch_rules import (
    moved_within,
    of_a_kind,
    of_part_of_subject,
    opposite_verb,
    other_bearer,
    other_stock_or_flow,
    part_of_the_claimed,
    shorter_time,
    verb_of_other_figure,
)
from checks.stance.figures.pair import FigurePair
from checks.stance.figures.scope_rules import (
    forecast,
    modality_of_source,
    of_beginning,
    other_currency,
    other_denial,
    other_event,
    other_group,
    other_location,
    other_ordinal,
    other_period,
    other_role,
    other_row,
)

CandidateRule: TypeAlias = Callable[[FigurePair], bool]
FigureRule: TypeAlias = Callable[[FigurePair], str | None]

# Nouns that may count anybody.
_PEOPLE: Final = frozenset(normalize(word) for word in ("person", "man", "woman", "other"))
_COUNTED_BY_NOUN: Final = ("count", "percent")
_ANOTHER_SIZE: Final = 10.0  # times, from which on other nouns are other matters
_FAR_OFF: Final = 80.0  # and the same noun too
_LITTLE_ALIKE: Final = 0.3  # of shares of other nouns, those less alike than this are of another matter


def first_reason(pair: FigurePair, rules: Mapping[str, FigureRule]) -> str | None:
    """The reason of the first rule that holds; None where none does. No rule behind that one is asked."""
    reasons = (rule(pair) for rule in rules.values())
    return next((reason for reason in reasons if reason is not None), None)


def is_no_candidate(pair: FigurePair) -> bool:
    """Whether a candidate rule leaves the source's amount out."""
    return any(rule(pair) for rule in CANDIDATE_RULES.values())


def denied(pair: FigurePair) -> bool:
    """The source denies the figure: "dismissed claims that 40 died"."""
    return pair.theirs.negated


def of_before(pair: FigurePair) -> bool:
    """The source's figure is one of before ("up from 34,950 in 2001"), and the claim's time is not that before."""
    if not pair.theirs.former or pair.ours.former:
        return False
    mine, other = ({(d.first, d.last) for d in each.days if d.first} for each in (pair.ours, pair.theirs))
    return not mine or mine != other


def other_dimension(pair: FigurePair) -> bool:
    """The two do not measure the same: a length, a share; amounts of money do in any currencies."""
    both_money = is_money(pair.ours) and is_money(pair.theirs)
    return pair.ours.dimension != pair.theirs.dimension and not both_money


def other_noun(pair: FigurePair) -> bool:
    """The two do not count the same: 12 ships and 12 trains, an age and a length of time.

    Only counts and shares have nouns that must agree. They do where one may count anybody, where both clauses have
    both nouns, where they are synonyms, and where the source's sentence has the noun that the claim's share is of.
    """
    ours, theirs = pair.ours, pair.theirs
    if ours.dimension == "time" and theirs.noun in (AGE, LENGTH):
        return ours.noun != theirs.noun and not (theirs.noun == LENGTH and ours.noun is None)
    if ours.dimension == "time" and ours.noun == AGE:
        return True
    if None in (ours.noun, theirs.noun) or ours.noun == theirs.noun or ours.dimension not in _COUNTED_BY_NOUN:
        return False
    return not _may_count_the_same(pair, str(ours.noun), str(theirs.noun))


def _may_count_the_same(pair: FigurePair, mine: str, other: str) -> bool:
    """Whether two nouns that differ may count the same."""
    ours, theirs = pair.ours, pair.theirs
    if not _PEOPLE.isdisjoint((mine, other)) or (mine in theirs.words and other in ours.words):
        return True
    alike = synonymous(str(ours.quantity.counted).lower(), str(theirs.quantity.counted).lower())
    return alike or (ours.dimension == "percent" and mine in theirs.sentence.lower())


def another_size(pair: FigurePair) -> str | None:
    """The two are too far apart to be of one matter: "12 people were arrested", and how many live in a town.

    Other nouns may be synonyms that the lexicon lacks, as long as the numbers are within ten times of each other; the
    same noun is another matter from 80 times on. "Nobody" may always be of the same.
    """
    ours, theirs = pair.ours, pair.theirs
    if not ours.value or not theirs.value:
        return None
    times = abs(theirs.value / ours.value)
    counted = "count" in (ours.dimension, theirs.dimension)
    other_nouns = counted and None not in (ours.noun, theirs.noun) and ours.noun != theirs.noun
    most = _ANOTHER_SIZE if other_nouns else _FAR_OFF if counted or is_money(ours) else math.inf
    if max(times, 1 / times) < most:
        return None
    given = f"source gives “{theirs.quantity.text}”"
    return f"{given}: too far from “{ours.quantity.text}” to be of the same matter"


def little_alike(pair: FigurePair) -> str | None:
    """Two shares of other nouns share few words with each other's sentences."""
    ours, theirs = pair.ours, pair.theirs
    if ours.dimension != "percent" or pair.likeness >= _LITTLE_ALIKE or ours.noun == theirs.noun:
        return None
    given = f"source gives “{theirs.quantity.text}”"
    return f"{given}, and shares little else with the claim"


# Which of the source's amounts are no candidates.
CANDIDATE_RULES: Final[Mapping[str, CandidateRule]] = {
    "denied": denied,
    "before": of_before,
    "dimension": other_dimension,
    "noun": other_noun,
}
# Why a candidate cannot be compared with the claim's figure.
SCOPE_RULES: Final[Mapping[str, FigureRule]] = {
    "currency": other_currency,
    "role": other_role,
    "place": other_location,
    "row": other_row,
    "group": other_group,
    "modality": modality_of_source,
    "ordinal": other_ordinal,
    "event": other_event,
    "denial": other_denial,
    "span": of_beginning,
    "time": other_period,
    "forecast": forecast,
    "bearer": other_bearer,
    "kind": of_a_kind,
}
# Why one that misses the claim's is of another matter.
SIZE_RULES: Final[Mapping[str, FigureRule]] = {"size": another_size, "likeness": little_alike}
# Why one that would refute is of something else.
REFUTATION_RULES: Final[Mapping[str, FigureRule]] = {
    "predicate": other_stock_or_flow,
    "shorter": shorter_time,
    "part": part_of_the_claimed,
    "belonging": of_part_of_subject,
}
# Why one that would support is of something else.
SUPPORT_RULES: Final[Mapping[str, FigureRule]] = {
    "verb": verb_of_other_figure,
    "opposite": opposite_verb,
}
# Why one that moves the other way is of something else.
MOVE_RULES: Final[Mapping[str, FigureRule]] = {"within": moved_within}
# Every registry of rules that set figures aside, by the step that asks it.
FIGURE_RULES: Final = {
    "candidate": CANDIDATE_RULES,
    "scope": SCOPE_RULES,
    "size": SIZE_RULES,
    "refutation": REFUTATION_RULES,
    "support": SUPPORT_RULES,
    "move": MOVE_RULES,
}
