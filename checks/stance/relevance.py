"""Whether a passage is of the claim's matter at all, by the words and names that both have.

A cheap test before anything is parsed, for a search brings many passages that share a name and nothing else.
"""

import re
from dataclasses import dataclass
from typing import Final

from checks.nlp.content_words import content_words
from checks.stance.predicates import synonymous
from checks.stance.text import AnalyzedText

# Found on `tests/data/stance_pairs.jsonl`.
_LEAST_WITHOUT_NAMES: Final = 0.34  # of the claim's words, where it has names and the passage none of them
_LEAST: Final = 0.2  # of the claim's words, where it has no names
_HOPELESS: Final = 0.1  # below, synonyms are not looked for
_HALF: Final = 0.5
_FIRST_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class ClaimRelevance:
    """`share`: the part of the claim's content words that the passage has, 0 to 1; `names`: the claim's names."""

    share: float
    names: frozenset[str]
    same_matter: bool


def relevance_of(claim: AnalyzedText, source: AnalyzedText) -> ClaimRelevance:
    """How much of a claim's words and names a passage has, and whether that is enough to be of its matter."""
    share = len(claim.words & source.words) / len(claim.words) if claim.words else 0.0
    names = _names_of(claim, source.text)
    least = _LEAST_WITHOUT_NAMES if names else _LEAST
    enough = bool(names & source.all_names) or share >= least
    return ClaimRelevance(
        share, names, enough or (share >= _HOPELESS and _share_with_synonyms(claim, source) >= least)
    )


def shares_only_names(claim: AnalyzedText, source: AnalyzedText, relevance: ClaimRelevance) -> bool:
    """Whether a passage has little of the claim but its names."""
    as_words = relevance.names | content_words(" ".join(relevance.names))
    return relevance.share < _HALF and not (claim.words - as_words) & source.words


def _share_with_synonyms(claim: AnalyzedText, source: AnalyzedText) -> float:
    """The part of the claim's words that the passage has in its own or other words, 0 to 1."""
    wanted, given = set(claim.tokens), set(source.tokens)
    return sum(any(synonymous(ours, theirs) for theirs in given) for ours in wanted) / max(1, len(wanted))


def _names_of(claim: AnalyzedText, passage: str) -> frozenset[str]:
    """The names of a claim; its first word too, unless the passage has that word in lower case."""
    first = _FIRST_WORD.match(claim.text)
    if first is not None and re.search(rf"\b{first[0].lower()}\b", passage):
        return claim.names
    return claim.all_names
