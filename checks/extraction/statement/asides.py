"""What is told besides in commas, dashes or brackets, and can be left out of what leads to a claim."""

from collections.abc import Set
from typing import Final

from checks.lexicon import load_words
from checks.nlp.tree import Sentence, Word

_HANGING: Final = ("relcl", "appos", "acl", "advcl", "parataxis")
_OPENING: Final = frozenset(", – — -- (".split())
_CLOSING: Final = frozenset(", – — -- ) ; :".split())
_QUOTES: Final = {"“": 1, "”": -1}
_OF_FIGURES: Final = load_words("extraction", "of_figures")
_ONE_OF_SEVERAL: Final = frozenset(["a", "an", "another", "one"])  # before a noun that is nobody's name
_OLDEST: Final = 115  # years; a number in commas beside a name is an age


def asides(sentence: Sentence, first: int, last: int, needed: Set[int] = frozenset()) -> set[int]:
    """The places of words from `first` to `last`, both inclusive, that the rest of the stretch does without.

    Relative and participial clauses, appositions, brackets and ages, each with its marks, where a mark stands before
    and behind it. What holds one of the places `needed` stays, and so does a name that says who "the mayor" is.
    """
    dropped: set[int] = set()
    for word in sentence.words[first : last + 1]:
        if word.dep in _HANGING and _loose(sentence, word):
            dropped |= _with_marks(sentence, word.left, word.right, first, last, needed)
        elif word.text.isdecimal() and int(word.text) <= _OLDEST and word.head < word.i and word.tag == "CD":
            apart = sentence.words[word.head].tag[:3] == "NNP" and word.dep in ("appos", "nummod", "npadvmod")
            dropped |= _with_marks(sentence, word.i, word.i, first, last, needed) if apart else set()
        elif word.text == "(":
            closing = next((w.i for w in sentence.words[word.i : last + 1] if w.text == ")"), None)
            inside = set(range(word.i, closing + 1)) if closing is not None else set()
            dropped |= set() if inside & needed else inside
    return dropped


def tells_of_figure(sentence: Sentence, opening: Word) -> bool:
    """Whether a noun phrase tells more of an amount before it: "an increase of 2 million", "the lowest level since",
    "the most that the law allows".
    """
    phrase = sentence.words[opening.i : opening.i + 4]
    most = len(phrase) > 2 and phrase[1].lower in ("most", "least") and phrase[2].tag[:2] not in ("NN", "JJ")
    if opening.lower in ("close", "ahead", "short"):
        return True  # "rose 10 percent, close to the increase of its rival", "ahead of forecasts of 9 percent"
    return opening.tag in ("DT", "CD") and (most or any(w.lower in _OF_FIGURES for w in phrase))


def names_noun(sentence: Sentence, noun: Word, apposition: Word) -> bool:
    """Whether an apposition is the name of who or what a noun only describes: "the mayor, Ann Bo", "another Dane,
    Jon Lund".
    """
    one = any(w.lower in _ONE_OF_SEVERAL for w in sentence.children(noun, "det"))
    named = noun.tag[:3] == "NNP" and noun.entity != "NORP" and not one
    return apposition.tag[:3] == "NNP" and not named


def _loose(sentence: Sentence, word: Word) -> bool:
    """Whether a word heads what only is told besides: no name of a person, no condition, no time of its own."""
    if word.dep == "appos":
        return not names_noun(sentence, sentence.words[word.head], word) and word.tag not in ("CD", "$")
    if word.dep == "advcl":
        return word.tag in ("VBG", "VBN") and sentence.child(word, "mark", "advmod") is None
    return True


def _with_marks(sentence: Sentence, left: int, right: int, first: int, last: int, needed: Set[int]) -> set[int]:
    """The places of an aside with the marks around it; none where a mark is missing or a place is needed."""
    words = sentence.words
    if left <= first or words[left - 1].text not in _OPENING:
        return set()
    if right > last or any(left <= i <= right for i in needed):
        return set()
    if right < last and words[right + 1].text not in _CLOSING:
        return set()
    if right + 2 <= last and words[right + 1].text == "," and words[right + 2].dep == "cc":
        return set()  # "the Congo, Mali, and the Sudan": one of a list
    if sum(_QUOTES.get(word.text, 0) for word in words[left : right + 1]):
        return set()  # it ends within a quotation, or begins in one
    closed = right < last and words[right + 1].text in (words[left - 1].text, ")")
    return set(range(left - 1, right + 1 + closed))
