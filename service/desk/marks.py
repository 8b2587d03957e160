"""An article's text cut at its claims' bounds, for marking them in place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import RowMapping


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; of a claim, left out of the article, or neither."""

    text: str
    claim_id: int | None = None
    left_out: str | None = None


def paragraphs(text: str, claims: Sequence[RowMapping], dropped: Sequence[Mapping[str, Any]]) -> list[list[Piece]]:
    """The text as paragraphs of pieces. Where claims overlap, the shorter one is marked: it says more exactly what."""
    ends = {0, len(text)} | {at for c in claims for at in (c["start"], c["end"])}
    ends |= {at for d in dropped for at in (d["start"], d["end"])}
    ends |= {at for n, c in enumerate(text) if c == "\n" for at in (n, n + 1)}
    cuts = sorted(at for at in ends if 0 <= at <= len(text))
    shortest = sorted(claims, key=lambda c: c["end"] - c["start"])
    result: list[list[Piece]] = [[]]
    for start, end in pairwise(cuts):
        stretch = text[start:end]
        if stretch == "\n":
            result.append([])
            continue
        inside = (c["id"] for c in shortest if c["start"] <= start and end <= c["end"])
        out = (d["reason"] for d in dropped if d["start"] <= start and end <= d["end"])
        result[-1].append(Piece(stretch, next(inside, None), next(out, None)))
    return [pieces for pieces in result if any(piece.text.strip() for piece in pieces)]
