"""An article's text in, its checkable claims out: the steps in their order.

text → clean paragraphs → language → parsed sentences; then for each sentence
names → amounts → dates → attributions → clauses → speakers → one fact each → can it be checked? → statement, kind,
claimant; and at last the worth of all claims of the article
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from checks.documents.cleaning import Clean, clean
from checks.extraction.article import ArticleExtractor
from checks.extraction.claimants.speakers import spoken_paragraphs
from checks.extraction.context.opening import headline_of, place_of
from checks.extraction.quotations import find_quotations
from checks.extraction.segments.analysis import SentenceAnalysis
from checks.extraction.segments.model import SegmentModel, load_model
from checks.extraction.statement.reading import statement_readings
from checks.extraction.worthiness import score
from checks.nlp import language_id
from checks.nlp.encoder import Encoder, encoder
from checks.nlp.language_id import ForeignPart, Language, detect, foreign_parts
from checks.nlp.pipeline import parsed_with, reading
from checks.nlp.pipeline import pipeline as pipeline_of
from checks.nlp.sentences import sentences
from checks.nlp.tree import to_sentence
from checks.types.claim import Claim, SkippedPart, Split

LONGEST: Final = 1_000_000
OURS: Final = "en"
# Words and marks that are read of one text: a million characters of prose have 210,000, and take 40 s on one core. A
# paragraph counts as three more, for that is what its own document costs.
MOST_TOKENS = 250_000
_TOKENS_PER_PARAGRAPH = 3
_TOKEN = re.compile(r"\w+|[^\w\s]")
_MOST = 500  # articles in a group, however short
_GROUP = 200_000  # characters that are read together


class TextTooLong(ValueError):
    """The text has more than `LONGEST` code points, or more than `MOST_TOKENS` words and marks to read.

    The message says how many it has, in words for who sent it.
    """


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The text of an article as it came in, the day that "on Wednesday" is counted from, and the headline of its page.

    The headline is that of a text which does not begin with one.
    """

    text: str
    published: date | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class _Article:
    """An article on its way: its clean text, its language, the paragraphs that are in another one, its extractor.

    `paragraphs` are (start, end) in the clean text of those that are read; a speaker's label is left out of them.
    """

    cleaned: Clean
    language: Language
    other_language: tuple[ForeignPart, ...]
    paragraphs: list[tuple[int, int]]
    extractor: ArticleExtractor


def load(name: str | None = None) -> None:
    """Read all that splitting needs, so that processes which fork afterwards share it.

    Raises `UnsuitablePipeline` where the pipeline `name` is missing or cannot serve.
    """
    pipeline_of(name)
    score.load_weights()
    load_model()
    encoder()
    language_id.load_model()


def split(
    text: str,
    published: date | None = None,
    pipeline: str | None = None,
    fast: bool = False,
    *,
    expected_language: str | None = None,
    title: str | None = None,
) -> Split:
    """Split one article into its claims; offsets count code points of `text`.

    `published` is the day that "on Wednesday" is counted from; `fast` does without the sentence encoder;
    `expected_language` is the tag of the language of a text that is too short or mixed to tell; `title` is the headline
    of the page, for a text that does not begin with one. Raises `TextTooLong`, with the reason in words.
    """
    article = ArticleText(text, published, title)
    return next(split_many([article], pipeline, fast, expected_language=expected_language))


def extractor_of(text: str, published: date | None) -> ArticleExtractor:
    """The extractor of one article that has read all its sentences, for training and measuring.

    Arguments as of `split`. Raises `TextTooLong`.
    """
    article = _prepared(ArticleText(text, published), encoder())
    with reading(None):
        _read_group([article], None)
    return article.extractor


def split_with(model: SegmentModel, text: str, published: date | None) -> tuple[Claim, ...]:
    """The claims of one article by other weights than the package's, for measuring.

    Arguments as of `split`. Raises `TextTooLong`.
    """
    extractor = extractor_of(text, published)
    extractor.model = model
    return extractor.claims()


def split_many(
    articles: Iterable[ArticleText],
    pipeline: str | None = None,
    fast: bool = False,
    *,
    expected_language: str | None = None,
) -> Iterator[Split]:
    """Split many articles, in order; the paragraphs of some dozens go through the language pipeline together.

    Arguments as of `split`. Raises `TextTooLong` for an article that is too long.
    """
    for group in _groups(articles):
        with reading(pipeline):
            reader = None if fast else encoder()
            prepared = [_prepared(article, reader, expected_language, pipeline) for article in group]
            _read_group(prepared, pipeline)
        yield from map(_result, prepared)


