"""Wordings that are likely wrong, told with what stands around them instead.

Some of what no rule finds a fault in is wrong all the same: the oftener, the more a statement leaves out of its
sentence, and the less its stretch is what the rules propose. How likely that is was learnt from ratings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from checks.extraction.segments.analysis import SentenceAnalysis
from checks.extraction.segments.boundaries import Floats
from checks.extraction.segments.decision import Segment
from checks.extraction.segments.risk import Risk, risk_rows, wording_signs
from checks.extraction.statement.statement import Stated, note_on_more, wider_statements

# A wording that is wrong with more chance is told with more. Chosen on the folds; docs/models/claims.md.
_DOUBTFUL: Final = 0.2
NOTE: Final = "it likely says something else"


@dataclass(frozen=True, slots=True)
class Wording:
    """A clause in its context with its stretch, its statement and the notes on that, in the sentence of `analysis`."""

    stated: Stated
    analysis: SentenceAnalysis
    segment: Segment
    statement: str
    notes: tuple[str, ...]

    def row(self) -> Floats:
        """The signs from which is told how likely the statement is wrong, as `WORDING_NAMES` has them."""
        sentence, clause, _ = self.stated
        stretch = self.segment.first, self.segment.last
        cut = risk_rows(self.analysis, [stretch], self.segment.row[None])[0]
        wider = any(note.startswith(note_on_more("")) for note in self.notes)
        return np.array([*cut, *wording_signs(sentence, clause, self.statement, wider)], dtype=np.float32)


def safe_statements(
    wordings: Sequence[Wording], risk: Risk, pipeline: str | None
) -> list[tuple[str, tuple[str, ...]]]:
    """The statement and notes of each clause, with more of its sentence where its own are likely wrong.

    `pipeline` names what parses what is put together.
    """
    found = [(each.statement, each.notes) for each in wordings]
    if not wordings:
        return found
    chances = risk.chances(np.array([each.row() for each in wordings]))
    doubtful = [n for n, chance in enumerate(chances) if chance > _DOUBTFUL]
    wider = wider_statements([wordings[n].stated for n in doubtful], pipeline)
    for n, (statement, notes) in zip(doubtful, wider, strict=True):
        found[n] = statement, (*notes, note_on_more(NOTE))
    return found
