"""The vectors that the encoder gives the words of a sentence, each in its context."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from checks.nlp.encoder import Vectors, encoder
from checks.nlp.tree import Sentence

_KEPT: Final = 1024

Row = npt.NDArray[np.float32]


@lru_cache(_KEPT)
def context_vectors(sentence: Sentence) -> Mapping[int, Row]:
    """By place: the vector of each word in its sentence, of length 1. The last 1,024 sentences are kept."""
    offsets, rows = _pieces(sentence.text)
    found = {}
    for word in sentence.words:
        start, end = word.start - sentence.start, word.end - sentence.start
        pieces = [n for n, (first, last) in enumerate(offsets) if first < end and start < last]
        if pieces:
            mean = rows[pieces].mean(axis=0)
            found[word.i] = mean / np.linalg.norm(mean)
    return found


@lru_cache(_KEPT)
def _pieces(text: str) -> tuple[list[tuple[int, int]], Vectors]:
    """The word pieces of a sentence with their vectors."""
    return encoder().tokens([text])[0]


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
