"""Where a clause goes on without a pause, so that what stands before is no whole of its own.

Writers pause before what they tell besides, and join with "and" what they tell as well. What follows without either is
often what the verb needs, or tells which one is meant: "sets the fee | as the first of two", "left an hour | after the
vote".
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from checks.extraction.segments.analysis import SentenceAnalysis
from checks.lexicon import load_words
from checks.nlp.tree import FINITE, NOUN, SUBJECT, VERBAL, Sentence, Word

_SCORES: Final = re.compile(r"\d{1,3}[-–]\d{1,3}(?:,? ?(?:\(\d{1,2}(?:[-–]\d{1,2})?\)|\d{1,3}[-–]\d{1,3}\b))+")
_TIMED: Final = frozenset(["after", "before", "since"])
_MEASURES: Final = ("npadvmod", "dobj", "attr", "pobj", "dep", "advmod")
_BEFORE_NOUN: Final = ("amod", "compound", "nmod")
_NEEDED: Final = load_words("extraction", "needed_prepositions")


def going_on(analysis: SentenceAnalysis) -> Iterator[int]:
    """The places that no claim begins at, for the clause before goes on there without a pause.

    A clause with a verb and a subject of its own may begin there, and what has a figure of its own. In the annotated
    articles 18 of 35 phrases of verbs that follow without a pause are claims of their own, nearly all with a figure.
    """
    sentence = analysis.sentence
    yield from _scores(sentence)
    yield from _behind_fronted(analysis)
    for before, word in pairwise(sentence.words):
        if before.dep == "cc" and (_is_within_phrase(sentence, before) or _is_of_kind(analysis, before, word)):
            yield from (before.i, word.i)
        if before.dep in ("punct", "cc") or word.dep in ("punct", "cc"):
            continue
        top = _top(sentence, word)
        if word.tag in FINITE and before.tag in NOUN:
            yield word.i  # the noun before is what it tells of, whatever the parser hung that on
        if top.head == before.i and top.dep == "amod":
            yield word.i  # "gusts | as high as 93 miles an hour"
        if (first := _measure_before(sentence, word)) is not None:
            yield from range(first + 1, word.i + 2)
        elif _is_needed(sentence, before, word) and not _has_figure(analysis, word.i, _top(sentence, word).right):
            yield word.i
            if word.dep == "mark":
                yield word.i + 1


def _behind_fronted(analysis: SentenceAnalysis) -> Iterator[int]:
    """The places where a subject begins behind a phrase that tells when, where or under what its clause holds.

    "More than a decade ago, | she was accused", "In the Shevchenko district, | a house was hit". What has a verb or an
    amount of its own, who says so and where, and a "however" may stand apart.
    """
    sentence = analysis.sentence
    for subject in (w for w in sentence.words if w.dep in SUBJECT):
        verb = sentence.words[subject.head]
        before = subject.left - 1 - (sentence.previous(subject.left) == ",")
        for phrase in sentence.children(verb, "prep", "npadvmod", "advmod"):
            inside = sentence.words[phrase.left : before + 1]
            if phrase.right not in (before, before + 1) or phrase.i > before or phrase.lower == "according":
                continue
            if sentence.child(verb, "ccomp") is not None or (phrase.dep == "advmod" and len(inside) == 1):
                continue
            amount = any(
                analysis.figures[w.i] and not analysis.days[w.i] and w.entity not in ("DATE", "TIME")
                for w in inside
            )
            if not amount and not any(w.tag[:2] in VERBAL for w in inside):
                yield from range(phrase.left + 1, subject.left + 1)


def _is_needed(sentence: Sentence, before: Word, word: Word) -> bool:
    """Whether a phrase that begins with `word` may be what the verb or noun before it needs.

    A phrase of certain prepositions, and any behind a row of nouns: it may belong to the last of them or to the verb.
    """
    top = _top(sentence, word)
    if top.head >= word.i or word.tag not in ("IN", "TO") or word.dep == "aux" or _is_clause(sentence, top):
        return False
    row = any(w.dep == "conj" and w.tag in NOUN and w.i > top.head for w in (before, *sentence.ancestors(before)))
    timed = any(w.entity in ("DATE", "TIME") for w in sentence.children(top, "pobj"))
    return word.lower in _NEEDED or (row and top.dep == "prep" and not timed)


def _is_within_phrase(sentence: Sentence, conjunction: Word) -> bool:
    """Whether an "and" joins two words that a noun behind them has: "union and non-union staff"."""
    first = sentence.words[conjunction.head]
    return first.dep in _BEFORE_NOUN and first.head > conjunction.i and sentence.words[first.head].tag in NOUN


def _is_of_kind(analysis: SentenceAnalysis, conjunction: Word, word: Word) -> bool:
    """Whether an "and" joins two adverbs or adjectives: "areas southwest and northeast of the city"."""
    first = analysis.sentence.words[conjunction.head]
    plain = analysis.sentence.previous(conjunction.i) != "," and not _has_figure(analysis, word.i, word.right)
    return plain and word.dep == "conj" and word.head == first.i and first.tag[:2] == word.tag[:2] in ("RB", "JJ")


def _scores(sentence: Sentence) -> Iterator[int]:
    """The places within the result of a match but the first: "6-3, 3-6, 7-6 (1)"."""
    for found in _SCORES.finditer(sentence.text):
        start, end = found.start() + sentence.start, found.end() + sentence.start
        yield from (w.i for w in sentence.words if start < w.start < end)


def _top(sentence: Sentence, word: Word) -> Word:
    """The word that heads what begins with `word`: of "after the vote" the "after"."""
    while word.head != word.i and sentence.words[word.head].left == word.i:
        word = sentence.words[word.head]
    return word


def _is_clause(sentence: Sentence, top: Word) -> bool:
    """Whether a phrase is a clause of its own."""
    tensed = top.tag in FINITE or any(w.tag in FINITE for w in sentence.children(top, "aux", "auxpass"))
    return top.tag[:2] in VERBAL and tensed and sentence.subject(top) is not None


def _has_figure(analysis: SentenceAnalysis, first: int, last: int) -> bool:
    """Whether words `first` to `last` hold an amount or a number."""
    numbered = any(w.tag == "CD" for w in analysis.sentence.words[first : last + 1])
    return numbered or any(analysis.figures[first : last + 1])


def _measure_before(sentence: Sentence, word: Word) -> int | None:
    """Where the time begins that tells how long after or before something was: "(a week) after the flood".

    None for any other word than the "after" of a clause or of a phrase, and where no time stands right before it.
    """
    if word.lower not in _TIMED or not word.i:
        return None
    last = sentence.words[word.i - 1]
    if last.entity not in ("DATE", "TIME") or last.tag not in ("NN", "NNS") or last.dep not in _MEASURES:
        return None
    first = last.i
    while first and sentence.words[first - 1].entity == last.entity:
        first -= 1
    led = sentence.words[first - 1] if first else None
    return None if led is not None and led.dep == "prep" and last.head == led.i else min(first, last.left)
