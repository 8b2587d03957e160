"""The words of a claim against a passage, sentence by sentence. The steps stand in their order in `judge_wording`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Final

from checks.nlp.content_words import content_words
from checks.nlp.sentences import boundaries
from checks.nlp.tree import Sentence, Word
from checks.stance.result import Judgement
from checks.stance.syntax.clauses import LONGEST, main_clause, parsed_sentences
from checks.stance.syntax.noun_phrases import is_back_reference, name_of, with_names
from checks.stance.syntax.roles import PredicateClause
from checks.stance.text import AnalyzedText
from checks.stance.wording.alignment import Alignment, candidate_clauses
from checks.stance.wording.clause_judgement import OBSTACLE, judge_clause
from checks.stance.wording.outcome_judgement import OutcomePair, judge_outcomes, outcome_pairs
from checks.stance.wording.times import NamedTime, times

_MOST: Final = 3  # sentences of a passage that are looked at closely
_UNDECIDED: Final = 0.4
_CLAUSES: Final = 4  # clauses of a sentence that are looked at closely


@dataclass(frozen=True)
class AnalyzedSentence:
    """A sentence of a claim or of a passage; days in it count from `reference_date`, if that is known.

    What is read out of it is read at the first question and kept.
    """

    sentence: Sentence
    reference_date: date | None = None

    @cached_property
    def main_clause(self) -> PredicateClause:
        """What it states."""
        return main_clause(self.sentence)

    @cached_property
    def times(self) -> tuple[NamedTime, ...]:
        """The times that it names."""
        return times(self.sentence, self.reference_date)

    @cached_property
    def subject(self) -> Word | None:
        """The subject of its main clause; None without one."""
        return self.sentence.subject(self.main_clause.verb)

    @property
    def points_back(self) -> bool:
        """Whether it is about somebody or something that it does not name: "He …", "The city …"."""
        if self.subject is None:
            return False
        place = self.subject.i
        return is_back_reference(self.sentence, place) and not name_of(self.sentence, place)

    @property
    def topic(self) -> tuple[frozenset[str], ...]:
        """The names that it is about, each as its words in lower case.

        Those of its subject and of two more arguments. The sentences behind it may point back to these ("it", "the
        company").
        """
        roles = self.main_clause.roles
        heads = (*roles.get("agent", ()), *roles.get("patient", ()))[:2]
        heads = (self.subject.i, *heads) if self.subject is not None else heads
        return tuple(dict.fromkeys(named for i in heads if (named := name_of(self.sentence, i))))


def judge_wording(claim: AnalyzedText, source: AnalyzedText) -> Judgement | None:
    """What the passage's sentences say of a claim; None where it has no sentence near it.

    Of several sentences that decide the strongest does; two equally strong ones that disagree are context.
    """
    near = _nearest_sentences(claim, source.text)
    ours, theirs = _analyzed(claim, source, near)
    if ours is None:
        return None
    judged = [(each, _of_clauses(each)) for each in _aligned_sentences(ours, theirs)]
    found = _strongest([judgement for _, judgement in judged if judgement is not None])
    if found is not None and found.decides:
        return found
    return judge_outcomes(_without_obstacle(judged), source.text) or found


def wording_outcomes(claim: AnalyzedText, source: AnalyzedText) -> Iterator[OutcomePair]:
    """The pairs of outcomes by which a claim without figures is judged where no clause decides.

    `training.outcomes` learns from them.
    """
    ours, theirs = _analyzed(claim, source, _nearest_sentences(claim, source.text))
    if ours is not None:
        judged = [(each, _of_clauses(each)) for each in _aligned_sentences(ours, theirs)]
        yield from (pair for pair in outcome_pairs(_without_obstacle(judged), source.text) if pair.is_long_enough)


def _without_obstacle(judged: Iterable[tuple[Alignment, Judgement | None]]) -> Iterator[Alignment]:
    """The claim beside each sentence of which no rule says that it is of another time, of somebody else, no fact …"""
    return (alignment for alignment, judgement in judged if judgement is None or judgement.ground != OBSTACLE)


def _nearest_sentences(claim: AnalyzedText, passage: str) -> dict[int, str]:
    """The sentences of a passage that share most with a claim, by their number, and its first, which names the
    topic.
    """
    cuts = [0, *boundaries(passage), len(passage)]
    texts = [passage[a:b].strip()[:LONGEST] for a, b in pairwise(cuts)]
    texts = [text for text in texts if text]
    shared = [len(claim.words & content_words(text)) for text in texts]
    likest = [n for n in sorted(range(len(texts)), key=lambda n: (-shared[n], n)) if shared[n]][:_MOST]
    # The one behind may say "he", and all the rest.
    beyond = [n + 1 for n in likest if n + 1 < len(texts) and not shared[n + 1]]
    chosen = {*likest, *beyond[: _MOST - len(likest)]}
    return {n: texts[n] for n in sorted(chosen | {0} if texts else ())}


def _analyzed(
    claim: AnalyzedText, source: AnalyzedText, near: Mapping[int, str]
) -> tuple[AnalyzedSentence | None, dict[int, AnalyzedSentence]]:
    """The claim's sentence and those of the passage by their number, all parsed at once; without those that have
    no words.
    """
    ours, *parsed = parsed_sentences((claim.text[:LONGEST], *near.values()))
    if ours is None:
        return None, {}
    theirs = {number: one for number, one in zip(near, parsed, strict=True) if one is not None}
    return AnalyzedSentence(with_names(ours), claim.reference_date), {
        number: AnalyzedSentence(with_names(one), source.reference_date) for number, one in theirs.items()
    }


def _spoken_of(claim: AnalyzedSentence, first: AnalyzedSentence | None) -> tuple[frozenset[str], ...]:
    """What a passage speaks of: its first sentence's subject; where that points back, whom the passage was found
    for.
    """
    if first is None:
        return ()
    return claim.topic[:1] if first.points_back else first.topic


def _aligned_sentences(claim: AnalyzedSentence, source: Mapping[int, AnalyzedSentence]) -> Iterator[Alignment]:
    """A claim beside each sentence of a passage; the topic counts for the first one only where that points back."""
    topic = _spoken_of(claim, source.get(0))
    for number, each in source.items():
        known = topic if number or each.points_back else ()
        yield Alignment(
            claim=claim.sentence, source=each.sentence, topic=known, claim_times=claim.times, source_times=each.times,
        )  # fmt: skip


def _of_clauses(alignment: Alignment) -> Judgement | None:
    """What a sentence's clauses say: the first one that decides, else the likest one."""
    if not alignment.words and not alignment.names:
        return None
    found = [judge_clause(alignment, clause) for clause in candidate_clauses(alignment)[:_CLAUSES]]
    return next((o for o in found if o.stance != "context"), found[0] if found else None)


def _strongest(judgements: Sequence[Judgement]) -> Judgement | None:
    """The strongest of the judgements that decide, or else the first one; context where the strongest disagree."""
    deciding = sorted((j for j in judgements if j.decides), key=lambda j: -j.strength)
    if not deciding:
        return judgements[0] if judgements else None
    best = deciding[0]
    if any(other.stance != best.stance and other.strength == best.strength for other in deciding):
        return Judgement("context", "says both this and the contrary", _UNDECIDED)
    return best
