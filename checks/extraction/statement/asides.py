"""What is told besides in commas, dashes or brackets, and can be left out of what leads to a claim."""

from collections.abc import Set
from typing import Final

from checks.nlp.tree import Sentence, Word

_HANGING: Final = ("relcl", "appos", "acl", "advcl", "parataxis")
_OPENING: Final = frozenset(", – — -- (".split())
_CLOSING: Final = frozenset(", – — -- ) ; :".split())
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


def _loose(sentence: Sentence, word: Word) -> bool:
    """Whether a word heads what only is told besides: no name of a person, no condition, no time of its own."""
    if word.dep == "appos":
        return not (word.tag[:3] == "NNP" and sentence.words[word.head].tag[:3] != "NNP") and word.tag not in (
            "CD",
            "$",
        )
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
    closed = right < last and words[right + 1].text in (words[left - 1].text, ")")
    return set(range(left - 1, right + 1 + closed))
