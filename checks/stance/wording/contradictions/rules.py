"""What a passage's sentence says that can't be true beside the claim: another time, place, people, doer or rank.

Each rule takes the two sentences laid over one another and the clause of the source that tells the claim's deed, and
gives what differs, in words; None where nothing does.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from checks.lexicon import load_words
from checks.nlp.tree import Sentence, Word
from checks.stance.predicates import met_by
from checks.stance.result import Conflict
from checks.stance.wording.alignment import Meeting
from checks.stance.wording.clauses import Clause, clauses
from checks.stance.wording.contradictions.kind import (
    is_occupation,
    other_holder,
    other_kind,
    other_people,
    other_rank,
    other_whole,
)
from checks.stance.wording.contradictions.place import other_place
from checks.stance.wording.phrases import is_back_reference, name_of
from checks.stance.wording.time_agreement import names_a_thing, time_agreement

Rule: TypeAlias = "Callable[[Meeting, Clause], Conflict | None]"
SCORE = re.compile(r"\b(\d{1,3})(?:\s?[-–—]\s?|\s(?:votes\s)?to\s)(\d{1,3})\b")
_IN_LANGUAGE: Final = ("in",)
_AGAINST_EACH_OTHER: Final = (("before", "after"), ("after", "before"), ("for", "against"), ("against", "for"))


def conflicts(meeting: Meeting, clause: Clause) -> Iterator[Conflict]:
    """All that differs."""
    for rule in RULES:
        if (found := rule(meeting, clause)) is not None:
            yield found


def _time(meeting: Meeting, clause: Clause) -> Conflict | None:
    if meeting.clause.verb.lower in load_words("predicates", "repeated") or _lost_it(meeting, clause):
        return None
    for ours in meeting.claim_times:
        if names_a_thing(meeting.claim, ours):
            continue
        found, text = time_agreement(meeting, ours)
        if found == "differs":
            once = not meeting.clause.deeds.isdisjoint(load_words("predicates", "once"))
            return Conflict("time", f"date differs: source gives “{text}”, the claim “{ours.text}”", excludes=once)
    return None


def _who(meeting: Meeting, clause: Clause) -> Conflict | None:
    """Who did it: they change places, or what one alone can have done was done by another."""
    ours, theirs = meeting.clause, clause
    if ours.copula or ours.deeds.isdisjoint(theirs.deeds):
        return None
    doer, done = ours.roles.get("agent", ()), ours.roles.get("patient", ())
    other, undergone = theirs.roles.get("agent", ()), theirs.roles.get("patient", ())
    same = meeting.any_same(doer, other)
    if doer and same is not True and meeting.any_same(doer, undergone):
        named = any(meeting.named(i) for i in other)
        if named and (meeting.any_same(done, other) or "win" in ours.deeds):
            return Conflict("who", "who did it and whom it was done to change places")
    to, other_to = ours.roles.get("to", ()), theirs.roles.get("to", ())
    if doer and to and meeting.any_same(doer, other_to) and meeting.any_same(to, other):
        return Conflict("who", "who did it and whom it was done to change places")
    at_that_time = all(time_agreement(meeting, t)[0] == "agrees" for t in meeting.claim_times)
    if "win" in ours.deeds & theirs.deeds and at_that_time and _won_and_lost(meeting, theirs):
        return Conflict("who", "who won and who lost change places")
    certain = any(_one_thing(meeting.claim, i) for i in done)
    shared = "co" in (meeting.source.before(theirs.verb.i), meeting.source.before(theirs.verb.i - 1))
    alone = (not shared and not ours.deeds.isdisjoint(load_words("predicates", "by_one"))) or _did_another_thing(
        meeting, doer
    )
    if same is False and certain and alone and meeting.any_same(done, undergone):
        shown = meeting.source.stretch(_left(meeting.source, other[0]), other[0])
        return Conflict("who", f"source names {shown}", _places_of(meeting.claim, doer))
    return None


def _won_and_lost(meeting: Meeting, theirs: Clause) -> bool:
    """Whether who is said to have lost is the source's winner, or the other way round."""
    ours = meeting.clause
    lost, won = (ours.roles.get(role, ()) for role in ("from", "agent"))
    there_lost, there_won = (theirs.roles.get(role, ()) for role in ("from", "agent"))
    lost = lost or (ours.roles.get("patient", ()) if not won else ())
    if lost and not won:
        return meeting.any_same(lost, there_won) is True
    return bool(won) and meeting.any_same(won, there_lost) is True


