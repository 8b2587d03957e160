"""The contradiction rules in their order: what a source says that cannot be true beside the claim.

A rule takes the aligned sentences and the source's clause that tells the claim's predicate, and gives what differs, in
words, or None. The rules of who and when stand here, those of kind, rank and place in `attribute_rules.py`.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Final, NamedTuple, TypeAlias

from checks.lexicon import load_words
from checks.nlp.relations.predicates import (
    BEGIN,
    BORN,
    DIE,
    END,
    LIVE,
    MARRY,
    WIN,
    synonymous,
)
from checks.nlp.tree import Sentence
from checks.stance.result import Contradiction
from checks.stance.syntax.clauses import clauses
from checks.stance.syntax.noun_phrases import (
    compound_start,
    name_of,
    name_places,
    written_name,
)
from checks.stance.syntax.roles import PredicateClause
from checks.stance.text import SCORE
from checks.stance.wording.alignment import Alignment
from checks.stance.wording.attribute_rules import (
    other_holder,
    other_people,
    other_place,
    other_rank,
)
from checks.stance.wording.times import (
    NamedTime,
    TimeAgreement,
    compare_times,
    governors,
)

ContradictionRule: TypeAlias = Callable[[Alignment, PredicateClause], Contradiction | None]


def time_agreement(alignment: Alignment, ours: NamedTime) -> tuple[TimeAgreement, str]:
    """Whether the source's times of the same event agree with one of the claim's, and the words of the one that
    decides.

    "silent" with no words where the source has none, or none that decides.
    """
    found = list(_agreements(alignment, ours))
    for wanted in ("agrees", "differs"):
        for each in found:
            if each.same_event and each.agreement == wanted:
                return each.agreement, each.text
    elsewhere = next((each for each in found if not each.same_event and each.agreement == "agrees"), None)
    return ("agrees", elsewhere.text) if elsewhere is not None else ("silent", "")


class _Compared(NamedTuple):
    """A time of the source against the claim's: whether both are of one event, and whether they agree."""

    same_event: bool
    agreement: TimeAgreement
    text: str


def _agreements(alignment: Alignment, ours: NamedTime) -> Iterator[_Compared]:
    """Each time of the source against one of the claim's.

    A range that the source gives counts for beginnings, ends and lives; any other time only where the same
    predicate or word governs it.
    """
    stated, mine = alignment.clause.predicates, _holder(alignment.claim, ours)
    for theirs in alignment.source_times:
        if theirs.start and theirs.end and (bounds := stated & {BEGIN, END}):
            found = compare_times(ours, theirs, starts=BEGIN in bounds, ends=END in bounds)
            yield _Compared(True, found, theirs.text)
        elif theirs.life:
            of_life = (stated | mine.predicates) & {BORN, DIE, LIVE}
            if of_life:
                found = compare_times(ours, theirs, starts=BORN in of_life, ends=DIE in of_life)
                yield _Compared(True, found, theirs.text)
        else:
            other = _holder(alignment.source, theirs)
            both = mine.predicates | other.predicates
            starts, endings = (load_words("predicates", name) for name in ("starts", "ends"))
            found = compare_times(ours, theirs, starts=bool(starts & both), ends=bool(endings & both))
            yield _Compared(_linked(alignment, mine, other), found, theirs.text)


class _Holder(NamedTuple):
    """The words and predicates that a time belongs to."""

    words: frozenset[str]
    predicates: frozenset[str]


def _holder(sentence: Sentence, time: NamedTime) -> _Holder:
    """What a time belongs to: what it hangs on, up to the verb of its clause."""
    up = list(governors(sentence, time))
    clause = next((c for c in clauses(sentence) if up and c.verb.i == up[-1].i), None)
    words = {w.lower for w in up if w.tag[:2] in ("VB", "NN", "JJ")}
    if clause is not None:
        words |= {sentence.words[i].lower for i in clause.said}
    return _Holder(frozenset(words), clause.predicates if clause else frozenset())


def _linked(alignment: Alignment, mine: _Holder, other: _Holder) -> bool:
    """Whether two times belong to the same event.

    Verbs that say nothing of an event ("be", "have") link nothing.
    """
    if not mine.predicates.isdisjoint(other.predicates):
        return True
    ours = [w for w in mine.words if w not in load_words("predicates", "bare_verbs")]
    return any(
        synonymous(a, b) for a in ours for b in other.words if b not in load_words("predicates", "bare_verbs")
    )


