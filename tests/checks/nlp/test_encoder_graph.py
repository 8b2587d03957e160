"""The graph of the encoder gives what the published one gives, on every kind of processor."""

import platform
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from checks.nlp import encoder as module
from checks.nlp.encoder import Encoder, encoder, has_products_of_bytes

_TEXTS = [
    "More than 100,000 troops stand near the border.",
    "Roughly 127,000 soldiers were sent to areas close to Ukraine, the ministry said on Friday.",
    "No",
    "",
    "In 2024 the city counted 2,304,511 inhabitants, 1.2 per cent more than in the year before. " * 6,
    "€4.5m – “that is half” — ½, naïve, 東京",
]


class _PublishedGraph:
    """The session of the published graph, asked as ours is."""

    def __init__(self) -> None:
        weights = str(module._weights_path())
        self._session = onnxruntime.InferenceSession(weights, providers=["CPUExecutionProvider"])

    def run(self, names: None, given: dict[str, np.ndarray]) -> list[np.ndarray]:
        wide = {name: each.astype(np.int64) for name, each in given.items()}
        kinds = np.zeros_like(wide["input_ids"])
        return self._session.run(["last_hidden_state"], {**wide, "token_type_ids": kinds})


def test_vectors_are_those_of_the_published_graph():
    published = Encoder(module._weights_path().read_bytes())
    published._session = _PublishedGraph()
    np.testing.assert_allclose(encoder().sentences(_TEXTS), published.sentences(_TEXTS), atol=2e-4)
    for (_, ours), (_, theirs) in zip(encoder().tokens(_TEXTS), published.tokens(_TEXTS), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=5e-3)  # of length 5 or so


@pytest.mark.parametrize("signed", [True, False])
def test_another_processor_gives_the_same_vectors(signed: bool, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "has_products_of_bytes", lambda: signed)
    np.testing.assert_array_equal(
        Encoder(module._weights_path().read_bytes()).sentences(_TEXTS), encoder().sentences(_TEXTS)
    )


@pytest.mark.parametrize(
    ("machine", "flags", "found"),
    [
        ("x86_64", "flags : sse4_2 avx2 avx512f avx512_vnni", True),
        ("AMD64", "flags : sse4_2 avx2 avx_vnni", True),
        ("x86_64", "flags : sse4_2 avx2 avx512f", False),
        ("x86_64", None, False),
        ("aarch64", None, True),
    ],
)
def test_processors_with_products_of_bytes_are_known(
    machine: str, flags: str | None, found: bool, monkeypatch: pytest.MonkeyPatch
):
    def read_text(_: Path) -> str:
        if flags is None:
            raise FileNotFoundError
        return flags

    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(Path, "read_text", read_text)
    assert has_products_of_bytes() is found
