"""What of a claim a source does not say, though it has the claim's words: of fewer, of somebody else, in doubt.

Asked by `ClauseJudge`, where nothing contradicts the claim and no word of it is missing, and of outcomes that would
support it (`outcome_judgement.py`).
"""

from typing import Final

from checks.lexicon import load_words
from checks.nlp.inflection import sure_base_forms
from checks.nlp.relations.predicates import MARRY, WIN
from checks.nlp.tree import NOUN, Sentence, Word
from checks.stance.syntax.noun_phrases import NAMES, is_back_reference, name_of
from checks.stance.syntax.roles import PredicateClause
from checks.stance.wording.alignment import Alignment

# Words by which a claim says it of one alone.
_MOST: Final = ("JJS", "RBS")
_DOUBTFUL: Final = tuple(("MD", word) for word in ("may", "might", "could", "would", "should"))
_EXCEPT: Final = frozenset(("but", "except", "excluding", "apart"))
_THAN: Final = frozenset(("than",))
_ALONE: Final = frozenset(("only", "sole", "solely", "alone"))


def narrows(alignment: Alignment) -> bool:
    """Whether the source says it of fewer than the claim: "the longest railway bridge" for "the longest bridge"."""
    source, claim = alignment.source, alignment.claim
    known = {w.lower for w in claim.words}
    for mine in (w for w in claim.words if w.tag in _MOST and w.i in alignment.found):
        of = source.words[source.words[alignment.found[mine.i]].head]
        kinds = (w for w in source.children(of, "compound", "amod") if w.tag in ("NN", "NNS", "JJ"))
        if any(w.lower not in known and w.i > alignment.found[mine.i] for w in kinds):
            return True
    return False


def says_more(alignment: Alignment) -> bool:
    """Whether the claim says it of one alone, of all, in a number or against another, and the source does not."""
    ours, theirs = ({w.lower for w in s.words} for s in (alignment.claim, alignment.source))
    timed = {i for t in alignment.claim_times for i in range(t.first, t.last + 1)}
    numbers = {w.lower for w in alignment.claim.words if w.tag == "CD" and w.i not in timed}
    marks = (_ALONE, _THAN, load_words("predicates", "of_all"))
    excepted = bool(ours & load_words("predicates", "of_all") and theirs & _EXCEPT - ours)
    return excepted or any(ours & mark and not theirs & mark for mark in marks) or not numbers <= theirs


def is_of_another(alignment: Alignment, clause: PredicateClause) -> bool:
    """Whether the source says it of somebody or something else; who sells stands under "from".

    Not where the clause names whom the claim is of elsewhere: "the prize was awarded to Haddad".
    """
    ours, theirs = alignment.clause.roles, clause.roles
    role = next((each for each in ("agent", "from") if each in ours), "patient")
    mine = ours.get(role, ())
    other = theirs.get(role, ()) or (*theirs.get("agent", ()), *theirs.get("patient", ()))
    named = [i for places in theirs.values() for i in places if name_of(alignment.source, i)]
    is_other = bool(mine) and bool(other) and alignment.any_same(mine, other) is False
    return is_other and alignment.any_same(mine, named) is not True


def doubt(alignment: Alignment) -> str | None:
    """A word of the source's sentence that denies or doubts, wherever it stands, and that the claim lacks."""
    known = {w.lower for w in alignment.claim.words}
    doubting = load_words("predicates", "doubting")
    found = (w for w in alignment.source.words if w.lower in doubting or (w.tag, w.lower) in _DOUBTFUL)
    return next((w.text for w in found if w.lower not in known), None)


def misplaced(alignment: Alignment, clause: PredicateClause) -> Word | None:
    """An argument of the claim in whose place the source has another, and the claim's elsewhere; None without one.

    "Because of her injury" is not said by "because of a death; her injury had healed". Asked only where both say it by
    one verb: other words for it may have other arguments.
    """
    ours = alignment.clause
    one_verb = not sure_base_forms(ours.verb.lower).isdisjoint(sure_base_forms(clause.verb.lower))
    if not one_verb or MARRY in ours.predicates:
        return None
    # Whom somebody won against, and what one is, is asked by rules of their own.
    roles = ("agent",) if WIN in ours.predicates or ours.copula else tuple(ours.roles)
    for role, heads in ((role, ours.roles.get(role, ())) for role in roles):
        there = clause.roles.get(role, ())
        for head in heads if there else ():
            if not _is_in_place(alignment, head, there):
                return alignment.claim.words[head]
    return None


def _is_in_place(alignment: Alignment, head: int, there: tuple[int, ...]) -> bool:
    """Whether the source has an argument in one of the phrases of its role, whose heads are `there`, or not at all."""
    word, source = alignment.claim.words[head], alignment.source
    if any(time.first <= head <= time.last for time in alignment.claim_times):
        return True
    wanted = {alignment.found[head]} if head in alignment.found else set()
    wanted |= {w.i for w in source.words if w.lower == word.lower}
    named = word.tag in NAMES
    if not wanted or alignment.any_same((head,), there) or any(_points(source, i, named=named) for i in there):
        return True
    return any(source.words[i].left <= place <= source.words[i].right for i in there for place in wanted)


def _points(source: Sentence, i: int, *, named: bool) -> bool:
    """Whether a word points to another one: "who", "those", "it"; to what has a name also "the club"."""
    return source.words[i].tag not in NOUN or (named and is_back_reference(source, i))
