"""How likely two figures are of the same: what both sentences say is aligned word by word, by lists and the encoder.

The rules of `rules.py` name what differs where they know it. What they do not know ("barley" for "wheat", "burgled" for
"closed") shows in words of either sentence that nothing in the other one meets. A logistic regression weighs the
features; `training.comparability` fits it. Below `threshold` a figure neither supports nor refutes.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from checks.amounts.amounts import Amount
from checks.amounts.tables import row_label
from checks.lexicon import load_words
from checks.nlp.content_words import normalize
from checks.nlp.context_vectors import Row, context_vectors, cosine, mean_vector
from checks.nlp.relations.predicates import entailed_by
from checks.nlp.relations.word_groups import grouped_words, opposites
from checks.nlp.tree import NOUN, Sentence, Word
from checks.stance.figures.pair import AmountContext, FigurePair
from checks.stance.result import load_regression

_CONTENT: Final = (*NOUN, "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "JJ", "JJR", "JJS", "RB", "RP", "CD")
_NAME: Final = ("NNP", "NNPS")
_FALLOFF: Final = 0.6  # the weight of a word, for each step that it is farther from the figure in the parse tree
_FAR: Final = 6  # steps of a word that the parse does not connect with the figure
_MOST_WORDS: Final = 8  # where the number of words is cut off
_OF_NOUNS: Final = ("count", "percent")  # dimensions whose nouns are no units
_UNKNOWN: Final = 0.5  # the likeness of a word that one sentence lacks, such as a subject


@dataclass(frozen=True)
class _Side:
    """A sentence with a figure: the places of the figure's words, its content words, and each word's vector."""

    context: AmountContext
    figure: tuple[Word, ...]
    words: tuple[Word, ...]
    vectors: Mapping[int, Row]
    steps: Mapping[int, int]

    @property
    def sentence(self) -> Sentence:
        """The parsed sentence."""
        return self.context.sentence

    def near(self) -> list[Word]:
        """The content words that hang on the figure directly, or are in it."""
        return [w for w in self.words if self.steps.get(w.i, _FAR) <= 1]


@dataclass(frozen=True)
class Comparability:
    """How likely two figures are about the same thing.

    Attributes:
        basis: what the probability rests on: "words", if the passage has every word of the claim; "features", if they
            were weighed; "nothing", if the figure stands in a row of a table or a sentence cannot be parsed.
        probability: 0 to 1, by the features; 1 without them.
        unmet: the word that is met least, by the features; None where all are met.
    """

    basis: Literal["words", "features", "nothing"]
    probability: float = 1.0
    unmet: str | None = None

    @property
    def enough(self) -> bool:
        """Whether the figure may decide; true if there is nothing to judge by."""
        return self.probability >= load_regression("comparability").threshold

    @property
    def certain(self) -> bool:
        """Whether both are about the same thing without doubt."""
        return self.basis == "words"


def comparability(pair: FigurePair, *, meets: bool) -> Comparability:
    """How likely the two figures are about the same thing.

    Args:
        meets: whether the passage's figure lies within what the claim allows.
    """
    sides = None if row_label(pair.theirs.sentence) else _sides(pair)
    if sides is None:
        return Comparability("nothing")
    if _all_met(pair, *sides):
        return Comparability("words")
    found = _features(pair, *sides, meets=meets)
    return Comparability("features", load_regression("comparability").probability(found), _least_met(*sides))


def comparability_features(pair: FigurePair, *, meets: bool) -> dict[str, float] | None:
    """The features by name, most of them 0 to 1; `claim …` of the claim's words, `source …` of the source's.

    "misses" is the share of words that no word of the other sentence means, "least" and "mean" the likeness of the
    words to their nearest ones, "gap" the unlikeness of all words, those near the figure counting most.
    """
    sides = _sides(pair)
    return None if sides is None else _features(pair, *sides, meets=meets)


def _sides(pair: FigurePair) -> tuple[_Side, _Side] | None:
    """Both sentences with what is asked of them; None where one cannot be parsed, or its figure not found in it."""
    if pair.contexts is None:
        return None
    ours, theirs = (_side(a, c) for a, c in zip((pair.ours, pair.theirs), pair.contexts, strict=True))
    return (ours, theirs) if ours.figure and theirs.figure else None


def _features(pair: FigurePair, ours: _Side, theirs: _Side, *, meets: bool) -> dict[str, float]:
    """The features of `comparability_features`."""
    claim, source = _likenesses(ours, theirs), _likenesses(theirs, ours)
    found = {
        **_totals("claim", ours, claim),
        **_totals("source", theirs, source),
        "source words": min(_MOST_WORDS, len(theirs.words)) / _MOST_WORDS,
        "source misses": _share(theirs.words, lambda w: not _has(ours.words, w)),
        "verb": _alike(ours, theirs, _verb(ours), _verb(theirs)),
        "subject": _alike(ours, theirs, ours.context.subject, theirs.context.subject),
        "noun": _alike(ours, theirs, _noun(ours), _noun(theirs)),
        "no noun": float(_noun(ours) is None or _noun(theirs) is None),
        "figure": _cosine(_mean(ours, ours.figure), _mean(theirs, theirs.figure)),
        "sentence": _cosine(_mean(ours, ours.sentence.words), _mean(theirs, theirs.sentence.words)),
        "claim names missing": _share(_named(ours), lambda w: not _has(theirs.words, w)),
        "source names missing": _share(_named(theirs), lambda w: not _has(ours.words, w)),
        "claim names not in passage": _share(_named(ours), lambda w: w.lower not in pair.source.text.lower()),
        "opposites": float(not (pair.ours.direction and pair.theirs.direction) and _opposed(ours, theirs)),
        "claim numbers missing": float(bool(_numbers(ours) - _numbers(theirs))),
        "source numbers missing": float(bool(_numbers(theirs) - _numbers(ours))),
        "percent": float(pair.ours.dimension == "percent"),
        "count": float(pair.ours.dimension == "count"),
        "meets": float(meets),
    }
    return found


def _all_met(pair: FigurePair, ours: _Side, theirs: _Side) -> bool:
    """Whether the passage says every word of the claim's sentence, or one that means it, so that nothing is in doubt.

    A noun that only the claim's figure has is left out ("Alder counts 41.2 million"), and so is the verb where both
    clauses express one predicate or tell of one event.
    """
    named = {name.lower() for name in pair.claim.all_names & pair.source.all_names}
    in_passage = {normalize(word) for word in pair.source.tokens}
    left_out = {w.i for w in ours.figure} if pair.theirs.noun is None else set()
    same_event = any(
        here and there for here, there in grouped_words("events", pair.ours.part, pair.theirs.sentence)
    )
    same_predicate = not ours.context.predicates.isdisjoint(theirs.context.predicates)
    if (same_event or same_predicate) and (verb := _verb(ours)) is not None:
        left_out.add(verb.i)
    return all(
        w.i in left_out
        or normalize(w.lower) in in_passage
        or _has(theirs.words, w)
        or (w.tag in _NAME and any(w.lower in name for name in named))
        for w in ours.words
    )


def _side(amount: Amount, context: AmountContext) -> _Side:
    """A sentence with what is asked of it."""
    sentence = context.sentence
    blanks = len(amount.sentence) - len(amount.sentence.lstrip())
    at, until = amount.quantity.start - blanks, amount.quantity.end - blanks
    figure = tuple(w for w in sentence.words if w.start - sentence.start < until and at < w.end - sentence.start)
    empty = load_words("stance", "comparability_empty") | load_words("synonyms", "telling")
    if amount.direction:
        empty |= load_words("synonyms", "rising") | load_words("synonyms", "falling")
    empty |= {w.lower for w in figure if _tells_how_much(w, amount)}
    words = tuple(
        w for w in sentence.words if w.tag in _CONTENT and w.lower not in empty and any(map(str.isalpha, w.text))
    )
    return _Side(
        context=context, figure=figure, words=words, vectors=context_vectors(sentence),
        steps=_steps(sentence, figure),
    )  # fmt: skip


def _tells_how_much(word: Word, amount: Amount) -> bool:
    """Whether a word of a figure is its number or unit, and none that says what is counted."""
    if word.tag not in NOUN or amount.value == 0:
        return normalize(word.lower) != amount.noun
    if amount.dimension in _OF_NOUNS:
        return False
    return word.lower not in amount.quantity.text.lower().partition(" of ")[2]


def _steps(sentence: Sentence, figure: Sequence[Word]) -> dict[int, int]:
    """By place: how many steps of the parse tree a word is away from the figure."""
    steps = {w.i: 0 for w in figure}
    queue = deque(steps)
    while queue:
        at = queue.popleft()
        for other in (*sentence.child_places[at], sentence.words[at].head):
            if other not in steps:
                steps[other] = steps[at] + 1
                queue.append(other)
    return steps


def _likenesses(side: _Side, other: _Side) -> dict[int, float]:
    """By place: the likeness of each content word of a side to the nearest one of the other, 0 to 1."""
    return {
        w.i: 1.0
        if _has(other.words, w)
        else max((_cosine(side.vectors.get(w.i), other.vectors.get(o.i)) for o in other.words), default=0.0)
        for w in side.words
    }


def _totals(name: str, side: _Side, likeness: Mapping[int, float]) -> dict[str, float]:
    """Features of how far the words of one side are met."""
    near = [likeness[w.i] for w in side.near()]
    return {
        f"{name} least": min(likeness.values(), default=1.0),
        f"{name} mean": float(np.mean([*likeness.values()])) if likeness else 1.0,
        f"{name} gap": sum((1 - likeness[w.i]) * _FALLOFF ** side.steps.get(w.i, _FAR) for w in side.words),
        f"{name} near": float(np.mean(near)) if near else 1.0,
    }


def _least_met(ours: _Side, theirs: _Side) -> str | None:
    """The word of the claim, else of the source, that is least like any of the other sentence; None if all are met."""
    for side, other in ((ours, theirs), (theirs, ours)):
        likeness = _likenesses(side, other)
        unmet = [w for w in side.words if likeness[w.i] < 1]
        if unmet:
            return min(unmet, key=lambda w: likeness[w.i]).text
    return None


def _has(words: Iterable[Word], word: Word) -> bool:
    """Whether one of the words means what `word` does; a capital may stand for its country, and a country for it."""
    seats = load_words("synonyms", "seats")
    return any(
        entailed_by(word.lower, each.lower)
        or (word.tag in _NAME and each.tag in _NAME and (word.lower in seats) != (each.lower in seats))
        for each in words
    )


def _share(words: Sequence[Word], holds: Callable[[Word], bool]) -> float:
    """The share of words of which `holds` is true; 0 without words."""
    return sum(map(bool, map(holds, words))) / max(1, len(words))


def _alike(ours: _Side, theirs: _Side, mine: Word | None, other: Word | None) -> float:
    """How alike two words are, one of each side: 1 where they mean the same; 0.5 where one is missing."""
    if mine is None or other is None:
        return _UNKNOWN
    if entailed_by(mine.lower, other.lower):
        return 1.0
    return _cosine(ours.vectors.get(mine.i), theirs.vectors.get(other.i))


def _verb(side: _Side) -> Word | None:
    """The verb that governs the figure."""
    last = side.figure[-1]
    return next((w for w in (last, *side.sentence.ancestors(last)) if w.tag.startswith("VB")), None)


def _noun(side: _Side) -> Word | None:
    """The last noun of the figure: what is counted."""
    return next((w for w in reversed(side.figure) if w.tag in NOUN), None)


def _named(side: _Side) -> list[Word]:
    """The words of names."""
    return [w for w in side.words if w.tag in _NAME]


def _numbers(side: _Side) -> set[str]:
    """The sentence's other numbers, as they are written."""
    return {w.text for w in side.sentence.words if w.tag == "CD"} - {w.text for w in side.figure}


def _opposed(ours: _Side, theirs: _Side) -> bool:
    """Whether a word of one side is the opposite of one of the other."""
    return any(
        mine.lower != other.lower and opposites(mine.lower, other.lower)
        for mine in ours.words
        for other in theirs.words
    )


def _mean(side: _Side, words: Sequence[Word]) -> Row | None:
    """The mean of the vectors of some words, at length 1."""
    return mean_vector(side.vectors, (w.i for w in words))


def _cosine(a: Row | None, b: Row | None) -> float:
    """The cosine of two vectors of length 1; 0.5 where one is missing."""
    return cosine(a, b, unknown=_UNKNOWN)
