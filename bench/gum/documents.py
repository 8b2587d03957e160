"""The documents of GUM (`syntax/gum-open-*.conllu.gz` of the corpora): text, sentences, phrases that mean the same.

Sentences are joined by a space, paragraphs by a blank line, so that all offsets count in one text.
"""

import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_PARTS: Final = re.compile(r"\((\d+)-[^()]*(\))?|(\d+)\)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """An annotated phrase: (start, end) in the text, and the number of what it means, the same for all that mean it."""

    start: int
    end: int
    entity: int


@dataclass(slots=True)
class GumDocument:
    """One document: its text, where annotators began and ended its sentences, and its phrases."""

    name: str
    text: str = ""
    sentences: list[tuple[int, int]] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)

    def meant_at(self, start: int, end: int) -> frozenset[str]:
        """The wordings of all phrases that mean what the phrase from `start` to `end` means, itself among them.

        Empty where no phrase was annotated there.
        """
        entities = {p.entity for p in self.phrases if (p.start, p.end) == (start, end)}
        return frozenset(self.text[p.start : p.end] for p in self.phrases if p.entity in entities)


def documents(folder: Path, part: str = "*") -> Iterator[GumDocument]:
    """The documents of a part ("train", "dev", "test"), of all without one; `folder` is that of the corpora."""
    for file in sorted((folder / "syntax").glob(f"gum-open-{part}.conllu.gz")):
        with gzip.open(file, "rt") as lines:
            yield from _read(lines)


def _read(lines: Iterator[str]) -> Iterator[GumDocument]:
    document: GumDocument | None = None
    at, opened = 0, dict[int, list[int]]()
    for line in lines:
        if line.startswith("# newdoc id"):
            if document is not None:
                yield document
            document, opened = GumDocument(line.split("=", 1)[1].strip()), {}
        elif document is None:
            continue
        elif line.startswith("# newpar") and not line.startswith("# newpar_block"):
            document.text = document.text.rstrip() + "\n\n" if document.text else ""
        elif line.startswith("# text ="):
            at, sentence = len(document.text), line.split("=", 1)[1].strip()
            document.sentences.append((at, at + len(sentence)))
            document.text += sentence + " "
        elif line[:1].isdigit():
            at = _take(document, line.rstrip("\n").split("\t"), at, opened)
    if document is not None:
        yield document


def _take(document: GumDocument, fields: Sequence[str], at: int, opened: dict[int, list[int]]) -> int:
    """Read a word, with the phrases that begin and end at it; where the next one is looked for."""
    if not fields[0].isdigit():
        return at  # "can't" as a whole, or a word that is only understood
    start = document.text.find(fields[1], at)
    if start < 0:
        return at
    end = start + len(fields[1])
    marks = next((part[7:] for part in fields[9].split("|") if part.startswith("Entity=")), "")
    for begun, ended, closed in _PARTS.findall(marks):
        if begun and ended:
            document.phrases.append(Phrase(start, end, int(begun)))
        elif begun:
            opened.setdefault(int(begun), []).append(start)
        elif opened.get(int(closed)):
            document.phrases.append(Phrase(opened[int(closed)].pop(), end, int(closed)))
    return end
