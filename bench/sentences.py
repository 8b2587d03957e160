"""Sentence boundaries against annotated news and interviews, beside spaCy's own in the same run.

    python -m bench.sentences [FOLDER]

FOLDER holds `claims/dev.jsonl` and `syntax/gum-open-*.conllu.gz`; without it the environment variable
FACTDESK_CORPORA names it, else ../shared/corpora beside the repository.
"""

import json
import os
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Span

from bench.gum.documents import documents
from checks.nlp.pipeline import PREFERRED, pipeline
from checks.nlp.sentences import boundaries

Spans = frozenset[tuple[int, int]]
_GENRES = ("news", "interview")
_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Annotated:
    """One document: its text, and where annotators began and ended its sentences."""

    name: str
    text: str
    sentences: Spans


def main() -> None:
    """Print precision, recall and F of sentence spans, exact start and end, for every document."""
    ours, theirs = pipeline(), _plain()
    sets = list(_sets(_folder()))
    for title, annotated in sets:
        print(f"\n{title:<34} sentences      P      R      F   spaCy's own P      R      F")
        total = [0] * 5
        for document in annotated:
            counts = _counts(document, _read(ours, document.text), _read(theirs, document.text))
            total = [a + b for a, b in zip(total, counts, strict=True)]
            _print(document.name, *counts)
        _print("all", *total)
    _print_speed([d.text for _, annotated in sets for d in annotated])


def _folder() -> Path:
    named = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("FACTDESK_CORPORA")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared/corpora"
    if not (folder / "claims/dev.jsonl").exists():
        sys.exit(f"no corpora in {folder}: name their folder, or set FACTDESK_CORPORA")
    return folder


def _plain() -> Language:
    """The same pipeline as its authors publish it: its parser cuts the sentences."""
    name = next(name for name in PREFERRED if spacy.util.is_package(name))
    return spacy.load(name, exclude=["ner", "lemmatizer", "attribute_ruler"])


def _sets(folder: Path) -> Iterator[tuple[str, list[Annotated]]]:
    development = list(_claims_set(folder / "claims/dev.jsonl"))
    yield "dev set", development
    seen = {d.name for d in development}
    gum = [Annotated(d.name, d.text, frozenset(d.sentences)) for d in documents(folder)]
    others = [d for d in gum if d.name.rsplit("_", 1)[-1] not in seen]
    for genre in _GENRES:
        yield f"GUM {genre}, not in the dev set", [d for d in others if f"_{genre}_" in d.name]


def _claims_set(file: Path) -> Iterator[Annotated]:
    for line in file.read_text().splitlines():
        record = json.loads(line)
        spans = frozenset((s["start"], s["end"]) for s in record["sentences"])
        yield Annotated(record["id"], record["text"], spans)


def _paragraphs(text: str) -> list[tuple[int, str]]:
    """The raw paragraphs with their offsets: nothing cleaned away, for captions count as sentences here."""
    ends = [(m.start(), m.end()) for m in _BLANK_LINE.finditer(text)] + [(len(text), len(text))]
    starts = [0] + [after for _, after in ends]
    return [(start, text[start:end]) for start, (end, _) in zip(starts, ends, strict=False) if text[start:end]]


def _read(nlp: Language, text: str) -> Spans:
    starts, paragraphs = zip(*_paragraphs(text), strict=True)
    docs = nlp.pipe(paragraphs, disable=["ner"])
    return frozenset(
        (start + left, start + right)
        for start, doc in zip(starts, docs, strict=True)
        for left, right in (_trimmed(s) for s in doc.sents)
        if left < right
    )


def _trimmed(span: Span) -> tuple[int, int]:
    text = span.text
    return span.start_char + len(text) - len(text.lstrip()), span.start_char + len(text.rstrip())


def _counts(document: Annotated, ours: Spans, theirs: Spans) -> tuple[int, ...]:
    gold = document.sentences
    return len(gold), len(gold & ours), len(ours), len(gold & theirs), len(theirs)


def _print(name: str, gold: int, hit: int, found: int, plain_hit: int, plain_found: int) -> None:
    ours, theirs = _scores(gold, hit, found), _scores(gold, plain_hit, plain_found)
    print(f"  {name:<32} {gold:>9}  {ours}           {theirs}")


def _scores(gold: int, hit: int, found: int) -> str:
    precision, recall, f = hit / max(1, found), hit / max(1, gold), 2 * hit / max(1, gold + found)
    return f"{precision:.3f}  {recall:.3f}  {f:.3f}"


def _print_speed(texts: list[str]) -> None:
    words = sum(len(text.split()) for text in texts)
    began = time.perf_counter()
    for text in texts:
        for _, paragraph in _paragraphs(text):
            boundaries(paragraph)
    microseconds = (time.perf_counter() - began) * 1e6 / words
    print(f"\n{words:,} words: the boundaries take {microseconds:.1f} microseconds a word, without the parser")


if __name__ == "__main__":
    main()