def other_time(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """The source gives another time of the same event than the claim.

    What is done again and again (visits, meetings) may have other times as well. Only what happens once excludes
    another time, so that a claim which denies it is borne out.
    """
    if alignment.clause.verb.lower in load_words("predicates", "repeated"):
        return None
    for ours in alignment.claim_times:
        found, text = time_agreement(alignment, ours)
        if found == "differs":
            once = not alignment.clause.predicates.isdisjoint(load_words("predicates", "once"))
            return Contradiction(
                "time", f"date differs: source gives “{text}”, the claim “{ours.text}”", excludes=once
            )
    return None


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
    if _phrases_change_places(alignment, theirs):
        return Contradiction("who", "who did it and whom it was done to change places")
    at_that_time = all(time_agreement(alignment, t)[0] == "agrees" for t in alignment.claim_times)
    if WIN in ours.predicates & theirs.predicates and at_that_time and _won_and_lost(alignment, theirs):
        return Contradiction("who", "who won and who lost change places")
    certain = any(_one_thing(alignment.claim, i) for i in done)
    shared = "co" in (alignment.source.previous(theirs.verb.i), alignment.source.previous(theirs.verb.i - 1))
    alone = not shared and not ours.predicates.isdisjoint(load_words("predicates", "by_one"))
    if same is False and certain and alone and alignment.any_same(done, undergone):
        shown = alignment.source.text_between(compound_start(alignment.source, other[0]), other[0])
        return Contradiction("who", f"source names {shown}", name_places(alignment.claim, doer))
    return None


def _phrases_change_places(alignment: Alignment, theirs: PredicateClause) -> bool:
    """Whether two phrases have each other's names in the source: "for Porto against Benfica"; or who bought, and from
    whom.
    """
    ours, there = alignment.clause.roles, theirs.roles
    both = sorted(ours.keys() & there.keys() - {"agent", "patient", "to"})
    sides = [("agent", "from")] if {"agent", "from"} <= ours.keys() & there.keys() else []
    return any(
        alignment.any_same(ours[one], there[other]) and alignment.any_same(ours[other], there[one])
        and not alignment.any_same(ours[one], there[one])
        for one, other in (*combinations(both, 2), *sides)
    )  # fmt: skip


def _won_and_lost(alignment: Alignment, theirs: PredicateClause) -> bool:
    """Whether who is said to have lost is the source's winner, or the other way round."""
    ours = alignment.clause
    lost, won = (ours.roles.get(role, ()) for role in ("from", "agent"))
    there_lost, there_won = (theirs.roles.get(role, ()) for role in ("from", "agent"))
    lost = lost or (ours.roles.get("patient", ()) if not won else ())
    if lost and not won:
        return alignment.any_same(lost, there_won) is True
    return bool(won) and alignment.any_same(won, there_lost) is True


def _one_thing(sentence: Sentence, i: int) -> bool:
    """Whether a phrase means one certain thing: a name, "the plant"."""
    return bool(name_of(sentence, i)) or any(w.lower == "the" for w in sentence.children(sentence.words[i], "det"))


def other_partner(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """The source names another spouse; not where either text speaks of a first or later marriage."""
    if MARRY not in alignment.clause.predicates & clause.predicates or _later_or_former(alignment):
        return None
    ours, theirs = (
        [i for role in ("agent", "patient", "to") for i in c.roles.get(role, ())]
        for c in (alignment.clause, clause)
    )
    mine = [i for i in ours if alignment.any_same([i], theirs) is False]
    other = [i for i in theirs if alignment.any_same(ours, [i]) is False and name_of(alignment.source, i)]
    if len(mine) != 1 or not other or not alignment.any_same(ours, theirs):
        return None
    shown = written_name(alignment.source, other[0])
    return Contradiction("partner", f"source names {shown}", name_places(alignment.claim, (mine[0],)))


def _later_or_former(alignment: Alignment) -> bool:
    """Whether a text says that there was more than one: "former", "second"."""
    return any(
        w.lower in load_words("predicates", "more_than_one")
        for s in (alignment.claim, alignment.source)
        for w in s.words
    )


def other_score(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """The source gives another score than the claim, in whichever order.

    Of several scores in the source one that is the claim's is enough; "52 votes to 48" is a score.
    """
    ours, theirs = SCORE.search(alignment.claim.text), SCORE.findall(alignment.source.text)
    if ours is None or not theirs or sorted(ours.groups(), key=int) in [sorted(t, key=int) for t in theirs]:
        return None
    return Contradiction("score", f"source gives {'–'.join(theirs[0])}, the claim {ours[0]}")


CONTRADICTION_RULES: Final[Mapping[str, ContradictionRule]] = {
    "doer": other_doer,
    "partner": other_partner,
    "time": other_time,
    "people": other_people,
    "holder": other_holder,
    "place": other_place,
    "rank": other_rank,
    "score": other_score,
}


def contradictions(
    alignment: Alignment,
    clause: PredicateClause,
    rules: Mapping[str, ContradictionRule] = CONTRADICTION_RULES,
) -> Iterator[Contradiction]:
    """All that differs, in the order of the rules.

    Each with the words of the claim that it stands against. `rules` can leave some out, to see what one is worth.
    """
    for rule in rules.values():
        if (found := rule(alignment, clause)) is not None:
            yield found
