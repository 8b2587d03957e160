"""Texts as vectors whose nearness is likeness of meaning: wordllama's word vectors, which come inside its wheel."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
DIMENSIONS: Final = 256
_BATCH: Final = 4096


@cache
def _model() -> Any:
    import wordllama

    folder = str(Path(wordllama.__file__).parent)
    return wordllama.WordLlama.load(cache_dir=folder, dim=DIMENSIONS, disable_download=True)


def load_vectors() -> None:
    """Read the word vectors now, so that the processes which are made from this one share them; 0.5 s, 95 MB.

    Called before Celery forks its children.
    """
    _model()


def vectors(texts: Sequence[str]) -> Vectors:
    """One row a text, of length 1 (of 0 where a text has no words): their products are cosines.

    Returns an array of shape (texts, `DIMENSIONS`) of 32-bit floats. Loads the model, 95 MB, when a process first
    needs it.
    """
    if not texts:
        return np.zeros((0, DIMENSIONS), np.float32)
    rows = [_model().embed(list(texts[at : at + _BATCH])) for at in range(0, len(texts), _BATCH)]
    made = np.concatenate(rows).astype(np.float32)
    lengths = np.linalg.norm(made, axis=1, keepdims=True)
    unit: Vectors = np.divide(made, lengths, out=np.zeros_like(made), where=lengths > 0)
    return unit
