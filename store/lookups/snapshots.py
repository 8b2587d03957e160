"""What was captured: the whole text that a passage was cut from, kept once however many passages quote it."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from checks.types.passage import Passage
from store.columns import moment
from store.db import metadata

LONGEST: Final = 200_000  # characters; of a longer text the surroundings of the passage are kept
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

captures = sa.Table(
    "captures",
    metadata,
    sa.Column("sha256", sa.LargeBinary, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    moment("captured_at", now=True),
)


@dataclass(frozen=True, slots=True)
class FrozenPassage:
    """A passage in what was captured: `text[start:end]` is the passage, always; `sha256` is of the whole text."""

    text: str
    start: int
    end: int

    @property
    def quoted(self) -> str:
        """The passage."""
        return self.text[self.start : self.end]

    @property
    def sha256(self) -> bytes:
        """The hash of the whole text in UTF-8."""
        return hashlib.sha256(self.text.encode()).digest()


def freeze(passage: Passage) -> FrozenPassage:
    """A passage with what it was cut from.

    Where the source's offsets do not fit, the passage is looked for; where it is nowhere, it is all that was captured.
    """
    quoted = _storable(passage.text)
    whole = quoted if passage.captured is None else _storable(passage.captured)
    start = passage.start if passage.start >= 0 and whole.startswith(quoted, passage.start) else whole.find(quoted)
    if start < 0:
        return FrozenPassage(quoted, 0, len(quoted))
    around = max(0, LONGEST - len(quoted)) // 2 if len(whole) > LONGEST else len(whole)
    first = max(0, start - around)
    kept = whole[first : start + len(quoted) + around]
    return FrozenPassage(kept, start - first, start - first + len(quoted))


def keep_captures(conn: sa.Connection, found: Sequence[FrozenPassage]) -> None:
    """Keep what was captured; what is there already stays, with the time when it was first captured."""
    texts = {each.sha256: each.text for each in found}
    if texts:
        # In one order, so that two writers never wait for each other.
        rows = [{"sha256": digest, "text": texts[digest]} for digest in sorted(texts)]
        conn.execute(insert(captures).on_conflict_do_nothing(), rows)


def _storable(text: str) -> str:
    """What PostgreSQL cannot hold becomes a space each, so that offsets stay."""
    return _UNSTORABLE.sub(" ", text)
