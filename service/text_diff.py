"""What changed between two texts: paragraphs first, then words inside paragraphs that changed; pure, and bounded
in time.

The edits are found by E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986), the
greedy algorithm, whose time grows with the differences and not with the length. It is given a number of steps that it
may take; where these do not suffice, the two stretches are shown whole.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["same", "del", "ins"]
Piece: TypeAlias = tuple[Kind, str]

MOST_STEPS: Final = 300_000  # comparisons of two words or paragraphs, about a tenth of a second
_LEAST_SHARED: Final = 0.3  # of a changed paragraph's words; with less in common the two are easier to read whole
_LINE: Final = re.compile(r"(?=\n)")  # a line break begins the next line, so that the last line is like any other
_TOKEN: Final = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class TextDiff:
    """The pieces of both texts in their order; `whole` where the texts were too long to compare word by word."""

    pieces: tuple[Piece, ...]
    whole: bool = False

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return any(kind != "same" for kind, _ in self.pieces)


class _Budget:
    """How many steps may still be taken."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int) -> bool:
        self.left -= steps
        return self.left >= 0


def text_diff(before: str, after: str, most_steps: int = MOST_STEPS) -> TextDiff:
    """How `after` differs from `before`. Line breaks are kept; "\\r\\n" and "\\n" are the same."""
    budget = _Budget(most_steps)
    old, new = (_LINE.split(text.replace("\r\n", "\n")) for text in (before, after))
    pieces: list[Piece] = []
    whole = False
    for left, right in _blocks(old, new, budget):
        if left == right:
            pieces.append(("same", left))
            continue
        found = _words(left, right, budget)
        whole = whole or found is None
        pieces += found or [("del", left), ("ins", right)]
    return TextDiff(tuple(_joined(pieces)), whole)


def _blocks(old: Sequence[str], new: Sequence[str], budget: _Budget) -> Iterator[tuple[str, str]]:
    """Stretches of whole paragraphs, before and after, equal and changed ones in turn."""
    edits = _edits(old, new, budget)
    if edits is None:
        yield "".join(old), "".join(new)
        return
    left: list[str] = []
    right: list[str] = []
    for kind, line in edits:
        if kind != "same":
            (left if kind == "del" else right).append(line)
            continue
        yield "".join(left), "".join(right)
        yield line, line
        left, right = [], []
    yield "".join(left), "".join(right)


def _words(left: str, right: str, budget: _Budget) -> list[Piece] | None:
    """The changed words of two paragraphs; None if that would take too long."""
    if not left or not right:
        return [("del", left), ("ins", right)]
    edits = _edits(_TOKEN.findall(left), _TOKEN.findall(right), budget)
    if edits is None:
        return None
    shared = sum(kind == "same" and not text.isspace() for kind, text in edits)
    if shared < _LEAST_SHARED * max(len(left.split()), len(right.split())):
        return [("del", left), ("ins", right)]
    return edits


def _edits(old: Sequence[str], new: Sequence[str], budget: _Budget) -> list[Piece] | None:
    """The shortest list of edits that makes `new` of `old`; None if the budget ends before."""
    farthest = {1: 0}  # by diagonal, how far into `old` the best way has come
    rounds: list[dict[int, int]] = []
    for distance in range(len(old) + len(new) + 1):
        if not budget.spend(distance + 1):
            return None
        rounds.append(dict(farthest))
        for diagonal in range(-distance, distance + 1, 2):
            down = diagonal == -distance or (
                diagonal != distance and farthest[diagonal - 1] < farthest[diagonal + 1]
            )
            x = farthest[diagonal + 1] if down else farthest[diagonal - 1] + 1
            start, y = x, x - diagonal
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            if not budget.spend(x - start):
                return None
            farthest[diagonal] = x
            if x >= len(old) and y >= len(new):
                return _walked(old, new, rounds)
    return None


def _walked(old: Sequence[str], new: Sequence[str], rounds: Sequence[dict[int, int]]) -> list[Piece]:
    """The edits, from the end of both back to their beginning along what was noted in each round."""
    found: list[Piece] = []
    x, y = len(old), len(new)
    for distance in range(len(rounds) - 1, -1, -1):
        at, diagonal = rounds[distance], x - y
        down = diagonal == -distance or (diagonal != distance and at[diagonal - 1] < at[diagonal + 1])
        from_x = at[diagonal + 1] if down else at[diagonal - 1]
        from_y = from_x - (diagonal + 1 if down else diagonal - 1)
        while x > max(from_x, 0) and y > max(from_y, 0):
            x, y = x - 1, y - 1
            found.append(("same", old[x]))
        if distance:
            found.append(("ins", new[from_y]) if down else ("del", old[from_x]))
        x, y = from_x, from_y
    return found[::-1]


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbouring pieces of one kind as one: of a changed stretch, all that went and then all that came."""
    went = came = kept = ""
    for number, (kind, text) in enumerate(pieces):
        between = kind == "same" and text.isspace() and "\n" not in text and bool(went or came)
        if between and number + 1 < len(pieces) and pieces[number + 1][0] != "same":
            went, came = went + text, came + text
        elif kind == "same":
            yield from _filled(("del", went), ("ins", came))
            went = came = ""
            kept += text
        else:
            yield from _filled(("same", kept))
            kept = ""
            went, came = (went + text, came) if kind == "del" else (went, came + text)
    yield from _filled(("same", kept), ("del", went), ("ins", came))


def _filled(*pieces: Piece) -> Iterator[Piece]:
    return (piece for piece in pieces if piece[1])
