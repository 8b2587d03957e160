"""What a verb expresses: its predicate and its arguments, in one form for all ways to say it.

The third step of reading a sentence's clauses (`clauses.py`). Each rule of `NORMALIZATIONS` takes the sentence's
reading and the clause as it is so far: "X took over from Y" becomes "X succeeded Y".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from checks.lexicon import load_table, load_words
from checks.nlp.tree import Sentence, Word
from checks.stance.predicates import ADAPT, BUY, RELEASE, SUCCEED, converse, is_predicate, predicates
from checks.stance.wording.noun_phrases import NAMES
from checks.stance.wording.roles import SentenceReading, hosted, with_converse_roles

Roles: TypeAlias = Mapping[str, tuple[int, ...]]

LEFT_SO: Final = "leave so"
_LEAVING: Final = ("leave", "leaves", "left", "leaving")
_STARRING: Final = ("starring", "featuring")


@dataclass(frozen=True, slots=True)
class PredicateClause:
    """A verb, or a noun that expresses a predicate, with its arguments. All numbers are places of words in `sentence`.

    `roles` are the heads of the arguments: "agent" (who does it), "patient" (to whom or what it is done), and by
    the preposition what else hangs on it. `said` are the words that express the predicate: the verb, and what one
    is said to be. `copula`: the clause says what something is. `irrealis`: the word that makes it no fact.
    """

    sentence: Sentence
    verb: Word
    predicates: frozenset[str]
    said: frozenset[int]
    roles: Mapping[str, tuple[int, ...]]
    negated: bool = False
    passive: bool = False
    copula: bool = False
    irrealis: str | None = None

    @property
    def shown(self) -> str:
        """The words that express the predicate, as they are written."""
        return " ".join(self.sentence.words[i].text for i in sorted(self.said))


def verbal_clause(reading: SentenceReading, verb: Word) -> PredicateClause:
    """The clause of a verb of the sentence that was read, normalized.

    The rules are applied in the order of `NORMALIZATIONS`, each to what those before it made of the clause.
    """
    read, copula = reading.verbs[verb.i], verb.lower in load_words("predicates", "copulas")
    clause = PredicateClause(
        reading.sentence,
        verb,
        predicates=predicates(read.predicate),
        said=_said(reading, verb, copula),
        roles=read.roles,
        negated=read.negated,
        passive=read.passive,
        copula=copula,
        irrealis=read.irrealis,
    )
    for rule in NORMALIZATIONS:
        clause = rule(reading, clause)
    return clause


def _left_so(reading: SentenceReading, clause: PredicateClause) -> PredicateClause:
    """Who leaves something as it is does not leave it: "left its licence untouched"."""
    verb = clause.verb
    if verb.lower not in _LEAVING or clause.sentence.child(verb, "oprd", "acomp", "ccomp") is None:
        return clause
    return replace(clause, predicates=frozenset((LEFT_SO,)))


def _starring(reading: SentenceReading, clause: PredicateClause) -> PredicateClause:
    """A film starring X: X starred in it."""
    if clause.verb.lower not in _STARRING:
        return clause
    film, star = clause.roles.get("agent", ()), clause.roles.get("patient", ())
    return replace(clause, roles={"in": film, "agent": star})


def _from_the_other_side(reading: SentenceReading, clause: PredicateClause) -> PredicateClause:
    """A sale as a purchase, a defeat as a victory."""
    into = next((into for predicate in clause.predicates if (into := converse(predicate))), None)
    if into is None:
        return clause
    return replace(clause, predicates=frozenset((into,)), roles=with_converse_roles(clause.roles, into))


def _carried(reading: SentenceReading, clause: PredicateClause) -> PredicateClause:
    """The predicate of the noun where the verb only carries it: "completed its purchase of".

    The arguments behind "of" and "to" become what it is done to. A victory is left to the rules of nouns.
    """
    sentence, verb = clause.sentence, clause.verb
    thing = sentence.child(verb, "dobj")
    if verb.lower not in load_words("predicates", "carrying") or thing is None or not is_predicate(thing.lower):
        return clause
    if thing.lower in load_words("predicates", "victory") or not predicates(thing.lower).isdisjoint(
        clause.predicates
    ):
        return clause
    below = reading.noun_roles[thing.i]
    whose = {w.i for w in sentence.children(thing, "poss")}
    of = tuple(i for prep in ("of", "to") for i in below.get(prep, ()) if i not in whose)
    return replace(
        clause,
        predicates=predicates(thing.lower),
        said=clause.said | {thing.i},
        roles={**clause.roles, "patient": of},
    )


def _hosting(reading: SentenceReading, clause: PredicateClause) -> PredicateClause:
    """A place that hosts something is where it is held."""
    return (
        replace(clause, roles=hosted(clause.roles))
        if clause.verb.lower in load_words("predicates", "hosting")
        else clause
    )


def _taking_over_from(reading: SentenceReading, clause: PredicateClause) -> PredicateClause:
    """Who took over from X, succeeded X."""
    verb = reading.verbs[clause.verb.i].predicate
    if clause.predicates != {BUY} or "patient" in clause.roles or "from" not in clause.roles or "over" not in verb:
        return clause
    return replace(
        clause, predicates=frozenset((SUCCEED,)), roles={**clause.roles, "patient": clause.roles["from"]}
    )


def _adapted(reading: SentenceReading, clause: PredicateClause) -> PredicateClause:
    """What is based on a work, was adapted from it."""
    work = clause.roles.get("on") or clause.roles.get("from")
    if clause.verb.lower not in load_words("predicates", "adapting") or not work:
        return clause
    return replace(clause, predicates=frozenset((ADAPT,)), roles={**clause.roles, "from": work})


def _come_out(reading: SentenceReading, clause: PredicateClause) -> PredicateClause:
    """What came out, was brought out, by whom it came out through."""
    if RELEASE not in clause.predicates:
        return clause
    parts = dict(clause.roles)
    if "patient" not in parts and not clause.passive:
        parts["patient"] = parts.pop("agent", ())
    if not parts.get("agent") and (by := _brought_out_by(reading, parts)):
        parts["agent"] = by
    return replace(clause, roles=parts)


def _blamed(reading: SentenceReading, clause: PredicateClause) -> PredicateClause:
    """What is blamed for something, is said to have caused it."""
    if clause.verb.lower not in load_words("predicates", "blaming"):
        return clause
    of = clause.roles.get("for", ()) or clause.roles.get("on", ())
    return replace(clause, roles={"agent": clause.roles.get("patient", ()), "patient": of})


def _what_one_is(reading: SentenceReading, clause: PredicateClause) -> PredicateClause:
    """What something is said to be, and the predicate that it expresses.

    "The capital of X is Y" is read as "Y is the capital of X", and "the founder of X" as who founded it.
    """
    if not clause.copula:
        return clause
    sentence, verb = clause.sentence, clause.verb
    subject, noun = sentence.subject(verb), _subject_complement(sentence, verb)
    if subject is not None and noun is not None:
        if subject.tag in ("NN", "NNS") and noun.tag in NAMES and not reading.phrases.names[subject.i]:
            parts = {name: places for name, places in clause.roles.items() if name != "agent"}
            parts |= {**reading.noun_roles[subject.i], "agent": (noun.i,)}
            clause, noun = replace(clause, said=frozenset((verb.i, subject.i)), roles=parts), subject
        else:
            of = {name: places for name, places in reading.noun_roles[noun.i].items() if name in ("of", "to")}
            clause = replace(clause, roles={**clause.roles, **of})
        if predicate := as_predicate(reading, noun, clause.roles):
            its_predicates, words, parts = predicate
            return replace(clause, predicates=its_predicates, said=clause.said | words, roles=parts, copula=False)
    nouns = (sentence.words[i] for i in clause.said - {verb.i})
    return replace(
        clause,
        predicates=frozenset(predicate for noun in nouns for predicate in predicates_of_noun(reading, noun)),
    )


def _subject_complement(sentence: Sentence, verb: Word) -> Word | None:
    """What the subject of a verb is said to be: a noun, or a name."""
    named = (w for w in sentence.children(verb, "acomp") if w.tag in NAMES)
    return sentence.child(verb, "attr") or next(named, None)


def as_predicate(
    reading: SentenceReading, noun: Word, roles: Mapping[str, tuple[int, ...]]
) -> tuple[frozenset[str], frozenset[int], dict[str, tuple[int, ...]]] | None:
    """The predicate that a noun expresses of who is it, its words and its arguments; None where it expresses none.

    "The founder of X" founded X, "Y's husband" married Y.
    """
    doer = next(
        (w for w in reading.sentence.children(noun, "compound") if w.lower in load_words("predicates", "hosting")),
        noun,
    )  # "host city"
    if doer.lower not in load_words("predicates", "doers") or reading.phrases.lessening[noun.i]:
        return None
    of = next((roles[prep] for prep in ("of", "to") if roles.get(prep)), ())
    if not of:
        return None
    rest = {name: places for name, places in roles.items() if name not in ("of", "to")}
    if doer.lower in load_words("predicates", "hosting"):
        return predicates(doer.lower), frozenset((doer.i, noun.i)), hosted({**rest, "patient": of})
    if noun.lower in load_words("predicates", "of_a_place"):
        return predicates(noun.lower), frozenset((noun.i,)), {"patient": rest.get("agent", ()), "in": of}
    return predicates(noun.lower), frozenset((noun.i,)), {**rest, "patient": of}


def predicates_of_noun(reading: SentenceReading, noun: Word) -> frozenset[str]:
    """The predicates that a noun expresses; a vice president is no president.

    `noun` may be a common noun of any kind; one that expresses nothing stands for itself.
    """
    less = reading.phrases.lessening[noun.i]
    return frozenset((f"{less} {noun.lower}",)) if less else predicates(noun.lower)


def _brought_out_by(reading: SentenceReading, roles: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
    """Who brought a work out: "released through X", "shown on Y"."""
    calendar = load_table("calendar")["months"].keys() | load_table("calendar")["weekdays"].keys()
    found = (i for prep in load_words("predicates", "brought_out") for i in roles.get(prep, ()))
    words = reading.sentence.words
    return tuple(i for i in found if reading.phrases.names[i] and words[i].lower not in calendar)


def _said(reading: SentenceReading, verb: Word, copula: bool) -> frozenset[int]:
    """The places of the words that express a verb's predicate."""
    sentence, heads = reading.sentence, [verb]
    heads += (
        sentence.children(verb, "attr", "acomp", "oprd", "prt")
        if copula
        else sentence.children(verb, "prt", "oprd")
    )
    for prep in sentence.children(verb, "prep"):
        if prep.lower == "as":
            heads += sentence.children(prep, "pobj")
    return frozenset(j.i for head in heads for j in reading.phrases.joined[head.i] if head.i != verb.i) | {verb.i}


NORMALIZATIONS: Final[tuple[Callable[[SentenceReading, PredicateClause], PredicateClause], ...]] = (
    _left_so, _starring, _from_the_other_side, _carried, _hosting, _taking_over_from, _adapted, _come_out,
    _blamed, _what_one_is,
)  # fmt: skip
