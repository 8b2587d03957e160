"""What is known of a sentence before it is decided where its claims begin and end."""

from dataclasses import dataclass
from functools import cached_property

from checks.extraction.attribution import Attribution
from checks.extraction.clauses import FactClause
from checks.extraction.clauses.clause import CONDITIONAL
from checks.nlp.tree import Sentence, Word
from checks.types.quantity import Date, Quantity


@dataclass(frozen=True)
class SentenceAnalysis:
    """A sentence with what was read of it by rules: amounts, dates, attributions, clauses, and facts within them.

    `parts` are the stretches that the rules of language propose, `reasons` why each of them is no claim (None where the
    rules know of nothing). `quoted` tells for each word whether it stands in a quotation. `place` is where in the
    article the sentence stands, from 0 to 1; `paragraph` how many sentences its paragraph has.
    """

    sentence: Sentence
    amounts: tuple[Quantity, ...]
    dates: tuple[Date, ...]
    said: tuple[Attribution, ...]
    clauses: tuple[FactClause, ...]
    parts: tuple[FactClause, ...]
    reasons: tuple[str | None, ...]
    quoted: tuple[bool, ...]
    place: float = 0.5
    paragraph: int = 1

    @cached_property
    def figures(self) -> tuple[bool, ...]:
        """For each word whether it belongs to an amount. As many values as the sentence has words."""
        return self._within([(a.start, a.end) for a in self.amounts])

    @cached_property
    def days(self) -> tuple[bool, ...]:
        """For each word whether it belongs to a time. As many values as the sentence has words."""
        return self._within([(d.start, d.end) for d in self.dates])

    @cached_property
    def whole(self) -> tuple[tuple[int, int], ...]:
        """Stretches that are never cut: a condition with what follows from it, what is denied, a line
        that only says things of a name."""
        if not self.clauses:
            return ((0, len(self.sentence.words) - 1),)
        denied = [s for s in self.said if s.act and s.speech_act == "denies" and s.content is not None]
        return (
            *((c.first, c.last) for c in self.clauses if c.rule == CONDITIONAL),
            *((s.cue.i, s.content.right) for s in denied if s.content is not None and s.cue.i < s.content.i),
        )

    def _within(self, stretches: list[tuple[int, int]]) -> tuple[bool, ...]:
        """For each word whether it begins in one of some stretches, which are (start, end) in the article."""
        return tuple(any(a <= w.start < b for a, b in stretches) for w in self.sentence.words)

    def top(self, first: int, last: int) -> Word:
        """The word that heads a stretch: whose head lies outside of it.

        Of several a verb, else the one with the most below it. `first` and `last` are places of words, both
        inclusive. A stretch of marks alone is headed by a mark.
        """
        tops = self.tops(first, last)
        verbs = [w for w in tops if w.tag[:2] in ("VB", "MD")]
        return max(verbs or tops, key=lambda w: min(w.right, last) - max(w.left, first))

    def tops(self, first: int, last: int) -> list[Word]:
        """The words of a stretch whose head lies outside of it, marks left out where there are others.

        `first` and `last` are places of words, both inclusive. At least one; more than one where the tree does not
        hold the stretch together.
        """
        found = [w for w in self.sentence.words[first : last + 1] if w.head == w.i or not first <= w.head <= last]
        return [w for w in found if w.dep != "punct"] or found
