"""Clauses that nouns express without a verb of their own: "a novel by X", "X's purchase of Y", "the cyclist X".

Appositions and titles are as good as a sentence: "Paul Renner, the founder of Kestrel", "Lenia's capital, Mirona", "a
Democrat, he served". The last step of reading a sentence's clauses
(`clauses.py`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from checks.lexicon import load_words
from checks.nlp.relations.predicates import makers, predicates
from checks.nlp.tree import Word
from checks.stance.syntax.noun_phrases import NAMES
from checks.stance.syntax.roles import PredicateClause, SentenceReading

_COMMON: Final = ("NN", "NNS")
_SUBJECTS: Final = ("nsubj", "nsubjpass")


class Apposition(NamedTuple):
    """Who (the place of a noun) is said to be what (a noun)."""

    who: int
    noun: Word


def appositions(reading: SentenceReading) -> Iterator[Apposition]:
    """All that a sentence says in passing of what somebody or something is, beside a name or before it as its title."""
    for word in reading.sentence.words:
        yield from _beside(reading, word)
        yield from _before(reading, word)


def title(reading: SentenceReading, name: Word) -> Iterator[Word]:
    """The words before a name that are no part of it: "French", "cyclist"."""
    for word in reading.sentence.children(name, "compound", "amod", "nmod"):
        if word.tag in _COMMON or reading.phrases.people[word.i]:
            yield word


def _beside(reading: SentenceReading, word: Word) -> Iterator[Apposition]:
    """What stands beside a name, between commas."""
    for other in reading.sentence.children(word, "appos"):
        if other.tag in _COMMON and reading.phrases.names[word.i]:
            yield from (Apposition(word.i, noun) for noun in reading.phrases.joined[other.i])
        elif word.tag in _COMMON and reading.phrases.names[other.i]:
            yield Apposition(other.i, word)
        elif other.tag in NAMES and reading.phrases.articled[other.i] and reading.phrases.names[word.i]:
            yield Apposition(word.i, other)


def _before(reading: SentenceReading, word: Word) -> Iterator[Apposition]:
    """What stands before a name as its title, or before the whole clause as what its subject is."""
    if word.tag in NAMES:
        nouns = [w for w in title(reading, word) if w.tag in _COMMON]
        yield from (Apposition(word.i, noun) for noun in nouns[-1:])
    if word.dep not in _SUBJECTS or not (reading.phrases.names[word.i] or reading.phrases.pointing[word.i]):
        return
    verb = reading.sentence.words[word.head]
    for other in reading.sentence.children(verb, "npadvmod", "nsubj", "dep", "advcl"):
        opens = other.i < word.i and other.tag in ("NN", "NNP") and reading.phrases.articled[other.i]
        if opens and any(w.text == "," for w in reading.sentence.words[other.i : word.left]):
            yield Apposition(word.i, other)


def nominal_clauses(reading: SentenceReading) -> Iterator[PredicateClause]:
    """All clauses that the nouns of a sentence express: what is said in passing of somebody, then who made a work."""
    for apposition in appositions(reading):
        yield from _of_apposition(reading, apposition)
    yield from _works(reading)


def _works(reading: SentenceReading) -> Iterator[PredicateClause]:
    """Who made a work: "a novel by X", "X's third album".

    Which nouns are works, and what their makers do, is in the lexicon (`works` of predicates.toml): a novel is
    written, a film directed.
    """
    for noun in reading.sentence.words:
        if made_by := _made_by(reading, noun):
            yield _event(noun, reading, {"patient": (noun.i,), "agent": made_by}, predicate=makers()[noun.lower])


def _made_by(reading: SentenceReading, noun: Word) -> tuple[int, ...]:
    """Who made the work that a noun is; empty where it is none, or nobody is named."""
    if noun.lower not in makers():
        return ()
    by = ("by", "of") if makers()[noun.lower] == "record" else ("by",)
    own = (prep for prep in reading.sentence.children(noun, "prep") if prep.lower in by)
    found = [w for prep in own for w in reading.sentence.children(prep, "pobj")]
    found += (w for w in reading.sentence.children(noun, "poss") if reading.phrases.names[w.i])
    return tuple(w.i for each in found for w in reading.phrases.joined[each.i])


def _event(
    noun: Word, reading: SentenceReading, roles: Mapping[str, tuple[int, ...]], *, predicate: str | None = None
) -> PredicateClause:
    """The clause that a noun of an event stands for."""
    verbal = frozenset((predicate,)) if predicate else predicates(noun.lower)
    return PredicateClause(
        sentence=reading.sentence,
        verb=noun,
        predicates=verbal,
        said=frozenset((noun.i,)),
        roles=roles,
    )


def _of_apposition(reading: SentenceReading, apposition: Apposition) -> Iterator[PredicateClause]:
    """What one is said to be in passing, and the predicate that it expresses: the founder of X founded X."""
    who, noun = apposition
    roles = {**reading.noun_roles[noun.i], "agent": (who,)}
    of_whom = PredicateClause(
        sentence=reading.sentence,
        verb=noun,
        predicates=predicates_of_noun(reading, noun),
        said=frozenset((noun.i,)),
        roles=roles,
        copula=True,
    )
    yield of_whom
    if predicate := as_predicate(reading, noun, roles):
        expressed, words, parts = predicate
        yield replace(of_whom, predicates=expressed, said=words, roles=parts, copula=False)
    if noun.lower in load_words("predicates", "owned") and roles.get("of"):
        owned = {"agent": roles["of"], "patient": (who,)}
        yield replace(of_whom, predicates=predicates("owned"), roles=owned, copula=False, passive=True)


def as_predicate(
    reading: SentenceReading, noun: Word, roles: Mapping[str, tuple[int, ...]]
) -> tuple[frozenset[str], frozenset[int], dict[str, tuple[int, ...]]] | None:
    """The predicate that a noun expresses of who is it, its words and its arguments; None where it expresses none.

    "The founder of X" founded X, "Y's husband" married Y.
    """
    if noun.lower not in load_words("predicates", "doers") or reading.phrases.lessening[noun.i]:
        return None
    of = next((roles[prep] for prep in ("of", "to") if roles.get(prep)), ())
    if not of:
        return None
    rest = {name: places for name, places in roles.items() if name not in ("of", "to")}
    return predicates(noun.lower), frozenset((noun.i,)), {**rest, "patient": of}


def predicates_of_noun(reading: SentenceReading, noun: Word) -> frozenset[str]:
    """The predicates that a noun expresses; a vice president is no president.

    `noun` may be a common noun of any kind; one that expresses nothing stands for itself.
    """
    less = reading.phrases.lessening[noun.i]
    return frozenset((f"{less} {noun.lower}",)) if less else predicates(noun.lower)
