"""An article's text in, its checkable claims out.

    raw text → clean paragraphs (checks/text/) → sentences (sentences.py) → words as plain values (words.py)
    → who says what (attribution.py) → clauses that state a fact (clauses.py) → one fact each (enumerations.py)
    → can it be checked (checkable.py) → kind, quantities, dates, standalone wording, worth (claims.py)

Every step takes and gives plain values, so each can be tested with a sentence and its expected result.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Doc

from checks.language import parsed
from checks.languages import ForeignPart, Language, detect, foreign_parts
from checks.split.claims import Reader
from checks.split.quotes import quoted
from checks.split.sentences import sentences
from checks.split.words import Sentence, read
from checks.text import Clean, clean
from checks.types import PassedOver, Split

LONGEST = 1_000_000
OURS = "en"


class TextTooLong(ValueError):
    """The text is longer than `LONGEST` code points."""


@dataclass(slots=True)
class _Article:
    """An article on its way: its clean text, which paragraphs are in our language, and those parsed so far."""

    cleaned: Clean
    published: date | None
    language: Language
    foreign: dict[int, ForeignPart]
    docs: list[Doc] = field(default_factory=list)

    @property
    def read(self) -> list[tuple[int, int]]:
        """The paragraphs that go through the language pipeline."""
        if self.language.code != OURS:
            return []
        return [span for n, span in enumerate(self.cleaned.paragraphs) if n not in self.foreign]


def split(text: str, published: date | None = None, pipeline: str | None = None) -> Split:
    """Split one article into its claims; offsets count code points of `text`.

    `published` is the day that "on Wednesday" is counted from. Raises `TextTooLong`.
    """
    return next(split_many([(text, published)], pipeline))


def split_many(articles: Iterable[tuple[str, date | None]], pipeline: str | None = None) -> Iterator[Split]:
    """Split many articles, in order, as they come; the paragraphs of all go through the pipeline in one stream.

    Raises `TextTooLong` for an article of more than `LONGEST` code points.
    """
    waiting: deque[_Article] = deque()
    for doc in parsed(_paragraphs(articles, waiting), pipeline):
        while len(waiting[0].docs) == len(waiting[0].read):
            yield _result(waiting.popleft())
        waiting[0].docs.append(doc)
    while waiting:
        yield _result(waiting.popleft())


def _paragraphs(articles: Iterable[tuple[str, date | None]], waiting: deque[_Article]) -> Iterator[str]:
    """The paragraphs to be parsed; each article is put in `waiting` before its first one."""
    for text, published in articles:
        article = _prepared(text, published)
        waiting.append(article)
        for start, end in article.read:
            yield article.cleaned.text[start:end]


def _prepared(text: str, published: date | None) -> _Article:
    if len(text) > LONGEST:
        raise TextTooLong(f"the text has {len(text):,} characters; {LONGEST:,} are the most")
    cleaned = clean(text)
    paragraphs = [cleaned.text[start:end] for start, end in cleaned.paragraphs]
    language = detect("\n".join(paragraphs))
    foreign = foreign_parts(paragraphs) if language.code == OURS else ()
    return _Article(cleaned, published, language, {part.number: part for part in foreign})


def _result(article: _Article) -> Split:
    cleaned, language = article.cleaned, article.language
    if language.code != OURS:
        note = f"the text is in {language.name}, which is not split yet"
        whole = tuple(PassedOver(start, end, f"in {language.name}") for start, end in cleaned.paragraphs)
        return Split((), cleaned.dropped, whole, language.code, (note,))
    reader = Reader(cleaned.text, quoted(cleaned.text, article.read), article.published)
    claims = reader.claims(_sentences(article))
    foreign = [PassedOver(*cleaned.paragraphs[part.number], part.reason) for part in article.foreign.values()]
    passed_over = sorted([*reader.passed_over, *foreign], key=lambda p: (p.start, p.end))
    notes = () if article.published else ("no publication date: days like “on Wednesday” are not resolved",)
    return Split(claims, cleaned.dropped, tuple(passed_over), OURS, notes)


def _sentences(article: _Article) -> Iterator[Sentence]:
    for (start, _), doc in zip(article.read, article.docs, strict=True):
        for sentence in sentences(doc):
            if len(sentence):
                yield read(sentence, start)
