"""Whether a statement cuts a row of coordinated words, so that its end, its middle or what joins it is missing."""

from collections.abc import Set
from typing import Final

from checks.nlp.tree import VERBAL, Sentence, Word

ROW: Final = ("conj", "appos")


def cut_row(sentence: Sentence, kept: Set[int]) -> str | None:
    """What a row lacks of which the words at the places `kept` tell a part, in words; None where nothing is missing."""
    for word in (w for w in sentence.words if w.dep == "cc"):
        if word.i in kept and _joins_nothing(sentence, word, kept):
            return "a row lacks its end"
        if word.i not in kept and _cuts_row(sentence, word, kept):
            return "a row lacks its end"
        if word.i not in kept and _is_unjoined(sentence, word, kept):
            return "what joins a row is left out"
    for word in (sentence.words[i] for i in kept):
        if word.lower == "only" and word.i - 1 in kept and _goes_on_with_but(sentence, word, kept):
            return "a row lacks its end"
        if _skips_one(sentence, word, kept):
            return "a row lacks its middle"
    return None


def _cuts_row(sentence: Sentence, conjunction: Word, kept: Set[int]) -> bool:
    """Whether of a row of three or more the first ones are told, without the "and": "new roads, wider bridges"."""
    end = conjunction.i - 1 - (sentence.previous(conjunction.i) == ",")
    verb = sentence.words[conjunction.head]
    ending = (w for w in sentence.words[: end + 1] if w.dep == "conj" and w.right == end)
    last = verb if verb.dep == "conj" else next(ending, None)
    objects = [w.i for w in sentence.children(verb, "dobj") if w.i < conjunction.i]
    members = [last.head, last.i] if last is not None else objects
    if len(members) < 2 or any(i not in kept for i in members[-2:]):
        return False
    return not any(sentence.words[i].dep == "cc" for i in range(members[-2], members[-1]) if i in kept)


def _skips_one(sentence: Sentence, word: Word, kept: Set[int]) -> bool:
    """Whether one of a row is told behind one that is not, and the first is told too: "slammed it, been accused".

    What one stands in the place of goes as a whole: "rose to 5 percent" for "rose to 4 percent and 5 percent".
    """
    before = sentence.words[word.head]
    if word.dep != "conj" or before.dep != "conj" or before.i in kept:
        return False
    return first_of_row(sentence, before).i in kept


def _goes_on_with_but(sentence: Sentence, only: Word, kept: Set[int]) -> bool:
    """Whether a "but" follows behind what is told of a "not only"."""
    return sentence.previous(only.i) == "not" and any(w.lower == "but" for w in sentence.words[max(kept) + 1 :])


def _joins_nothing(sentence: Sentence, conjunction: Word, kept: Set[int]) -> bool:
    """Whether an "and" is told without the verb that it joins: "it went on, but against the Spurs[, the team put]"."""
    first, joined = _joined_by(sentence, conjunction)
    return joined is not None and joined.tag[:2] in VERBAL and first.i in kept and joined.i not in kept


def _is_unjoined(sentence: Sentence, conjunction: Word, kept: Set[int]) -> bool:
    """Whether two are told without the "and" between them: "dust may disable a key, fixing it is dear"."""
    first, joined = _joined_by(sentence, conjunction)
    return joined is not None and first.i in kept and joined.i in kept


def _joined_by(sentence: Sentence, conjunction: Word) -> tuple[Word, Word | None]:
    """The two words that an "and" joins; None for the second where the parser found none."""
    first = sentence.words[conjunction.head]
    return first, next((w for w in sentence.children(first, "conj") if w.i > conjunction.i), None)


def first_of_row(sentence: Sentence, word: Word) -> Word:
    """The first of the words that `word` is coordinated with."""
    return next((w for w in (word, *sentence.ancestors(word)) if w.dep not in ROW), word)
