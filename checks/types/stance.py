"""What a passage is to a claim, what a claim is to another, and what that adds up to."""

from dataclasses import dataclass, field
from typing import Final, Literal

from checks.types.passage import Passage

Stance = Literal["supports", "refutes", "context", "none"]
MatchKind = Literal["the same claim", "related"]
Outcome = Literal[
    "supported", "refuted", "conflicting", "context only", "set aside", "nothing found", "could not ask"
]

# The cosine by the sentence encoder that two statements of the same claim have at least. Of 17 pairs of the same claim
# written by hand all have .81, of 200 that are made up (`bench.statements`) all have .71.
LEAST_COSINE_OF_SAME_CLAIM: Final = 0.7


@dataclass(frozen=True, slots=True)
class Finding:
    """One passage compared with one claim; `match_kind` where the passage is itself a claim that somebody checked."""

    stance: Stance
    reason: str
    confidence: float = 0.0
    passage: Passage | None = None
    match_kind: MatchKind | None = None


@dataclass(frozen=True, slots=True)
class ClaimSimilarity:
    """What one statement is to another: the same claim or related, from 0 to 1 how near, and why, in words."""

    kind: MatchKind
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the stances add up to, and how strongly, 0 to 1; only people rate."""

    outcome: Outcome
    reasons: tuple[str, ...]
    finding_indices: tuple[int, ...] = field(default=())
    strength: float = 0.0