def _lost_it(meeting: Meeting, theirs: Clause) -> bool:
    """Whether the source tells of a time when the claim's winner lost."""
    return "win" in meeting.clause.deeds and bool(
        meeting.any_same(meeting.clause.roles.get("agent", ()), theirs.roles.get("from", ()))
    )


def _did_another_thing(meeting: Meeting, doer: tuple[int, ...]) -> bool:
    """Whether the source says that the claim's doer did something else: edited the film that another produced."""
    others = (c for c in clauses(meeting.source) if not c.copula and c.deeds.isdisjoint(meeting.clause.deeds))
    return any(meeting.any_same(doer, c.roles.get("agent", ())) and c.roles.get("patient") for c in others)


def _one_thing(sentence: Sentence, i: int) -> bool:
    """Whether a phrase means one certain thing: a name, "the plant"."""
    return bool(name_of(sentence, i)) or any(w.lower == "the" for w in sentence.below(sentence.words[i], "det"))


def _by(meeting: Meeting, clause: Clause) -> Conflict | None:
    """Whose work it is: "a novel by"."""
    ours, theirs = meeting.clause, clause
    if not (ours.copula and theirs.copula):
        return None
    if meeting.any_same(ours.roles.get("by", ()), theirs.roles.get("by", ())) is not False:
        return None
    head = theirs.roles["by"][0]
    shown = meeting.source.stretch(_left(meeting.source, head), head)
    return Conflict("who", f"source names {shown}", _places_of(meeting.claim, ours.roles["by"]))


def _left(sentence: Sentence, i: int) -> int:
    return min((w.i for w in sentence.below(sentence.words[i], "compound")), default=i)


def _places_of(sentence: Sentence, heads: tuple[int, ...]) -> frozenset[int]:
    named = {w for i in heads for w in name_of(sentence, i)}
    return frozenset(w.i for w in sentence.words if w.lower in named)


def _partner(meeting: Meeting, clause: Clause) -> Conflict | None:
    """Whom somebody is married to, where neither tells of a first or a later marriage."""
    if "marry" not in meeting.clause.deeds & clause.deeds or _later_or_former(meeting):
        return None
    ours, theirs = (
        [i for role in ("agent", "patient", "to") for i in c.roles.get(role, ())] for c in (meeting.clause, clause)
    )
    mine = [i for i in ours if meeting.any_same([i], theirs) is False]
    other = [i for i in theirs if meeting.any_same(ours, [i]) is False and name_of(meeting.source, i)]
    if of_other_field := _of_another_field(meeting, ours, theirs):
        return of_other_field
    if len(mine) != 1 or not other or not meeting.any_same(ours, theirs):
        return None
    shown = _named(meeting.source, other[0])
    return Conflict("partner", f"source names {shown}", _places_of(meeting.claim, (mine[0],)))


def _of_another_field(meeting: Meeting, ours: list[int], theirs: list[int]) -> Conflict | None:
    """ "A lawyer", where the source has "the dancer X"."""
    pairs = ((meeting.claim.words[i], meeting.source.words[j]) for i in ours for j in theirs)
    for a, b in pairs:
        if (
            a.tag == b.tag == "NN"
            and is_occupation(a.lower)
            and is_occupation(b.lower)
            and not met_by(a.lower, b.lower)
        ):
            return Conflict("partner", f"source says {b.text}", frozenset((a.i,)))
    return None


