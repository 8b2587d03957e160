"""The names in parsed texts, by the weights of spaCy's recognizer, for all sentences at once.

spaCy asks for each word of each text whether each of 73 actions may be taken, and takes the interpreter's lock for
each answer: two thirds of the time that names take. No name reaches over the end of a sentence, so that sentences are
independent once their words have vectors. Here all sentences of a batch go forward word by word, in numpy, by the same
rules and weights: a word begins a name, goes on with it, ends it, is one by itself, or is none (BILUO).
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

Marker: TypeAlias = Callable[[Sequence[Doc]], None]
_Floats: TypeAlias = npt.NDArray[np.float32]
_COMPONENT: Final = "ner"
# A state's features: the word, the first word of the name that it may go on with, and the word before it in that.
_FEATURES: Final = 3
_BEGIN, _IN, _LAST, _UNIT, _OUT = "BILUO"


def marker(nlp: Language) -> Marker:
    """What marks the names in documents of that pipeline, each of whose sentences is read by itself.

    A recognizer of another make than the small, medium and large pipelines of spaCy have marks them by itself.
    """
    recognizer = nlp.get_pipe(_COMPONENT)
    if isinstance(recognizer, EntityRecognizer) and _is_readable(recognizer):
        return _Weights(recognizer).mark
    pipe: Callable[..., Iterator[Doc]] = recognizer.pipe  # type: ignore[attr-defined]
    return lambda docs: [None for _ in pipe(docs, batch_size=max(1, len(docs)))].clear()


def _is_readable(recognizer: EntityRecognizer) -> bool:
    """Whether a recognizer computes what `_Weights` does: two layers, the greatest of several pieces, no lost class."""
    model = recognizer.model
    lower = model.get_ref("lower") if model.has_ref("lower") else None
    return (
        lower is not None
        and lower.get_dim("nF") == _FEATURES
        and lower.get_dim("nP") > 1
        and bool(model.attrs.get("has_upper"))
        and not model.attrs.get("unseen_classes")
    )


def _sentence_starts(doc: Doc) -> list[int]:
    """The first words of the sentences of a document; one that was not parsed is a single sentence."""
    return [sent.start for sent in doc.sents] if doc.has_annotation("SENT_START") else [0]


class _Weights:
    """The layers of a recognizer, and its actions: what each does, and with which label."""

    def __init__(self, recognizer: EntityRecognizer) -> None:
        model = recognizer.model
        self._vectors: Any = model.get_ref("tok2vec")
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        self._lower: Any = lower
        self._bias: _Floats = lower.get_param("b").ravel()
        self._pieces: int = lower.get_dim("nP")
        self._upper: _Floats = upper.get_param("W").T.copy()
        self._upper_bias: _Floats = upper.get_param("b")
        taken: Any = recognizer.moves
        actions = [taken.get_class_name(n).partition("-") for n in range(taken.n_moves)]
        self._labels = [label for _, _, label in actions]
        numbers = {label: n for n, label in enumerate(dict.fromkeys(self._labels))}
        # One without a label, "U-", only keeps what somebody has marked as no name.
        self._moves = np.array([move if label or move == _OUT else "" for move, _, label in actions])
        self._label_of = np.array([numbers[label] for label in self._labels])

    def mark(self, docs: Sequence[Doc]) -> None:
        """Write the names of some documents into them."""
        docs = [doc for doc in docs if len(doc)]
        if not docs:
            return
        starts = np.cumsum([0, *(len(doc) for doc in docs)])
        firsts = [int(at) + n for at, doc in zip(starts, docs, strict=False) for n in _sentence_starts(doc)]
        found = self._found(docs, np.array([*firsts, starts[-1]]))
        number = 0
        for (begin, end), doc in zip(pairwise(starts.tolist()), docs, strict=True):
            spans = []
            while number < len(found) and found[number][0] < end:
                first, last, label = found[number]
                spans.append(Span(doc, first - begin, last + 1 - begin, label=label))
                number += 1
            doc.set_ents(spans, default="outside")

    def _found(self, docs: Sequence[Doc], firsts: npt.NDArray[np.int64]) -> list[tuple[int, int, str]]:
        """First and last word and label of each name, words numbered through all documents, in their order.

        `firsts` are the first words of the sentences, and behind them the number of all words.
        """
        spaces = np.array([token.is_space for doc in docs for token in doc])
        # For each word what it adds as each feature, and in the first place what a missing one adds.
        added = self._lower.predict(self._vectors.predict(docs))
        added = added.reshape(len(added), _FEATURES, -1)
        lengths = np.diff(firsts)
        longest_first = np.argsort(-lengths, kind="stable")
        firsts, lengths = firsts[:-1][longest_first], lengths[longest_first]
        opened = np.full(len(firsts), -1)  # the first word of the name that a sentence is in, or -1
        label = np.zeros(len(firsts), dtype=np.int64)  # that name's
        found: list[tuple[int, int, str]] = []
        for step in range(int(lengths[0])):
            count = int(np.searchsorted(-lengths, -step))  # sentences that are longer
            words, begun, named = firsts[:count] + step, opened[:count], label[:count]
            inside = begun >= 0
            sums = added[words + 1, 0] + added[begun + 1, 1] + added[np.where(inside, words, 0), 2] + self._bias
            hidden = sums.reshape(count, -1, self._pieces).max(axis=2)
            scores = hidden @ self._upper + self._upper_bias
            allowed = self._allowed(inside, named, lengths[:count] == step + 1, spaces[words])
            chosen = np.where(allowed, scores, -np.inf).argmax(axis=1)
            moves = self._moves[chosen]
            for n in np.flatnonzero((moves == _UNIT) | (moves == _LAST)).tolist():
                word = int(words[n])
                found.append((word if moves[n] == _UNIT else int(begun[n]), word, self._labels[chosen[n]]))
            begins = moves == _BEGIN
            named[begins] = self._label_of[chosen[begins]]
            begun[begins] = words[begins]
            begun[moves == _LAST] = -1
        return sorted(found)

    def _allowed(
        self,
        inside: npt.NDArray[np.bool_],
        label: npt.NDArray[np.int64],
        last: npt.NDArray[np.bool_],
        space: npt.NDArray[np.bool_],
    ) -> npt.NDArray[np.bool_]:
        """Which actions each sentence may take: (sentences, actions).

        Within a name (`inside`) it may go on or end, with the same `label`; the `last` word of a sentence begins none
        and goes on with none, and no name begins with a `space`.
        """
        moves, same = self._moves, self._label_of == label[:, None]
        inside, last, space = inside[:, None], last[:, None], space[:, None]
        goes_on = inside & same & ((moves == _LAST) | ((moves == _IN) & ~last))
        begins = ~inside & ((moves == _OUT) | (~space & ((moves == _UNIT) | ((moves == _BEGIN) & ~last))))
        allowed: npt.NDArray[np.bool_] = goes_on | begins
        return allowed
