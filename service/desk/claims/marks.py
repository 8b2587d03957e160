"""An article's text cut at the bounds of what the splitter found, for marking it in place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from typing import Generic, TypeVar

from store.articles.revisions import PartRecord
from store.claims.claims import ClaimRecord
from store.triage.claim_edit_rules import MERGED, NO_CLAIM

Label = TypeVar("Label")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: of a claim, left out of the article, passed over as no claim, or none of these.

    Attributes:
        start: its offset in the article's text.
    """

    text: str
    start: int
    claim_id: int | None = None
    left_out: str | None = None
    no_claim: str | None = None


def paragraphs(
    text: str,
    claims: Sequence[ClaimRecord],
    removed: Sequence[PartRecord],
    skipped: Sequence[PartRecord] = (),
) -> list[list[Piece]]:
    """The text as paragraphs of pieces. Where claims overlap, the shorter one is marked: it says more exactly what.

    What a person removed as no claim is marked as passed over.
    """
    marked = [(claim.start, claim.end, claim.id) for claim in claims if not is_removed(claim)]
    dropped = [(claim.start, claim.end, "a person removed it") for claim in claims if is_removed(claim)]
    left_out, no_claim = _reasons(removed), [*_reasons(skipped), *dropped]
    ends = {0, len(text)} | {at for start, end, _ in (*marked, *left_out, *no_claim) for at in (start, end)}
    ends |= {at for n, c in enumerate(text) if c == "\n" for at in (n, n + 1)}
    cuts = sorted(at for at in ends if 0 <= at <= len(text))
    claim_at, left_out_at, no_claim_at = _Covering(marked), _Covering(left_out), _Covering(no_claim)
    result: list[list[Piece]] = [[]]
    for start, end in pairwise(cuts):
        stretch = text[start:end]
        piece = Piece(
            text=stretch,
            start=start,
            claim_id=claim_at(start),
            left_out=left_out_at(start),
            no_claim=no_claim_at(start),
        )
        if stretch == "\n":
            result.append([])
            continue
        result[-1].append(piece)
    return [pieces for pieces in result if any(piece.text.strip() for piece in pieces)]


def is_removed(claim: ClaimRecord) -> bool:
    """Whether a person said that this is no claim, or part of its neighbour."""
    reason = claim.decline_reason or ""
    return reason == NO_CLAIM or reason.startswith(f"{MERGED} ")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of an article's text around a stretch; `start` is its offset, the others are text."""

    start: int
    before: str
    chosen: str
    after: str


def excerpt(text: str, start: int, end: int, around: int = 1500) -> Excerpt:
    """The stretch with what stands around it, cut between paragraphs; the whole beginning where nothing is chosen."""
    first = text.rfind("\n", 0, max(0, start - around)) + 1
    last = text.find("\n", min(len(text), end + around))
    return Excerpt(first, text[first:start], text[start:end], text[end : len(text) if last < 0 else last])


def _reasons(parts: Sequence[PartRecord]) -> list[tuple[int, int, str]]:
    """Where parts of a text begin and end, and their reasons."""
    return [(part["start"], part["end"], part["reason"]) for part in parts]


class _Covering(Generic[Label]):
    """The shortest of some parts that covers a place; asked from left to right, so each part is looked at once."""

    def __init__(self, parts: Iterable[tuple[int, int, Label]]) -> None:
        self._coming = sorted(parts, key=lambda part: part[0])
        self._next = 0
        self._open: list[tuple[int, int, int, Label]] = []

    def __call__(self, place: int) -> Label | None:
        """The label of that part; None if no part covers the place."""
        while self._next < len(self._coming) and self._coming[self._next][0] <= place:
            start, end, label = self._coming[self._next]
            heappush(self._open, (end - start, self._next, end, label))
            self._next += 1
        while self._open and self._open[0][2] <= place:
            heappop(self._open)
        return self._open[0][3] if self._open else None
