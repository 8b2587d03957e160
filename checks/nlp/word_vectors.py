"""Words as vectors whose nearness is likeness of meaning: what the sentence encoder makes of each word piece alone.

The table is made by `training.word_vectors` (`./run train words`). To ask it takes a fiftieth of the encoder's time.
Why this and no other: `docs/decisions/claim-matching.md`.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from checks.nlp.encoder import tokenizer

Vectors = npt.NDArray[np.float32]
DIMENSIONS: Final = 128
TABLE: Final = Path(str(files("checks.nlp") / "data/word_vectors.npy"))


@cache
def _table() -> npt.NDArray[np.int8]:
    """One row a word piece of the encoder's vocabulary; mapped, so that all processes share its 4 MB."""
    made: npt.NDArray[np.int8] = np.load(TABLE, mmap_mode="r")
    return made.view(np.ndarray)  # rows of a memmap are memmaps, which take longer to make than to read


@cache
def _whole_words() -> dict[str, int]:
    """The pieces that are words of plain letters, by themselves: the tokenizer takes the longest piece first."""
    found = tokenizer().get_vocab(with_added_tokens=False)
    return {piece: n for piece, n in found.items() if piece.isascii() and piece.isalpha()}


def load_vectors() -> None:
    """Map the table and read the vocabulary now, so that the processes which are made from this one share them."""
    _table()
    _whole_words()


def vectors(texts: Sequence[str]) -> Vectors:
    """One row a text, of length 1 (of 0 where a text has no words): their products are cosines.

    Made for words; of a sentence it is the mean of its word pieces, the common ones counting little.

    Returns an array of shape (texts, `DIMENSIONS`) of 32-bit floats.
    """
    made = np.zeros((len(texts), DIMENSIONS), np.float32)
    whole = {row: n for row, text in enumerate(texts) if (n := _whole_word(text)) is not None}
    made[[*whole]] = _table()[[*whole.values()]]
    for row, text in enumerate(texts):
        if row not in whole and (pieces := tokenizer().encode(text, add_special_tokens=False).ids):
            made[row] = _table()[pieces].astype(np.float32).mean(axis=0)
    lengths = np.linalg.norm(made, axis=1, keepdims=True)
    unit: Vectors = np.divide(made, lengths, out=np.zeros_like(made), where=lengths > 0)
    return unit


def _whole_word(text: str) -> int | None:
    """The number of the word piece that a text is; None where it is more than one.

    Most texts are one word, which is one piece and needs no tokenizer; that takes a fifth of the time.
    """
    return _whole_words().get(text.lower()) if text.isascii() else None
