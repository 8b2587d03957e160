"""An article's text in, its checkable claims out.

    raw text → clean (text.py) → sentences (sentences.py) → quantities → clauses → claimant → worth

Every step takes and gives plain values, so each can be tested with a sentence and its expected result.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from spacy.tokens import Doc

from checks.language import parsed
from checks.split.clauses import claims_of
from checks.split.sentences import sentences
from checks.text import Clean, clean
from checks.types import Claim, Split

LONGEST = 1_000_000


class TextTooLong(ValueError):
    """The text is longer than `LONGEST` code points."""


def split(text: str, published: date | None = None, pipeline: str | None = None) -> Split:
    """Split one article into its claims; offsets count code points of `text`."""
    return next(split_many([(text, published)], pipeline))


def split_many(articles: Iterable[tuple[str, date | None]], pipeline: str | None = None) -> Iterator[Split]:
    """Split many articles; each paragraph goes through the language pipeline as a text of its own.

    Raises `TextTooLong` for an article of more than `LONGEST` code points.
    """
    for text, published in articles:
        if len(text) > LONGEST:
            raise TextTooLong(f"the text has {len(text):,} characters; {LONGEST:,} are the most")
        cleaned = clean(text)
        docs = parsed((cleaned.text[a:b] for a, b in cleaned.paragraphs), pipeline)
        claims = tuple(_claims(cleaned, docs, published))
        yield Split(claims, cleaned.dropped)


def _claims(cleaned: Clean, docs: Iterable[Doc], published: date | None) -> Iterator[Claim]:
    for (start, _), doc in zip(cleaned.paragraphs, docs, strict=True):
        for sentence in sentences(doc):
            yield from claims_of(sentence, start, cleaned.text, published)
