"""Training of the check-worthiness net in numpy: forward, backward, Adam, and rounding to what is shipped."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from checks.extraction.worthiness.net import (
    CLASSES,
    Floats,
    Net,
    Numbers,
    Vocabulary,
    in_a_row,
    neighbours,
    pooled,
    stand_in,
)

Real = NDArray[np.floating[Any]]

_SPREAD = 62.5  # of the stored vectors' whole numbers; brings the start to a deviation of about 0.25


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train. `unknown` is the share of words hidden from the net, so that it learns to do without them."""

    filters: int = 192
    epochs: int = 6
    batch: int = 64
    rate: float = 2e-3
    unknown: float = 0.06
    forget: float = 0.3
    decay: float = 0.01
    seed: int = 1


@dataclass(slots=True)
class Student:
    """The weights in full precision while they are trained, with Adam's two means of the gradients."""

    vocabulary: Vocabulary
    weights: dict[str, Floats]
    recipe: Recipe
    steps: int = 0
    _means: dict[str, tuple[Floats, Floats]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._means = {name: (np.zeros_like(w), np.zeros_like(w)) for name, w in self.weights.items()}

    def step(self, sentences: Sequence[Numbers], aims: Floats, rate: float, chance: np.random.Generator) -> None:
        """One step of Adam towards `aims`, the probabilities that the sentences should get."""
        self.steps += 1
        w = self.weights
        row, starts = in_a_row(sentences)
        words, capital = row >> 1, (row & 1) == 1
        wide = neighbours(w["table"][words] + capital[:, None] * w["capital"])
        answers = np.maximum(wide @ w["filters"] + w["bias"], 0)
        answers[words == 0] = 0
        kept = (chance.random((len(starts), len(w["out"]))) > self.recipe.forget).astype(np.float32)
        kept /= 1 - self.recipe.forget
        summary = pooled(answers, starts)
        off = 1 / (1 + np.exp(-((summary * kept) @ w["out"] + w["base"]))) - aims
        off = (off / len(aims)).astype(np.float32)
        back = _unpooled(off[:, None] * w["out"] * kept, summary, answers, starts) * (answers > 0)
        vectors = _beside(back @ w["filters"].T, w["table"].shape[1])
        vectors[words == 0] = 0
        self._adam("out", (summary * kept).T @ off, rate)
        self._adam("base", off.sum(keepdims=True), rate)
        self._adam("filters", wide.T @ back, rate)
        self._adam("bias", back.sum(0), rate)
        self._adam("capital", vectors[capital].sum(0), rate)
        rows, slopes = _by_word(words, vectors)
        self._adam("table", slopes, rate, rows)

    def _adam(self, name: str, slope: Real, rate: float, rows: Numbers | None = None) -> None:
        """Move `rows` of a weight (all, if not given) against `slope`."""
        at = slice(None) if rows is None else rows
        weights, (mean, square) = self.weights[name], self._means[name]
        mean[at] = 0.9 * mean[at] + 0.1 * slope
        square[at] = 0.999 * square[at] + 0.001 * slope * slope
        move = mean[at] / (1 - 0.9**self.steps) / (np.sqrt(square[at] / (1 - 0.999**self.steps)) + 1e-8)
        if name in ("filters", "out"):
            move = move + self.recipe.decay * weights
        weights[at] -= rate * move


def _unpooled(slope: Real, summary: Floats, answers: Floats, starts: Numbers) -> Floats:
    """The slopes of `pooled`'s result back to the answers it was made of."""
    half = slope.shape[1] // 2
    lengths = np.diff(np.append(starts, len(answers)))
    owner = np.repeat(np.arange(len(starts)), lengths)
    back = np.zeros_like(answers)
    rows = answers[starts[0] :]
    share = slope[:, half:] / (2 * np.sqrt(lengths - 1, dtype=np.float32))[:, None]
    back[starts[0] :] = (rows == summary[owner, :half]) * slope[owner, :half] + share[owner]
    return back


def _beside(wide: Floats, d: int) -> Floats:
    """The slopes of `neighbours`' result back to the vectors."""
    vectors = wide[:, d : 2 * d].copy()
    vectors[:-1] += wide[1:, :d]
    vectors[1:] += wide[:-1, 2 * d :]
    return vectors


def _by_word(words: Numbers, slopes: Floats) -> tuple[Numbers, Floats]:
    order = np.argsort(words, kind="stable")
    found, first = np.unique(words[order], return_index=True)
    return found, np.add.reduceat(slopes[order], first, axis=0)


def begin(words: Sequence[str], vectors: NDArray[np.int8], recipe: Recipe) -> Student:
    """A student before its first step: the words' vectors as given, everything else by chance."""
    chance = np.random.default_rng(recipe.seed)
    d, h = vectors.shape[1], recipe.filters
    classes = chance.standard_normal((len(CLASSES), d)) * 0.5
    weights = {
        "table": np.vstack([classes, vectors / _SPREAD]),
        "capital": chance.standard_normal(d) * 0.3,
        "filters": chance.standard_normal((3 * d, h)) * np.sqrt(2 / (3 * d)),
        "bias": np.zeros(h),
        "out": chance.standard_normal(2 * h) * 0.05,
        "base": np.full(1, -1.0),
    }
    weights["table"][0] = 0  # the gap between two sentences
    return Student(Vocabulary(words), {name: w.astype(np.float32) for name, w in weights.items()}, recipe)


def train(student: Student, texts: Sequence[str], aims: Floats) -> None:
    """Show all texts `epochs` times, in an order by chance; the rate rises for 200 steps, then falls to nothing."""
    recipe = student.recipe
    chance = np.random.default_rng(recipe.seed + 1)
    numbers = [np.array(student.vocabulary.numbers(text)) for text in texts]
    hidden = _hidden(student.vocabulary)
    last = recipe.epochs * len(texts) // recipe.batch
    for _ in range(recipe.epochs):
        order = chance.permutation(len(texts))
        for at in range(0, len(order) - recipe.batch + 1, recipe.batch):
            chosen = order[at : at + recipe.batch]
            rate = recipe.rate * min(1, (student.steps + 1) / 200) * max(0.02, 1 - student.steps / last)
            shown = [_veiled(numbers[i], hidden, recipe.unknown, chance) for i in chosen]
            student.step(shown, aims[chosen], rate, chance)


def _hidden(vocabulary: Vocabulary) -> Numbers:
    """For each word the place of the class that stands in for it."""
    classes = {name: place for place, name in enumerate(CLASSES)}
    stands = [classes[stand_in(word)] for word in vocabulary.words]
    return np.array([*range(len(CLASSES)), *stands])


def _veiled(numbers: Numbers, hidden: Numbers, share: float, chance: np.random.Generator) -> Numbers:
    veil = chance.random(len(numbers)) < share
    return np.where(veil, 2 * hidden[numbers >> 1] + (numbers & 1), numbers)


def rounded(student: Student) -> Net:
    """The net as it is shipped: vectors in whole numbers from -127 to 127, the rest in half precision."""
    w = student.weights
    scale = np.abs(w["table"]).max(0) / 127
    table = np.round(w["table"] / scale).astype(np.int8)
    half = {n: w[n].astype(np.float16).astype(np.float32) for n in ("capital", "filters", "bias", "out")}
    return Net(student.vocabulary, table, scale.astype(np.float32), base=float(w["base"][0]), **half)


def write(net: Net, path: Path) -> None:
    """Store the net; `checks.extraction.worthiness.net.read_net` reads it."""
    words = np.frombuffer("\n".join(net.vocabulary.words).encode(), dtype=np.uint8)
    half = {name: getattr(net, name).astype(np.float16) for name in ("capital", "filters", "bias", "out")}
    np.savez_compressed(path, words=words, table=net.table, scale=net.scale, base=np.float32(net.base), **half)
