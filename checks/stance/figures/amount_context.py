"""What the parsed sentence of an amount says of it: predicate, subject, and words that narrow what is counted.

The parser is asked only for amounts that are candidates, several sentences at once, and what it gave is kept, for
parsing is the dearest step of a comparison.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from checks.lexicon import load_words
from checks.nlp.names import names
from checks.nlp.tree import NOUN, SUBJECT, Sentence, Word
from checks.stance.figures.amounts import Amount
from checks.stance.wording.clauses import clauses, main_clause, parsed_sentence, parsed_sentences
from checks.stance.wording.noun_phrases import NAMES, name_of

# Contexts that are kept, so that the rules may ask for one again.
_KEPT: Final = 512
# Characters of a sentence that are parsed; the time grows with its length.
_LONGEST: Final = 500
_AGED: Final = ("under", "over", "aged", "below", "above")
_MEASURES: Final = frozenset(("gdp", "cpi", "gnp"))  # written like names
# What stands behind one of these is put beside the subject: "Luxembourg, a grand duchy of 661,000".
_ASIDE: Final = (",", "(", "–", "—")


@dataclass(frozen=True, slots=True)
class AmountContext:
    """What an amount's clause says of it.

    `predicates` and `verbs` are those that govern the amount. `narrowing` are the words before the counted noun
    ("electric cars"), `settings` the phrases of place, time and age ("in Europe"). `irrealis` is the word that
    makes the clause no fact ("plans"). `whose` is the name that the amount is said of, in lower case. `complement`
    is what the clause says of what is counted beyond that there is so much: "unemployed", "fetched". `subject` is
    the clause's subject where the amount is no part of it.
    """

    sentence: Sentence
    predicates: frozenset[str]
    verbs: frozenset[str]
    narrowing: tuple[Word, ...]
    settings: tuple[str, ...]
    irrealis: str | None
    whose: frozenset[str]
    complement: tuple[Word, ...]
    subject: Word | None


@lru_cache(_KEPT)
def amount_context(amount: Amount) -> AmountContext | None:
    """The context of an amount; None where its sentence has no words that can be parsed.

    Offsets of the amount count in its sentence with the blanks around it, those of the parse without them. The
    last 512 contexts are kept.
    """
    sentence = parsed_sentence(_text(amount))
    if sentence is None:
        return None
    at = amount.quantity.start - (len(amount.sentence) - len(amount.sentence.lstrip()))
    until = amount.quantity.end - (len(amount.sentence) - len(amount.sentence.lstrip()))
    inside = [w for w in sentence.words if w.start - sentence.start < until and at < w.end - sentence.start]
    if not inside:
        return None
    first, last = inside[0].i, inside[-1].i
    top = next((w for w in inside if not first <= w.head <= last or w.head == w.i), inside[-1])
    above = [top, *sentence.ancestors(top)]
    verb = next((w for w in above if w.tag.startswith("VB")), None)
    clause = next((c for c in clauses(sentence) if verb is not None and c.verb.i == verb.i), None)
    noun = next((w for w in reversed(inside) if w.tag in NOUN), top)
    narrowing = tuple(
        w for head in {noun.i, top.i} for w in sentence.children(sentence.words[head], "amod", "compound", "nmod")
        if w.tag in ("JJ", "NN", "NNS", "VBN", "VBG") and w.dep != "nummod"
    )  # fmt: skip
    settings = tuple(_settings(sentence, top, verb))
    said = frozenset(w.lower for w in above if w.tag.startswith("VB"))
    return AmountContext(
        sentence=sentence,
        predicates=clause.predicates if clause else frozenset(),
        verbs=said,
        narrowing=narrowing,
        settings=settings,
        irrealis=clause.irrealis if clause else None,
        whose=_whose(sentence, top, verb),
        complement=_complement(sentence, verb),
        subject=_subject(sentence, top, verb, first),
    )


def _subject(sentence: Sentence, top: Word, verb: Word | None, first: int = 0) -> Word | None:
    """The subject of an amount's clause, unless the amount is a part of it; an amount put beside it is none.

    `top` is the word of the amount that governs its others, `first` the place where the amount begins.
    """
    subject = sentence.subject(verb) if verb is not None else None
    if subject is None or (subject.left <= top.i <= subject.right and sentence.previous(first) not in _ASIDE):
        return None
    return subject


def _whose(sentence: Sentence, top: Word, verb: Word | None) -> frozenset[str]:
    """The name of the clause's subject, or of what an amount stands beside: "Luxembourg, a grand duchy of 661,000".

    Words in lower case; empty where the clause has no subject with a name. A measure written like a name (GDP) is
    none.
    """
    for word in (top, *sentence.ancestors(top)):
        if word.dep == "appos":
            return name_of(sentence, word.head)
        if word.tag.startswith("VB"):
            break
    subject = _subject(sentence, top, verb)
    if subject is None:
        return frozenset()
    return (name_of(sentence, subject.i) - _MEASURES) or _owner(sentence, subject)


def _owner(sentence: Sentence, noun: Word) -> frozenset[str]:
    """The name of that whose population, area, debt … a noun is: "Japan's population", "the economy of Japan".

    Empty for nouns that places do not have, such as "doctor": "Japan's doctors" are no Japan.
    """
    if noun.lower not in load_words("synonyms", "of_places"):
        return frozenset()
    owners = [*sentence.children(noun, "poss")]
    owners += (
        n for of in sentence.children(noun, "prep") if of.lower == "of" for n in sentence.children(of, "pobj")
    )
    return next((named for owner in owners if (named := name_of(sentence, owner.i))), frozenset())


def _complement(sentence: Sentence, verb: Word | None) -> tuple[Word, ...]:
    """What a clause says of what is counted, where that is more than that there is so much.

    An adjective or participle behind "be" ("are unemployed"), or a verb that does something with what is counted
    ("were vaccinated"). Empty where the verb only says how many there are, or that there are more or fewer.
    """
    if verb is None:
        return ()
    if verb.lower in load_words("predicates", "being"):
        said = [w for w in sentence.children(verb, "acomp", "attr") if w.tag in ("JJ", "VBN", "VBG")]
        return tuple(w for w in said if w.lower not in load_words("predicates", "sizes"))
    if verb.lower in load_words("predicates", "stock") or verb.lower in load_words(
        "synonyms", "rising"
    ) | load_words("synonyms", "falling") | load_words("predicates", "empty") | load_words(
        "predicates", "carrying"
    ):
        return ()
    return (verb,)


def _settings(sentence: Sentence, top: Word, verb: Word | None) -> list[str]:
    """The phrases of place, time and part that hang on an amount or its verb: "in Europe", "in its first month".

    As they are written. A phrase of place that says which thing the subject is, and not where it is counted, is
    none of them.
    """
    found = []
    prepositions = load_words("predicates", "of_settings")
    subject = sentence.subject(verb) if verb is not None else None
    for holder in {w.i: w for w in (top, verb, subject) if w is not None}.values():
        for prep in sentence.children(holder, "prep"):
            if prep.lower in _AGED and holder is top and any(w.tag == "CD" for w in sentence.children(prep)):
                found.append(sentence.text_between(prep.i, prep.right))
            if (
                prep.lower in prepositions
                and prep.right > prep.i
                and not _tells_which(sentence, holder, prep, top)
            ):
                found.append(sentence.text_between(prep.i, prep.right))
    return found


def _tells_which(sentence: Sentence, subject: Word, prep: Word, top: Word) -> bool:
    """Whether a phrase of place says which thing the subject is ("the blast at the plant"), and not what part of a
    land.
    """
    if subject.dep not in SUBJECT or subject.left <= top.i <= subject.right:
        return False
    return load_words("synonyms", "territories").isdisjoint(
        w.lower for w in sentence.words[prep.i : prep.right + 1]
    )


def _text(amount: Amount) -> str:
    """The sentence of an amount as it is parsed: at most 500 characters."""
    return amount.sentence.strip()[:_LONGEST]


def parse_together(among: Sequence[Amount]) -> None:
    """Parse the sentences of several amounts at once, which takes half the time of one by one. The results are
    kept.
    """
    parsed_sentences([_text(amount) for amount in among])


def has_happened(text: str) -> bool:
    """Whether a sentence's main verb is in the past or perfect: "has built", "was built", "built".

    False for a text without words, and for one without a verb.
    """
    sentence = parsed_sentence(text.strip()[:_LONGEST])
    if sentence is None:
        return False
    verb = main_clause(sentence).verb
    helping = {w.lower for w in sentence.children(verb, "aux", "auxpass")}
    return verb.tag == "VBD" or (verb.tag == "VBN" and not helping.isdisjoint(load_words("predicates", "helping")))


def sentence_names(text: str) -> frozenset[str]:
    """The names of a sentence, as `names` gives them; its first word is one where the parser takes it for one."""
    sentence = parsed_sentence(text.strip()[:_LONGEST])
    first = sentence is not None and sentence.words[0].tag in NAMES
    return names(text.strip(), include_first=first)
