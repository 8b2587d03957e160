"""An article's text in, its checkable claims out.

    raw text → clean paragraphs (checks/documents/cleaning/) → sentences (sentences.py) → words as plain values (words.py)
    → who says what (attribution.py) → clauses that state a fact (clauses.py) → one fact each (enumerations.py)
    → can it be checked (checkable.py) → kind, quantities, dates, standalone wording, worth (claims.py)

Every step takes and gives plain values, so each can be tested with a sentence and its expected result.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from checks.documents.cleaning import Clean, clean
from checks.extraction.claims import Reader
from checks.extraction.quotations import quoted
from checks.extraction.worthiness import score
from checks.nlp import language_id
from checks.nlp.language_id import ForeignPart, Language, detect, foreign_parts
from checks.nlp.pipeline import parsed_with, reading
from checks.nlp.pipeline import pipeline as pipeline_of
from checks.nlp.sentences import sentences
from checks.nlp.tree import read
from checks.types.claim import PassedOver, Split

LONGEST = 1_000_000
# Words and marks that are read of one text: a million characters of prose have 210,000, and take 40 s on one core. A
# paragraph counts as three more, for that is what its own document costs.
MOST_TOKENS = 250_000
_TOKENS_PER_PARAGRAPH = 3
_TOKEN = re.compile(r"\w+|[^\w\s]")
OURS = "en"
_MOST = 500  # articles in a group, however short
_GROUP = 200_000  # characters that are read together


class TextTooLong(ValueError):
    """The text has more than `LONGEST` code points, or more than `MOST_TOKENS` words and marks to read."""


@dataclass(frozen=True, slots=True)
class _Article:
    """An article on its way: its clean text, the language it is in, the paragraphs that are not, and its reader."""

    cleaned: Clean
    language: Language
    foreign: tuple[ForeignPart, ...]
    paragraphs: list[tuple[int, int]]
    reader: Reader


def load(name: str | None = None) -> None:
    """Read all that splitting needs, so that processes which fork afterwards share it.

    Raises `UnsuitablePipeline` where the pipeline `name` is missing or cannot serve.
    """
    pipeline_of(name)
    score.load()
    language_id.load()


def split(text: str, published: date | None = None, pipeline: str | None = None) -> Split:
    """Split one article into its claims; offsets count code points of `text`.

    `published` is the day that "on Wednesday" is counted from. Raises `TextTooLong`, with the reason in words.
    """
    return next(split_many([(text, published)], pipeline))


def split_many(articles: Iterable[tuple[str, date | None]], pipeline: str | None = None) -> Iterator[Split]:
    """Split many articles, in order; the paragraphs of some dozens go through the language pipeline together.

    Raises `TextTooLong` for an article that is too long.
    """
    for group in _groups(articles):
        with reading(pipeline):
            done = _split_group([_prepared(text, published) for text, published in group], pipeline)
        yield from done


def _groups(articles: Iterable[tuple[str, date | None]]) -> Iterator[list[tuple[str, date | None]]]:
    group: list[tuple[str, date | None]] = []
    length = 0
    for article in articles:
        group.append(article)
        length += len(article[0])
        if length > _GROUP or len(group) >= _MOST:
            yield group
            group, length = [], 0
    if group:
        yield group


def _split_group(group: list[_Article], pipeline: str | None) -> list[Split]:
    items = (
        (article.cleaned.text[start:end], (article.reader, start))
        for article in group
        for start, end in article.paragraphs
    )
    for doc, (reader, start) in parsed_with(items, pipeline):
        reader.take(read(sentence, start) for sentence in sentences(doc) if len(sentence))
    return [_result(article) for article in group]


def _prepared(text: str, published: date | None) -> _Article:
    if len(text) > LONGEST:
        raise TextTooLong(f"the text has {len(text):,} characters; {LONGEST:,} are the most")
    cleaned = clean(text)
    texts = [cleaned.text[start:end] for start, end in cleaned.paragraphs]
    language = detect("\n".join(texts))
    foreign = foreign_parts(texts) if language.code == OURS else ()
    others = {part.number for part in foreign}
    ours = [span for n, span in enumerate(cleaned.paragraphs) if n not in others] if language.code == OURS else []
    tokens = sum(_tokens(cleaned.text, start, end) for start, end in ours)
    if tokens > MOST_TOKENS:
        raise TextTooLong(
            f"the text has {tokens:,} words, marks and breaks to read; {MOST_TOKENS:,} are the most. Send it in parts"
        )
    return _Article(cleaned, language, foreign, ours, Reader(cleaned.text, quoted(cleaned.text, ours), published))


def _tokens(text: str, start: int, end: int) -> int:
    """How many words and marks a paragraph has, and what its own document costs."""
    return _TOKENS_PER_PARAGRAPH + sum(1 for _ in _TOKEN.finditer(text, start, end))


def _result(article: _Article) -> Split:
    cleaned, language, reader = article.cleaned, article.language, article.reader
    if language.code != OURS:
        note = f"the text is in {language.name}, which is not split yet"
        whole = tuple(PassedOver(start, end, f"in {language.name}") for start, end in cleaned.paragraphs)
        return Split((), cleaned.dropped, whole, language.code, (note,))
    foreign = [PassedOver(*cleaned.paragraphs[part.number], part.reason) for part in article.foreign]
    passed_over = sorted([*reader.passed_over, *foreign], key=lambda p: (p.start, p.end))
    notes = () if reader.published else ("no publication date: days like “on Wednesday” are not resolved",)
    return Split(reader.claims(), cleaned.dropped, tuple(passed_over), OURS, notes)
