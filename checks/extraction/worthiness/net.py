"""The check-worthiness net: a sentence's words to one number, in numpy alone.

Word vectors, one convolution over three neighbouring words, the strongest and the mean answer of each filter, a
weighted sum. Kim (2014), "Convolutional neural networks for sentence classification", in its smallest form.
`training/worth.py` makes the weights; docs/models/check-worthiness.md tells from what.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

LONGEST_SENTENCE = 80  # tokens; what comes after is not read
_BATCH = 64  # sentences; more no longer fit the processor's cache
_CACHED = 50_000
_TOKEN = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|\d[\d,.]*|[%$£€?!\"“”…:;,.()-]")
_ALIKE = {"“": '"', "”": '"', "€": "£", "…": "."}
_ENDINGS = ("ed", "ing", "s", "ly")
# Token classes that are no words; the first is the gap between two sentences.
CLASSES = ("<gap>", "<new>", "<new-ed>", "<new-ing>", "<new-s>", "<new-ly>", "<name>",
           "<year>", "<one digit>", "<two digits>", "<digits>", "<thousands>", "<decimal>",
           *'%$£?!":;,.()-')  # fmt: skip


def tokens(text: str) -> list[str]:
    """Words, numbers and marks of one text; at least one, at most `LONGEST_SENTENCE`."""
    return _TOKEN.findall(text)[:LONGEST_SENTENCE] or ["."]


def stand_in(word: str) -> str:
    """The class that stands for a word without a vector of its own: a name, or a new word by its ending."""
    if word[0].isupper():
        return "<name>"
    ending = next((e for e in _ENDINGS if word.endswith(e)), None)
    return f"<new-{ending}>" if ending and len(word) > 4 else "<new>"


def number_class(token: str) -> str:
    """The class of a number as it is written: "1,200" is `<thousands>`, "1998" a `<year>`.

    The value itself has no vector: how a number is written tells whether it is a count, a share or a date.
    """
    digits = token.rstrip(".,")
    if "." in digits:
        return "<decimal>"
    if "," in digits:
        return "<thousands>"
    if len(digits) == 4 and digits[:2] in ("16", "17", "18", "19", "20"):
        return "<year>"
    return {1: "<one digit>", 2: "<two digits>"}.get(len(digits), "<digits>")


@dataclass(slots=True)
class Vocabulary:
    """Words to numbers: twice the word's place, and one more where it begins with a capital inside a sentence.

    `words` are those with a vector of their own, in lower case; classes (`CLASSES`) stand before them.
    """

    words: Sequence[str]
    _places: dict[str, int] = field(init=False)
    _seen: dict[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._places = {word: place for place, word in enumerate((*CLASSES, *self.words))}

    def number(self, token: str) -> int:
        """The number of one token, which must not be empty.

        What was looked up before is kept, up to 50,000 tokens.
        """
        found = self._seen.get(token)
        if found is None:
            if len(self._seen) >= _CACHED:
                self._seen.clear()
            found = self._seen[token] = 2 * self._place(token) + token[0].isupper()
        return found

    def _place(self, token: str) -> int:
        """The place of a token in the table of vectors: its own, or that of its class."""
        if token[0].isdigit():
            return self._places[number_class(token)]
        if not token[0].isalpha():
            return self._places[_ALIKE.get(token, token)]
        place = self._places.get(token.lower().replace("’", "'"))
        return self._places[stand_in(token)] if place is None else place

    def numbers(self, text: str) -> list[int]:
        """The numbers of a text's tokens; the capital of the first word says nothing and is left out."""
        number = self.number
        found = [number(token) for token in tokens(text)]
        found[0] &= ~1
        return found


def in_a_row(sentences: Sequence[Iterable[int]]) -> tuple[Numbers, Numbers]:
    """All numbers in one row with a gap (0) before, between and after; and where each sentence starts in it.

    With a gap of zeros one convolution can go over all sentences of a batch and none sees its neighbour. Shapes:
    (tokens + sentences + 1,) and (sentences,).
    """
    row, starts = [0], []
    for numbers in sentences:
        starts.append(len(row))
        row.extend(numbers)
        row.append(0)
    return np.array(row), np.array(starts)


def neighbours(vectors: Floats) -> Floats:
    """Each vector between the one before and the one after it: (n, d) to (n, 3 d).

    Zeros stand in for what lies before the first and behind the last.
    """
    n, d = vectors.shape
    wide = np.zeros((n, 3 * d), dtype=np.float32)
    wide[1:, :d], wide[:, d : 2 * d], wide[:-1, 2 * d :] = vectors[:-1], vectors, vectors[1:]
    return wide


def pooled(answers: Floats, starts: Numbers) -> Floats:
    """The strongest and the mean answer of each filter in each sentence: (tokens, h) to (sentences, 2 h).

    Gaps must hold zeros. The sum is divided by the root of the length, so that long sentences still tell more.
    """
    lengths = np.diff(np.append(starts, len(answers))) - 1
    rows = answers[starts[0] :]
    places = starts - starts[0]
    total = np.add.reduceat(rows, places, axis=0) / (2 * np.sqrt(lengths, dtype=np.float32))[:, None]
    return np.concatenate([np.maximum.reduceat(rows, places, axis=0), total], axis=1)


@dataclass(frozen=True, slots=True)
class Net:
    """The weights: `table` (words, d) times `scale` (d,) are the vectors, `filters` is (3 d, h), `out` (2 h,).

    `capital` (d,) is added for a capital; `bias` (h,) belongs to the filters, `base` to the sum. The table is kept
    in 8 bits a value, a quarter of its size in floats.
    """

    vocabulary: Vocabulary
    table: NDArray[np.int8]
    scale: Floats
    capital: Floats
    filters: Floats
    bias: Floats
    out: Floats
    base: float

    def scores(self, texts: Sequence[str]) -> Floats:
        """The log-odds of check-worthiness for each text: (texts,), 32-bit floats; read 64 at a time."""
        parts = [self._batch(texts[i : i + _BATCH]) for i in range(0, len(texts), _BATCH)]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)

    def _batch(self, texts: Sequence[str]) -> Floats:
        """The scores of some texts that go through the net together."""
        row, starts = in_a_row([self.vocabulary.numbers(text) for text in texts])
        words = row >> 1
        vectors = self.table[words] * self.scale
        vectors[(row & 1) == 1] += self.capital
        answers = neighbours(vectors) @ self.filters
        answers += self.bias
        np.maximum(answers, 0, out=answers)
        answers[words == 0] = 0
        scores: Floats = pooled(answers, starts) @ self.out + np.float32(self.base)
        return scores


def read_net(path: Path) -> Net:
    """The net in a file that `write` made.

    Raises `KeyError` for a file of another make.
    """
    with np.load(path, allow_pickle=False) as arrays:
        listed = arrays["words"].tobytes().decode().split("\n")
        single = {name: arrays[name].astype(np.float32) for name in ("scale", "capital", "filters", "bias", "out")}
        return Net(Vocabulary(listed), arrays["table"], base=float(arrays["base"]), **single)
