"""What a passage's sentence says that can't be true beside the claim: another time, place, people, doer or rank.

Each rule takes the two sentences laid over one another and the clause of the source that tells the claim's deed, and
gives what differs, in words; None where nothing does.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from checks.lexicon import load_words
from checks.nlp.tree import Sentence, Word
from checks.stance.predicates import entailed_by
from checks.stance.result import Contradiction
from checks.stance.wording.alignment import Alignment
from checks.stance.wording.clauses import clauses
from checks.stance.wording.contradictions.kind import (
    is_occupation,
    other_holder,
    other_kind,
    other_people,
    other_rank,
    other_whole,
)
from checks.stance.wording.contradictions.place import other_place
from checks.stance.wording.noun_phrases import is_back_reference, name_of
from checks.stance.wording.time_agreement import names_a_thing, time_agreement
from checks.stance.wording.verbal_clauses import PredicateClause

ContradictionRule: TypeAlias = Callable[[Alignment, PredicateClause], Contradiction | None]
SCORE = re.compile(r"\b(\d{1,3})(?:\s?[-–—]\s?|\s(?:votes\s)?to\s)(\d{1,3})\b")
_IN_LANGUAGE: Final = ("in",)
_AGAINST_EACH_OTHER: Final = (("before", "after"), ("after", "before"), ("for", "against"), ("against", "for"))


def contradictions(alignment: Alignment, clause: PredicateClause) -> Iterator[Contradiction]:
    """All that differs."""
    for rule in CONTRADICTION_RULES:
        if (found := rule(alignment, clause)) is not None:
            yield found


def _time(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    if alignment.clause.verb.lower in load_words("predicates", "repeated") or _lost_it(alignment, clause):
        return None
    for ours in alignment.claim_times:
        if names_a_thing(alignment.claim, ours):
            continue
        found, text = time_agreement(alignment, ours)
        if found == "differs":
            once = not alignment.clause.predicates.isdisjoint(load_words("predicates", "once"))
            return Contradiction(
                "time", f"date differs: source gives “{text}”, the claim “{ours.text}”", excludes=once
            )
    return None


def _who(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """Who did it: they change places, or what one alone can have done was done by another."""
    ours, theirs = alignment.clause, clause
    if ours.copula or ours.predicates.isdisjoint(theirs.predicates):
        return None
    doer, done = ours.roles.get("agent", ()), ours.roles.get("patient", ())
    other, undergone = theirs.roles.get("agent", ()), theirs.roles.get("patient", ())
    same = alignment.any_same(doer, other)
    if doer and same is not True and alignment.any_same(doer, undergone):
        named = any(alignment.named(i) for i in other)
        if named and (alignment.any_same(done, other) or "win" in ours.predicates):
            return Contradiction("who", "who did it and whom it was done to change places")
    to, other_to = ours.roles.get("to", ()), theirs.roles.get("to", ())
    if doer and to and alignment.any_same(doer, other_to) and alignment.any_same(to, other):
        return Contradiction("who", "who did it and whom it was done to change places")
    at_that_time = all(time_agreement(alignment, t)[0] == "agrees" for t in alignment.claim_times)
    if "win" in ours.predicates & theirs.predicates and at_that_time and _won_and_lost(alignment, theirs):
        return Contradiction("who", "who won and who lost change places")
    certain = any(_one_thing(alignment.claim, i) for i in done)
    shared = "co" in (alignment.source.before(theirs.verb.i), alignment.source.before(theirs.verb.i - 1))
    alone = (
        not shared and not ours.predicates.isdisjoint(load_words("predicates", "by_one"))
    ) or _did_another_thing(alignment, doer)
    if same is False and certain and alone and alignment.any_same(done, undergone):
        shown = alignment.source.stretch(_left(alignment.source, other[0]), other[0])
        return Contradiction("who", f"source names {shown}", _places_of(alignment.claim, doer))
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


def _lost_it(alignment: Alignment, theirs: PredicateClause) -> bool:
    """Whether the source tells of a time when the claim's winner lost."""
    return "win" in alignment.clause.predicates and bool(
        alignment.any_same(alignment.clause.roles.get("agent", ()), theirs.roles.get("from", ()))
    )


def _did_another_thing(alignment: Alignment, doer: tuple[int, ...]) -> bool:
    """Whether the source says that the claim's doer did something else: edited the film that another produced."""
    others = (
        c
        for c in clauses(alignment.source)
        if not c.copula and c.predicates.isdisjoint(alignment.clause.predicates)
    )
    return any(alignment.any_same(doer, c.roles.get("agent", ())) and c.roles.get("patient") for c in others)


