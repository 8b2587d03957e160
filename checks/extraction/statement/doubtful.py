"""Wordings that are likely wrong, told with all of their sentence instead.

Some of what no rule finds a fault in is wrong all the same: the oftener, the more a statement leaves out of its
sentence, and the less its stretch is what the rules propose. How likely that is was learnt from ratings. A whole
sentence is hardly ever wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from checks.extraction.segments.analysis import SentenceAnalysis
from checks.extraction.segments.boundaries import Floats
from checks.extraction.segments.decision import Segment
from checks.extraction.segments.risk import Risk, risk_rows, wording_signs
from checks.extraction.statement.statement import Stated, is_wider, note_on_more, write_whole

# A wording that is wrong with more chance is told with all of its sentence; docs/models/claims.md tells what it costs.
_DOUBTFUL: Final = 0.12
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
        signs = wording_signs(sentence, clause, self.statement, is_wider(self.notes))
        return np.array([*cut, *signs], dtype=np.float32)


def safe_statements(wordings: Sequence[Wording], risk: Risk) -> list[tuple[str, tuple[str, ...]]]:
    """The statement and notes of each clause, with all of its sentence where its own words are likely wrong."""
    found = [(each.statement, each.notes) for each in wordings]
    if not wordings:
        return found
    chances = risk.chances(np.array([each.row() for each in wordings]))
    for n in np.flatnonzero(chances > _DOUBTFUL).tolist():
        statement, notes = write_whole(*wordings[n].stated)
        found[n] = statement, (*notes, note_on_more(NOTE))
    return found
