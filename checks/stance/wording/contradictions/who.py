"""Who did it, to whom, with whom, and in which part: what one alone can be or do."""

from checks.lexicon import load_words
from checks.nlp.tree import Sentence, Word
from checks.stance.predicates import MARRY, STAR, WIN, entailed_by
from checks.stance.result import Contradiction
from checks.stance.wording.alignment import Alignment
from checks.stance.wording.clauses import clauses
from checks.stance.wording.contradictions.kind import (
    is_occupation,
)
from checks.stance.wording.noun_phrases import (
    compound_start,
    is_back_reference,
    name_of,
    name_places,
    written_name,
)
from checks.stance.wording.time_agreement import time_agreement
from checks.stance.wording.verbal_clauses import PredicateClause


def other_doer(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """The two change places, or somebody else did what one alone can have done.

    Only what one alone does ("founded", "directed", a certain thing) excludes that another did it; "co-" before
    the verb says that there were several.
    """
    ours, theirs = alignment.clause, clause
    if ours.copula or ours.predicates.isdisjoint(theirs.predicates):
        return None
    doer, done = ours.roles.get("agent", ()), ours.roles.get("patient", ())
    other, undergone = theirs.roles.get("agent", ()), theirs.roles.get("patient", ())
    same = alignment.any_same(doer, other)
    if doer and same is not True and alignment.any_same(doer, undergone):
        named = any(alignment.named(i) for i in other)
        if named and (alignment.any_same(done, other) or WIN in ours.predicates):
            return Contradiction("who", "who did it and whom it was done to change places")
    to, other_to = ours.roles.get("to", ()), theirs.roles.get("to", ())
    if doer and to and alignment.any_same(doer, other_to) and alignment.any_same(to, other):
        return Contradiction("who", "who did it and whom it was done to change places")
    at_that_time = all(time_agreement(alignment, t)[0] == "agrees" for t in alignment.claim_times)
    if WIN in ours.predicates & theirs.predicates and at_that_time and _won_and_lost(alignment, theirs):
        return Contradiction("who", "who won and who lost change places")
    certain = any(_one_thing(alignment.claim, i) for i in done)
    shared = "co" in (alignment.source.previous(theirs.verb.i), alignment.source.previous(theirs.verb.i - 1))
    alone = (
        not shared and not ours.predicates.isdisjoint(load_words("predicates", "by_one"))
    ) or _did_another_thing(alignment, doer)
    if same is False and certain and alone and alignment.any_same(done, undergone):
        shown = alignment.source.text_between(compound_start(alignment.source, other[0]), other[0])
        return Contradiction("who", f"source names {shown}", name_places(alignment.claim, doer))
    return None


def _won_and_lost(alignment: Alignment, theirs: PredicateClause) -> bool:
    """Whether who is said to have lost is the source's winner, or the other way round."""
    ours = alignment.clause
    lost, won = (ours.roles.get(role, ()) for role in ("from", "agent"))
    there_lost, there_won = (theirs.roles.get(role, ()) for role in ("from", "agent"))
    lost = lost or (ours.roles.get("patient", ()) if not won else ())
    if lost and not won:
        return alignment.any_same(lost, there_won) is True
    return bool(won) and alignment.any_same(won, there_lost) is True


def _did_another_thing(alignment: Alignment, doer: tuple[int, ...]) -> bool:
    """Whether the source gives the claim's subject another part: it edited the film that another produced."""
    others = (
        c
        for c in clauses(alignment.source)
        if not c.copula and c.predicates.isdisjoint(alignment.clause.predicates)
    )
    return any(alignment.any_same(doer, c.roles.get("agent", ())) and c.roles.get("patient") for c in others)


def _one_thing(sentence: Sentence, i: int) -> bool:
    """Whether a phrase means one certain thing: a name, "the plant"."""
    return bool(name_of(sentence, i)) or any(w.lower == "the" for w in sentence.children(sentence.words[i], "det"))


def other_author(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """The source names another author of a work: "a novel by".

    What both say that it is may differ: the rule looks at who stands behind "by" alone.
    """
    ours, theirs = alignment.clause, clause
    if not (ours.copula and theirs.copula):
        return None
    if alignment.any_same(ours.roles.get("by", ()), theirs.roles.get("by", ())) is not False:
        return None
    head = theirs.roles["by"][0]
    shown = alignment.source.text_between(compound_start(alignment.source, head), head)
    return Contradiction("who", f"source names {shown}", name_places(alignment.claim, ours.roles["by"]))


def other_partner(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """The source names another spouse; not where either text speaks of a first or later marriage.

    Occupations that exclude each other count like names.
    """
    if MARRY not in alignment.clause.predicates & clause.predicates or _later_or_former(alignment):
        return None
    ours, theirs = (
        [i for role in ("agent", "patient", "to") for i in c.roles.get(role, ())]
        for c in (alignment.clause, clause)
    )
    mine = [i for i in ours if alignment.any_same([i], theirs) is False]
    other = [i for i in theirs if alignment.any_same(ours, [i]) is False and name_of(alignment.source, i)]
    if of_other_field := _of_another_field(alignment, ours, theirs):
        return of_other_field
    if len(mine) != 1 or not other or not alignment.any_same(ours, theirs):
        return None
    shown = written_name(alignment.source, other[0])
    return Contradiction("partner", f"source names {shown}", name_places(alignment.claim, (mine[0],)))


def _of_another_field(alignment: Alignment, ours: list[int], theirs: list[int]) -> Contradiction | None:
    """A spouse whose occupation is another: "a lawyer", where the source has "the dancer X".

    Both must be occupations of the lexicon, and neither the more general one.
    """
    pairs = ((alignment.claim.words[i], alignment.source.words[j]) for i in ours for j in theirs)
    for a, b in pairs:
        if (
            a.tag == b.tag == "NN"
            and is_occupation(a.lower)
            and is_occupation(b.lower)
            and not entailed_by(a.lower, b.lower)
        ):
            return Contradiction("partner", f"source says {b.text}", frozenset((a.i,)))
    return None


def _later_or_former(alignment: Alignment) -> bool:
    """Whether a text says that there was more than one: "former", "second"."""
    return any(
        w.lower in load_words("predicates", "more_than_one")
        for s in (alignment.claim, alignment.source)
        for w in s.words
    )


def other_part(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """The source names another part that somebody played in the same work.

    A common noun beside another ("a doctor", "the lawyer Jill Marsh") is another part, unless it points back to
    the same.
    """
    ours, theirs = alignment.clause.roles, clause.roles
    mine, other = ours.get("patient", ()), theirs.get("patient", ())
    if STAR not in alignment.clause.predicates & clause.predicates or not mine or not other:
        return None
    if not alignment.any_same(ours.get("agent", ()), theirs.get("agent", ())) or not _in_the_same(
        alignment, clause
    ):
        return None
    a, b = alignment.claim.words[mine[0]], alignment.source.words[other[0]]
    if alignment.any_same(mine, other) is not False and not _another_common(alignment, a, b):
        return None
    shown = alignment.source.text_between(compound_start(alignment.source, b.i), b.i)
    return Contradiction("part", f"source says {shown}", frozenset(range(a.left, a.i + 1)))


def _another_common(alignment: Alignment, mine: Word, other: Word) -> bool:
    """Whether two common nouns are of different things: "a doctor", "the lawyer Jill Marsh"."""
    if any(w.tag not in ("NN", "NNS") for w in (mine, other)) or entailed_by(mine.lower, other.lower):
        return False
    return bool(name_of(alignment.source, other.i)) or not is_back_reference(alignment.source, other.i)


def _in_the_same(alignment: Alignment, clause: PredicateClause) -> bool:
    """Whether both are about one work."""
    ours, theirs = (
        [i for prep in ("in", "on") for i in c.roles.get(prep, ())] for c in (alignment.clause, clause)
    )
    return alignment.any_same(ours, theirs) is True
