"""The clauses of a parsed sentence, each with its predicate, its arguments, and whether it is negated.

They are read in four steps, each of which takes only what those before it made: the noun phrases
(`noun_phrases.py`), the arguments of verbs and nouns (`roles.py`), the clauses of verbs (here), and those of nouns
(`nominal_clauses.py`). A clause of a verb has one form for all ways to say it: "X took over from Y" becomes "X
succeeded Y".
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from checks.lexicon import load_words
from checks.nlp.names import names
from checks.nlp.pipeline import reading, syntax
from checks.nlp.relations.predicates import converse, predicates
from checks.nlp.together import ask_for
from checks.nlp.tree import Sentence, Word, to_sentence
from checks.stance.syntax.nominal_clauses import as_predicate, nominal_clauses, predicates_of_noun
from checks.stance.syntax.noun_phrases import NAMES
from checks.stance.syntax.roles import PredicateClause, SentenceReading, read_sentence, with_converse_roles

_KEPT: Final = 1024
LONGEST: Final = 500  # characters of a sentence that are parsed; the time grows with its length
# Sentences parsed before, by their text; emptied when it is full.
_kept: dict[str, Sentence | None] = {}


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
    return (*(verbal_clause(read, verb) for verb in verbs), *nominal_clauses(read))


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


def _aids(word: Word) -> bool:
    """Whether a verb only belongs to another one, or stands before a noun."""
    return word.dep in ("aux", "auxpass", "amod", "compound")


def sentence_names(text: str) -> frozenset[str]:
    """The names of a sentence, as `names` gives them; its first word is one where the parser takes it for one."""
    sentence = parsed_sentence(text.strip()[:LONGEST])
    first = sentence is not None and sentence.words[0].tag in NAMES
    return names(text.strip(), include_first=first)


def verbal_clause(reading: SentenceReading, verb: Word) -> PredicateClause:
    """The clause of a verb of the sentence that was read, in the form that all ways to say it have."""
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
    return _what_one_is(reading, _from_the_other_side(clause))


def _from_the_other_side(clause: PredicateClause) -> PredicateClause:
    """A sale as a purchase, a defeat as a victory."""
    into = next((into for predicate in clause.predicates if (into := converse(predicate))), None)
    if into is None:
        return clause
    return replace(clause, predicates=frozenset((into,)), roles=with_converse_roles(clause.roles, into))


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
