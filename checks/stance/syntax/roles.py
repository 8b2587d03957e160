"""The arguments of verbs and nouns in a parsed sentence, and whether a verb is negated or no fact.

Roles are thematic ones ("agent", "patient"), and by the preposition for all others, so
that "sold to X" and "to X" agree whatever the verb. Relations are ClearNLP's.

They are the second step of reading a sentence's clauses (`clauses.py`): `read_sentence` reads its phrases and,
with them, the arguments of all its words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from checks.lexicon import load_table, load_words
from checks.nlp.relations.predicates import WIN, phrasal_predicates
from checks.nlp.tree import Sentence, Word
from checks.stance.syntax.noun_phrases import Phrases, read_phrases

_BE: Final = ("be", "is", "are", "was", "were", "been")
_CALLING = ("call", "calls", "called", "calling")


# Prepositions that say what another one does.
_SAME_ROLE: Final = {"following": "after"}


@dataclass(frozen=True, slots=True)
class VerbReading:
    """A verb with its arguments.

    Attributes:
        predicate: the verb in lower case, with the particle or object that it makes one predicate with ("take_over").
        roles: as `verb_arguments` gives them.
        irrealis: the word that makes it no fact ("may", "plans"); None for a fact.
    """

    predicate: str
    roles: Mapping[str, tuple[int, ...]]
    negated: bool
    passive: bool
    irrealis: str | None


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """A sentence with its noun phrases and arguments, of which its clauses are made.

    Attributes:
        verbs: its verbs by their place; its head among them, whatever that is.
        noun_roles: for every word what hangs on it, as `noun_arguments` gives it.
    """

    sentence: Sentence
    phrases: Phrases
    verbs: Mapping[int, VerbReading]
    noun_roles: tuple[Mapping[str, tuple[int, ...]], ...]


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


def read_sentence(sentence: Sentence) -> SentenceReading:
    """The phrases of a sentence and the arguments of its words, each read once.

    Verbs are read with their particle, arguments, negation and modality; of every other word what hangs on it.
    """
    phrases, root = read_phrases(sentence), sentence.root
    verbs = {w.i: _read_verb(sentence, w, phrases) for w in sentence.words if w is root or w.tag.startswith("VB")}
    return SentenceReading(
        sentence, phrases, verbs, tuple(noun_arguments(sentence, word, phrases) for word in sentence.words)
    )


def _read_verb(sentence: Sentence, verb: Word, phrases: Phrases) -> VerbReading:
    """One verb, read."""
    return VerbReading(
        predicate=with_particle(sentence, verb),
        roles=verb_arguments(sentence, verb, phrases),
        negated=negated(sentence, verb),
        passive=is_passive(sentence, verb),
        irrealis=irrealis(sentence, verb),
    )


def verb_arguments(sentence: Sentence, verb: Word, phrases: Phrases) -> dict[str, tuple[int, ...]]:
    """The heads of a verb's arguments by their role.

    Roles are "agent", "patient", "to" for a dative, and the prepositions of all other phrases; "before" and
    "after" also for the subjects of such clauses.

    Values are places of words in the sentence, in order, those joined by "and" included. Of "a film directed and
    written by X" the doer of one verb is that of both.
    """
    roles: dict[str, list[int]] = {}
    subject, passive = subject_of(sentence, verb), is_passive(sentence, verb)
    if subject is not None:
        roles["patient" if passive else "agent"] = [w.i for w in phrases.joined[subject.i]]
    for thing in sentence.children(verb, "dobj"):
        roles.setdefault("patient", []).extend(w.i for w in phrases.joined[thing.i])
    for thing in sentence.children(verb, "dative"):
        below = list(sentence.children(thing, "pobj")) or [thing]
        roles.setdefault("to", []).extend(w.i for w in below)
    joined = [w for w in sentence.children(verb, "conj") if w.tag == verb.tag] if passive else []
    for by in (by for other in joined for by in sentence.children(other, "agent")):
        roles.setdefault("agent", []).extend(
            w.i for noun in sentence.children(by, "pobj") for w in phrases.joined[noun.i]
        )
    if sentence.child(verb, "agent") is not None:
        roles.pop("agent", None)
    governors = [verb, *sentence.children(verb, "attr", "dobj", "acomp", "prt")]
    for holder in governors:
        for prep in sentence.children(holder, "prep", "agent"):
            is_doer = prep.dep == "agent" or (prep.lower == "by" and passive)
            name = "agent" if is_doer else _SAME_ROLE.get(prep.lower, prep.lower)
            for noun in sentence.children(prep, "pobj"):
                roles.setdefault(name, []).extend(w.i for w in phrases.examples[noun.i])
    for other_verb in sentence.children(verb, "advcl"):
        mark, other = sentence.child(other_verb, "mark"), sentence.subject(other_verb)
        if mark is not None and other is not None and mark.lower in ("before", "after"):
            roles.setdefault(mark.lower, []).append(other.i)
    return {name: tuple(places) for name, places in roles.items()}


def noun_arguments(sentence: Sentence, noun: Word, phrases: Phrases) -> dict[str, tuple[int, ...]]:
    """The heads of what hangs on a noun by the preposition; a genitive counts as "of".

    Values are places of words, those joined by "and" and named as examples included.
    """
    roles: dict[str, list[int]] = {}
    for whose in sentence.children(noun, "poss"):
        roles.setdefault("of", []).append(whose.i)
    for prep in sentence.children(noun, "prep"):
        for other in sentence.children(prep, "pobj"):
            roles.setdefault(prep.lower, []).extend(w.i for w in phrases.examples[other.i])
    return {name: tuple(places) for name, places in roles.items()}


def with_converse_roles(roles: Mapping[str, tuple[int, ...]], into: str) -> dict[str, tuple[int, ...]]:
    """A sale as a purchase, a defeat as a victory of the other.

    `into` is the predicate that it becomes: of a sale the buyer is the agent and the seller stands under "from";
    of a victory who was beaten is the patient too.
    """
    names = {"agent": "from", "to": "agent", "from": "to"}
    found = {names.get(name, name): places for name, places in roles.items()}
    if into == WIN and "from" in found:
        found["patient"] = (*found.get("patient", ()), *found["from"])
    return found


def is_passive(sentence: Sentence, verb: Word) -> bool:
    """Whether a verb is passive, or a participle that says what was done to a noun."""
    return sentence.child(verb, "auxpass", "nsubjpass", "agent") is not None or (
        verb.tag == "VBN" and verb.dep in ("acl", "advcl") and sentence.child(verb, "aux") is None
    )


def subject_of(sentence: Sentence, verb: Word) -> Word | None:
    """Who or what a verb is said of; for "the film directed by" and "who won" the noun before.

    None where nothing is said of whom, as in an imperative. Goes up through verbs that share their subject: "hopes
    to win", "fell and broke".
    """
    found = sentence.subject(verb)
    if found is not None and not (found.tag in ("WDT", "WP") and verb.dep == "relcl"):
        return found
    if verb.dep in ("relcl", "acl"):
        return sentence.words[verb.head]
    if found is None and verb.dep in ("conj", "xcomp", "advcl", "ccomp") and verb.head != verb.i:
        above = sentence.words[verb.head]
        made_to = sentence.child(above, "dobj") if verb.dep == "xcomp" and verb.tag == "VB" else None
        if made_to is not None:
            return made_to  # "hired X to direct"
        if above.tag.startswith("VB"):
            return subject_of(sentence, above)
    return found


def with_particle(sentence: Sentence, verb: Word) -> str:
    """A verb with its particle or object, where the two express a predicate: "take_over", "take_office".

    Which of them do is in the lexicon: `phrasal_predicates` of `checks.nlp.relations.predicates`.
    """
    particle = sentence.child(verb, "prt", "advmod")
    noun = sentence.child(verb, "dobj")
    if (
        particle is not None
        and particle.tag in ("RP", "IN", "RB")
        and f"{verb.lower}_{particle.lower}" in phrasal_predicates()
    ):
        return f"{verb.lower}_{particle.lower}"
    if noun is not None and f"{verb.lower}_{noun.lower}" in phrasal_predicates():
        return f"{verb.lower}_{noun.lower}"
    return verb.lower


def negated(sentence: Sentence, verb: Word) -> bool:
    """Whether a verb is negated by an odd number of words: "not", "no passengers", "failed to".

    Two negations make none: "did not fail to".
    """
    near = [verb, *sentence.children(verb, "aux", "auxpass")]
    many = sum(
        w.lower in load_words("predicates", "negations") or w.dep == "neg"
        for word in near
        for w in sentence.children(word, "neg", "advmod", "preconj")
    )
    many += sum(
        w.lower == "no"
        for longer in sentence.children(verb, "advmod")
        for w in sentence.children(longer, "neg", "det")
    )  # "no longer"
    in_none = (n for prep in sentence.children(verb, "prep") for n in sentence.children(prep, "pobj"))
    many += any(noun.lower in ("none", "neither") for noun in in_none)
    for noun in sentence.children(verb, "nsubj", "nsubjpass", "dobj", "attr"):
        many += noun.lower in load_words("predicates", "negations") or any(
            w.lower in load_words("predicates", "negations") and w.i < noun.i
            for w in sentence.children(noun, "det", "neg")
        )
    above = sentence.words[verb.head] if verb.dep in ("xcomp", "pcomp") else None
    if above is not None and with_particle(sentence, above) in load_words("predicates", "denying"):
        many += 1
    many += above is not None and any(
        w.lower == "yet" for w in sentence.children(above, "advmod")
    )  # "has yet to win"
    intent = sentence.words[verb.head] if verb.dep == "acl" else None
    if intent is not None and intent.lower in load_words("predicates", "intents"):
        many += with_particle(sentence, sentence.words[intent.head]) in load_words(
            "predicates", "denying"
        )  # "dropped its plan to buy"
    if verb.dep == "pcomp" and sentence.words[verb.head].lower == "without":
        many += 1
    many += called_false(sentence, verb)
    return many % 2 == 1


def denied_below(sentence: Sentence, word: Word, verb: Word) -> bool:
    """Whether an odd number of negations stands between `verb` and a word that hangs on it, the verb's own left out.

    "Exempt" is denied below the first verb of "ruled that they are not exempt". Not of a word that does not hang on it.
    """
    way = [word, *sentence.ancestors(word)]
    if all(each.i != verb.i for each in way):
        return False
    below = list(takewhile(lambda each: each.i != verb.i, way))
    of_the_verb = ("nsubj", "nsubjpass", "dobj", "attr")  # `negated` asks these
    if below and below[-1].dep in of_the_verb:
        below.pop()
    denials = load_words("predicates", "negations")
    many = sum(each.lower in denials for each in below)
    many += sum(
        w.dep == "neg" or (w.lower in denials and w.dep in ("det", "advmod", "preconj"))
        for each in below
        for w in sentence.children(each)
        if w not in below
    )
    return many % 2 == 1


def reported_by(sentence: Sentence, verb: Word) -> str | None:
    """The noun by which a sentence gives a clause as what others say ("the claim that …"); None where it does not."""
    above = sentence.words[verb.head]
    if verb.dep not in ("acl", "relcl") or above.lower not in load_words("predicates", "hearsay"):
        return None
    return above.lower if sentence.words[above.i + 1].lower == "that" else None


def called_false(sentence: Sentence, verb: Word) -> bool:
    """Whether the sentence calls it false: "the claim that … is a myth", "it is not true that …".

    A negation beside "true", or a word for falsehood without one; two of them cancel out.
    """
    above = sentence.words[verb.head]
    if reported_by(sentence, verb):
        # What stands behind is often read as a part of the clause.
        said = [above, *sentence.words[verb.i + 1 :]]
    elif verb.dep in ("ccomp", "csubj"):
        said = [above, *sentence.children(above, "acomp", "attr", "neg")]
    else:
        return False
    words = {w.lower for w in said}
    negated = not words.isdisjoint(("not", "n't", "n’t"))
    return ("true" in words and negated) or (
        not words.isdisjoint(load_words("predicates", "falsehood")) and not negated
    )


def calls_for(sentence: Sentence, verb: Word) -> bool:
    """Whether a verb only asks that something be done: "called on X to quit"."""
    return verb.lower in _CALLING and any(prep.lower in ("on", "for") for prep in sentence.children(verb, "prep"))


def _is_to_come(sentence: Sentence, verb: Word, above: Word) -> bool:
    """Whether an infinitive is no fact: "was to begin", "a motion to abolish"; "the first to win" is one."""
    if verb.dep == "xcomp":
        return above.lower in _BE
    marks = [above, *sentence.children(above, "amod", "det")]
    one_of_many = {*load_table("numbers")["ordinals"], "last", "only", "next"}
    return verb.dep in ("acl", "relcl") and not any(w.tag == "JJS" or w.lower in one_of_many for w in marks)


def irrealis(sentence: Sentence, verb: Word) -> str | None:
    """The word that makes a verb no fact, as planned, possible or alleged ("may", "plans"); None for a fact.

    Looked for among its auxiliaries, adverbs and conjunctions, and those of the verbs that it hangs on.
    """
    near = list(sentence.children(verb, "aux", "advmod", "mark"))
    for above in sentence.ancestors(verb):
        near.append(above)
        near += (
            sentence.children(above, "aux", "advmod", "mark", "dep")
            if above.tag.startswith("VB") and verb.dep != "conj"
            else ()
        )
        if verb.dep in ("ROOT", "relcl", "acl"):
            break
    if not any(w.tag in ("MD", "TO") for w in near) and any(
        w.tag == "VB" for w in sentence.children(verb, "aux", "auxpass")
    ):
        return "be"  # "recommended that it be approved"
    intent = sentence.words[verb.head]
    if noun := reported_by(sentence, verb):
        return None if called_false(sentence, verb) else noun
    if verb.dep == "acl" and intent.lower in load_words("predicates", "intents"):
        return (
            None
            if with_particle(sentence, sentence.words[intent.head]) in load_words("predicates", "denying")
            else intent.lower
        )
    if any(w.tag == "TO" for w in sentence.children(verb, "aux")) and _is_to_come(sentence, verb, intent):
        return intent.lower
    if verb.dep in ("xcomp", "ccomp", "advcl") and calls_for(sentence, sentence.words[verb.head]):
        return sentence.words[verb.head].lower
    own = [] if verb.dep in ("relcl", "acl") else near
    return next((w.lower for w in own if w.lower in load_words("predicates", "unreal") and w.i != verb.i), None)
