"""The clauses of a parsed sentence, each with its predicate, its arguments, and whether it is negated.

They are read in four steps, each of which takes only what those before it made: the noun phrases
(`noun_phrases.py`), the arguments of verbs and nouns (`roles.py`), the clauses of verbs (here), and those of nouns
(`nominal_clauses.py`). A clause of a verb has one form for all ways to say it: each rule of `NORMALIZATIONS` takes the
sentence's reading and the clause as it is so far, so that "X took over from Y" becomes "X succeeded Y".
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from checks.lexicon import load_table, load_words
from checks.nlp.names import names
from checks.nlp.pipeline import reading, syntax
from checks.nlp.together import ask_for
from checks.nlp.tree import Sentence, Word, to_sentence
from checks.stance.lexical_relations import ADAPT, BORN, BUY, RELEASE, SUCCEED, converse, is_predicate, predicates
from checks.stance.syntax.nominal_clauses import as_predicate, nominal_clauses, predicates_of_noun, works
from checks.stance.syntax.noun_phrases import NAMES
from checks.stance.syntax.roles import PredicateClause, SentenceReading, hosted, read_sentence, with_converse_roles

_KEPT: Final = 1024
LONGEST: Final = 500  # characters of a sentence that are parsed; the time grows with its length
# Sentences parsed before, by their text; emptied when it is full.
_kept: dict[str, Sentence | None] = {}
LEFT_SO: Final = "leave so"
_LEAVING: Final = ("leave", "leaves", "left", "leaving")
_STARRING: Final = ("starring", "featuring")


def parsed_sentence(text: str) -> Sentence | None:
    """The sentence that a text is, parsed; the first where it is more; None where it has no words."""
    return parsed_sentences((text,))[0]


def parsed_sentences(texts: Sequence[str]) -> list[Sentence | None]:
    """The same for many at once, which takes half the time of one by one; those read before are kept.

    In the order of `texts`. Up to 1,024 are kept; then all are forgotten at once, which costs less than choosing.
    """
    if len(_kept) > _KEPT:
        _kept.clear()
    if fresh := list(dict.fromkeys(text for text in texts if text not in _kept)):
        ask_for(_parse, fresh)
        _parse(fresh)
    return [_kept[text] for text in texts]


def _parse(texts: Sequence[str]) -> None:
    """Keep the sentences that texts are."""
    with reading():
        for text, doc in zip(texts, syntax(texts), strict=True):
            spans = (span for span in doc.sents if span.text.strip())
            _kept[text] = next((to_sentence(span, 0) for span in spans), None)


@lru_cache(_KEPT)
def clauses(sentence: Sentence) -> tuple[PredicateClause, ...]:
    """The clauses of a sentence: the main one, those of the other verbs, and last those of nouns.

    The main clause is the first one, whatever its verb is. Those of up to 1,024 sentences are kept.
    """
    read, root = reading_of(sentence), sentence.root
    verbs = [root, *(w for w in sentence.words if w.i != root.i and w.tag.startswith("VB") and not _aids(w))]
    of_verbs = [verbal_clause(read, verb) for verb in verbs]
    return (*of_verbs, *nominal_clauses(read, of_verbs))


@lru_cache(_KEPT)
def reading_of(sentence: Sentence) -> SentenceReading:
    """The phrases and arguments of a sentence, from which its clauses are made; those read before are kept."""
    return read_sentence(sentence)


def main_clause(sentence: Sentence) -> PredicateClause:
    """What a sentence states: its main clause, or what somebody is said to say.

    "Police said that the bridge collapsed" states that it collapsed. A parse without a verb at its head is mended
    by the first finite verb.
    """
    all_ = clauses(sentence)
    first = all_[0]
    if not first.verb.tag.startswith("VB"):  # a parse without a verb at its head: "The opera X was composed"
        first = next((c for c in all_ if _is_finite(c)), first)
    if (
        first.verb.lower in load_words("predicates", "saying")
        and (said := sentence.child(first.verb, "ccomp")) is not None
    ):
        return next((c for c in all_ if c.verb.i == said.i), first)
    return first


def _is_finite(clause: PredicateClause) -> bool:
    """Whether a clause has a verb with a subject or an auxiliary."""
    verb = clause.verb
    return verb.tag.startswith("VB") and clause.sentence.child(verb, "aux", "auxpass", "nsubj") is not None


def restatements(sentence: Sentence) -> Iterator[PredicateClause]:
    """What a sentence states, and the same in other words, the main clause first.

    Of "X is a novel by Y", Y wrote X; of "X is part of Y", Y owns X. A claim is borne out by any of them.
    """
    main = main_clause(sentence)
    yield main
    about = main.roles.get("agent", ())
    yield from _not_done(sentence, main)
    if (
        about
        and main.roles.get("from")
        and (main.verb.lower in load_words("predicates", "coming") or main.said == {main.verb.i})
    ):
        yield replace(
            main, predicates=predicates(BORN), copula=False, roles={"patient": about, "in": main.roles["from"]}
        )
    if not main.copula or not about:
        return
    if main.roles.get("of") and any(
        sentence.words[i].lower in load_words("predicates", "owned") for i in main.said
    ):
        yield replace(
            main, predicates=predicates("owned"), copula=False, roles={"agent": main.roles["of"], "patient": about}
        )
    for work in works(reading_of(sentence)):
        if work.verb.i in main.said:
            parts = {"agent": work.roles["agent"], "patient": about}
            yield replace(main, predicates=work.predicates, said=work.said, copula=False, roles=parts)


def _not_done(sentence: Sentence, main: PredicateClause) -> Iterator[PredicateClause]:
    """What somebody refused, or failed, to do."""
    if main.verb.lower in load_words("predicates", "denying"):
        yield from (c for c in clauses(sentence) if c.verb.dep == "xcomp" and c.verb.head == main.verb.i)


def _aids(word: Word) -> bool:
    """Whether a verb only belongs to another one, or stands before a noun."""
    return word.dep in ("aux", "auxpass", "amod", "compound")


def has_happened(text: str) -> bool:
    """Whether a sentence's main verb is in the past or perfect: "has built", "was built", "built".

    False for a text without words, and for one without a verb.
    """
    sentence = parsed_sentence(text.strip()[:LONGEST])
    if sentence is None:
        return False
    verb = main_clause(sentence).verb
    helping = {w.lower for w in sentence.children(verb, "aux", "auxpass")}
    return verb.tag == "VBD" or (verb.tag == "VBN" and not helping.isdisjoint(load_words("predicates", "helping")))


def sentence_names(text: str) -> frozenset[str]:
    """The names of a sentence, as `names` gives them; its first word is one where the parser takes it for one."""
    sentence = parsed_sentence(text.strip()[:LONGEST])
    first = sentence is not None and sentence.words[0].tag in NAMES
    return names(text.strip(), include_first=first)


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
