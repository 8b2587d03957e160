"""The vectors that the encoder gives the words of a sentence, each in its context.

A word's vector is the mean of those of its pieces. Unlike the vectors of `word_vectors`, which a word has wherever it
stands, these tell a bank of a river from one that lends; but words that are opposites are near each other here too.
They are worked out where a rule or a model asks for them, and kept, for a claim meets many passages.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from checks.nlp.encoder import Vectors, encoder
from checks.nlp.together import ask_for
from checks.nlp.tree import Sentence

_KEPT: Final = 1024

Row = npt.NDArray[np.float32]
_pieces: dict[str, tuple[list[tuple[int, int]], Vectors]] = {}


@lru_cache(_KEPT)
def context_vectors(sentence: Sentence) -> Mapping[int, Row]:
    """By place: the vector of each word in its sentence, of length 1; words that the encoder cut off have none.

    The last 1,024 sentences are kept.
    """
    offsets, rows = _encoded(sentence.text)
    found = {}
    for word in sentence.words:
        start, end = word.start - sentence.start, word.end - sentence.start
        pieces = [n for n, (first, last) in enumerate(offsets) if first < end and start < last]
        if pieces:
            mean = rows[pieces].mean(axis=0)
            found[word.i] = mean / np.linalg.norm(mean)
    return found


def _encoded(text: str) -> tuple[list[tuple[int, int]], Vectors]:
    """The word pieces of a sentence with their vectors.

    Up to 1,024 sentences are kept, so that one that is parsed twice is encoded once; then all are forgotten.
    """
    if text not in _pieces:
        ask_for(_encode, (text,))
        _encode((text,))
    return _pieces[text]


def _encode(texts: Sequence[str]) -> None:
    """Keep the word pieces of sentences with their vectors."""
    if len(_pieces) > _KEPT:
        _pieces.clear()
    _pieces.update(zip(texts, encoder().tokens(texts), strict=True))


def mean_vector(vectors: Mapping[int, Row], places: Iterable[int]) -> Row | None:
    """The mean of the vectors of some words, at length 1; None where none of them has one."""
    rows = [vectors[i] for i in places if i in vectors]
    if not rows:
        return None
    mean = np.mean(rows, axis=0)
    unit: Row = mean / np.linalg.norm(mean)
    return unit


def cosine(a: Row | None, b: Row | None, *, unknown: float) -> float:
    """The cosine of two vectors of length 1; `unknown` where one is missing."""
    return unknown if a is None or b is None else float(a @ b)
