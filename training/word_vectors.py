"""Make the table of word vectors from the sentence encoder: `python -m training.word_vectors`, 20 s on one core.

Each word piece of the vocabulary is encoded alone. From the vectors their mean is taken, and what remains is turned
to its 128 main directions. Common pieces count little in the mean of a sentence: weight a / (a + f), where f is the
piece's frequency (Arora, Liang and Ma 2017, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings"). It is
guessed from the piece's place: the vocabulary of BERT is ordered by frequency, which falls as one over the rank (Zipf).
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from checks.nlp.encoder import encoder
from checks.nlp.word_vectors import DIMENSIONS, TABLE, Vectors

_BATCH: Final = 256
_FIRST_WORD: Final = 1996  # the place of "the"; before it stand marks, single characters and unused pieces
_FIRST_PIECE: Final = 999  # before it nothing stands that a text can hold
_CHARACTERS: Final = 0.2  # the weight of single characters
_SMOOTHING: Final = 0.01  # a in the weight


def weights(pieces: int) -> Vectors:
    """What each of so many pieces counts in the mean of a sentence, from 0 to 1; shape (pieces,)."""
    rank = np.maximum(np.arange(pieces) - _FIRST_WORD + 6, 3)
    found = _SMOOTHING / (_SMOOTHING + 1 / rank)
    found[:_FIRST_WORD] = _CHARACTERS
    return found.astype(np.float32)


def reduce(alone: Vectors) -> npt.NDArray[np.int8]:
    """The table, of shape (pieces, `DIMENSIONS`), from the vectors of the pieces alone, of shape (pieces, any)."""
    centred = alone - alone.mean(axis=0)
    _, _, directions = np.linalg.svd(centred[_FIRST_PIECE:], full_matrices=False)
    turned = (centred @ directions[:DIMENSIONS].T) * weights(len(alone))[:, None]
    made: npt.NDArray[np.int8] = np.round(turned * (127 / np.abs(turned).max())).astype(np.int8)
    return made


def main() -> None:
    """Write the table."""
    alone = np.concatenate(
        [encoder().pieces_alone(range(at, at + _BATCH)) for at in range(0, encoder().vocabulary_size, _BATCH)]
    )
    np.save(TABLE, reduce(alone))
    print(f"{TABLE.name}: {len(alone):,} word pieces, {TABLE.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