def analyses_of(text: str, published: date | None) -> list[SentenceAnalysis]:
    """The sentences of one article as the rules read them, before it is decided what is a claim.

    For training: no encoder is loaded. Arguments as of `split`. Raises `TextTooLong`.
    """
    article = _prepared(ArticleText(text, published), None)
    with reading(None):
        _read_group([article], None)
    return article.extractor.analyses()


def _groups(articles: Iterable[ArticleText]) -> Iterator[list[ArticleText]]:
    """The articles in groups that are parsed together: up to 500, or until one passes 200,000 characters."""
    group: list[ArticleText] = []
    length = 0
    for article in articles:
        group.append(article)
        length += len(article.text)
        if length > _GROUP or len(group) >= _MOST:
            yield group
            group, length = [], 0
    if group:
        yield group


def _read_group(group: list[_Article], pipeline: str | None) -> None:
    """Parse the paragraphs of some articles in one go and give each extractor its sentences.

    spaCy parses many short documents faster in a batch. Offsets are moved from the paragraph to the article.
    """
    items = (
        (article.cleaned.text[start:end], (article.extractor, start))
        for article in group
        for start, end in article.paragraphs
    )
    for doc, (extractor, start) in parsed_with(items, pipeline):
        extractor.take(to_sentence(sentence, start) for sentence in sentences(doc) if len(sentence))


def _prepared(
    article: ArticleText,
    reader: Encoder | None,
    expected_language: str | None = None,
    pipeline: str | None = None,
) -> _Article:
    """An article cleaned, its language told, its paragraphs chosen; nothing is parsed yet.

    Raises `TextTooLong` before anything slow is done, so that a hostile text costs next to nothing.
    """
    text = article.text
    if len(text) > LONGEST:
        raise TextTooLong(f"the text has {len(text):,} characters; {LONGEST:,} are the most")
    cleaned = clean(text)
    texts = [cleaned.text[start:end] for start, end in cleaned.paragraphs]
    language = detect("\n".join(texts), expected_language)
    other_language = foreign_parts(texts) if language.code == OURS else ()
    others = {part.number for part in other_language}
    ours = [span for n, span in enumerate(cleaned.paragraphs) if n not in others] if language.code == OURS else []
    spoken = spoken_paragraphs(cleaned.text, ours)
    # Parsed with its label, "MAYOR LIND: We cut the debt" would be read as a list.
    ours = [spoken.words_of(paragraph) for paragraph in ours]
    tokens = sum(_tokens(cleaned.text, start, end) for start, end in ours)
    if tokens > MOST_TOKENS:
        raise TextTooLong(
            f"the text has {tokens:,} words, marks and breaks to read; {MOST_TOKENS:,} are the most. Send it in parts"
        )
    return _Article(
        cleaned=cleaned,
        language=language,
        other_language=other_language,
        paragraphs=ours,
        extractor=ArticleExtractor(
            text=cleaned.text,
            quotations=find_quotations(cleaned.text, ours),
            published=article.published,
            spoken=spoken,
            encoder=reader,
            pipeline=pipeline,
            headline=headline_of(text, cleaned.removed, article.title),
            place=place_of(cleaned.removed, text),
        ),
    )


def _tokens(text: str, start: int, end: int) -> int:
    """How many words and marks a paragraph has, and what its own document costs."""
    return _TOKENS_PER_PARAGRAPH + sum(1 for _ in _TOKEN.finditer(text, start, end))


def _result(article: _Article) -> Split:
    """What is told of an article that has been read: claims, what was removed, what was skipped and why, notes.

    An article in another language than English has no claims; all of its paragraphs are skipped, with that reason.
    """
    cleaned, language, extractor = article.cleaned, article.language, article.extractor
    if language.code != OURS:
        note = f"the text is in {language.name}, which is not split yet"
        whole = tuple(SkippedPart(start, end, f"in {language.name}") for start, end in cleaned.paragraphs)
        return Split(claims=(), removed=cleaned.removed, skipped=whole, language=language.code, notes=(note,))
    claims = extractor.claims()  # notes what it skips
    other_language = [
        SkippedPart(*cleaned.paragraphs[part.number], part.reason) for part in article.other_language
    ]
    skipped = sorted([*extractor.skipped, *other_language], key=lambda p: (p.start, p.end))
    notes = () if extractor.published else ("no publication date: days like “on Wednesday” are not resolved",)
    read = statement_readings(claims, [analysis.sentence for analysis in extractor.analyses()])
    return Split(
        claims=claims, removed=cleaned.removed, skipped=tuple(skipped), language=OURS, notes=notes, readings=read
    )
