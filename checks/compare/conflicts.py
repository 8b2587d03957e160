"""What a passage's sentence says that can't be true beside the claim: another time, place, people, doer or rank.

Each rule takes the two sentences laid over one another and the clause of the source that tells the claim's deed, and
gives what differs, in words; None where nothing does.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple, TypeAlias

from checks.compare.clauses import Clause, clauses
from checks.compare.deeds import alike, met_by, these
from checks.compare.kinds import other_holder, other_kind, other_people, other_rank
from checks.compare.located import other_place
from checks.compare.meeting import Meeting
from checks.compare.outcome import Conflict
from checks.compare.phrases import is_back_reference, name_of
from checks.compare.when import Agreement, Time, agreement, holders
from checks.split.words import NOUN, Sentence

Rule: TypeAlias = "Callable[[Meeting, Clause], Conflict | None]"
SCORE = re.compile(r"\b(\d{1,3})(?:\s?[-–—]\s?|\s(?:votes\s)?to\s)(\d{1,3})\b")
_WORKS: Final = frozenset(
    "film movie album novel book song single series game play documentary opera show".split()
)


def conflicts(meeting: Meeting, clause: Clause) -> Iterator[Conflict]:
    """All that differs."""
    for rule in RULES:
        if (found := rule(meeting, clause)) is not None:
            yield found


def time_agreement(meeting: Meeting, ours: Time) -> tuple[Agreement, str]:
    """Whether the source's times of the same deed meet one of the claim's, and the words of the one that decides."""
    mine = _tells(meeting.claim, ours)
    results: list[tuple[Agreement, str]] = []
    loose: list[tuple[Agreement, str]] = []
    for theirs in meeting.source_times:
        deeds = mine.deeds | (frozenset(("release",)) if is_year_of_work(meeting.source, theirs) else frozenset())
        if theirs.life:
            deeds = meeting.clause.deeds | mine.deeds
            if deeds.isdisjoint({"born", "die", "live"}):
                continue
            results.append((agreement(ours, theirs, starts="born" in deeds, ends="die" in deeds), theirs.text))
            continue
        other = _tells(meeting.source, theirs)
        linked = _linked(meeting, mine, other) or (
            "release" in meeting.clause.deeds and is_year_of_work(meeting.source, theirs)
        )
        both = mine.deeds | other.deeds
        found = agreement(
            ours, theirs, starts=not these("starts").isdisjoint(both), ends=not these("ends").isdisjoint(both)
        )
        (results if linked else loose).append((found, theirs.text))
    for wanted in ("agrees", "differs"):
        if (first := next((r for r in results if r[0] == wanted), None)) is not None:
            return first
    return next((r for r in loose if r[0] == "agrees"), ("silent", ""))


class _Told(NamedTuple):
    words: frozenset[str]
    deeds: frozenset[str]


def _tells(sentence: Sentence, time: Time) -> _Told:
    """The words and deeds that a time is told of."""
    up = list(holders(sentence, time))
    clause = next((c for c in clauses(sentence) if up and c.verb.i == up[-1].i), None)
    words = {w.lower for w in up if w.tag[:2] in ("VB", "NN", "JJ")}
    if clause is not None:
        words |= {sentence.words[i].lower for i in clause.said}
    return _Told(frozenset(words), clause.deeds if clause else frozenset())


def _linked(meeting: Meeting, mine: _Told, other: _Told) -> bool:
    if not mine.deeds.isdisjoint(other.deeds):
        return True
    ours = [w for w in mine.words if w not in _BARE]
    return any(alike(a, b) for a in ours for b in other.words if b not in _BARE)


_BARE: Final = frozenset("be is are was were been being has have had do did became become".split())


def names_a_thing(sentence: Sentence, time: Time) -> bool:
    """Whether a year is part of what something is called: "the 1987 Atlantic Cup"."""
    word, inside = sentence.words[time.last], range(time.first, time.last + 1)
    if word.head in inside and word.head != word.i:
        word = sentence.words[word.head]
    return (
        word.dep in ("nummod", "compound", "nmod")
        and sentence.words[word.head].tag in NOUN
        and word.head not in inside
    )


def is_year_of_work(sentence: Sentence, time: Time) -> bool:
    """Whether a year stands before a work: "is a 2011 film"."""
    word = sentence.words[time.first]
    return (
        time.first == time.last
        and sentence.words[word.head].lower in _WORKS
        and word.dep in ("nummod", "compound")
    )


def _time(meeting: Meeting, clause: Clause) -> Conflict | None:
    for ours in meeting.claim_times:
        if names_a_thing(meeting.claim, ours):
            continue
        found, text = time_agreement(meeting, ours)
        if found == "differs":
            return Conflict("time", f"date differs: source gives “{text}”, the claim “{ours.text}”")
    return None


def _who(meeting: Meeting, clause: Clause) -> Conflict | None:
    """Who did it: they change places, or what one alone can have done was done by another."""
    ours, theirs = meeting.clause, clause
    if ours.copula or ours.deeds.isdisjoint(theirs.deeds):
        return None
    doer, done = ours.roles.get("agent", ()), ours.roles.get("patient", ())
    other, undergone = theirs.roles.get("agent", ()), theirs.roles.get("patient", ())
    same = meeting.any_same(doer, other)
    if (
        doer
        and same is not True
        and meeting.any_same(doer, undergone)
        and meeting.any_same(done, other) is not False
    ):
        named = any(name_of(meeting.source, i) for i in other)
        if named and (meeting.any_same(done, other) or "win" in ours.deeds):
            return Conflict("who", "who did it and whom it was done to change places")
    to, other_to = ours.roles.get("to", ()), theirs.roles.get("to", ())
    if doer and to and meeting.any_same(doer, other_to) and meeting.any_same(to, other):
        return Conflict("who", "who did it and whom it was done to change places")
    certain = any(_one_thing(meeting.claim, i) for i in done)
    if (
        same is False
        and certain
        and meeting.any_same(done, undergone)
        and not ours.deeds.isdisjoint(these("by_one"))
    ):
        shown = meeting.source.stretch(_left(meeting.source, other[0]), other[0])
        return Conflict("who", f"source names {shown}", _places_of(meeting.claim, doer))
    return None


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
    _who, _by, _time, other_people, other_kind, other_holder, other_place, other_rank, _score, _cause,
)  # fmt: skip
