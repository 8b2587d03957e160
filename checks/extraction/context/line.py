"""The context of a claim: a short line of the article's own words for what its statement leaves to its surroundings.

The headline says what the article is about; the sentences before say what "it" and "the agency" are; the one around
says when and of whom. Only words of the article are taken, times with the day or year that they mean, and only those
that the statement does not hold already. Whole stretches of the article stand in quotation marks.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from checks.dates import spoken_date
from checks.extraction.context.antecedents import antecedents, phrases_of
from checks.extraction.context.before import LONGEST_STRETCH, pointer_of, words_before
from checks.extraction.context.names import ArticleNames
from checks.extraction.segments.analysis import SentenceAnalysis
from checks.lexicon.country_names import country_of_people
from checks.lexicon.word_classes import word_set
from checks.nlp.names import tells_names
from checks.types.claim import Claim

MOST_NAMES: Final = 8  # of a line
_LEAST_NAMES: Final = 2  # however long the rest is
_LONGEST: Final = 280  # characters of whole stretches
_ROOM: Final = 200  # characters for what it points at, what the article is about, and names
_SHORTEST: Final = 5  # words of a statement that needs none of its sentence
_MOST_TIMES: Final = 3
_LEAD: Final = 3  # sentences
_BACK: Final = 3  # sentences, that of the claim among them, whose names and times are near
_WORD: Final = re.compile(r"\w+")
_LEADING: Final = re.compile(r"^(?:on|in|at|of|over|within|for) (?:the (?=\d))?", re.IGNORECASE)
_UNSURE: Final = word_set("it its they their them")  # one phrase that agrees is often another one
_MARKS: Final = " .,;:•([])–—-"
_QUOTES: Final = re.compile(r"[“”\"]")


class ContextLines:
    """The context lines of one article's claims.

    `analyses` are its sentences in their order, `about` is its headline or what it says first, `place` where it is
    reported from. What is named in several sentences may stand in every line.
    """

    def __init__(
        self,
        analyses: Sequence[SentenceAnalysis],
        published: date | None = None,
        about: str | None = None,
        place: str | None = None,
    ) -> None:
        self.analyses = analyses
        self.published = published
        self.about = about
        self.place = place
        self.sentences = [a.sentence for a in analyses]
        self.names = ArticleNames(analyses)
        self.times = [list(dict.fromkeys(_times(a))) for a in analyses]

    def of(self, claim: Claim, n: int) -> str:
        """The line of a claim in the n-th sentence, counted from 0, its parts joined by semicolons.

        First what the statement points at: a phrase, or where that is not sure the words before it. Then what the
        article is about; then names, at most eight, the claimant's and those of the claim's own sentence first; then
        at most three times, or where none is known, the day of publication. Empty where the statement holds all of
        them.
        """
        names = self.names
        near = range(n, max(-1, n - _BACK), -1)
        lead = range(min(_LEAD, len(self.analyses)))
        held = _words(claim.statement)
        meant = antecedents(self.sentences, n, claim.start, claim.end, claim.statement)
        before, unclear = self._before(claim, n)
        quoted = [each for each in dict.fromkeys((before, self._about(claim, before))) if each]
        sure = [each for each in meant if each not in unclear and (before is None or each not in before)]
        pointed = _new(sure, held, MOST_NAMES)
        for each in quoted:
            held |= _words(each) if each == before or tells_names(each) else set()
        around = [name for i in (*near[1:], *lead) for name in names.each[i]]
        speaker = [names.whole(claim.claimant)] if claim.claimant is not None else []
        room = _ROOM - sum(map(len, (*pointed, *quoted)))
        chosen = _new([*speaker, *names.each[n], *around, *names.main, *names.places], held, MOST_NAMES, room)
        earlier = next((self.times[i] for i in near[1:] if self.times[i]), [])
        first = next((self.times[i] for i in lead if self.times[i]), [])
        own = [*self.times[n], *_times_without_year(self.analyses[n])]
        times = _new([*own, *earlier[:2], *first[:1]], held, _MOST_TIMES)
        if not times and self.published is not None and not claim.dates:
            times = [f"published {self.published.day} {self.published:%B %Y}"]  # what "is missing" holds for
        if self.place is not None and not _words(self.place) <= held:
            chosen.append(f"reported from {self.place}")
        return "; ".join([*pointed, *(f"“{each}”" for each in quoted), *chosen, *times])

    def _before(self, claim: Claim, n: int) -> tuple[str | None, list[str]]:
        """The words that a claim goes on from, and phrases that are then left out; None where one phrase is meant."""
        pointer = pointer_of(self.sentences[n], claim.start, claim.end, claim.statement)
        short = claim.statement.count(" ") < _SHORTEST
        if pointer is None and not short:
            return None, []
        phrases = phrases_of(self.sentences, n, pointer) if pointer is not None else []
        if len(phrases) == 1 and not (pointer is not None and pointer.lower in _UNSURE):
            return None, []
        before = words_before(self.sentences, n, claim.start, pointer) if pointer is not None else self._whole(n)
        fresh = before is not None and before.lower() not in claim.statement.lower()
        return (_bare(before), phrases) if before is not None and fresh else (None, [])

    def _whole(self, n: int) -> str | None:
        """The sentence around a statement of a few words, unless it is long."""
        sentence = self.sentences[n]
        return sentence.text.strip(_MARKS) if len(sentence.words) <= LONGEST_STRETCH else None

    def _about(self, claim: Claim, before: str | None) -> str | None:
        """What the article is about, unless the statement or the words before say just that."""
        if self.about is None:
            return None
        if before is not None and (self.about in before or len(self.about + before) > _LONGEST):
            return None
        about, said = self.about.lower(), claim.statement.lower()
        return None if about in said or said in about else _bare(self.about)


def _bare(stretch: str) -> str:
    """A stretch of the article without the marks that would part or end it in a line."""
    return _QUOTES.sub("", stretch).replace(";", ",")


def _new(phrases: Sequence[str], held: set[str], most: int, room: int | None = None) -> list[str]:
    """The first of the phrases that hold a word which is not `held` yet; `held` takes in their words.

    At most `most`, and beyond the first two none that needs more than `room` characters with those before.
    """
    chosen: list[str] = []
    for phrase in phrases:
        full = room is not None and len(chosen) >= _LEAST_NAMES and sum(map(len, chosen)) + len(phrase) > room
        if len(chosen) < most and not full and not _words(phrase) <= held:
            chosen.append(phrase)
            held |= _words(phrase)
    return chosen


def _words(text: str) -> set[str]:
    """The words of a text in lower case, each once; a people is its country."""
    peoples = country_of_people()
    return {peoples.get(word.lower(), word.lower()) for word in _WORD.findall(text)}


def _times(analysis: SentenceAnalysis) -> Iterator[str]:
    """The times of a sentence that are known, with their year: "16 October 2024" for "on Wednesday"."""
    for day in analysis.dates:
        dated = any(c.isdigit() or c.isupper() for c in day.text[1:])  # "for January to June", not "now"
        spoken = spoken_date(day) or (day.text if dated and day.first is not None else None)
        if spoken is not None:
            yield _LEADING.sub("", spoken)


def _times_without_year(analysis: SentenceAnalysis) -> Iterator[str]:
    """The times of a sentence whose year is not known: "September"; none that is counted from an unknown day."""
    for day in analysis.dates:
        bare = _LEADING.sub("", day.text)
        capital = bare[:1].isupper() and (bare != day.text or day.start > analysis.sentence.start)  # not "Today"
        if capital and day.first is None:
            yield bare
