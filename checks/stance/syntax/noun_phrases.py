"""Noun phrases of a parsed sentence: what they name, what is joined to them, whom they point back to.

They are the first step of reading its clauses (`clauses.py`): `read_phrases` reads them once, for all words.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from checks.lexicon import load_words
from checks.nlp.tree import NOUN, Sentence, Word

NAMES: Final = ("NNP", "NNPS")
_KNOWN: Final = ("the", "this", "its", "their", "his", "her")


@dataclass(frozen=True, slots=True)
class Phrases:
    """The noun phrases of a sentence; each attribute has a value for every word, by its place.

    Attributes:
        joined: the word and those joined to it by "and", in their order.
        examples: those, and what is named as some of them ("three novels, including X").
        names: the words of the name that it heads, in lower case; empty for a common noun.
        lessening: the word before it that makes less of it ("deputy"); empty where none does.
        pointing: whether its phrase points back: a pronoun, or "the company".
        people: whether it is an adjective with a capital: "Danish".
        articled: whether it has an article of its own.
    """

    joined: tuple[tuple[Word, ...], ...]
    examples: tuple[tuple[Word, ...], ...]
    names: tuple[frozenset[str], ...]
    lessening: tuple[str, ...]
    pointing: tuple[bool, ...]
    people: tuple[bool, ...]
    articled: tuple[bool, ...]


def read_phrases(sentence: Sentence) -> Phrases:
    """The noun phrases of a sentence, read for all words at once."""
    words = sentence.words
    return Phrases(
        joined=tuple(tuple(with_conjuncts(sentence, word)) for word in words),
        examples=tuple(tuple(with_examples(sentence, word)) for word in words),
        names=tuple(as_named(sentence, word) for word in words),
        lessening=tuple(diminishing_word(sentence, word) for word in words),
        pointing=tuple(is_back_reference(sentence, word.i) for word in words),
        people=tuple(is_people(word) for word in words),
        articled=tuple(_has_article(sentence, word) for word in words),
    )


def name_of(sentence: Sentence, i: int) -> frozenset[str]:
    """The words of the name that the phrase of a noun holds, in lower case.

    With what stands beside it ("the singer X"). `i` is the place of the noun; empty where the phrase names nobody.
    """
    word = sentence.words[i]
    named = as_named(sentence, word)
    if named:
        return named
    beside = [*sentence.children(word, "appos")]
    behind = sentence.words[i + 1] if i + 1 < len(sentence.words) else word
    if (behind.head, behind.dep) == (
        word.head,
        word.dep,
    ):  # "the bakery chain Kornhaus" is often read as two subjects
        beside.append(behind)
    return next((names for w in beside if w is not word and (names := as_named(sentence, w))), frozenset())


def as_named(sentence: Sentence, word: Word) -> frozenset[str]:
    """The words of the name that a noun itself is the head of, in lower case.

    With what stands before it and belongs to the name, numbers before it among them; a people's adjective names itself.
    """
    own = [word, *_naming(sentence, word)]
    if is_people(word):
        return frozenset((word.lower,))
    return frozenset(w.lower for w in own if w.tag in NAMES or (w.tag == "CD" and word.tag in NAMES))


def _naming(sentence: Sentence, word: Word) -> Iterator[Word]:
    """The words before a noun that belong to its name."""
    for part in sentence.children(word, "compound", "amod", "nmod", "nummod"):
        yield part
        yield from _naming(sentence, part)


def with_conjuncts(sentence: Sentence, word: Word) -> Iterator[Word]:
    """A word and those joined to it by "and".

    Only words of its kind: a verb that hangs on a noun by "and" is none of them.
    """
    yield word
    for other in sentence.children(word, "conj"):
        if other.tag in NOUN or other.tag == word.tag:
            yield from with_conjuncts(sentence, other)


def with_examples(sentence: Sentence, word: Word) -> Iterator[Word]:
    """A word, those joined to it, and those named as some of them: "three novels, including X and Y"."""
    for each in with_conjuncts(sentence, word):
        yield each
        for prep in sentence.children(each, "prep"):
            if prep.lower in ("including", "like"):
                for noun in sentence.children(prep, "pobj"):
                    yield from with_conjuncts(sentence, noun)


def with_names(sentence: Sentence) -> Sentence:
    """A sentence in which a noun with a capital within it is read as a name; the sentence itself where none is."""
    words = tuple(_as_name(w) if _is_name(w) else w for w in sentence.words)
    return sentence if words == sentence.words else replace(sentence, words=words)


def _is_name(word: Word) -> bool:
    """Whether a word is to be read as a name."""
    return word.i > 0 and word.tag in ("NN", "NNS") and word.text[:1].isupper() and len(word.text) > 1


def _as_name(word: Word) -> Word:
    """A word with the tag of a name."""
    return word._replace(tag="NNPS" if word.tag == "NNS" else "NNP")


def diminishing_word(sentence: Sentence, word: Word) -> str:
    """The word before another that makes less of it, with or without a hyphen: "semi-final", "deputy mayor"; else
    empty.
    """
    before = [w.lower for w in sentence.words[max(0, word.i - 2) : word.i] if w.text not in ("-", "–")]
    return before[-1] if before and before[-1] in load_words("predicates", "lessening") else ""


def is_people(word: Word) -> bool:
    """Whether a word is an adjective written large: "Danish".

    Not at the head of a sentence, where every word has a capital.
    """
    return word.tag == "JJ" and word.text[:1].isupper() and word.i > 0


def _has_article(sentence: Sentence, word: Word) -> bool:
    """Whether a noun has an article of its own."""
    return any(w.lower in ("a", "an", "the") for w in sentence.children(word, "det"))


def is_back_reference(sentence: Sentence, i: int) -> bool:
    """Whether a phrase points back: a pronoun, or "the company"; not "the mayor of X, Y Z", which names its own."""
    word = sentence.words[i]
    if word.lower in load_words("predicates", "pointing"):
        return True
    if any(w.tag in NAMES and w.dep == "appos" for w in sentence.words[word.i : word.right + 1]):
        return False
    return word.tag in ("NN", "NNS") and any(w.lower in _KNOWN for w in sentence.children(word, "det", "poss"))


def antecedent(sentence: Sentence, i: int) -> int | None:
    """The place of the name that a pronoun of the same sentence means; None where it stands before none.

    A relative pronoun means the noun that its clause hangs on; any other the first subject before it, but for "him" and
    "her" as an object, who may be anybody.
    """
    word = sentence.words[i]
    if word.lower in load_words("predicates", "relative"):
        verb = next((w for w in sentence.ancestors(word) if w.dep == "relcl"), None)
        return verb.head if verb is not None else None
    if word.lower not in load_words("predicates", "pointing") or word.dep in ("dobj", "pobj", "dative"):
        return None
    subjects = (w for w in sentence.words[:i] if w.dep in ("nsubj", "nsubjpass"))
    return next((w.i for w in subjects if as_named(sentence, w)), None)


def compound_start(sentence: Sentence, i: int) -> int:
    """The place where the compound that a noun is the head of begins."""
    return min((w.i for w in sentence.children(sentence.words[i], "compound")), default=i)


def name_places(sentence: Sentence, heads: tuple[int, ...]) -> frozenset[int]:
    """The places of the words of the names that some phrases hold.

    All words of the sentence that belong to one of the names, also where they stand again.
    """
    named = {w for i in heads for w in name_of(sentence, i)}
    return frozenset(w.i for w in sentence.words if w.lower in named)


def written_name(sentence: Sentence, i: int) -> str:
    """The name that a phrase holds, as it is written."""
    name = name_of(sentence, i)
    return " ".join(w.text for w in sentence.words if w.lower in name and w.text[:1].isupper())
