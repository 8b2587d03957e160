"""What news tells of, and which of its outcomes a sentence says it had: she stepped down, she stayed in office.

`outcomes.toml` has a line for each matter, with the phrases for each of its outcomes, of which only one can be so.

A phrase is given in base forms, and found in any form, with other words between its parts, and with its parts turned
round ("charges were brought"). That a parse is at hand says what a word list can't: whether the phrase's verb is denied
or only planned, and which words are of its clause.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Final, Literal, NamedTuple, TypeAlias

from checks.lexicon import load_table, load_words
from checks.nlp.inflection import base_forms
from checks.nlp.tree import SUBJECT, Sentence, Word
from checks.stance.syntax.clauses import reading_of
from checks.stance.syntax.noun_phrases import NAMES
from checks.stance.syntax.roles import calls_for

OPEN: Final = -1  # the outcome of a phrase that leaves it open
_GAP: Final = 4  # words that "*" may stand for
_KEPT: Final = 4096
_STOPS: Final = frozenset(',;:.–—()"“”')  # what a phrase does not reach over
_PARTICLES: Final = ("RP", "RB")
_AIDING: Final = ("aux", "auxpass")
_APART: Final = ("relcl", "conj", "advcl", "ROOT")  # relations to another clause

Relation: TypeAlias = Literal["same", "contrary", "open"]


class _Phrase(NamedTuple):
    """A phrase of `outcomes.toml`: its base forms, in two parts where other words may stand between.

    There are at most `gap` of these, unless one part hangs on the other. `matter` and `outcome` are places in the list.
    """

    parts: tuple[tuple[str, ...], ...]
    matter: int
    outcome: int
    gap: int


class _Unit(NamedTuple):
    """A word of a sentence, or a part of one with a hyphen: its place, and the base forms that it may have."""

    place: int
    bases: frozenset[str]


@dataclass(frozen=True, slots=True)
class NewsOutcome:
    """That a sentence tells an outcome of a matter. `places` are those of the phrase's words, in order.

    `negated` and `irrealis` are those of the verb that the phrase has, or hangs on; a noun is denied by a verb that
    undoes it ("averted a strike"), and no fact beside "talks" or "a bid".
    """

    matter: int
    outcome: int
    places: tuple[int, ...]
    negated: bool
    irrealis: str | None

    def relation(self, there: "NewsOutcome") -> Relation | None:
        """What `there`, of a source, says of this one of a claim; None where it says nothing of its matter.

        That another outcome is not so tells nothing, for there may be a third.
        """
        if self.matter != there.matter or self.outcome == OPEN:
            return None
        if there.outcome == OPEN or (there.irrealis and not self.irrealis):
            return "open"
        alike = self.outcome == there.outcome
        if alike:
            return "same" if self.negated == there.negated else "contrary"
        if there.negated:
            return None
        return "same" if self.negated else "contrary"


@lru_cache(_KEPT)
def news_outcomes(sentence: Sentence) -> tuple[NewsOutcome, ...]:
    """The outcomes that a sentence tells; of phrases that overlap the one that has all words of the other and more."""
    found = list(dict.fromkeys(_found(sentence, list(_units(sentence)))))
    places = [frozenset(one.places) for one in found]
    kept = (one for one, own in zip(found, places, strict=True) if not any(own < other for other in places))
    return tuple(sorted(kept, key=lambda one: one.places))


def _units(sentence: Sentence) -> Iterator[_Unit]:
    """The words of a sentence, those with a hyphen in parts."""
    for word in sentence.words:
        for part in word.lower.split("-"):
            if part and word.tag != "POS":
                yield _Unit(word.i, base_forms(part))


def _found(sentence: Sentence, units: Sequence[_Unit]) -> Iterator[NewsOutcome]:
    """Every phrase that a sentence has."""
    at: dict[str, list[int]] = {}
    for n, unit in enumerate(units):
        for base in unit.bases:
            at.setdefault(base, []).append(n)
    phrases = _phrases()
    for first in at.keys() & phrases.keys():
        for phrase in phrases[first]:
            for places in _places(sentence, units, at, phrase):
                if not _is_other(sentence, places):
                    yield _outcome_of(sentence, phrase, places)


def _places(
    sentence: Sentence, units: Sequence[_Unit], at: Mapping[str, Sequence[int]], phrase: _Phrase
) -> Iterator[tuple[int, ...]]:
    """The places of a phrase's words, wherever the sentence has it.

    The second part stands within some words of the first, before or behind it, or one governs the other.
    """
    runs = [list(_runs(units, at, part)) for part in phrase.parts]
    if len(runs) == 1:
        yield from (_of_words(units, run) for run in runs[0])
        return
    for one, other in product(*runs):
        first, second = sorted((one, other), key=lambda run: run.start)
        if (phrase.gap or one is first) and _together(sentence, units, first, second, phrase.gap):
            yield tuple(sorted({*_of_words(units, one), *_of_words(units, other)}))


def _runs(units: Sequence[_Unit], at: Mapping[str, Sequence[int]], words: Sequence[str]) -> Iterator[range]:
    """Where words follow one another."""
    for start in at.get(words[0], ()):
        here = units[start : start + len(words)]
        if len(here) == len(words) and all(word in unit.bases for word, unit in zip(words, here, strict=True)):
            yield range(start, start + len(words))


def _of_words(units: Sequence[_Unit], run: range) -> tuple[int, ...]:
    """The places in the sentence of some of its units."""
    return tuple(dict.fromkeys(units[n].place for n in run))


def _together(sentence: Sentence, units: Sequence[_Unit], first: range, second: range, gap: int) -> bool:
    """Whether two parts of a phrase stand near each other, or one of them hangs on the other."""
    if second.start < first.stop:
        return False
    between = [sentence.words[units[n].place] for n in range(first.stop, second.start)]
    if len(between) <= gap and all(word.text not in _STOPS for word in between):
        return True
    a, b = (set(_of_words(units, run)) for run in (first, second))
    return any(sentence.words[i].head in b for i in a) or any(sentence.words[i].head in a for i in b)


def _is_other(sentence: Sentence, places: Sequence[int]) -> bool:
    """Whether what looks like a phrase is a name, one word that is a particle or preposition here ("according to"), or
    tells only which are meant: "nurses on strike went back", "the striking nurses".
    """
    words = [sentence.words[i] for i in places]
    if all(word.tag in NAMES for word in words):
        return True
    top = next((word for word in words if word.head not in places), words[0])
    top = sentence.words[top.head] if top.dep == "pobj" else top
    if top.dep in ("prep", "amod") and top.lower != "of" and sentence.words[top.head].dep in SUBJECT:
        return True
    particle = words[0].tag in _PARTICLES and not words[0].lower.endswith("ly")
    return len(words) == 1 and (particle or words[0].dep == "prep")


def _outcome_of(sentence: Sentence, phrase: _Phrase, places: tuple[int, ...]) -> NewsOutcome:
    """What a phrase of a sentence tells."""
    words = [sentence.words[i] for i in places]
    verb = next((w for w in words if w.tag.startswith("VB") and w.dep not in _AIDING), None)
    top = verb if verb is not None else next((w for w in words if w.head not in places), words[0])
    above = list(_governing(sentence, top))
    own = any(not load_words("outcomes", "denying").isdisjoint(part) for part in phrase.parts)
    governor = top if verb is not None else next((w for w in above if w.tag.startswith("VB")), None)
    read = reading_of(sentence).verbs.get(governor.i) if governor is not None else None
    negated = read is not None and read.negated and not own
    undone = (
        verb is None
        and governor is not None
        and not base_forms(governor.lower).isdisjoint(load_words("outcomes", "undoing"))
    )
    unreal = load_words("predicates", "unreal") | load_words("predicates", "intents")
    planned = (w.lower for w in above if w.lower in unreal or calls_for(sentence, w))
    irrealis = (read.irrealis if read is not None else None) or next(planned, None)
    return NewsOutcome(
        matter=phrase.matter, outcome=phrase.outcome, places=places, negated=negated != undone, irrealis=irrealis
    )


def clause_verb(sentence: Sentence, word: Word) -> Word:
    """The word that all others of a word's clause hang on."""
    return next(iter(reversed(list(_governing(sentence, word)))), word)


