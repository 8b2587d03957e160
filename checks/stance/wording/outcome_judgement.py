"""Where no clause decides: the outcome that a claim tells beside those that a passage tells.

"She stepped down" is denied by "will stay in office", if both are of her. Where two clauses tell the outcomes by their
predicates, and the passage's has all else that the claim's has, its arguments, words and times, the outcomes decide:
the same one ("handed in her resignation") supports, one that excludes it refutes. Where less is met, a logistic
regression on how far the rest of the claim is met says how likely such a pair decides; `training.outcomes` fits it. The
same outcome is then asked for more, since it may be somebody else's. What the rules need is needed here too: a name, a
number or another time of the claim that the passage does not have leaves it open.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Final

import numpy as np

from checks.lexicon import load_words
from checks.nlp.context_vectors import context_vectors, cosine, mean_vector
from checks.nlp.inflection import without_possessive
from checks.nlp.relations.predicates import entailed_by
from checks.nlp.tree import NOUN, Sentence, Word
from checks.stance.result import Judgement, load_regression
from checks.stance.syntax.clauses import clauses
from checks.stance.syntax.noun_phrases import NAMES
from checks.stance.syntax.roles import PredicateClause
from checks.stance.wording.alignment import Alignment, content_words_of
from checks.stance.wording.contradiction_rules import time_agreement
from checks.stance.wording.gap_rules import doubt, is_of_another, says_more
from checks.stance.wording.outcomes import NewsOutcome, Relation, clause_verb, matter_name, news_outcomes

_LEAST: Final = 3  # words of both phrases that the model is asked of
_LEAST_OF_SAME: Final = 0.6  # from which on the same outcome speaks
_SURE: Final = 0.95  # the strength of an outcome beside which all else of the claim is met
_MOST: Final = 3  # where the number of a phrase's words is cut off
_MET: Final = 0.55  # a word less like any of the source's is not met
_UNKNOWN: Final = 0.5
_DOING: Final = ("agent", "patient")
_CARRYING: Final = (*NOUN, "JJ", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ")
_NOT_SO: Final = ("unlike", "without", "except", "against")  # prepositions of those of whom it is not told
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

    @property
    def is_long_enough(self) -> bool:
        """Whether the phrases have words enough for the model: what one word says of another is known to the rules."""
        return len(self.ours.places) + len(self.theirs.places) >= _LEAST

    @property
    def is_stated(self) -> bool:
        """Whether the source's clause tells the outcome by its predicate, of no other subject and at the claim's time.

        In other words than the claim, for the same verb is judged by its clause (`clause_judgement.py`); and nothing in
        its sentence denies or doubts.
        """
        alignment, clause = self.alignment, _clause_of(self.alignment, self.theirs)
        if clause is None or is_of_another(alignment, clause) or not self._is_timely:
            return False
        ours, theirs = (
            {sentence.words[i].lower for i in one.places}
            for sentence, one in ((alignment.claim, self.ours), (alignment.source, self.theirs))
        )
        stated = not {clause.verb.i, *clause.said}.isdisjoint(self.theirs.places)
        other = not ours.isdisjoint(theirs) or self._are_swapped(clause)
        return stated and not other and doubt(alignment) is None

    @property
    def is_of_all_else(self) -> bool:
        """Whether two clauses tell the outcomes by their predicates, and the source's has all else of the claim's."""
        alignment, clause = self.alignment, _clause_of(self.alignment, self.theirs)
        mine = alignment.clause
        if (
            clause is None
            or matter_name(self.ours.matter) in load_words("outcomes", "of_two_sides")
            or self.ours.irrealis
            or self.theirs.irrealis
            or any({each.verb.i, *each.said}.isdisjoint(one.places) for each, one in self._sides(clause))
        ):
            return False
        near = {w.i for w in self._clause_words}
        rest = (w for w in alignment.words if w.i not in self.ours.places)
        return (
            not alignment.other_names
            and all(alignment.found.get(word.i) in near for word in rest)
            and all(self._is_argument(head, clause) for heads in mine.roles.values() for head in heads)
            and not self._are_swapped(clause)
            and self._is_timely
        )

    @property
    def _is_timely(self) -> bool:
        """Whether the source has the claim's times."""
        alignment = self.alignment
        return all(time_agreement(alignment, each)[0] == "agrees" for each in alignment.claim_times)

    def _sides(self, clause: PredicateClause) -> tuple[tuple[PredicateClause, NewsOutcome], ...]:
        return (self.alignment.clause, self.ours), (clause, self.theirs)

    def _is_argument(self, head: int, clause: PredicateClause) -> bool:
        """Whether an argument of the claim is one of the source's clause too, or a part of its outcome or its times."""
        alignment = self.alignment
        heads = {i for role, places in clause.roles.items() if role not in _NOT_SO for i in places}
        if head in self.ours.places or any(t.first <= head <= t.last for t in alignment.claim_times):
            return True
        return alignment.found.get(head) in heads or alignment.any_same((head,), heads) is True

    def _are_swapped(self, clause: PredicateClause) -> bool:
        """Whether who does it in the claim has it done to them in the source, and the other way round."""
        ours, theirs = self.alignment.clause.roles, clause.roles
        return all(
            self.alignment.any_same(ours.get(role, ()), theirs.get(other, ())) is True
            for role, other in (_DOING, _DOING[::-1])
        )

    def judgement(self, strength: float) -> Judgement:
        """The stance of an outcome, with the words of both sides that decide."""
        mine, other = _shown(self.alignment.claim, self.ours), _shown(self.alignment.source, self.theirs)
        if self.relation == "same":
            return Judgement("supports", f"“{other}” there says “{mine}”", strength, "outcome")
        return Judgement("refutes", f"“{other}” there, “{mine}” here", strength, "outcome")

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
    """What a passage's outcomes say of a claim; None where they decide nothing, or it is not likely enough.

    `alignments` are the claim beside each of the passage's sentences.
    """
    found = list(outcome_pairs(alignments, passage))
    sure = [pair for pair in found if pair.is_of_all_else]
    if sure and len({pair.relation for pair in sure}) == 1:
        return sure[0].judgement(_SURE)
    pairs = [pair for pair in found if pair.relation == "same" or pair.is_long_enough]
    fitted = load_regression("outcomes")
    likely = [(pair.relation, fitted.probability(pair.features())) for pair in pairs]
    at = most_likely(likely)
    if at is None:
        return None
    likeliest, (relation, chance) = pairs[at], likely[at]
    least = _LEAST_OF_SAME if relation == "same" else fitted.threshold
    if chance < least or (relation == "same" and not likeliest.is_stated):
        return None
    return likeliest.judgement(chance)


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
                if found not in (None, "open"):
                    pair = OutcomePair(alignment, ours, there, found)
                    if pair.of_the_same:
                        yield pair


def _names_met(alignments: Sequence[Alignment], passage: str) -> bool:
    """Whether a passage, in lower case, has each name of the claim, in one of its sentences or word by word."""
    runs = alignments[0].names if alignments else ()
    return all(
        any(each.has_name(run) for each in alignments) or all(without_possessive(w.lower) in passage for w in run)
        for run in runs
    )


def _may_decide(alignment: Alignment) -> bool:
    """Whether a sentence has what narrows or widens the claim, its numbers, "all", "only", and no other time."""
    return not says_more(alignment) and all(
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
