"""Two texts: whether the passage is of the claim's matter at all, and what decides, its figures or its words."""

import re
from datetime import date
from typing import Final

from checks.nlp.content_words import content_tokens, content_words, overlap
from checks.nlp.names import names
from checks.stance.figures.comparisons import compared, weighed_against
from checks.stance.figures.judge import hold_against
from checks.stance.figures.tables import told_by_rows
from checks.stance.normalize import plain
from checks.stance.predicates import alike
from checks.stance.reasons import lacking
from checks.stance.result import Outcome
from checks.stance.text import asks_how_long, side
from checks.stance.wording.contradictions.rules import SCORE
from checks.stance.wording.judge import judged

_LITTLE: Final = 0.34  # of the claim's words, where it has names that the passage does not have
_MATTER: Final = 0.2
_HARDLY: Final = 0.1
_HALF: Final = 0.5
_POINTING = re.compile(r"(?:He|She|It|They|His|Her|Its|Their)\b")
# What one is not, is no number: "is not a painter" counts no painters.
_IS_NOT = re.compile(r"\b(?:is|are|was|were)(?:n['’]t| not| never) (?:an?|the)\b", re.IGNORECASE)
_FIRST = re.compile(r"\w+")


def weighed(claim: str, passage: str, told: date | None = None, published: date | None = None) -> Outcome:
    """What a passage says of a claim; days count from the day that each was told on, if it is given."""
    claim, passage = (plain(text) for text in (claim, passage))
    share = overlap(claim, passage)
    wanted = _named(claim, passage)
    shared = wanted & names(passage, include_first=True)
    least = _LITTLE if wanted else _MATTER
    if not shared and share < least and (share < _HARDLY or _near(claim, passage) < least):
        found = judged(claim, passage, told, published) if _POINTING.match(passage) else None
        return found if found and found.decides else Outcome("none", "shares few words with the claim", 1 - share)
    ours = side(claim, told)
    if ours.amounts:
        passage = told_by_rows(passage)
    if asked := compared(ours):
        outcome = weighed_against(asked, ours, side(passage, published, lasting=True))
        return outcome or Outcome(
            "context", "mentions the matter, gives no figures for both that the claim compares", share * 0.6
        )
    if not ours.amounts or _IS_NOT.search(claim) or (SCORE.search(claim) and SCORE.search(passage)):
        worded = judged(claim, passage, told, published)
        return worded or Outcome("context", "mentions the matter", share * 0.4)
    outcome = hold_against(ours, side(passage, published, lasting=True, spanned=asks_how_long(ours.amounts)))
    if outcome is not None:
        return outcome
    if share < _HALF and not (ours.words - _with_words(wanted)) & content_words(passage):
        return Outcome("none", "shares no more than names with the claim", 0.6)
    return Outcome("context", f"mentions the matter, {lacking(ours.amounts)}", share * 0.6)


def _near(claim: str, passage: str) -> float:
    """Which part of the claim's words the passage has, or words that tell the same, 0 to 1."""
    wanted, held = ({word.lower() for word in content_tokens(text)} for text in (claim, passage))
    return sum(any(alike(mine, word) for word in held) for mine in wanted) / max(1, len(wanted))


def _named(claim: str, passage: str) -> frozenset[str]:
    """The names of a claim; its first word too, unless the passage writes that one small."""
    first = _FIRST.match(claim)
    if first is not None and re.search(rf"\b{first[0].lower()}\b", passage):
        return names(claim)
    return names(claim, include_first=True)


def _with_words(found: frozenset[str]) -> frozenset[str]:
    """Names as content words."""
    return found | content_words(" ".join(found))