def _governing(sentence: Sentence, word: Word) -> Iterator[Word]:
    """The words that a word hangs on, up to those of another clause."""
    for above in sentence.ancestors(word):
        if word.dep in _APART:
            return
        yield above
        word = above


@cache
def matter_name(matter: int) -> str:
    """What a line of `outcomes.toml` is called."""
    name: str = load_table("outcomes")["outcomes"][matter].partition(" : ")[0]
    return name


@cache
def _phrases() -> dict[str, tuple[_Phrase, ...]]:
    """All phrases by their first word."""
    found: dict[str, list[_Phrase]] = {}
    for matter, line in enumerate(load_table("outcomes")["outcomes"]):
        _, _, rest = line.partition(" : ")
        so, _, left_open = rest.partition("~")
        outcomes = [*enumerate(so.split("|")), (OPEN, left_open)]
        for outcome, phrases in outcomes:
            for text in filter(None, (phrase.strip() for phrase in phrases.split(","))):
                parts = tuple(tuple(part.split()) for part in text.lower().replace("-", " ").split("*"))
                parts, gap = (_loose(parts[0]), 0) if len(parts) == 1 else (parts, _GAP)
                found.setdefault(parts[0][0], []).append(_Phrase(parts, matter, outcome, gap))
    return {first: tuple(phrases) for first, phrases in found.items()}


def _loose(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """A phrase in two parts where its second word is a preposition or particle: "strip … of office", "turn … down"."""
    if len(words) > 1 and words[1] in load_words("outcomes", "loose"):
        return words[:1], words[1:]
    return (words,)
