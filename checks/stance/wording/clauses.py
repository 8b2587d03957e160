"""The clauses of a parsed sentence, each with its predicate, its arguments, and whether it is negated.

They are read in four steps, each of which takes only what those before it made: the noun phrases
(`noun_phrases.py`), the arguments of verbs and nouns (`roles.py`), the clauses of verbs (`verbal_clauses.py`),
those of nouns (`nominal_clauses.py`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from checks.lexicon import load_words
from checks.nlp.pipeline import reading, syntax
from checks.nlp.tree import Sentence, Word, to_sentence
from checks.stance.predicates import BORN, predicates
from checks.stance.wording.nominal_clauses import nominal_clauses, works
from checks.stance.wording.roles import SentenceReading, read_sentence
from checks.stance.wording.verbal_clauses import PredicateClause, verbal_clause

_KEPT: Final = 1024
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
    fresh = list(dict.fromkeys(text for text in texts if text not in _kept))
    if fresh:
        with reading():
            for text, doc in zip(fresh, syntax(fresh), strict=True):
                spans = (span for span in doc.sents if span.text.strip())
                _kept[text] = next((to_sentence(span, 0) for span in spans), None)
    return [_kept[text] for text in texts]


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
