"""Which clauses of a passage's sentence express the claim's predicate, or its opposite."""

from typing import Final

from checks.stance.antonyms import opposites
from checks.stance.predicates import BEGIN, BORN, DIE, END, LIE, LIVE, RELEASE, synonymous
from checks.stance.wording.alignment import Alignment
from checks.stance.wording.clauses import clauses, main_clause
from checks.stance.wording.time_agreement import is_year_of_work
from checks.stance.wording.verbal_clauses import PredicateClause

_AT: Final = frozenset(("in", "at", "near", "on"))


def candidate_clauses(alignment: Alignment) -> list[PredicateClause]:
    """The clauses of the source that express the claim's predicate or its opposite, the likest first.

    Where no clause does, but a time alone tells it ("a 2011 film" for "was released in 2011"), the main clause
    stands for it.
    """
    scored = [(_likeness(alignment, clause), clause) for clause in clauses(alignment.source)]
    found = [clause for score, clause in sorted(scored, key=lambda each: -each[0]) if score]
    if not found and not alignment.clause.predicates.isdisjoint(_from_times(alignment)):
        return [main_clause(alignment.source)]
    return found


def predicate_words(alignment: Alignment, clause: PredicateClause) -> frozenset[int]:
    """The places of the claim's predicate words, where the source expresses the predicate in any words; else
    empty.
    """
    predicates = clause.predicates | _from_times(alignment)
    if LIE in alignment.clause.predicates and clause.copula:
        predicates |= {LIE}
    return frozenset() if alignment.clause.predicates.isdisjoint(predicates) else alignment.clause.said


def _from_times(alignment: Alignment) -> frozenset[str]:
    """The predicates that a sentence expresses by a time alone: "(1871–1934)", "a 2011 film"."""
    life = {BORN, DIE, LIVE} if any(t.life for t in alignment.source_times) else set()
    work = {RELEASE} if any(is_year_of_work(alignment.source, t) for t in alignment.source_times) else set()
    span = {BEGIN, END} if any(t.start and t.end for t in alignment.source_times) else set()
    return frozenset(life | work | span)


def _likeness(alignment: Alignment, theirs: PredicateClause) -> float:
    """How much a clause expresses what the claim does; 0 where it does not.

    2 for the predicate or a synonym of its words, 1.5 for its opposite, 1 for a place, a half where both say what
    something is, and a tenth for each word that is met in it.
    """
    ours = alignment.clause
    mine = [alignment.claim.words[i] for i in ours.said if not (ours.copula and i == ours.verb.i)]
    other = [alignment.source.words[i] for i in theirs.said if not (theirs.copula and i == theirs.verb.i)]
    predicate = not ours.predicates.isdisjoint(theirs.predicates)
    word = any(synonymous(a.lower, b.lower) for a in mine for b in other)
    said = (" ".join(w.lower for w in words) for words in (mine, other))
    against = (
        opposites(*said) is not None
        or opposites(" ".join(ours.predicates), " ".join(theirs.predicates)) is not None
    )
    both = ours.copula and theirs.copula
    mine_placed = (ours.copula and not mine) or LIE in ours.predicates
    place = mine_placed and (LIE in theirs.predicates or (theirs.copula and not _AT.isdisjoint(theirs.roles)))
    reworded = alignment.restatement is not None and alignment.restatement != main_clause(alignment.claim)
    if not (predicate or word or against or place or both) or (reworded and not predicate):
        return 0.0
    near = sum(alignment.found.get(w.i) in theirs.said for w in alignment.words)
    return 2.0 * (predicate or word) + 1.5 * against + 1.0 * place + 0.5 * both + 0.1 * near
