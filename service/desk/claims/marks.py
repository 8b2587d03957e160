"""An article's text cut at the bounds of what the splitter found, for marking it in place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from typing import Any

from sqlalchemy import RowMapping

Part = RowMapping | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: of a claim, left out of the article, passed over as no claim, or none of these."""

    text: str
    claim_id: int | None = None
    left_out: str | None = None
    no_claim: str | None = None


def paragraphs(
    text: str, claims: Sequence[RowMapping], removed: Sequence[Part], skipped: Sequence[Part] = ()
) -> list[list[Piece]]:
    """The text as paragraphs of pieces. Where claims overlap, the shorter one is marked: it says more exactly what."""
    ends = {0, len(text)} | {at for part in (*claims, *removed, *skipped) for at in (part["start"], part["end"])}
    ends |= {at for n, c in enumerate(text) if c == "\n" for at in (n, n + 1)}
    cuts = sorted(at for at in ends if 0 <= at <= len(text))
    found, out, none = _Covering(claims), _Covering(removed), _Covering(skipped)
    result: list[list[Piece]] = [[]]
    for start, end in pairwise(cuts):
        stretch = text[start:end]
        claim, left_out, no_claim = found.at(start, "id"), out.at(start, "reason"), none.at(start, "reason")
        if stretch == "\n":
            result.append([])
            continue
        result[-1].append(Piece(stretch, claim, left_out, no_claim))
    return [pieces for pieces in result if any(piece.text.strip() for piece in pieces)]


class _Covering:
    """The shortest of some parts that covers a place; asked from left to right, so each part is looked at once."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._coming = sorted(parts, key=lambda part: part["start"])
        self._next = 0
        self._open: list[tuple[int, int, Part]] = []

    def at(self, place: int, name: str) -> Any:
        """What that part has under `name`; None where no part covers the place."""
        while self._next < len(self._coming) and self._coming[self._next]["start"] <= place:
            part = self._coming[self._next]
            heappush(self._open, (part["end"] - part["start"], self._next, part))
            self._next += 1
        while self._open and self._open[0][2]["end"] <= place:
            heappop(self._open)
        return self._open[0][2][name] if self._open else None
