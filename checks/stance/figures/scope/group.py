"""Scope rules of who and what is counted: another group, event or bearer, or those who do the opposite."""

import re
from typing import Final

from checks.lexicon import load_words
from checks.nlp.content_words import normalize
from checks.stance.antonyms import opposites
from checks.stance.figures.agreement import figure_relation
from checks.stance.figures.amount_context import other_bearer
from checks.stance.figures.amounts import Amount
from checks.stance.figures.pair import FigurePair
from checks.stance.figures.scope.measure import figure_role
from checks.stance.reasons import quoted
from checks.stance.word_groups import contrasting_words, extra_event, missing_event

_PART_OF_YEAR = re.compile(r"(?:first|second|third|fourth) (?:half|quarter)", re.IGNORECASE)
_MEN = re.compile(r"\bmen\b", re.IGNORECASE)
_SOLDIER: Final = normalize("soldier")
_CAPITALIZED = re.compile(r"(?<!^)(?<!^\s)\b[A-Z][\w’'-]*")
_AGED = re.compile(
    r"(?<=[a-z] )(?:under|younger than|older than|aged)(?: the age of)? (?:\d\d|twenty|thirty|forty|fifty|sixty)\b"
    r"(?! percent|%)(?=[\s,.]*(?:[A-Z,.]|in\b|are\b|have\b|$))"
)


def other_group(pair: FigurePair) -> str | None:
    aged = _AGED.search(pair.theirs.part)
    if aged is not None and not _AGED.search(pair.claim.text):
        return f"scope differs: source counts those {aged[0]}"
    given = _MEN.sub("soldiers", pair.theirs.part) if pair.ours.noun == _SOLDIER else pair.theirs.part
    apart = contrasting_words(pair.ours.part, given)
    if (
        apart
        and apart[0] == "all"
        and _PART_OF_YEAR.fullmatch(apart[1])
        and _is_level(pair.ours)
        and _is_level(pair.theirs)
    ):
        return None  # "the rate stood at 11.2 percent in the third quarter"
    if apart is None or (
        "all" in apart and pair.ours.dimension == "count" and figure_relation(pair.ours, pair.theirs) == "meets"
    ):
        return None
    there, here = (word if word == "all" else f"“{word}”" for word in (apart[1], apart[0]))
    return f"scope differs: source counts {there}, the claim {here}"


def _is_level(amount: Amount) -> bool:
    return amount.dimension == "percent" and figure_role(amount) == "amount"


def opposite_share(pair: FigurePair) -> str | None:
    """A share of those who do the opposite decides nothing of those who do."""
    against = (
        opposites(_without_names(pair.ours.part), _without_names(pair.theirs.part))
        if pair.ours.dimension == pair.theirs.dimension == "percent"
        else None
    )
    if against is None or {*against} & (load_words("synonyms", "rising") | load_words("synonyms", "falling")):
        return None
    return f"scope differs: {quoted(pair.theirs)} is of “{against[1]}”, the claim's of “{against[0]}”"


def _without_names(part: str) -> str:
    """A clause without what it writes with a capital: the "Federal Employment Agency" tells of no employment."""
    return _CAPITALIZED.sub(" ", part)


def bearer(pair: FigurePair) -> str | None:
    other = other_bearer(pair.ours, pair.theirs)
    return f"scope differs: source says {quoted(pair.theirs)} of {other}" if other else None


def other_event(pair: FigurePair) -> str | None:
    event = missing_event(pair.ours.part, pair.theirs.sentence)
    if event is None and (event := missing_event(pair.ours.part, pair.theirs.part)) is not None:
        others = (a for a in pair.source.amounts if a.dimension == pair.ours.dimension and a is not pair.theirs)
        event = event if any(missing_event(pair.ours.part, a.part) is None for a in others) else None
    if event is not None:
        return f"source does not say “{event}” of {quoted(pair.theirs)}"
    event = extra_event(pair.claim.text, pair.theirs.part)
    return f"source says “{event}” of {quoted(pair.theirs)}, the claim does not" if event else None
