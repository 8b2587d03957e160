"""Sentences of one parsed paragraph, mended where a stray full stop broke one in two."""

from collections.abc import Iterator

from spacy.tokens import Doc, Span


def sentences(doc: Doc) -> Iterator[Span]:
    """The sentences of `doc`; a piece that begins in lower case belongs to the one before it."""
    start = None
    for sentence in doc.sents:
        if start is None:
            start = sentence.start
        elif not _continues(sentence):
            yield doc[start : sentence.start]
            start = sentence.start
    if start is not None:
        yield doc[start : len(doc)]


def _continues(sentence: Span) -> bool:
    first = next((t for t in sentence if t.is_alpha), None)
    return first is not None and first.text[0].islower()
