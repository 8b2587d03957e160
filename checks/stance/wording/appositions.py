"""What a sentence says somebody or something is without saying so: beside the name, before it, behind "as".

"Paul Renner, the founder of Kestrel", "the French cyclist Luc Ferrand", "Lenia's capital, Mirona", "the city of Tarvos",
"was elected mayor", "a Democrat, he served": each is as good as a sentence of its own.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from checks.lexicon import load_words
from checks.nlp.tree import Sentence, Word
from checks.stance.wording.noun_phrases import NAMES, as_named, is_back_reference, is_people, with_conjuncts

_COMMON: Final = ("NN", "NNS")
_SUBJECTS: Final = ("nsubj", "nsubjpass")


class Apposition(NamedTuple):
    """Who or what (place of a noun) is what (a noun); `verb` where a verb says it ("served as")."""

    who: int
    noun: Word
    verb: Word | None = None


def appositions(sentence: Sentence) -> Iterator[Apposition]:
    """All that a sentence says by the way of what somebody or something is."""
    for word in sentence.words:
        yield from _beside(sentence, word)
        yield from _before(sentence, word)
        yield from _of_a_name(sentence, word)
        yield from _behind(sentence, word)


def modifiers(sentence: Sentence, noun: Word) -> Iterator[Word]:
    """The peoples and kinds before a noun: "French" and "road" of "French road cyclist"."""
    for word in sentence.below(noun, "amod", "compound", "nmod"):
        yield word
        yield from modifiers(sentence, word)


def title(sentence: Sentence, name: Word) -> Iterator[Word]:
    """The words before a name that are no part of it: "French", "cyclist"."""
    for word in sentence.below(name, "compound", "amod", "nmod"):
        if word.tag in _COMMON or is_people(word):
            yield word


def _beside(sentence: Sentence, word: Word) -> Iterator[Apposition]:
    for other in sentence.below(word, "appos"):
        if other.tag in _COMMON and as_named(sentence, word):
            yield from (Apposition(word.i, noun) for noun in with_conjuncts(sentence, other))
        elif word.tag in _COMMON and as_named(sentence, other):
            yield Apposition(other.i, word)
        elif other.tag in NAMES and _with_article(sentence, other) and as_named(sentence, word):
            yield Apposition(word.i, other)


def _before(sentence: Sentence, word: Word) -> Iterator[Apposition]:
    """What stands before a name as its title, or before the whole clause as what its subject is."""
    if word.tag in NAMES:
        nouns = [w for w in title(sentence, word) if w.tag in _COMMON]
        yield from (Apposition(word.i, noun) for noun in nouns[-1:])
    if word.dep not in _SUBJECTS or not (as_named(sentence, word) or is_back_reference(sentence, word.i)):
        return
    if (opening := _opening(sentence, word)) is not None:
        yield Apposition(word.i, opening)
    verb = sentence.words[word.head]
    for other in sentence.below(verb, "npadvmod", "nsubj", "dep", "advcl"):
        opens = other.i < word.i and other.tag in ("NN", "NNP") and _with_article(sentence, other)
        if opens and any(w.text == "," for w in sentence.words[other.i : word.left]):
            yield Apposition(word.i, other)


def _opening(sentence: Sentence, name: Word) -> Word | None:
    """The noun of "A Republican, X has been", where the parser takes it for a part of the name."""
    article = next((w for w in sentence.below(name, "det") if w.lower in ("a", "an")), None)
    between = sentence.words[article.i : name.i] if article is not None else ()
    comma = next((w for w in between if w.text == ","), None)
    return sentence.words[comma.i - 1] if comma is not None else None


def _of_a_name(sentence: Sentence, word: Word) -> Iterator[Apposition]:
    """ "The city of X" is X."""
    if word.lower in load_words("predicates", "named_with_of"):
        for prep in sentence.below(word, "prep"):
            if prep.lower == "of" and not _one_of_many(sentence, word):
                yield from (
                    Apposition(noun.i, word) for noun in sentence.below(prep, "pobj") if as_named(sentence, noun)
                )


def _one_of_many(sentence: Sentence, word: Word) -> bool:
    """Whether "the city of X" may be one that X has: "the second-largest city of X"."""
    before = list(sentence.below(word, "amod", "compound", "poss"))
    return word.dep == "attr" or any(not is_people(w) for w in before)


def _behind(sentence: Sentence, verb: Word) -> Iterator[Apposition]:
    """What a verb makes of somebody: "served as governor", "was elected mayor"."""
    if not verb.tag.startswith("VB"):
        return
    nouns = list(sentence.below(verb, "oprd"))
    for holder in (verb, *sentence.below(verb, "dobj")):
        for prep in sentence.below(holder, "prep"):
            if prep.lower == "as":
                nouns += sentence.below(prep, "pobj")
    played = sentence.first(verb, "dobj") if verb.lower in load_words("predicates", "playing") else None
    if played is not None and played.lower in load_words("predicates", "instruments"):
        nouns.append(played)
    passive = sentence.first(verb, "auxpass", "nsubjpass") is not None
    whom = sentence.first(verb, "nsubjpass") if passive else _made(sentence, verb) or sentence.subject(verb)
    if whom is not None:
        yield from (Apposition(whom.i, noun, verb) for noun in nouns if noun.tag in _COMMON)


def _made(sentence: Sentence, verb: Word) -> Word | None:
    """Whom a verb makes something: "the board named X chief executive"; None for "X served two terms as"."""
    if verb.lower not in load_words("predicates", "making"):
        return None
    return sentence.first(verb, "dobj")


def _with_article(sentence: Sentence, word: Word) -> bool:
    return any(w.lower in ("a", "an", "the") for w in sentence.below(word, "det"))
