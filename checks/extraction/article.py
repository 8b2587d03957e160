"""One article's claims: its sentences read in their order, divided by what was learnt, and worded.

sentences → names, amounts, dates, attributions, clauses (`take`) → which stretches are claims (`segments`) → statement,
claimant, kind, context → worth (`claims`)
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate, pairwise
from typing import Final

import numpy as np

from checks.dates import dates
from checks.dates.narrative import NarratedYears
from checks.extraction.attribution import attributions
from checks.extraction.checkability import (
    FIRST_PERSON,
    OWN_ACCOUNT,
    TOO_SHORT,
    is_of_me,
    is_question,
    names_nobody,
    own_word,
    why_not_checkable,
)
from checks.extraction.claimants import Claimants, ReadSentence
from checks.extraction.claimants.speakers import SpokenParagraphs
from checks.extraction.claimants.stated_speakers import unnamed_speaker
from checks.extraction.clauses import FactClause, find_clauses
from checks.extraction.context.line import ContextLines
from checks.extraction.coreference import MentionMemory
from checks.extraction.enumerations import divide, left_over
from checks.extraction.kinds import kind_of
from checks.extraction.only_said import only_leads, only_speaks
from checks.extraction.quotations import Quotations
from checks.extraction.segments.analysis import SentenceAnalysis
from checks.extraction.segments.clause_of import clause_of
from checks.extraction.segments.decision import Segment, decide, reason_against
from checks.extraction.segments.model import SegmentModel, load_model
from checks.extraction.sentence_dates import times_of, with_days_of_saying
from checks.extraction.statement import StatementContext, write_statements
from checks.extraction.statement.doubtful import Wording, safe_statements
from checks.extraction.statement.statement import is_wider
from checks.extraction.unread import unread_parts, whole_phrase
from checks.extraction.worthiness.net import Floats
from checks.extraction.worthiness.score import Candidate, weigh
from checks.nlp.encoder import Encoder
from checks.nlp.tree import RELATIVE, SUBJECT, Sentence, with_small_opening
from checks.quantities import quantities
from checks.types.claim import Claim, SkippedPart
from checks.types.quantity import Date, Quantity

_UNWEIGHED: Final = 0.0
_PAUSING: Final = ("punct", "cc", "mark")
# Of "in our hospitals" the context line tells whose they are.
_SPEAKERS: Final = frozenset(["i", "we", "me", "us"])
_ASIDE: Final = re.compile(r",(?: [^\s,]+){1,3},")
_LONGEST_LABEL: Final = 8  # words before the colon of an entry


@dataclass(frozen=True, slots=True)
class UnweighedClaim:
    """A claim before its worth is told.

    `candidate` holds the signs that its worth is told from; `vector` is what the encoder makes of its stretch, of
    length 1 and shape (384,), None without an encoder; `place` is where in the text it begins, from 0 to 1.
    """

    claim: Claim
    candidate: Candidate
    vector: Floats | None
    place: float


@dataclass(frozen=True, slots=True)
class _Stated:
    """What one sentence, by its number from 0, states: the clause, its stretch, and, when it is worded, the statement
    with the notes on that."""

    sentence: int
    clause: FactClause
    segment: Segment
    statement: str = ""
    notes: tuple[str, ...] = ()

    def says(self, statement: str) -> bool:
        """Whether another statement is the same but for what stands between commas: "in Orrin, Ohio, (hospitals)"."""
        return _ASIDE.sub("", self.statement) == _ASIDE.sub("", statement)

    def goes_on_in(self, sentence: Sentence, statement: str) -> bool:
        """Whether another statement begins with all of this one and goes on with no more than a phrase of it."""
        behind = sentence.words[self.clause.last + 1 : self.clause.last + 2]
        if not behind or not statement.startswith(f"{self.statement} "):
            return False
        return behind[0].dep not in _PAUSING and behind[0].tag not in RELATIVE


@dataclass(slots=True)
class ArticleExtractor:
    """Reads the sentences of one article in their order and keeps what later ones need: names, and who is speaking.

    `text` is the clean text that all offsets count in, `quotations` its quoted stretches, `spoken` the paragraphs that
    somebody speaks, `published` the day that "yesterday" is counted from. Without an `encoder` the plain features
    decide alone; `pipeline` names what parses. What states no claim is added to `skipped`.
    """

    text: str
    quotations: Quotations
    published: date | None
    spoken: SpokenParagraphs = field(default_factory=SpokenParagraphs)
    encoder: Encoder | None = None
    model: SegmentModel | None = None
    pipeline: str | None = None
    headline: str | None = None
    place: str | None = None
    skipped: list[SkippedPart] = field(default_factory=list)
    _memory: MentionMemory = field(default_factory=MentionMemory)
    _years: NarratedYears = field(default_factory=NarratedYears)
    _read: list[SentenceAnalysis] = field(default_factory=list)
    _contexts: list[StatementContext] = field(default_factory=list)

    def take(self, sentences: Iterable[Sentence]) -> None:
        """Read the next sentences of the article, in the order of the text.

        Each must be taken once, also one without a claim: pronouns and speakers of later sentences are read from it.
        """
        for each in sentences:
            named = dates(self.text, each.start, each.end, self.published)
            sentence = with_days_of_saying(with_small_opening(each, self.text), named)
            self._memory.remember(sentence)
            # Over the whole sentence, for its verb may tell whether "on Thursday" is to come.
            found = times_of(sentence, named)
            days = self._years.settled(found, self.published)
            self._read.append(self._analysis(sentence, days))
            self._contexts.append(
                StatementContext(self._memory.number, self._memory.recent, days, self.quotations)
            )

    def analyses(self) -> list[SentenceAnalysis]:
        """All sentences read so far, as the rules read them.

        Each knows its place in the article, from 0 to 1, and how many sentences its paragraph has; a new line ends
        a paragraph.
        """
        starts = [0, *(a.sentence.start for a in self._read)]
        paragraphs = list(accumulate(self.text.count("\n", start, end) for start, end in pairwise(starts)))
        sizes = Counter(paragraphs)
        return [
            replace(each, place=n / len(self._read), paragraph=sizes[paragraph])
            for n, (each, paragraph) in enumerate(zip(self._read, paragraphs, strict=True))
        ]

    def claims(self) -> tuple[Claim, ...]:
        """All claims read so far, each stretch once, in the order of the text, with their worth.

        All are weighed together, for the net reads many texts at once.
        """
        made = self.unweighed()
        candidates = [each.candidate for each in made]
        news = (self.model or load_model()).worth
        vectors = [each.vector for each in made if each.vector is not None]
        if news is not None and len(vectors) == len(made):
            worths = news.weigh(candidates, np.array(vectors), [each.place for each in made])
        else:
            worths = weigh(candidates)
        return tuple(
            replace(each.claim, worth=worth.value, reasons=worth.reasons)
            for each, worth in zip(made, worths, strict=True)
        )

    def unweighed(self) -> list[UnweighedClaim]:
        """All claims read so far with what their worth is told from, in the order of the text.

        Of two readings of the same stretch the first one is kept. Notes in `skipped` what states no claim, so that
        it may be called once only.
        """
        analyses = self.analyses()
        model = self.model or load_model()
        found: dict[tuple[int, int], UnweighedClaim] = {}
        claimants = Claimants(self.text, self.quotations, self.spoken, [a.sentence for a in analyses])
        read = [
            ReadSentence(a.sentence, a.clauses, a.said, c) for a, c in zip(analyses, self._contexts, strict=True)
        ]
        for sentence in read:
            claimants.note_ahead(sentence)
        stated = [
            _Stated(n, clause, segment)
            for n, segments in enumerate(decide(analyses, model, self.encoder))
            for clause, segment in self._stated(analyses[n], segments, model)
        ]
        noted = 0  # sentences that the claimants know of, each before its claims
        stated_in_words = self._with_wording(analyses, stated, model)
        lines = ContextLines(analyses, self._contexts, self.published, self.headline, self.place)
        for each in stated_in_words:
            while noted <= each.sentence:
                claimants.note_speakers(read[noted])
                noted += 1
            analysis, context = analyses[each.sentence], self._contexts[each.sentence]
            claim = self._claim(analysis, each, context, claimants)
            claim = replace(claim, context=lines.of(claim, each.sentence))
            candidate = Candidate(
                text=claim.text, sentence=analysis.sentence.text, kind=claim.kind, quantities=claim.quantities,
                claimant=claim.claimant, speech_act=claim.speech_act,
            )  # fmt: skip
            place = claim.start / max(1, len(self.text))
            made = UnweighedClaim(claim, candidate, each.segment.vector, place)
            found.setdefault((claim.start, claim.end), made)
        return [found[stretch] for stretch in sorted(found)]

    def _with_wording(
        self, analyses: Sequence[SentenceAnalysis], stated: Sequence["_Stated"], model: SegmentModel
    ) -> list["_Stated"]:
        """What is stated with its wording; what can only be told in the same words becomes one claim.

        Of two with the same statement, but for a short aside, the first one is kept; where the second stands right
        behind it, it reaches to the end of that, and so it does, over what stands between, where both are told with
        all of their sentence. What goes on without a pause in the next statement is told there
        alone: "they scrambled for days (to add $3)". What then says no more than "he left" goes to `skipped`. `stated`
        is in the order of the text; the weights of `model` tell which wording is likely wrong.
        """
        found: list[_Stated] = []
        clauses = [(analyses[s.sentence].sentence, s.clause, self._contexts[s.sentence]) for s in stated]
        wordings = write_statements(clauses, self.pipeline)
        if model.wording_risk is not None:
            doubtful = [
                Wording(clause, analyses[s.sentence], s.segment, statement=statement, notes=notes)
                for clause, s, (statement, notes) in zip(clauses, stated, wordings, strict=True)
            ]
            wordings = safe_statements(doubtful, model.wording_risk)
        for each, (statement, notes) in zip(stated, wordings, strict=True):
            sentence = analyses[each.sentence].sentence
            if names_nobody(sentence, each.clause, statement):
                stretch = sentence.words[each.clause.first].start, sentence.words[each.clause.last].end
                self.skipped.append(SkippedPart(*stretch, TOO_SHORT))
                continue
            same = [k for k, s in enumerate(found) if s.sentence == each.sentence and s.says(statement)]
            if found and found[-1].sentence == each.sentence and found[-1].goes_on_in(sentence, statement):
                whole = replace(each.clause, first=found[-1].clause.first)
                found[-1] = replace(each, clause=whole, statement=statement, notes=notes)
            elif not same:
                found.append(replace(each, statement=statement, notes=notes))
            elif same[-1] == len(found) - 1 or is_wider(notes):
                first = found[same[-1]]
                last = max(first.clause.last, each.clause.last)
                found[same[-1] :] = [replace(first, clause=replace(first.clause, last=last))]
        return found

    def _analysis(self, sentence: Sentence, days: Sequence[Date]) -> SentenceAnalysis:
        """What the rules read in one sentence.

        Amounts, attributions, clauses and facts within them; a fact that cannot be checked keeps its reason.
        `days` are the dates of the sentence, with offsets in the article.
        """
        amounts = [_moved(amount, sentence.start) for amount in quantities(sentence.text)]
        said = list(attributions(sentence))
        clauses = [] if _is_entry(sentence) else find_clauses(sentence, said)
        parts = [part for clause in clauses for part in divide(sentence, clause, amounts)]
        if clauses:
            parts += left_over(sentence, [(part.first, part.last) for part in parts], amounts)
            parts = [whole_phrase(sentence, part, parts) for part in parts]
        quoted = tuple(self.quotations.around(word.start) is not None for word in sentence.words)
        reasons = tuple(self._reason(sentence, part, quoted[part.head.i]) for part in parts)
        return SentenceAnalysis(
            sentence=sentence, amounts=tuple(amounts), dates=tuple(days), said=tuple(said), clauses=tuple(clauses),
            parts=tuple(parts), reasons=reasons, quoted=quoted,
        )  # fmt: skip

    def _reason(self, sentence: Sentence, clause: FactClause, quoted: bool) -> str | None:
        """Why a clause is no claim; what the speaker of a paragraph tells of "us" is no account of the author's."""
        reason = why_not_checkable(sentence, clause, quoted)
        spoken = self.spoken.at(clause.head.start) is not None
        return None if reason == OWN_ACCOUNT and spoken and not is_of_me(sentence, clause) else reason

    def _stated(
        self, analysis: SentenceAnalysis, segments: Sequence[Segment], model: SegmentModel
    ) -> Iterator[tuple[FactClause, Segment]]:
        """What one sentence states, each clause with its stretch; what is no claim goes to `skipped`, with the reason.

        `segments` are the division of the sentence, those that were not taken among them; `model` holds the weights,
        which name the features that spoke against a stretch.
        """
        sentence = analysis.sentence
        taken = [(segment.first, segment.last) for segment in segments]
        for part, why in zip(analysis.parts, analysis.reasons, strict=True):
            if why is not None and not any(part.first <= last and first <= part.last for first, last in taken):
                taken.append((part.first, part.last))
                self.skipped.append(
                    SkippedPart(sentence.words[part.first].start, sentence.words[part.last].end, why)
                )
        if not taken and is_question(sentence):
            self.skipped.append(SkippedPart(sentence.start, sentence.end, "a question"))
            return
        self.skipped.extend(unread_parts(sentence, taken))
        for segment in segments:
            clause = clause_of(analysis, segment.first, segment.last)
            reason = self._reason(sentence, clause, analysis.quoted[clause.head.i])
            if (
                reason == TOO_SHORT
                and clause.top is not None
                and any(analysis.figures[clause.first : clause.last + 1])
            ):
                reason = None  # "(rose) to $4.48": with what it hangs on it states a figure
            if reason is None and (only_speaks(analysis, segment) or only_leads(analysis, segment)):
                reason = "only says who speaks"
            kept = segment.taken or (analysis.quoted[clause.head.i] and own_word(sentence, clause) is not None)
            if reason is None and not kept:
                reason = reason_against(segment, model, self.encoder is not None)
            if reason is not None:
                start, end = sentence.words[segment.first].start, sentence.words[segment.last].end
                self.skipped.append(SkippedPart(start, end, reason))
            else:
                yield clause, segment

    def _claim(
        self,
        analysis: SentenceAnalysis,
        stated: "_Stated",
        context: StatementContext,
        claimants: Claimants,
    ) -> Claim:
        """The claim that a clause states: its statement, claimant, kind, amounts and dates.

        Its worth is 0 until all claims of the article are weighed. Its notes are the rule by which it was found, then
        what was filled in or left open.
        """
        sentence, clause, statement = analysis.sentence, stated.clause, stated.statement
        start, end = sentence.words[clause.first].start, sentence.words[clause.last].end
        quoted = self.quotations.around(clause.head.start) is not None
        own = tuple(amount for amount in analysis.amounts if start <= amount.start and amount.end <= end)
        claimant, doubts = claimants.find(sentence, clause, quoted, context)
        found = claimant, doubts
        claimant, doubts = claimants.of_statement(sentence, clause, found, analysis.said, statement, context)
        speech_act = clause.attribution.speech_act if clause.attribution is not None else "asserts"
        kind = kind_of(sentence, clause, own)
        if quoted and (word := own_word(sentence, clause)) is not None:
            speech_act, kind = word, kind if kind == "quantity" else "statement"
        if claimant is None and (label := claimants.label(clause.head.start)) is not None:
            claimant, quoted = label, True
        if claimant is None:
            statement += unnamed_speaker(sentence, clause, statement)
        opening = statement.split(" ", 1)[0]
        spoken = _first_person(sentence, clause) or (opening if opening.lower() in FIRST_PERSON else None)
        if quoted and claimant is not None and spoken is not None and claimant.lower() not in statement.lower():
            if opening.lower() in FIRST_PERSON or spoken.lower() in _SPEAKERS:
                who = claimant[:1].upper() + claimant[1:] + ("," if ", " in claimant else "")
                statement = f"{who} said: {statement}"
            doubts = (*doubts, f"“{spoken}” is whoever speaks")
        return Claim(
            start, end, self.text[start:end], statement=statement, kind=kind, claimant=claimant,
            worth=_UNWEIGHED, reasons=(), quantities=own, dates=_within(context.dates, start, end),
            speech_act=speech_act,
            quoted=quoted, notes=(clause.rule, *stated.notes, *doubts),
        )  # fmt: skip


def _is_entry(sentence: Sentence) -> bool:
    """Whether a line only says things of a name, without a sentence: "Jane R. Moor: Theft, held in lieu of $41,000
    bond.".
    """
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
    """The amount with its offsets moved by `by` code points, from the sentence's to the article's."""
    return replace(quantity, start=quantity.start + by, end=quantity.end + by)
