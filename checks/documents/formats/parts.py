"""Paragraphs into parts with blocks: what is quoted is cut from the part's text, at the block's offsets."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from checks.documents.formats.errors import Unreadable
from checks.types.document import Block, Part

LONGEST_BLOCK: Final = 700  # characters: about five sentences, what a checker reads at a glance
LONGEST_PART: Final = 20_000  # of a document without pages; a page of print has 2,000 to 5,000
LONGEST_DOCUMENT: Final = 20_000_000  # characters: a library of some hundred books
_SENTENCE_END: Final = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_NOT_STORED: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_LEAST: Final = 0.4  # of a block, so that none is cut to crumbs


def plain(words: str) -> str:
    """Words on one line, with one space between them, without characters that are no text.

    Control characters, NUL and lone surrogates become spaces, for PostgreSQL stores none.
    """
    return " ".join(_NOT_STORED.sub(" ", words).split())


def part(paragraphs: Iterable[tuple[str | None, str]], page: int | None = None) -> Part:
    """One part out of (heading, paragraph) pairs; paragraphs stand in it as `plain` has them, a blank line between.

    A paragraph longer than `LONGEST_BLOCK` becomes several blocks.
    """
    text, blocks = "", []
    for heading, paragraph in paragraphs:
        words = plain(paragraph)
        if not words:
            continue
        text += "\n\n" if text else ""
        blocks += [Block(len(text) + start, len(text) + end, heading) for start, end in windows(words)]
        text += words
    return Part(text, tuple(blocks), page)


def parts(paragraphs: Iterable[tuple[str | None, str]], first: int = 0) -> Iterator[Part]:
    """Parts of a document without pages, each of whole paragraphs, from the one numbered `first` on.

    Parts are numbered from 0; those before `first` are made and thrown away, so that a worker can go on where another
    one stopped.
    """
    for number, made in enumerate(_filled(paragraphs)):
        if number >= first:
            yield made


def _filled(paragraphs: Iterable[tuple[str | None, str]]) -> Iterator[Part]:
    """Parts of whole paragraphs, as full as `LONGEST_PART` allows; a longer paragraph is a part of its own.

    Raises `Unreadable` as soon as the document is longer than it may be.
    """
    pending: list[tuple[str | None, str]] = []
    length = whole = 0
    for heading, paragraph in paragraphs:
        whole = within(whole + len(paragraph))
        if pending and length + len(paragraph) > LONGEST_PART:
            yield part(pending)
            pending, length = [], 0
        pending.append((heading, paragraph))
        length += len(paragraph)
    if pending:
        yield part(pending)


def within(characters: int) -> int:
    """`characters`, if a document may have so many.

    Raises `Unreadable` with words for whoever sent it. Called while reading, so that no document is held that is
    too long.
    """
    if characters > LONGEST_DOCUMENT:
        raise Unreadable(f"it has more than {LONGEST_DOCUMENT:,} characters; put it on the shelf in several files")
    return characters


def windows(paragraph: str) -> Iterator[tuple[int, int]]:
    """A paragraph as stretches of at most `LONGEST_BLOCK` characters, (start, end).

    Cut at ends of sentences where there are any; the blank at a cut belongs to neither side.
    """
    start = 0
    while len(paragraph) - start > LONGEST_BLOCK:
        end = _cut(paragraph, start)
        yield start, end
        start = end + (paragraph[end : end + 1] == " ")
    if start < len(paragraph):
        yield start, len(paragraph)


def _cut(paragraph: str, start: int) -> int:
    """Where to cut: behind the last sentence that fits, else behind the last word, else anywhere."""
    stretch = paragraph[start : start + LONGEST_BLOCK + 1]
    ends = [match.end() for match in _SENTENCE_END.finditer(stretch)]
    at = max((end for end in ends if end >= _LEAST * LONGEST_BLOCK), default=0) or stretch.rfind(" ") + 1
    return start + at - 1 if at > 1 else start + LONGEST_BLOCK
