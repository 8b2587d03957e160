"""Where no clause decides: the outcome that a claim tells beside those that a passage tells, weighed by a small model.

"She stepped down" is denied by "will stay in office", if both are of her. Only what denies is spoken of: that the same
outcome is told ("handed in her resignation") supports a claim too seldom, for it may be somebody else's. How likely a
pair of outcomes decides is a logistic regression on how far the rest of the claim is met; `training.outcomes` fits it.
What the rules need is needed here too: a name, a number or another time of the claim that the passage does not have
leaves it open.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Final

import numpy as np

from checks.lexicon import load_words
from checks.nlp.context_vectors import context_vectors, cosine, mean_vector
from checks.nlp.tree import NOUN, Sentence, Word
from checks.stance.lexical_relations import entailed_by
from checks.stance.result import Judgement, load_regression
from checks.stance.syntax.clauses import clauses
from checks.stance.syntax.noun_phrases import NAMES
from checks.stance.syntax.roles import PredicateClause
from checks.stance.wording.alignment import Alignment, content_words_of
from checks.stance.wording.contradiction_rules import time_agreement
from checks.stance.wording.outcomes import NewsOutcome, Relation, clause_verb, matter_name, news_outcomes

_LEAST: Final = 3  # words of both phrases; what one word says of another is known to the rules
_MOST: Final = 3  # where the number of a phrase's words is cut off
_MET: Final = 0.55  # a word less like any of the source's is not met
_UNKNOWN: Final = 0.5
_DOING: Final = ("agent", "patient")
_CARRYING: Final = (*NOUN, "JJ", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ")
_MARGIN: Final = 0.1  # so much likelier than the contrary the likeliest must be


@dataclass(frozen=True)
class OutcomePair:
    """An outcome of a claim, `ours`, and one of a passage's sentence, `theirs`, that is the same or excludes it."""

    alignment: Alignment
    ours: NewsOutcome
    theirs: NewsOutcome
    relation: Relation

    def features(self) -> dict[str, float]:
        """What speaks for and against the two being told of the same, each 0 to 1.

        "mean" and "least" are of the likeness of the claim's other words to the nearest of the source's sentence,
        "… beside" to those of the outcome's clause; "arguments" is of who does it and to whom, "unmet" how many words
        have none that is like them. "phrases" is the likeness of the two phrases.
        """
        alignment, near = self.alignment, self._clause_words
        mine, other = context_vectors(alignment.claim), context_vectors(alignment.source)
        phrases = mean_vector(mine, self.ours.places), mean_vector(other, self.theirs.places)
        rest = [w for w in alignment.words if w.i not in self.ours.places and w.tag not in NAMES]
        anywhere = list(content_words_of(alignment.source, ()))
        likeness = [self._likeness(word, anywhere) for word in rest]
        beside = [self._likeness(word, near) for word in rest]
        heads = (alignment.claim.words[i] for role in _DOING for i in alignment.clause.roles.get(role, ()))
        arguments = [self._likeness(word, near) for word in heads if word.i not in self.ours.places]
        clause = _clause_of(alignment, self.theirs)
        return {
            "contrary": float(self.relation == "contrary"),
            "claim phrase": min(_MOST, len(self.ours.places)) / _MOST,
            "source phrase": min(_MOST, len(self.theirs.places)) / _MOST,
            "phrases": cosine(*phrases, unknown=_UNKNOWN),
            "no names": float(not alignment.names),
            "mean": float(np.mean(likeness)) if likeness else 1.0,
            "least": min(likeness, default=1.0),
            "unmet": min(_MOST, sum(each < _MET for each in likeness)) / _MOST,
            "mean beside": float(np.mean(beside)) if beside else 1.0,
            "least beside": min(beside, default=1.0),
            "arguments": min(arguments, default=1.0),
            "in main clause": float(clause is not None and clause.verb.dep == "ROOT"),
        }

    @property
    def of_the_same(self) -> bool:
        """Whether the two sides of a match or a sale are not mistaken for each other: both are told of the same."""
        if matter_name(self.ours.matter) not in load_words("outcomes", "of_two_sides"):
            return True
        theirs = _clause_of(self.alignment, self.theirs)
        subjects = [_subject(clause) if clause is not None else () for clause in (self.alignment.clause, theirs)]
        return self.alignment.any_same(*subjects) is True

    def refutation(self, probability: float) -> Judgement:
        """The stance of a contrary outcome, with the words of both sides that decide."""
        mine, other = _shown(self.alignment.claim, self.ours), _shown(self.alignment.source, self.theirs)
        return Judgement("refutes", f"“{other}” there, “{mine}” here", probability, "outcome")

    def _likeness(self, word: Word, there: Sequence[Word]) -> float:
        """How like a word of the claim is to the nearest one of some words of the source, 0 to 1."""
        if any(word.lower == w.lower or entailed_by(word.lower, w.lower) for w in there):
            return 1.0
        mine, other = context_vectors(self.alignment.claim), context_vectors(self.alignment.source)
        return max((cosine(mine.get(word.i), other.get(w.i), unknown=0.0) for w in there), default=0.0)

    @cached_property
    def _clause_words(self) -> list[Word]:
        """The words of the source's clause that tells the outcome, beside those that tell it."""
        source = self.alignment.source
        words = [source.words[i] for i in self.theirs.places]
        own = {clause_verb(source, word).i for word in words}
        return [
            w
            for w in source.words
            if w.tag in _CARRYING and w.i not in self.theirs.places and clause_verb(source, w).i in own
        ]


