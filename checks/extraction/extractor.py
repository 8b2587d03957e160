"""An article's text in, its checkable claims out: the steps in their order.

text → clean paragraphs → language → parsed sentences; then for each sentence
names → amounts → dates → attributions → clauses → speakers → one fact each → can it be checked? → statement, kind,
claimant; and at last the worth of all claims of the article
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from checks.dates import dates
from checks.documents.cleaning import Clean, clean
from checks.extraction.attribution import attributions
from checks.extraction.checkability import FIRST_PERSON, own_word, why_not_checkable
from checks.extraction.claimants import Claimants, past_label
from checks.extraction.clauses import FactClause, find_clauses
from checks.extraction.coreference import MentionMemory
from checks.extraction.enumerations import divide, left_over
from checks.extraction.kinds import kind_of
from checks.extraction.quotations import Quotations, find_quotations
from checks.extraction.statement import StatementContext, write_statement
from checks.extraction.unread import NOT_READ, unread_parts, whole_phrase
from checks.extraction.worthiness import score
from checks.extraction.worthiness.score import Candidate, weigh
from checks.nlp import language_id
from checks.nlp.language_id import ForeignPart, Language, detect, foreign_parts
from checks.nlp.pipeline import parsed_with, reading
from checks.nlp.pipeline import pipeline as pipeline_of
from checks.nlp.sentences import sentences
from checks.nlp.tree import FINITE, SUBJECT, Sentence, to_sentence
from checks.quantities import quantities
from checks.types.claim import Claim, SkippedPart, Split
from checks.types.quantity import Date, Quantity

LONGEST: Final = 1_000_000
OURS: Final = "en"
_UNWEIGHED: Final = 0.0
_LONGEST_LABEL: Final = 8  # words before the colon of an entry
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


@dataclass(slots=True)
class ArticleExtractor:
    """Reads the sentences of one article in their order and keeps what later ones need: names, and who is speaking.

    `text` is the clean text that all offsets count in, `quotations` its quoted stretches, `published` the day that
    "yesterday" is counted from. What states no claim is added to `skipped`.
    """

    text: str
    quotations: Quotations
    published: date | None
    skipped: list[SkippedPart] = field(default_factory=list)
    _memory: MentionMemory = field(default_factory=MentionMemory)
    _claimants: Claimants = field(init=False)
    _found: dict[tuple[int, int], tuple[Claim, Candidate]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._claimants = Claimants(self.text, self.quotations)

    def take(self, sentences: Iterable[Sentence]) -> None:
        """Read the next sentences of the article.

        In the order of the text: names and speakers of earlier sentences count for later ones.
        """
        for sentence in sentences:
            for claim in self._claims_of(sentence):
                candidate = Candidate(
                    claim.text, sentence.text, claim.kind, claim.quantities, claim.claimant, claim.speech_act
                )
                self._found.setdefault((claim.start, claim.end), (claim, candidate))

    def claims(self) -> tuple[Claim, ...]:
        """All claims read so far, each stretch once, in the order of the text, with their worth.

        All are weighed together, for the net reads many texts at once.
        """
        in_order = [self._found[stretch] for stretch in sorted(self._found)]
        worths = weigh([candidate for _, candidate in in_order])
        return tuple(
            replace(claim, worth=worth.value, reasons=worth.reasons)
            for (claim, _), worth in zip(in_order, worths, strict=True)
        )

    def _claims_of(self, sentence: Sentence) -> Iterator[Claim]:
        """The steps for one sentence."""
        self._memory.remember(sentence)
        amounts = [_moved(amount, sentence.start) for amount in quantities(sentence.text)]
        # Over the whole sentence, for its verb may tell whether "on Thursday" is to come.
        days = dates(self.text, sentence.start, sentence.end, self.published)
        context = StatementContext(self._memory.number, self._memory.recent, days, self.quotations)
        said = list(attributions(sentence))
        clauses = [] if _is_entry(sentence) else find_clauses(sentence, said)
        if not clauses:
            yield from self._without_verb(sentence, amounts, context)
            return
        self._claimants.note_speakers(sentence, clauses, context)
        parts = [part for clause in clauses for part in divide(sentence, clause, amounts)]
        parts += left_over(sentence, [(part.first, part.last) for part in parts], amounts)
        parts = [whole_phrase(sentence, part, parts) for part in parts]
        self.skipped.extend(unread_parts(sentence, parts))
        for part in parts:
            quoted = self.quotations.around(part.head.start) is not None
            if reason := why_not_checkable(sentence, part, quoted):
                start, end = sentence.words[part.first].start, sentence.words[part.last].end
                self.skipped.append(SkippedPart(start, end, reason))
            else:
                yield self._claim(sentence, part, amounts, context)

    def _claim(
        self, sentence: Sentence, clause: FactClause, amounts: list[Quantity], context: StatementContext
    ) -> Claim:
        """The claim that a clause states: its statement, claimant, kind, amounts and dates."""
        start, end = sentence.words[clause.first].start, sentence.words[clause.last].end
        quoted = self.quotations.around(clause.head.start) is not None
        own = tuple(amount for amount in amounts if start <= amount.start and amount.end <= end)
        statement, notes = write_statement(sentence, clause, context)
        claimant, doubts = self._claimants.find(sentence, clause, quoted, context)
        speech_act = clause.attribution.speech_act if clause.attribution is not None else "asserts"
        kind = kind_of(sentence, clause, own)
        if quoted and (word := own_word(sentence, clause)) is not None:
            speech_act, kind = word, kind if kind == "quantity" else "statement"
        if claimant is None and (label := self._claimants.label(clause.head.start)) is not None:
            claimant, quoted = label, True
        if quoted and claimant is not None and (spoken := _first_person(sentence, clause)) is not None:
            who = claimant[:1].upper() + claimant[1:] + ("," if ", " in claimant else "")
            statement = f"{who} said: {statement}"
            doubts = (*doubts, f"“{spoken}” is whoever speaks")
        return Claim(
            start, end, self.text[start:end], statement, kind, claimant,
            worth=_UNWEIGHED, reasons=(), quantities=own, dates=_within(context.dates, start, end), speech_act=speech_act,
            quoted=quoted, notes=(clause.rule, *notes, *doubts),
        )  # fmt: skip

    def _without_verb(
        self, sentence: Sentence, amounts: list[Quantity], context: StatementContext
    ) -> Iterator[Claim]:
        """A line such as "12 dead in Homs" can be checked for its figure; without one it states nothing."""
        counted = [amount for amount in amounts if amount.counted is not None or amount.unit is not None]
        if not counted or len(sentence.words) < 4:
            verb = any(word.tag in FINITE for word in sentence.words)
            reason = NOT_READ if verb else "no verb: states nothing by itself"
            self.skipped.append(SkippedPart(sentence.start, sentence.end, reason))
            return
        whole = FactClause(0, len(sentence.words) - 1, sentence.root, "a figure without a verb")
        yield self._claim(sentence, whole, amounts, context)


@dataclass(frozen=True, slots=True)
class _Article:
    """An article on its way: its clean text, the language it is in, the paragraphs that are not, and its extractor."""

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
    language_id.load_model()


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
        (article.cleaned.text[start:end], (article.extractor, start))
        for article in group
        for start, end in article.paragraphs
    )
    for doc, (extractor, start) in parsed_with(items, pipeline):
        extractor.take(to_sentence(sentence, start) for sentence in sentences(doc) if len(sentence))
    return [_result(article) for article in group]


def _prepared(text: str, published: date | None) -> _Article:
    if len(text) > LONGEST:
        raise TextTooLong(f"the text has {len(text):,} characters; {LONGEST:,} are the most")
    cleaned = clean(text)
    texts = [cleaned.text[start:end] for start, end in cleaned.paragraphs]
    language = detect("\n".join(texts))
    other_language = foreign_parts(texts) if language.code == OURS else ()
    others = {part.number for part in other_language}
    ours = [span for n, span in enumerate(cleaned.paragraphs) if n not in others] if language.code == OURS else []
    ours = [(past_label(cleaned.text, start), end) for start, end in ours]
    tokens = sum(_tokens(cleaned.text, start, end) for start, end in ours)
    if tokens > MOST_TOKENS:
        raise TextTooLong(
            f"the text has {tokens:,} words, marks and breaks to read; {MOST_TOKENS:,} are the most. Send it in parts"
        )
    return _Article(
        cleaned,
        language,
        other_language,
        ours,
        ArticleExtractor(cleaned.text, find_quotations(cleaned.text, ours), published),
    )


def _tokens(text: str, start: int, end: int) -> int:
    """How many words and marks a paragraph has, and what its own document costs."""
    return _TOKENS_PER_PARAGRAPH + sum(1 for _ in _TOKEN.finditer(text, start, end))


def _result(article: _Article) -> Split:
    cleaned, language, extractor = article.cleaned, article.language, article.extractor
    if language.code != OURS:
        note = f"the text is in {language.name}, which is not split yet"
        whole = tuple(SkippedPart(start, end, f"in {language.name}") for start, end in cleaned.paragraphs)
        return Split((), cleaned.removed, whole, language.code, (note,))
    other_language = [
        SkippedPart(*cleaned.paragraphs[part.number], part.reason) for part in article.other_language
    ]
    skipped = sorted([*extractor.skipped, *other_language], key=lambda p: (p.start, p.end))
    notes = () if extractor.published else ("no publication date: days like “on Wednesday” are not resolved",)
    return Split(extractor.claims(), cleaned.removed, tuple(skipped), OURS, notes)


def _is_entry(sentence: Sentence) -> bool:
    """Whether a line only says things of a name, without a sentence: "Jane R. Moor: Theft, held in lieu of $41,000 bond."."""
    colon = next((word.i for word in sentence.words[:_LONGEST_LABEL] if word.text == ":"), 0)
    named = colon > 0 and all(word.tag in ("NNP", ".", ",") for word in sentence.words[:colon])
    return named and not any(word.dep in SUBJECT and word.i > colon for word in sentence.words)


def _within(days: Iterable[Date], start: int, end: int) -> tuple[Date, ...]:
    """The dates that stand wholly in a stretch of the text."""
    return tuple(day for day in days if start <= day.start and day.end <= end)


def _first_person(sentence: Sentence, clause: FactClause) -> str | None:
    """The first "I", "we", "my" … of a clause, which only a speaker's name makes clear."""
    within = sentence.words[clause.first : clause.last + 1]
    return next((w.text for w in within if w.lower in FIRST_PERSON), None)


def _moved(quantity: Quantity, by: int) -> Quantity:
    return replace(quantity, start=quantity.start + by, end=quantity.end + by)
