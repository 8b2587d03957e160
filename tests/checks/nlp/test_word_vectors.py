"""Words as vectors: synonyms near, words of other things apart."""

import numpy as np
import pytest

from checks.nlp.word_vectors import DIMENSIONS, TABLE, vectors
from training.word_vectors import reduce, weights


def test_a_vector_has_length_one_and_does_not_depend_on_what_is_asked_with_it() -> None:
    alone, together = vectors(["soldiers"]), vectors(["the town", "soldiers", ""])
    assert together.shape == (3, DIMENSIONS)
    assert np.linalg.norm(together, axis=1).tolist() == pytest.approx([1, 1, 0])
    assert np.array_equal(alone[0], together[1])
    assert vectors([]).shape == (0, DIMENSIONS)


@pytest.mark.parametrize(
    ("word", "synonym", "other"),
    [
        ("troops", "soldiers", "officers"),
        ("doctor", "physician", "nurse"),
        ("car", "automobile", "train"),
        ("buy", "purchase", "sell"),
        ("lawyer", "attorney", "judge"),
        ("film", "movie", "book"),
    ],
)
def test_a_synonym_is_nearer_than_another_thing(word: str, synonym: str, other: str) -> None:
    one, same, apart = vectors([word, synonym, other])
    assert one @ same >= 0.79 > one @ apart


def test_common_words_count_little_in_a_sentence() -> None:
    whole, bare = vectors(["the mayor of the town was in the hospital", "mayor town hospital"])
    assert whole @ bare > 0.8
    counts = weights(30_522)
    assert counts[1996] < 0.1 < counts[20_000]


def test_the_table_is_what_training_makes_of_vectors() -> None:
    table = np.load(TABLE)
    assert (table.dtype, table.shape, int(np.abs(table).max())) == (np.int8, (30_522, DIMENSIONS), 127)
    random = np.random.default_rng(1).normal(size=(3000, 384)).astype(np.float32)
    made = reduce(random)
    assert (made.dtype, made.shape, int(np.abs(made).max())) == (np.int8, (3000, DIMENSIONS), 127)