def _later_or_former(meeting: Meeting) -> bool:
    return any(
        w.lower in load_words("predicates", "more_than_one")
        for s in (meeting.claim, meeting.source)
        for w in s.words
    )


def _named(sentence: Sentence, i: int) -> str:
    """The name that a phrase holds, as it is written."""
    name = name_of(sentence, i)
    return " ".join(w.text for w in sentence.words if w.lower in name and w.text[:1].isupper())


def _part(meeting: Meeting, clause: Clause) -> Conflict | None:
    """Which part somebody played in what both name."""
    ours, theirs = meeting.clause.roles, clause.roles
    mine, other = ours.get("patient", ()), theirs.get("patient", ())
    if "star" not in meeting.clause.deeds & clause.deeds or not mine or not other:
        return None
    if not meeting.any_same(ours.get("agent", ()), theirs.get("agent", ())) or not _in_the_same(meeting, clause):
        return None
    a, b = meeting.claim.words[mine[0]], meeting.source.words[other[0]]
    if meeting.any_same(mine, other) is not False and not _another_common(meeting, a, b):
        return None
    shown = meeting.source.stretch(_left(meeting.source, b.i), b.i)
    return Conflict("part", f"source says {shown}", frozenset(range(a.left, a.i + 1)))


def _another_common(meeting: Meeting, mine: Word, other: Word) -> bool:
    """Whether two common nouns tell different things: "a doctor", "the lawyer Jill Marsh"."""
    if any(w.tag not in ("NN", "NNS") for w in (mine, other)) or met_by(mine.lower, other.lower):
        return False
    return bool(name_of(meeting.source, other.i)) or not is_back_reference(meeting.source, other.i)


def _in_the_same(meeting: Meeting, clause: Clause) -> bool:
    ours, theirs = ([i for prep in ("in", "on") for i in c.roles.get(prep, ())] for c in (meeting.clause, clause))
    return meeting.any_same(ours, theirs) is True


def _only(meeting: Meeting, clause: Clause) -> Conflict | None:
    """What the source says of another one alone: "only for X"."""
    ours = meeting.clause
    if ours.deeds.isdisjoint(clause.deeds):
        return None
    for prep in ours.roles.keys() & clause.roles.keys() - {"agent", "patient"}:
        for i in clause.roles[prep]:
            head = meeting.source.words[i].head
            alone = meeting.source.before(head) in ("only", "solely", "exclusively")
            if alone and meeting.any_same(ours.roles[prep], [i]) is False:
                return Conflict("only", f"source says only {prep} {_named(meeting.source, i)}",
                                _places_of(meeting.claim, ours.roles[prep]))  # fmt: skip
    return None


def _order(meeting: Meeting, clause: Clause) -> Conflict | None:
    """Which of two came first; for what, or against it."""
    ours, theirs = meeting.clause.roles, clause.roles
    for mine, other in _AGAINST_EACH_OTHER:
        if mine in ours and other in theirs and mine not in theirs and meeting.any_same(ours[mine], theirs[other]):
            return Conflict("order", f"source says “{other}”, the claim “{mine}”")
    return None


def _ended(meeting: Meeting, clause: Clause) -> Conflict | None:
    """What the claim says is so, and the source says was so until something ended it."""
    now = meeting.clause.verb.tag in ("VBZ", "VBP") and not meeting.claim_times
    was = clause.verb.tag == "VBD" and clause.verb.lower in ("was", "were", "had")
    closed = any(_marks_an_end(clause, w) for w in meeting.source.words)
    if now and was and closed and not meeting.clause.deeds.isdisjoint(clause.deeds):
        return Conflict("ended", "source says that it was so until it ended")
    return None


