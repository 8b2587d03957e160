"""The sentence encoder: its vectors, its offsets, and what it refuses to load."""

import os

import numpy as np
import pytest

from checks.nlp import encoder as module
from checks.nlp.encoder import EncoderUnavailableError, encoder
from checks.types.embedding import ENCODER_DIMENSIONS, ENCODER_NAME

_TEXTS = [
    "The vaccine causes autism in children.",
    "Kids get autism from being vaccinated.",
    "The government raised taxes on fuel in March.",
]


def test_sentences_of_like_meaning_are_near():
    first, second, other = encoder().sentences(_TEXTS)
    assert first @ second > 0.7
    assert first @ other < 0.3


def test_rows_have_the_shape_type_and_length_that_are_promised():
    rows = encoder().sentences([*_TEXTS, "", "\ud800 \x00", "word " * 50_000])
    assert rows.shape == (6, ENCODER_DIMENSIONS)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert encoder().sentences([]).shape == (0, ENCODER_DIMENSIONS)


def test_a_vector_does_not_depend_on_what_is_encoded_with_it():
    many = [f"{text} {'And more was said of it. ' * n}" for n in range(12) for text in _TEXTS]
    together = encoder().sentences(many)
    alone = np.concatenate([encoder().sentences([text]) for text in many])
    np.testing.assert_allclose(together, alone, atol=1e-5)
    np.testing.assert_array_equal(encoder().sentences(many, threads=3), together)


def test_it_gives_the_vector_of_the_published_model():
    # The first numbers that all-MiniLM-L6-v2 gives in 32 bits, from its own weights; ours have 8 bits.
    (row,) = encoder().sentences(["This is an example sentence"])
    np.testing.assert_allclose(row[:6], [0.0677, 0.0635, 0.0487, 0.0793, 0.0374, 0.0027], atol=0.004)


def test_offsets_are_those_of_characters():
    text = "Ärger: Zürich’s 🚲 tramlines cost €4.5m\u200b today"
    offsets, vectors = encoder().tokens([text])[0]
    assert vectors.shape == (len(offsets), ENCODER_DIMENSIONS)
    written = [text[start:end] for start, end in offsets]
    assert written[:3] == ["Är", "ger", ":"]
    assert "🚲" in written
    assert written[-1] == "today"


def test_a_word_has_another_vector_in_another_context():
    def bank(text: str) -> np.ndarray:
        offsets, vectors = encoder().tokens([text])[0]
        return vectors[[text[a:b] for a, b in offsets].index("bank")]

    river, water = bank("They sat on the bank of the river."), bank("The bank was under water.")
    money = bank("The bank raised the rates of its loans.")

    def cosine(a: np.ndarray, b: np.ndarray) -> float:
        return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

    assert cosine(river, water) > cosine(river, money)


def test_no_text_and_too_long_a_text_give_no_more_pieces_than_there_are():
    assert encoder().tokens([""])[0][0] == []
    offsets, vectors = encoder().tokens(["word " * 2000])[0]
    assert len(offsets) == len(vectors) == 510


def test_it_works_in_a_forked_process():
    encoder()
    child = os.fork()
    if not child:
        os._exit(0 if encoder().sentences(_TEXTS).shape == (3, ENCODER_DIMENSIONS) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_other_weights_are_refused(tmp_path, monkeypatch):
    other = tmp_path / "model.onnx"
    other.write_bytes(b"anything")
    monkeypatch.setattr(module, "_weights_path", lambda: other)
    with pytest.raises(EncoderUnavailableError, match="SHA-256"):
        encoder.__wrapped__()


def test_the_name_that_is_stored_is_that_of_the_weights():
    assert ENCODER_NAME.partition("/")[2] == module._WEIGHTS_SHA256[:8]


def test_missing_weights_are_named(monkeypatch):
    monkeypatch.setattr(module, "_PACKAGE", "no_such_package_of_weights")
    with pytest.raises(EncoderUnavailableError, match="not installed"):
        encoder.__wrapped__()
