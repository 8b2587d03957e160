"""What decides in a passage of evidence: its words marked, and set beside the claim's own in a small table; pure.

The reason of a stance quotes what it compares, the source's words and the claim's. What it quotes of the passage is
marked there; what it quotes of the claim stands in the table beside it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from service.language.formats import short_day
from service.quantities import quantity_words
from store.claims.claims import ClaimRecord, QuantityRecord
from store.lookups.evidence import EvidenceRecord

_QUOTED: Final = re.compile("“([^”]{1,300})”")
_LONGEST_DIFFERENCE: Final = 240  # characters


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """A stretch of a passage, and whether it decides."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """One side of the comparison: what it is about, when, and the number or words that count."""

    about: str
    time: str
    value: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """A passage with what decides in it marked; claim and source side by side, and what differs, where both are
    known.
    """

    pieces: tuple[MarkedPiece, ...]
    claim: AlignedRow | None = None
    source: AlignedRow | None = None
    difference: str = ""


def align(
    row: EvidenceRecord, claim: ClaimRecord, amounts: Sequence[QuantityRecord], figure_value: str = ""
) -> Alignment:
    """How a passage stands beside a claim.

    Args:
        amounts: the quantities of the claim.
        figure_value: of a figure its value with its unit, in words.
    """
    quoted = [words.strip(" …") for words in _QUOTED.findall(row.reason)]
    of_claim = next(
        (words for words in quoted if _stands(words, claim.statement) or _stands(words, claim.text)), ""
    )
    of_source = [words for words in quoted if words != of_claim and _stands(words, row.text)]
    marked = of_source or [words for words in quoted if _stands(words, row.text)]
    pieces = mark(row.text, marked)
    amount = _amount_of(of_claim, amounts)
    source_value = figure_value or (of_source[0] if of_source else "")
    if row.match_kind or not source_value or not (of_claim or amount):
        return Alignment(pieces)
    time = ", ".join(dict.fromkeys(each["text"] for each in claim.dates))
    of = f"{row.figure.entity}" if row.figure else row.author or row.publisher
    claimed = quantity_words(amount) if amount else of_claim
    counted = (amount and amount.counted) or ""
    about = "" if _stands(counted, claimed) else counted  # "troop" beside "100,000 troops" tells nothing
    return Alignment(
        pieces,
        AlignedRow(about, time, claimed),
        AlignedRow(of, str(row.figure.year) if row.figure else _year(row), source_value),
        _difference(row.reason),
    )


def mark(text: str, words: Sequence[str]) -> tuple[MarkedPiece, ...]:
    """A text in pieces, those that are any of `words` marked; each once, where it stands first."""
    places: list[tuple[int, int]] = []
    for each in words:
        at = text.casefold().find(each.casefold())
        if at >= 0 and not any(at < end and start < at + len(each) for start, end in places):
            places.append((at, at + len(each)))
    pieces: list[MarkedPiece] = []
    done = 0
    for start, end in sorted(places):
        pieces += [MarkedPiece(text[done:start], False), MarkedPiece(text[start:end], True)]
        done = end
    return tuple(piece for piece in (*pieces, MarkedPiece(text[done:], False)) if piece.text)


def _stands(words: str, text: str) -> bool:
    return bool(words) and words.casefold() in text.casefold()


def _amount_of(words: str, amounts: Sequence[QuantityRecord]) -> QuantityRecord | None:
    """The quantity that the reason quotes of the claim; the only one where it quotes none."""
    named = [each for each in amounts if words and (_stands(each.text, words) or _stands(words, each.text))]
    if named:
        return named[0]
    return amounts[0] if len(amounts) == 1 and not words else None


def _year(row: EvidenceRecord) -> str:
    return short_day(row.published) if row.published else ""


def _difference(reason: str) -> str:
    """What the reason says behind its first colon: "misses “more than 5 trillion dollars” by 11 %"."""
    said = reason.partition(": ")[2] or reason
    return said if len(said) <= _LONGEST_DIFFERENCE else f"{said[: _LONGEST_DIFFERENCE - 1]}…"
