"""Clauses that nouns express without a verb of their own: "a novel by X", "X's purchase of Y", "the cyclist X".

Appositions and titles are as good as a sentence: "Paul Renner, the founder of Kestrel", "Lenia's capital, Mirona",
"the city of Tarvos", "was elected mayor", "a Democrat, he served". The last step of reading a sentence's clauses
(`clauses.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from checks.lexicon import load_words
from checks.nlp.relations.predicates import makers, predicates
from checks.nlp.tree import Word
from checks.stance.syntax.noun_phrases import NAMES
from checks.stance.syntax.roles import PredicateClause, SentenceReading

_COMMON: Final = ("NN", "NNS")
_SUBJECTS: Final = ("nsubj", "nsubjpass")


class Apposition(NamedTuple):
    """Who (the place of a noun) is said to be what (a noun), and the verb that says so, if one does ("served as")."""

    who: int
    noun: Word
    verb: Word | None = None


def appositions(reading: SentenceReading) -> Iterator[Apposition]:
    """All that a sentence says in passing of what somebody or something is.

    Beside a name between commas, before it as its title, with "of" ("the city of X"), and by a verb ("served as").
    """
    for word in reading.sentence.words:
        yield from _beside(reading, word)
        yield from _before(reading, word)
        yield from _of_a_name(reading, word)
        yield from _behind(reading, word)


def modifiers(reading: SentenceReading, noun: Word) -> Iterator[Word]:
    """The peoples and kinds before a noun: "French" and "road" of "French road cyclist".

    However deep: what stands before a modifier modifies too.
    """
    for word in reading.sentence.children(noun, "amod", "compound", "nmod"):
        yield word
        yield from modifiers(reading, word)


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


def _of_a_name(reading: SentenceReading, word: Word) -> Iterator[Apposition]:
    """ "The city of X" is X."""
    if word.lower in load_words("predicates", "named_with_of"):
        for prep in reading.sentence.children(word, "prep"):
            if prep.lower == "of" and not _one_of_many(reading, word):
                yield from (
                    Apposition(noun.i, word)
                    for noun in reading.sentence.children(prep, "pobj")
                    if reading.phrases.names[noun.i]
                )


def _one_of_many(reading: SentenceReading, word: Word) -> bool:
    """Whether "the city of X" may be one that X has: "the second-largest city of X"."""
    before = list(reading.sentence.children(word, "amod", "compound", "poss"))
    return word.dep == "attr" or any(not reading.phrases.people[w.i] for w in before)


def _behind(reading: SentenceReading, verb: Word) -> Iterator[Apposition]:
    """What a verb makes of somebody: "served as governor", "was elected mayor"."""
    if not verb.tag.startswith("VB"):
        return
    nouns = list(reading.sentence.children(verb, "oprd"))
    for holder in (verb, *reading.sentence.children(verb, "dobj")):
        for prep in reading.sentence.children(holder, "prep"):
            if prep.lower == "as":
                nouns += reading.sentence.children(prep, "pobj")
    played = reading.sentence.child(verb, "dobj") if verb.lower in load_words("predicates", "playing") else None
    if played is not None and played.lower in load_words("predicates", "instruments"):
        nouns.append(played)
    passive = reading.sentence.child(verb, "auxpass", "nsubjpass") is not None
    whom = (
        reading.sentence.child(verb, "nsubjpass")
        if passive
        else _made(reading, verb) or reading.sentence.subject(verb)
    )
    if whom is not None:
        yield from (Apposition(whom.i, noun, verb) for noun in nouns if noun.tag in _COMMON)


def _made(reading: SentenceReading, verb: Word) -> Word | None:
    """Whom a verb makes something: "the board named X chief executive"; None for "X served two terms as"."""
    if verb.lower not in load_words("predicates", "making"):
        return None
    return reading.sentence.child(verb, "dobj")


def nominal_clauses(reading: SentenceReading, verbal: Sequence[PredicateClause]) -> Iterator[PredicateClause]:
    """All clauses that the nouns of a sentence express: what is said in passing of somebody, then who made a work.

    `verbal` are those of its verbs.
    """
    for apposition in appositions(reading):
        yield from _of_apposition(reading, apposition, verbal)
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


def _of_apposition(
    reading: SentenceReading, apposition: Apposition, verbal: Sequence[PredicateClause]
) -> Iterator[PredicateClause]:
    """What one is said to be in passing, and the predicate that it expresses: the founder of X founded X."""
    _, noun, verb = apposition
    governing = next((c for c in verbal if verb is not None and c.verb.i == verb.i), None)
    negated, irrealis = (governing.negated, governing.irrealis) if governing else (False, None)
    roles = {**reading.noun_roles[noun.i], "agent": (apposition.who,)}
    if governing:
        roles = {**{k: v for k, v in governing.roles.items() if k not in ("agent", "patient", "as")}, **roles}
    said = frozenset((noun.i, *(w.i for w in _kinds_of(reading, noun, apposition.who))))
    yield PredicateClause(
        sentence=reading.sentence,
        verb=noun,
        predicates=predicates_of_noun(reading, noun),
        said=said,
        roles=roles,
        negated=negated,
        copula=True,
        irrealis=irrealis,
    )
    if predicate := as_predicate(reading, noun, roles):
        yield PredicateClause(
            sentence=reading.sentence,
            verb=noun,
            predicates=predicate[0],
            said=predicate[1],
            roles=predicate[2],
            negated=negated,
            irrealis=irrealis,
        )
    if noun.lower in load_words("predicates", "owned") and roles.get("of"):
        yield PredicateClause(
            sentence=reading.sentence,
            verb=noun,
            predicates=predicates("owned"),
            said=said,
            roles={"agent": roles["of"], "patient": (apposition.who,)},
            negated=negated,
            passive=True,
            irrealis=irrealis,
        )


def _kinds_of(reading: SentenceReading, noun: Word, who: int) -> Iterator[Word]:
    """The words before what somebody is, or before both that and the name: "French", "cyclist"."""
    yield from (w for w in modifiers(reading, noun) if reading.phrases.people[w.i] or w.tag in ("NN", "JJ"))
    yield from title(reading, reading.sentence.words[who])


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
