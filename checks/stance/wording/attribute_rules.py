"""Contradiction rules of what something is: another people, holder, rank or place."""

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Final

from checks.lexicon import alternatives, load_named_lines, load_rows, load_words
from checks.nlp.names import names
from checks.nlp.relations.predicates import synonymous
from checks.nlp.tree import Sentence, Word
from checks.stance.result import Contradiction
from checks.stance.syntax.clauses import clauses
from checks.stance.syntax.noun_phrases import NAMES, is_people, name_of
from checks.stance.syntax.roles import PredicateClause
from checks.stance.wording.alignment import Alignment, ordinals

_MODIFIERS: Final = ("amod", "compound", "nmod")
_SUPERLATIVES: Final = ("JJS", "RBS")
# "Number one", "no. 3".
_NUMBERED = re.compile(rf"\b(?:number|no\.)\s?({alternatives('stance', 'rank_numbered')})\b", re.IGNORECASE)
# Prepositions before where something is.
_AT: Final = ("in", "at", "near", "from", "on")
# And before where something goes.
_INTO: Final = ("into", "to")


def other_people(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """The claim and the source say that one is of two peoples: "a Swedish novelist", "a Danish novelist".

    Only where the claim says what somebody is. Those of Britain exclude none of each other (`british` of
    predicates.toml).
    """
    ours, theirs = peoples(alignment.clause), peoples(clause)
    if not ours or not theirs or not alignment.clause.copula:
        return None
    mine, other = (names(" ".join(w.text for w in side), include_first=True) for side in (ours, theirs))
    if mine & other or {w.lower for w in (*ours, *theirs)} <= load_words("predicates", "british"):
        return None
    return Contradiction("people", f"source says {theirs[0].text}", frozenset(w.i for w in ours))


def peoples(clause: PredicateClause) -> list[Word]:
    """The peoples that a clause says somebody or something is of.

    Adjectives with a capital: what one is itself, or what stands before it, in the order of the sentence.
    """
    said = [clause.sentence.words[i] for i in sorted(clause.said)]
    found = [w for head in said for w in (head, *clause.sentence.children(head, *_MODIFIERS)) if is_people(w)]
    return list(dict.fromkeys(found))


def other_holder(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """Somebody or something else that is what there is one of alone: "the capital, Mirona".

    Only of what has one holder (`one_holder` of predicates.toml), and where the source's sentence names what it is of.
    """
    ours, sentence = alignment.clause, alignment.source
    nouns = [
        w for i in ours.said if (w := alignment.claim.words[i]).lower in load_words("predicates", "one_holder")
    ]
    of = [name_of(alignment.claim, i) for i in ours.roles.get("of", ())]
    if not ours.copula or not nouns or not any(named <= {w.lower for w in sentence.words} for named in of):
        return None
    for other in clauses(sentence):
        holds = other.copula and any(sentence.words[i].lower == nouns[0].lower for i in other.said)
        if holds and alignment.any_same(ours.roles.get("agent", ()), other.roles.get("agent", ())) is False:
            head = other.roles["agent"][0]
            return Contradiction("holder", f"source says that the {nouns[0].text} is {sentence.words[head].text}",
                            frozenset((*(w.i for w in nouns), *_agent_words(alignment))))  # fmt: skip
    return None


def _agent_words(alignment: Alignment) -> Iterator[int]:
    """The places of the words of the claim's subject."""
    named = {w for i in alignment.clause.roles.get("agent", ()) for w in name_of(alignment.claim, i)}
    yield from (w.i for w in alignment.claim.words if w.lower in named)


def other_rank(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """Which one of many: "the second", where the source has "the first".

    Three ways, tried in this order: "number three", a superlative with its ordinal ("the second-highest" for "the
    highest"), and ordinals of the same noun.
    """
    mine, other = _NUMBERED.search(alignment.claim.text), _NUMBERED.search(alignment.source.text)
    if mine and other and mine[1].lower() != other[1].lower():
        return Contradiction("rank", f"source says “{other[0]}”, the claim “{mine[0]}”")
    return _other_superlative(alignment) or _other_ordinal(alignment)


def _other_superlative(alignment: Alignment) -> Contradiction | None:
    """The same superlative with another number: "the second-highest" for "the highest"."""
    for word in alignment.claim.words:
        if word.tag not in _SUPERLATIVES or word.i not in alignment.found:
            continue
        there = alignment.source.words[alignment.found[word.i]]
        mine, other = _ranked(alignment.claim, word), _ranked(alignment.source, there)
        if mine != other:
            shown = [
                f"{'number ' + str(n) + ' ' if n else ''}“{w.text}”" for n, w in ((other, there), (mine, word))
            ]
            return Contradiction("rank", f"source says {shown[0]}, the claim {shown[1]}")
    return None


def _ranked(sentence: Sentence, superlative: Word) -> int:
    """2 for "second-highest", 0 for "highest"."""
    near = list(sentence.words[max(0, superlative.i - 2) : superlative.i])
    return next((ordinals(sentence)[w.i] for w in near if w.i in ordinals(sentence)), 0)


def _other_ordinal(alignment: Alignment) -> Contradiction | None:
    """Another ordinal of the same noun."""
    ours, theirs = ordinals(alignment.claim), ordinals(alignment.source)
    if not ours or not theirs or set(ours.values()) & set(theirs.values()):
        return None
    mine, other = next(iter(ours)), next(iter(theirs))
    mine_of, other_of = (s.words[s.words[i].head] for s, i in ((alignment.claim, mine), (alignment.source, other)))
    if not synonymous(mine_of.lower, other_of.lower) and other_of.lower not in ("place", "position"):
        return None
    return Contradiction("rank", f"source says “{alignment.source.words[other].text}”", frozenset((mine,)))


def other_place(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """The source gives another place of the same size for what is or was at one place alone.

    A town beside a country, or beside a state, decides nothing.

    What is at one place is in `at_one_place` and `lying` of `predicates.toml`: a birth, a building, a seat.
    """
    if not _is_at_one_place(alignment.clause):
        return None
    preps = _INTO if "into" in alignment.clause.roles else (*_AT, "of") if clause.copula else _AT
    about = alignment.clause.roles.get("agent") or alignment.clause.roles.get("patient", ())
    given = [
        i
        for i in _places(clause, preps)
        if _names_within(clause.sentence, i) and not alignment.any_same(about, [i])
    ]
    beside = [w.text for w in peoples(clause) if alignment.clause.copula]
    there = [*_chain(alignment.source, given), *beside]
    for i in _places(alignment.clause, preps):
        run = next((run for run in alignment.names if any(w.i == i for w in run)), ())
        here = names(" ".join(w.text for w in run), include_first=True)
        if not run or here <= names(" ".join(there), include_first=True):
            continue
        level = _level(" ".join(w.text for w in run))
        same_level = [name for name in there if _level(name) == level]
        if same_level:
            shown = same_level[0] if level or not given else _shown(alignment.source, given[0])
            return Contradiction("place", f"place differs: source gives {shown}", frozenset(w.i for w in run))
    return None


def _is_at_one_place(clause: PredicateClause) -> bool:
    """Whether what a clause states is at one place alone: a birth, a building, or where something lies."""
    if not clause.copula:
        return not clause.predicates.isdisjoint(load_words("predicates", "at_one_place"))
    nouns = {clause.sentence.words[i].lower for i in clause.said} - {clause.verb.lower}
    return not nouns or not nouns.isdisjoint(load_words("predicates", "lying"))


def _places(clause: PredicateClause, preps: Collection[str]) -> list[int]:
    """The heads behind prepositions of place that stand, however deep, within a clause.

    What stands deeper counts too: in "born in a village near Leeds" both places are given.
    """
    sentence = clause.sentence
    deep = (w for w in sentence.words if w.dep == "pobj" and sentence.words[w.head].lower in preps)
    own = [w.i for w in deep if _clause_of(sentence, w) == clause.verb.i]
    return own + [i for prep in preps for i in clause.roles.get(prep, ()) if i not in own]


def _clause_of(sentence: Sentence, word: Word) -> int:
    """The place of the verb that governs a word."""
    return next((w.i for w in sentence.ancestors(word) if w.tag.startswith("VB") or w.head == w.i), word.i)


def _names_within(sentence: Sentence, i: int) -> bool:
    """Whether a phrase has a name."""
    return any(True for _ in _chain(sentence, [i]))


def _chain(sentence: Sentence, given: list[int]) -> Iterator[str]:
    """The names of places with those that they lie in: "Leeds, England", "the coast of Greece"."""
    for i in given:
        word = sentence.words[i]
        yield from (w.text for w in sentence.words[word.left : word.right + 1] if w.tag in NAMES)


def _shown(sentence: Sentence, i: int) -> str:
    """The name of a phrase as it is written."""
    own = [w for w in sentence.words if w.lower in name_of(sentence, i) and w.tag in NAMES]
    return " ".join(w.text for w in own) or next(_chain(sentence, [i]))


def _level(name: str) -> str:
    """How large what a name means is: "continent", "country", "state"; empty for what is not known, mostly towns.

    Two towns exclude each other, as do two countries; a town lies within a country.

    Empty for two places means two towns, so that they exclude each other.
    """
    known = names(name, include_first=True)
    return next((level for level, members in _levels().items() if known and known <= members), "")


@cache
def _levels() -> dict[str, frozenset[str]]:
    """The names of large places, as `names` gives them; countries by the starter figures' list of what each is
    called.
    """
    countries = " ".join(row["entity"] for row in load_rows("country_names"))
    called = [*load_named_lines("predicates", "large_places"), ("country", countries)]
    return {level: frozenset(names(text, include_first=True)) for level, text in called}
