"""Claims of one article across its revisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

# "stands": its words are in the new text, at the same place or another; "changed": its sentence has other words now;
# "gone": the new text no longer says it.
Fate: TypeAlias = Literal["stands", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class AnchoredClaim:
    """A claim in the text of a revision.

    Attributes:
        text: the article's words.
        statement: what they say by themselves.
        claimant: who says so; None for the article itself.
        start: character offset in the text of its revision.
    """

    text: str
    statement: str
    claimant: str | None
    start: int


@dataclass(frozen=True, slots=True)
class KnownClaim:
    """A claim of an earlier revision.

    Attributes:
        id: in the store.
        own: as it was read and is judged.
        newest: as the article put it last, where those are other words; None if it did not, or no longer said it.
        is_gone: whether the revision before no longer said it.
        is_corrected: whether a person has added it, or set its words, so that no reading of the machine need be
            the same.
    """

    id: int
    own: AnchoredClaim
    newest: AnchoredClaim | None = None
    is_gone: bool = False
    is_corrected: bool = False


@dataclass(frozen=True, slots=True)
class AlignedClaim:
    """What became of a known claim in a new revision.

    Attributes:
        fate: of its own words.
        place: of the claim of the new revision that it is now, in their order; None if there is none, or where
            the same words are another claim's already.
        start: of its very words in the new text, where a person has corrected it.
    """

    id: int
    fate: Fate
    place: int | None = None
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Alignment:
    """The claims of earlier revisions against those of a new one.

    Attributes:
        known: each known claim once, in the order given.
        new: the places of the claims that no known one is.
    """

    known: Sequence[AlignedClaim]
    new: Sequence[int]


@dataclass(frozen=True, slots=True)
class ChangedWords:
    """The words that differ between two statements: what it was before, and what it is now."""

    before: str
    now: str