def _marks_an_end(clause: Clause, word: Word) -> bool:
    """Whether an "until" hangs on the verb, or opens a clause that does: "until it was closed"."""
    opened = clause.sentence.words[word.head] if word.dep == "mark" else word
    return word.lower in ("until", "till") and opened.head == clause.verb.i


def _what_caused_it(meeting: Meeting, clause: Clause) -> Conflict | None:
    """What brought something about."""
    if "cause" not in meeting.clause.deeds & clause.deeds:
        return None
    ours, theirs = meeting.clause.roles.get("agent", ()), clause.roles.get("agent", ())
    if not ours or not theirs or not _same_thing(meeting, clause):
        return None
    a, b = meeting.claim.words[ours[0]], meeting.source.words[theirs[0]]
    if met_by(a.lower, b.lower) or is_back_reference(meeting.source, b.i):
        return None
    return Conflict(
        "cause", f"source names {meeting.source.stretch(b.left, b.i)}", frozenset(range(a.left, a.i + 1))
    )


def _same_thing(meeting: Meeting, clause: Clause) -> bool:
    ours, theirs = meeting.clause.roles.get("patient", ()), clause.roles.get("patient", ())
    return meeting.any_same(ours, theirs) is True


def _alive(meeting: Meeting, clause: Clause) -> Conflict | None:
    """Who is said to be alive, and has the year of a death."""
    said = {meeting.claim.words[i].lower for i in meeting.clause.said}
    life = next((t for t in meeting.source_times if t.life and t.end is not None), None)
    if life is None or said.isdisjoint(("alive", "living")):
        return None
    return Conflict("time", f"source gives “{life.text}”", meeting.clause.said)


def _language(meeting: Meeting, clause: Clause) -> Conflict | None:
    """In which language a work is."""
    ours, theirs = (_languages(s) for s in (meeting.claim, meeting.source))
    if not ours or not theirs or not {w.lower for w in ours}.isdisjoint(w.lower for w in theirs):
        return None
    return Conflict("language", f"source says {theirs[0].text}", frozenset(w.i for w in ours))


def _languages(sentence: Sentence) -> list[Word]:
    """The languages of a sentence: "in Polish", "Polish-language"."""
    known = (w for w in sentence.words if w.text in load_words("predicates", "languages"))
    return [w for w in known if sentence.before(w.i) in _IN_LANGUAGE or _is_of_language(sentence, w.i)]


def _is_of_language(sentence: Sentence, i: int) -> bool:
    return any(w.lower == "language" for w in sentence.words[i + 1 : i + 3])


def _cause(meeting: Meeting, clause: Clause) -> Conflict | None:
    """What somebody died of."""
    if "die" not in meeting.clause.deeds & clause.deeds:
        return None
    ours, theirs = (
        tuple(i for prep in ("of", "from") for i in c.roles.get(prep, ())) for c in (meeting.clause, clause)
    )
    for mine in ours:
        for other in theirs:
            a, b = meeting.claim.words[mine], meeting.source.words[other]
            if (
                met_by(a.lower, b.lower)
                or is_back_reference(meeting.source, other)
                or a.lower in meeting.source.text.lower()
            ):
                return None
            return Conflict("cause", f"source says of “{b.text}”", frozenset(range(a.left, a.right + 1)))
    return None


def _score(meeting: Meeting, clause: Clause) -> Conflict | None:
    ours, theirs = SCORE.search(meeting.claim.text), SCORE.findall(meeting.source.text)
    if ours is None or not theirs or sorted(ours.groups(), key=int) in [sorted(t, key=int) for t in theirs]:
        return None
    return Conflict("score", f"source gives {'–'.join(theirs[0])}, the claim {ours[0]}")


RULES: Final[tuple[Rule, ...]] = (
    _who, _by, _partner, _part, _only, _time, _order, _ended, other_people, other_kind, other_holder, other_whole,
    other_place, other_rank, _score, _cause, _what_caused_it, _alive, _language,
)  # fmt: skip