def _shown(sentence: Sentence, one: NewsOutcome) -> str:
    """The words that tell an outcome, as they are written, with the denial that stands elsewhere."""
    words = sentence.text_between(one.places[0], one.places[-1])
    return f"not {words}" if one.negated else words


def judge_outcomes(alignments: Iterable[Alignment], passage: str) -> Judgement | None:
    """How a passage's outcomes refute a claim; None where they do not, or it is not likely enough.

    `alignments` are the claim beside each of the passage's sentences.
    """
    pairs = list(outcome_pairs(alignments, passage))
    fitted = load_regression("outcomes")
    likely = [(pair.relation, fitted.probability(pair.features())) for pair in pairs]
    at = most_likely(likely)
    if at is None or pairs[at].relation == "same" or likely[at][1] < fitted.threshold:
        return None
    return pairs[at].refutation(likely[at][1])


def most_likely(found: Sequence[tuple[Relation, float]]) -> int | None:
    """The place of the likeliest of some relations; None where there are none, or the contrary is nearly as likely."""
    if not found:
        return None
    relation, most = max(found, key=itemgetter(1))
    if any(other != relation and most - sure < _MARGIN for other, sure in found):
        return None
    return found.index((relation, most))


def outcome_pairs(alignments: Iterable[Alignment], passage: str) -> Iterator[OutcomePair]:
    """The outcomes of a passage's sentences that are the claim's, or exclude it, where nothing of the claim lacks."""
    beside = list(alignments)
    if not _names_met(beside, passage.lower()):
        return
    for alignment in filter(_may_decide, beside):
        theirs = news_outcomes(alignment.source)
        for ours in news_outcomes(alignment.claim):
            for there in theirs:
                found = ours.relation(there)
                if found not in (None, "open") and len(ours.places) + len(there.places) >= _LEAST:
                    pair = OutcomePair(alignment, ours, there, found)
                    if pair.of_the_same:
                        yield pair


def _names_met(alignments: Sequence[Alignment], passage: str) -> bool:
    """Whether a passage, in lower case, has each name of the claim, in one of its sentences or word by word."""
    runs = alignments[0].names if alignments else ()
    return all(
        any(each.has_name(run) for each in alignments) or all(w.lower.removesuffix("'s") in passage for w in run)
        for run in runs
    )


def _may_decide(alignment: Alignment) -> bool:
    """Whether a sentence has what narrows or widens the claim, its numbers, "all", "only", and no other time."""
    ours, theirs = ({w.lower for w in s.words} for s in (alignment.claim, alignment.source))
    numbers = {w.lower for w in alignment.claim.words if w.tag == "CD"}
    scope = ours & (load_words("predicates", "of_all") | load_words("outcomes", "of_one"))
    return numbers | scope <= theirs and all(
        time_agreement(alignment, each)[0] != "differs" for each in alignment.claim_times
    )


def _clause_of(alignment: Alignment, one: NewsOutcome) -> PredicateClause | None:
    """The clause of the source that has an outcome's words."""
    found, source = clauses(alignment.source), alignment.source
    own = next((c for c in found if not ({c.verb.i} | c.said).isdisjoint(one.places)), None)
    if own is not None:
        return own
    above = {w.i for i in one.places for w in source.ancestors(source.words[i])}
    return next((c for c in reversed(found) if c.verb.i in above), None)


def _subject(clause: PredicateClause) -> tuple[int, ...]:
    """The subject of a clause."""
    return clause.roles.get("patient" if clause.passive else "agent", ())
