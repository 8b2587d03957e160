"""Two texts: whether the passage is of the claim's matter at all, and what decides, its figures or its words."""

import re
from datetime import date
from typing import Final

from checks.nlp.content_words import content_tokens, content_words, overlap
from checks.nlp.names import names
from checks.stance.figures.comparisons import judge_comparison, stated_comparison
from checks.stance.figures.judge import judge_figures
from checks.stance.figures.tables import linearize_tables
from checks.stance.normalize import normalize_spelling
from checks.stance.predicates import synonymous
from checks.stance.reasons import lacking
from checks.stance.result import Judgement
from checks.stance.text import analyze, asks_how_long
from checks.stance.wording.contradictions.rules import SCORE
from checks.stance.wording.judge import judge_wording

_LITTLE: Final = 0.34  # of the claim's words, where it has names that the passage does not have
_MATTER: Final = 0.2
_HARDLY: Final = 0.1
_HALF: Final = 0.5
_POINTING = re.compile(r"(?:He|She|It|They|His|Her|Its|Their)\b")
# What one is not, is no number: "is not a painter" counts no painters.
_IS_NOT = re.compile(r"\b(?:is|are|was|were)(?:n['’]t| not| never) (?:an?|the)\b", re.IGNORECASE)
_FIRST = re.compile(r"\w+")


def judge_texts(
    claim: str, passage: str, reference_date: date | None = None, published: date | None = None
) -> Judgement:
    """What a passage says of a claim; days count from the day that each was told on, if it is given."""
    claim, passage = (normalize_spelling(text) for text in (claim, passage))
    share = overlap(claim, passage)
    wanted = _named(claim, passage)
    shared = wanted & names(passage, include_first=True)
    least = _LITTLE if wanted else _MATTER
    if not shared and share < least and (share < _HARDLY or _near(claim, passage) < least):
        found = judge_wording(claim, passage, reference_date, published) if _POINTING.match(passage) else None
        return (
            found if found and found.decides else Judgement("none", "shares few words with the claim", 1 - share)
        )
    ours = analyze(claim, reference_date)
    if ours.amounts:
        passage = linearize_tables(passage)
    if asked := stated_comparison(ours):
        judgement = judge_comparison(asked, ours, analyze(passage, published, lasting=True))
        return judgement or Judgement(
            "context", "mentions the matter, gives no figures for both that the claim compares", share * 0.6
        )
    if not ours.amounts or _IS_NOT.search(claim) or (SCORE.search(claim) and SCORE.search(passage)):
        worded = judge_wording(claim, passage, reference_date, published)
        return worded or Judgement("context", "mentions the matter", share * 0.4)
    judgement = judge_figures(ours, analyze(passage, published, lasting=True, spanned=asks_how_long(ours.amounts)))
    if judgement is not None:
        return judgement
    if share < _HALF and not (ours.words - _with_words(wanted)) & content_words(passage):
        return Judgement("none", "shares no more than names with the claim", 0.6)
    return Judgement("context", f"mentions the matter, {lacking(ours.amounts)}", share * 0.6)


def _near(claim: str, passage: str) -> float:
    """Which part of the claim's words the passage has, or words that tell the same, 0 to 1."""
    wanted, held = ({word.lower() for word in content_tokens(text)} for text in (claim, passage))
    return sum(any(synonymous(mine, word) for word in held) for mine in wanted) / max(1, len(wanted))


def _named(claim: str, passage: str) -> frozenset[str]:
    """The names of a claim; its first word too, unless the passage writes that one small."""
    first = _FIRST.match(claim)
    if first is not None and re.search(rf"\b{first[0].lower()}\b", passage):
        return names(claim)
    return names(claim, include_first=True)


def _with_words(found: frozenset[str]) -> frozenset[str]:
    """Names as content words."""
    return found | content_words(" ".join(found))
