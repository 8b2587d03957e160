"""The context of a claim: a short line of the article's own words for what its statement leaves to its surroundings.

The headline says what the article is about; the sentences before say what "it" and "the agency" are; the one around
says when and of whom. Only words of the article are taken, times with the day or year that they mean, and only those
that the statement does not hold already. Whole stretches of the article stand in quotation marks.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from datetime import date
from typing import Final

from checks.dates import spoken_date
from checks.extraction.context.before import Stretch
from checks.extraction.context.introductions import Introductions
from checks.extraction.context.names import ArticleNames
from checks.extraction.context.opening import dated_wording, is_covered, lead_of, words_of
from checks.extraction.context.pointed import pointed_at
from checks.extraction.coreference import surname
from checks.extraction.segments.analysis import SentenceAnalysis
from checks.extraction.statement import StatementContext
from checks.lexicon import alternatives
from checks.nlp.names import tells_names
from checks.nlp.tree import Sentence
from checks.types.claim import Claim

_MOST_POINTED: Final = 3  # phrases that bare nouns and pronouns of a statement may mean
_MOST_INTRODUCED: Final = 3
_MOST_NAMES: Final = 3  # of the claim's sentence
_MOST_AROUND: Final = 2  # stretches that a claim goes on from
_LONGEST: Final = 900  # characters of a line without its times; people may write 1,000
_MOSTLY: Final = 0.8  # of the words of a headline or lead: what holds them tells what it tells
_LEADING: Final = re.compile(rf"^(?:{alternatives('extraction', 'before_a_time')}) (?:the (?=\d))?", re.IGNORECASE)
_QUOTES: Final = re.compile(r"[“”\"]")


class ContextLines:
    """The context lines of one article's claims.

    `analyses` are its sentences in their order, `contexts` what is known where each stands; `headline` says what it is
    about, `place` where it is reported from.
    """

    def __init__(
        self,
        analyses: Sequence[SentenceAnalysis],
        contexts: Sequence[StatementContext],
        published: date | None = None,
        headline: str | None = None,
        place: str | None = None,
    ) -> None:
        self.analyses = analyses
        self.contexts = contexts
        self.published = published
        self.headline = headline
        self.place = place
        self.names = ArticleNames(analyses)
        self.sentences = [_with_people(a.sentence, self.names.people) for a in analyses]
        mentions = (m for context in contexts for m in context.mentions)
        self.genders = {surname(m.name): m.gender for m in mentions if m.gender is not None}
        self.introductions = Introductions(self.names)
        self.lead = lead_of(list(zip(self.sentences, contexts, strict=True)), headline)

    def of(self, claim: Claim, n: int) -> str:
        """The line of a claim in the n-th sentence, counted from 0, its parts joined by semicolons.

        What the statement points at: phrases, and where these are not sure the words before it; who those are whom it
        names; what the article is about; other names of the claim's sentence; where and when. Empty where the statement
        holds all of it.
        """
        about = words_of(" ".join(self._about(claim, [])))
        meant = pointed_at(claim, n, self.sentences, self.introductions, self.genders, about)
        around = self._quoted(meant.stretches, claim.statement)
        quoted = [*around, *self._about(claim, around)]
        said = words_of(claim.statement)
        pointed = _new((p for p in meant.phrases if not any(p in other for other in around)), said, _MOST_POINTED)
        for each in quoted:
            said |= words_of(each) if each in around or tells_names(each) else set()
        who = _new(
            self.introductions.introduced_in(f"{claim.statement} {claim.claimant or ''}"), said, _MOST_INTRODUCED
        )
        said |= words_of(claim.claimant or "")
        names = _new(self.names.each[n], said, _MOST_NAMES)
        lacking = self.names.lacking(" ".join([claim.statement, *quoted, self.place or ""]))
        names += _new(lacking, said, len(lacking))  # "a man", "a town": the next sentences tell who and where
        if self.place is not None and not words_of(self.place) <= said:
            names.append(f"reported from {self.place}")
        parts = "; ".join(_fitting([*pointed, *who, *(f"“{each}”" for each in quoted), *names]))
        return "; ".join([*([parts] if parts else []), *self._when(claim, n, parts)])

    def _quoted(self, stretches: Sequence[Stretch], statement: str) -> list[str]:
        """Stretches of the article as they stand in a line, none of them within another one or in the statement."""
        wordings = [
            _bare(dated_wording(self.analyses[k].sentence, self.contexts[k], last))
            for k, last in dict.fromkeys(stretches)
        ]
        bare = [each.rstrip(" …") for each in wordings]
        within = [sum(one in other for other in bare) > 1 or one.lower() in statement.lower() for one in bare]
        return [each for each, inside in zip(wordings, within, strict=True) if not inside][:_MOST_AROUND]

    def _when(self, claim: Claim, n: int, parts: str) -> Iterator[str]:
        """The one time of the claim's sentence, and the day of publication; none beside a day of its own."""
        days = (day.first for day in claim.dates if day.first is not None and day.first == day.last)
        if any(str(day.year) in claim.statement for day in days):  # no "now" or "currently"
            return
        times = list(dict.fromkeys(_times(self.analyses[n])))
        when = times if len(times) == 1 and not claim.dates else []
        yield from when
        if self.published is not None:
            day = f"{self.published.day} {self.published:%B %Y}"
            yield from [f"published {day}"] if day not in f"{parts} {when}" else []

    def _about(self, claim: Claim, around: Sequence[str]) -> Iterator[str]:
        """What the article is about: its headline and its lead, without the one that another part tells already."""
        said = " ".join([claim.statement, *around])
        lead = None if self.lead is None or is_covered(self.lead, said, _MOSTLY) else _bare(self.lead)
        if self.headline is not None and not is_covered(self.headline, f"{said} {lead or ''}", _MOSTLY):
            yield _bare(self.headline)
        if lead is not None:
            yield lead


def _with_people(sentence: Sentence, people: Set[str]) -> Sentence:
    """A sentence in which a surname alone is read as somebody's, whom the article names in full elsewhere."""
    words = (w._replace(entity="PERSON") if w.text in people and w.tag[:3] == "NNP" else w for w in sentence.words)
    return replace(sentence, words=tuple(words))


def _bare(stretch: str) -> str:
    """A stretch of the article without the marks that would part or end it in a line."""
    return _QUOTES.sub("", stretch).replace(";", ",")


def _fitting(parts: Iterable[str]) -> Iterator[str]:
    """The parts of a line that leave room for its times, the first before the others."""
    room = _LONGEST
    for part in parts:
        if len(part) <= room:
            room -= len(part) + 2
            yield part


def _new(phrases: Iterable[str], said: set[str], most: int) -> list[str]:
    """The first phrases, at most `most`, that hold a word which is not `said` yet; `said` takes in their words."""
    chosen: list[str] = []
    for phrase in phrases:
        if len(chosen) < most and not words_of(phrase) <= said:
            chosen.append(phrase)
            said |= words_of(phrase)
    return chosen


def _times(analysis: SentenceAnalysis) -> Iterator[str]:
    """The times of a sentence that are known, with their year: "16 October 2024" for "on Wednesday"."""
    for day in analysis.dates:
        dated = any(c.isdigit() or c.isupper() for c in day.text[1:]) and "’" not in day.text  # no "Friday’s"
        spoken = spoken_date(day) or (day.text if dated and day.first is not None else None)
        if spoken is not None:
            yield _LEADING.sub("", spoken)
