"""Scope rules of who and what is counted: another group, event or bearer, or those who do the opposite."""

import re
from typing import Final

from checks.lexicon import load_words
from checks.nlp.content_words import normalize
from checks.stance.antonyms import opposites
from checks.stance.figures.agreement import figure_relation
from checks.stance.figures.amounts import Amount
from checks.stance.figures.mismatches import other_bearer
from checks.stance.figures.pair import FigurePair
from checks.stance.figures.scope.measure import figure_role
from checks.stance.reasons import quoted
from checks.stance.word_groups import contrasting_words, extra_event, missing_event

# The rate of a quarter is a rate of its year.
_PART_OF_YEAR = re.compile(r"(?:first|second|third|fourth) (?:half|quarter)", re.IGNORECASE)
# Soldiers are men without being told apart from women.
_MEN = re.compile(r"\bmen\b", re.IGNORECASE)
_SOLDIER: Final = normalize("soldier")
# Words with a capital within a clause: names.
_CAPITALIZED = re.compile(r"(?<!^)(?<!^\s)\b[A-Z][\w’'-]*")
# A group by age, behind its noun: "drivers aged 20".
_AGED = re.compile(
    r"(?<=[a-z] )(?:under|younger than|older than|aged)(?: the age of)? (?:\d\d|twenty|thirty|forty|fifty|sixty)\b"
    r"(?! percent|%)(?=[\s,.]*(?:[A-Z,.]|in\b|are\b|have\b|$))"
)
_ALL: Final = "all"


def other_group(pair: FigurePair) -> str | None:
    """The source counts another group or a part of the claim's: men for women, under-25s, the first quarter."""
    ours, theirs = pair.ours, pair.theirs
    aged = _AGED.search(theirs.part)
    if aged is not None and not _AGED.search(pair.claim.text):
        return f"scope differs: source counts those {aged[0]}"
    given = _MEN.sub("soldiers", theirs.part) if ours.noun == _SOLDIER else theirs.part
    apart = contrasting_words(ours.part, given)
    if apart is None:
        return None
    if apart[0] == _ALL and _PART_OF_YEAR.fullmatch(apart[1]) and _is_level(ours) and _is_level(theirs):
        return None  # "the rate stood at 11.2 percent in the third quarter"
    if _ALL in apart and ours.dimension == "count" and figure_relation(ours, theirs) == "meets":
        return None
    there, here = (word if word == _ALL else f"“{word}”" for word in (apart[1], apart[0]))
    return f"scope differs: source counts {there}, the claim {here}"


def _is_level(amount: Amount) -> bool:
    """Whether an amount is a share and no change of one."""
    return amount.dimension == "percent" and figure_role(amount) == "amount"


def opposite_share(pair: FigurePair) -> str | None:
    """The source's share is of those who do the opposite: "against" for "in favour"."""
    if not pair.ours.dimension == pair.theirs.dimension == "percent":
        return None
    against = opposites(_without_names(pair.ours.part), _without_names(pair.theirs.part))
    moves = load_words("synonyms", "rising") | load_words("synonyms", "falling")
    if against is None or {*against} & moves:
        return None
    return f"scope differs: {quoted(pair.theirs)} is of “{against[1]}”, the claim's of “{against[0]}”"


def _without_names(part: str) -> str:
    """A clause without its words with capitals: a "Federal Employment Agency" is no word on employment."""
    return _CAPITALIZED.sub(" ", part)


def bearer(pair: FigurePair) -> str | None:
    """The source's figure is of somebody or something else by name."""
    other = other_bearer(pair)
    return f"scope differs: source says {quoted(pair.theirs)} of {other}" if other else None


def other_event(pair: FigurePair) -> str | None:
    """One figure is of an event of which the other text says nothing: "arrested", "withdrawn"."""
    event = missing_event(pair.ours.part, pair.theirs.sentence) or _event_of_other_amount(pair)
    if event is not None:
        return f"source does not say “{event}” of {quoted(pair.theirs)}"
    event = extra_event(pair.claim.text, pair.theirs.part)
    return f"source says “{event}” of {quoted(pair.theirs)}, the claim does not" if event else None


def _event_of_other_amount(pair: FigurePair) -> str | None:
    """The claim's event where the figure's own clause does not have it and that of another figure does."""
    event = missing_event(pair.ours.part, pair.theirs.part)
    if event is None:
        return None
    others = (a for a in pair.source.amounts if a.dimension == pair.ours.dimension and a is not pair.theirs)
    return event if any(missing_event(pair.ours.part, other.part) is None for other in others) else None