def _one_thing(sentence: Sentence, i: int) -> bool:
    """Whether a phrase means one certain thing: a name, "the plant"."""
    return bool(name_of(sentence, i)) or any(w.lower == "the" for w in sentence.below(sentence.words[i], "det"))


def _by(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """Whose work it is: "a novel by"."""
    ours, theirs = alignment.clause, clause
    if not (ours.copula and theirs.copula):
        return None
    if alignment.any_same(ours.roles.get("by", ()), theirs.roles.get("by", ())) is not False:
        return None
    head = theirs.roles["by"][0]
    shown = alignment.source.stretch(_left(alignment.source, head), head)
    return Contradiction("who", f"source names {shown}", _places_of(alignment.claim, ours.roles["by"]))


def _left(sentence: Sentence, i: int) -> int:
    return min((w.i for w in sentence.below(sentence.words[i], "compound")), default=i)


def _places_of(sentence: Sentence, heads: tuple[int, ...]) -> frozenset[int]:
    named = {w for i in heads for w in name_of(sentence, i)}
    return frozenset(w.i for w in sentence.words if w.lower in named)


def _partner(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """Whom somebody is married to, where neither tells of a first or a later marriage."""
    if "marry" not in alignment.clause.predicates & clause.predicates or _later_or_former(alignment):
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
    shown = _named(alignment.source, other[0])
    return Contradiction("partner", f"source names {shown}", _places_of(alignment.claim, (mine[0],)))


def _of_another_field(alignment: Alignment, ours: list[int], theirs: list[int]) -> Contradiction | None:
    """ "A lawyer", where the source has "the dancer X"."""
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
    return any(
        w.lower in load_words("predicates", "more_than_one")
        for s in (alignment.claim, alignment.source)
        for w in s.words
    )


def _named(sentence: Sentence, i: int) -> str:
    """The name that a phrase holds, as it is written."""
    name = name_of(sentence, i)
    return " ".join(w.text for w in sentence.words if w.lower in name and w.text[:1].isupper())


def _part(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """Which part somebody played in what both name."""
    ours, theirs = alignment.clause.roles, clause.roles
    mine, other = ours.get("patient", ()), theirs.get("patient", ())
    if "star" not in alignment.clause.predicates & clause.predicates or not mine or not other:
        return None
    if not alignment.any_same(ours.get("agent", ()), theirs.get("agent", ())) or not _in_the_same(
        alignment, clause
    ):
        return None
    a, b = alignment.claim.words[mine[0]], alignment.source.words[other[0]]
    if alignment.any_same(mine, other) is not False and not _another_common(alignment, a, b):
        return None
    shown = alignment.source.stretch(_left(alignment.source, b.i), b.i)
    return Contradiction("part", f"source says {shown}", frozenset(range(a.left, a.i + 1)))


def _another_common(alignment: Alignment, mine: Word, other: Word) -> bool:
    """Whether two common nouns tell different things: "a doctor", "the lawyer Jill Marsh"."""
    if any(w.tag not in ("NN", "NNS") for w in (mine, other)) or entailed_by(mine.lower, other.lower):
        return False
    return bool(name_of(alignment.source, other.i)) or not is_back_reference(alignment.source, other.i)


def _in_the_same(alignment: Alignment, clause: PredicateClause) -> bool:
    ours, theirs = (
        [i for prep in ("in", "on") for i in c.roles.get(prep, ())] for c in (alignment.clause, clause)
    )
    return alignment.any_same(ours, theirs) is True


def _only(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """What the source says of another one alone: "only for X"."""
    ours = alignment.clause
    if ours.predicates.isdisjoint(clause.predicates):
        return None
    for prep in ours.roles.keys() & clause.roles.keys() - {"agent", "patient"}:
        for i in clause.roles[prep]:
            head = alignment.source.words[i].head
            alone = alignment.source.before(head) in ("only", "solely", "exclusively")
            if alone and alignment.any_same(ours.roles[prep], [i]) is False:
                return Contradiction("only", f"source says only {prep} {_named(alignment.source, i)}",
                                _places_of(alignment.claim, ours.roles[prep]))  # fmt: skip
    return None


def _order(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """Which of two came first; for what, or against it."""
    ours, theirs = alignment.clause.roles, clause.roles
    for mine, other in _AGAINST_EACH_OTHER:
        if (
            mine in ours
            and other in theirs
            and mine not in theirs
            and alignment.any_same(ours[mine], theirs[other])
        ):
            return Contradiction("order", f"source says “{other}”, the claim “{mine}”")
    return None


def _ended(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """What the claim says is so, and the source says was so until something ended it."""
    now = alignment.clause.verb.tag in ("VBZ", "VBP") and not alignment.claim_times
    was = clause.verb.tag == "VBD" and clause.verb.lower in ("was", "were", "had")
    closed = any(_marks_an_end(clause, w) for w in alignment.source.words)
    if now and was and closed and not alignment.clause.predicates.isdisjoint(clause.predicates):
        return Contradiction("ended", "source says that it was so until it ended")
    return None


def _marks_an_end(clause: PredicateClause, word: Word) -> bool:
    """Whether an "until" hangs on the verb, or opens a clause that does: "until it was closed"."""
    opened = clause.sentence.words[word.head] if word.dep == "mark" else word
    return word.lower in ("until", "till") and opened.head == clause.verb.i


def _what_caused_it(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """What brought something about."""
    if "cause" not in alignment.clause.predicates & clause.predicates:
        return None
    ours, theirs = alignment.clause.roles.get("agent", ()), clause.roles.get("agent", ())
    if not ours or not theirs or not _same_thing(alignment, clause):
        return None
    a, b = alignment.claim.words[ours[0]], alignment.source.words[theirs[0]]
    if entailed_by(a.lower, b.lower) or is_back_reference(alignment.source, b.i):
        return None
    return Contradiction(
        "cause", f"source names {alignment.source.stretch(b.left, b.i)}", frozenset(range(a.left, a.i + 1))
    )


def _same_thing(alignment: Alignment, clause: PredicateClause) -> bool:
    ours, theirs = alignment.clause.roles.get("patient", ()), clause.roles.get("patient", ())
    return alignment.any_same(ours, theirs) is True


def _alive(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """Who is said to be alive, and has the year of a death."""
    said = {alignment.claim.words[i].lower for i in alignment.clause.said}
    life = next((t for t in alignment.source_times if t.life and t.end is not None), None)
    if life is None or said.isdisjoint(("alive", "living")):
        return None
    return Contradiction("time", f"source gives “{life.text}”", alignment.clause.said)


def _language(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """In which language a work is."""
    ours, theirs = (_languages(s) for s in (alignment.claim, alignment.source))
    if not ours or not theirs or not {w.lower for w in ours}.isdisjoint(w.lower for w in theirs):
        return None
    return Contradiction("language", f"source says {theirs[0].text}", frozenset(w.i for w in ours))


def _languages(sentence: Sentence) -> list[Word]:
    """The languages of a sentence: "in Polish", "Polish-language"."""
    known = (w for w in sentence.words if w.text in load_words("predicates", "languages"))
    return [w for w in known if sentence.before(w.i) in _IN_LANGUAGE or _is_of_language(sentence, w.i)]


def _is_of_language(sentence: Sentence, i: int) -> bool:
    return any(w.lower == "language" for w in sentence.words[i + 1 : i + 3])


def _cause(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """What somebody died of."""
    if "die" not in alignment.clause.predicates & clause.predicates:
        return None
    ours, theirs = (
        tuple(i for prep in ("of", "from") for i in c.roles.get(prep, ())) for c in (alignment.clause, clause)
    )
    for mine in ours:
        for other in theirs:
            a, b = alignment.claim.words[mine], alignment.source.words[other]
            if (
                entailed_by(a.lower, b.lower)
                or is_back_reference(alignment.source, other)
                or a.lower in alignment.source.text.lower()
            ):
                return None
            return Contradiction("cause", f"source says of “{b.text}”", frozenset(range(a.left, a.right + 1)))
    return None


def _score(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    ours, theirs = SCORE.search(alignment.claim.text), SCORE.findall(alignment.source.text)
    if ours is None or not theirs or sorted(ours.groups(), key=int) in [sorted(t, key=int) for t in theirs]:
        return None
    return Contradiction("score", f"source gives {'–'.join(theirs[0])}, the claim {ours[0]}")


CONTRADICTION_RULES: Final[tuple[ContradictionRule, ...]] = (
    _who, _by, _partner, _part, _only, _time, _order, _ended, other_people, other_kind, other_holder, other_whole,
    other_place, other_rank, _score, _cause, _what_caused_it, _alive, _language,
)  # fmt: skip
