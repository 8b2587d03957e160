"""What a passage's sentence says that can't be true beside the claim: another time, place, people, doer or rank.

Each rule takes the two sentences laid over one another and the clause of the source that tells the claim's deed, and
gives what differs, in words; None where nothing does.
"""

import csv
import re
from collections.abc import Callable, Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from checks.compare.clauses import Clause, clauses
from checks.compare.deeds import alike, met_by, these
from checks.compare.meeting import Meeting, ordinals
from checks.compare.phrases import is_back_reference, is_people, name_of
from checks.compare.when import Agreement, Time, agreement, holders
from checks.compare.words import names
from checks.split.words import NOUN, Sentence, Word

Rule: TypeAlias = "Callable[[Meeting, Clause], Conflict | None]"
_AT: Final = ("in", "at", "near", "from", "on")
_INTO: Final = ("into", "to")
SCORE = re.compile(r"\b(\d{1,3})(?:\s?[-–—]\s?|\s(?:votes\s)?to\s)(\d{1,3})\b")
_NUMBERED = re.compile(
    r"\b(?:number|no\.)\s?(\d+|one|two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE
)
_WORKS: Final = frozenset(
    "film movie album novel book song single series game play documentary opera show".split()
)


class Conflict(NamedTuple):
    """What differs: its kind, what the source says, and the names of the claim that it stands against."""

    ground: str
    reason: str
    instead_of: frozenset[int] = frozenset()


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


def _place(meeting: Meeting, clause: Clause) -> Conflict | None:
    deeds = meeting.clause.deeds or frozenset(("lie",))
    if deeds.isdisjoint(these("at_one_place")):
        return None
    preps = _INTO if "into" in meeting.clause.roles else _AT
    wanted = [i for i in _places(meeting.clause, preps) if name_of(meeting.claim, i)]
    given = [i for i in _places(clause, preps) if name_of(meeting.source, i)]
    for i in wanted:
        mine = frozenset(w.i for w in meeting.claim.words if w.lower in name_of(meeting.claim, i))
        run = next((run for run in meeting.names if any(w.i in mine for w in run)), ())
        if not run or meeting.has_name(run) or not given:
            continue
        shown = meeting.source.words[given[0]].text
        country = _is_country(meeting.claim.words[i].text)
        if all(_is_country(place) != country for place in _chain(meeting.source, given)):
            continue  # a town beside a country decides nothing
        return Conflict("place", f"place differs: source gives {shown}", mine)
    return None


def _places(clause: Clause, preps: Collection[str]) -> list[int]:
    """The heads behind prepositions of place that stand, however deep, within a clause."""
    sentence = clause.sentence
    inside = (w for w in sentence.words if w.dep == "pobj" and sentence.words[w.head].lower in preps)
    return [w.i for w in inside if _clause_of(sentence, w) == clause.verb.i]


def _clause_of(sentence: Sentence, word: Word) -> int:
    return next((w.i for w in sentence.above(word) if w.tag.startswith("VB") or w.head == w.i), word.i)


def _chain(sentence: Sentence, given: list[int]) -> Iterator[str]:
    """The names of places with those that they lie in: "Leeds, England"."""
    for i in given:
        word = sentence.words[i]
        yield from (w.text for w in sentence.words[word.left : word.right + 1] if w.tag in ("NNP", "NNPS"))


def _is_country(name: str) -> bool:
    return names("x " + name) <= _countries()


@cache
def _countries() -> frozenset[str]:
    """The countries, as `names` gives them; a source is the starter figures' own list of what each is called."""
    with (Path(__file__).parents[1] / "data/names.csv").open(encoding="utf-8", newline="") as file:
        called = [row[0] for row in csv.reader(file)][1:]
    return frozenset(word for country in called for word in names("x " + country)) | frozenset(_PARTS)


_PARTS: Final = ("england", "scot", "wale")


def _people(meeting: Meeting, clause: Clause) -> Conflict | None:
    """What one is said to be by birth: "a Swedish novelist"."""
    ours, theirs = _peoples(meeting.clause), _peoples(clause)
    if not ours or not theirs or not meeting.clause.copula:
        return None
    mine, other = (names("x " + " ".join(w.text for w in side)) for side in (ours, theirs))
    if mine & other or {w.lower for w in (*ours, *theirs)} <= _BRITISH:
        return None
    return Conflict("people", f"source says {theirs[0].text}", frozenset(w.i for w in ours))


_BRITISH: Final = frozenset("british english scottish welsh".split())


def _peoples(clause: Clause) -> list[Word]:
    said = [clause.sentence.words[i] for i in clause.said]
    return [w for head in said for w in (head, *clause.sentence.below(head, "amod", "compound")) if is_people(w)]


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


def _rank(meeting: Meeting, clause: Clause) -> Conflict | None:
    """Which one of many: "the second", where the source has "the first"; "the highest", where it has "the second-highest"."""
    placed = _NUMBERED.search(meeting.claim.text), _NUMBERED.search(meeting.source.text)
    if placed[0] and placed[1] and placed[0][1].lower() != placed[1][1].lower():
        return Conflict("rank", f"source says “{placed[1][0]}”, the claim “{placed[0][0]}”")
    ours, theirs = ordinals(meeting.claim), ordinals(meeting.source)
    for word in meeting.claim.words:
        if word.tag not in ("JJS", "RBS") or word.i not in meeting.found:
            continue
        there = meeting.source.words[meeting.found[word.i]]
        if (mine := _ranked(meeting.claim, word)) != (other := _ranked(meeting.source, there)):
            return Conflict("rank", f"source says {'number ' + str(other) if other else ''} “{there.text}”, the claim "
                            f"{'number ' + str(mine) if mine else 'the'} “{word.text}”")  # fmt: skip
    if not ours or not theirs or set(ours.values()) & set(theirs.values()):
        return None
    mine_at, other_at = next(iter(ours)), next(iter(theirs))
    if any(w.tag in ("JJS", "RBS") for w in (*meeting.claim.words, *meeting.source.words)):
        return None
    ours_of, theirs_of = (
        s.words[s.words[i].head] for s, i in ((meeting.claim, mine_at), (meeting.source, other_at))
    )
    if not alike(ours_of.lower, theirs_of.lower) and theirs_of.lower not in ("place", "position"):
        return None
    return Conflict("rank", f"source says “{meeting.source.words[other_at].text}”", frozenset((mine_at,)))


def _ranked(sentence: Sentence, superlative: Word) -> int:
    """2 for "second-highest", 0 for "highest"."""
    near = list(sentence.words[max(0, superlative.i - 2) : superlative.i])
    return next((ordinals(sentence)[w.i] for w in near if w.i in ordinals(sentence)), 0)


def _kind(meeting: Meeting, clause: Clause) -> Conflict | None:
    """What kind of a thing one is said to be: "a chess player", "a horror novel"."""
    if not meeting.clause.copula or not clause.copula:
        return None
    for head in meeting.clause.said:
        mine = [w for w in meeting.claim.below(meeting.claim.words[head], "compound") if w in meeting.unmet]
        if head not in meeting.found or not mine or meeting.found[head] not in clause.said:
            continue
        there = meeting.source.words[meeting.found[head]]
        other = [w for w in meeting.source.below(there, "compound") if w.tag in ("NN", "NNS")]
        if other and not any(met_by(a.lower, b.lower) for a in mine for b in other):
            return Conflict("kind", f"source says “{other[-1].text} {there.text}”", frozenset(w.i for w in mine))
    return None


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


RULES: Final[tuple[Rule, ...]] = (_who, _by, _time, _people, _kind, _place, _rank, _score, _cause)
