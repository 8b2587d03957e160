"""The context of a claim: a short line of the article's own words for what its statement leaves to its surroundings.

The lead says what the article is about; the sentences before say what "it" and "the agency" are; the sentence around
says when and of whom. Only words of the article are taken, times with the day or year that they mean, and only those
that the statement does not hold already.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from datetime import date
from typing import Final

from checks.dates import spoken_date
from checks.extraction.antecedents import antecedents
from checks.extraction.segments.analysis import SentenceAnalysis
from checks.lexicon import load_words
from checks.nlp.tree import Sentence
from checks.types.claim import Claim

MOST_NAMES: Final = 8  # of a line
_MOST_TIMES: Final = 3
_LEAD: Final = 3  # sentences
_BACK: Final = 3  # sentences, that of the claim among them, whose names and times are near
_NAMES: Final = load_words("extraction", "named_entities")
_WORD: Final = re.compile(r"\w+")
_LEADING: Final = re.compile(r"^(?:on|in|at|of|over|within|for) (?:the (?=\d))?", re.IGNORECASE)
_CLITIC: Final = re.compile(r"['’]s?$")
_YEAR: Final = re.compile(r"\b(?:1\d|20)\d\d\b")
_MARKS: Final = " .,;:•([])–—-"


class ContextLines:
    """The context lines of one article's claims.

    `text` is the article's clean text, `analyses` its sentences in their order. What is named in several sentences
    is what the article is about; the six most frequent of these may stand in every line.
    """

    def __init__(self, analyses: Sequence[SentenceAnalysis], published: date | None = None) -> None:
        self.analyses = analyses
        self.published = published
        self.sentences = [a.sentence for a in analyses]
        named = [list(_names(a)) for a in analyses]
        longer = _longer({name for names in named for name in names})
        self.names = [list(dict.fromkeys(longer.get(name, name) for name in names)) for names in named]
        self.times = [list(dict.fromkeys(_times(a))) for a in analyses]
        counted = Counter(name for names in self.names for name in names)
        self.main = [name for name, n in counted.most_common(6) if n > 1]

    def of(self, claim: Claim, n: int) -> str:
        """The line of a claim in the n-th sentence, counted from 0: names, then times, joined by semicolons.

        Where the statement points at what stands before it, the line begins with what that may be.

        At most eight names, the claimant's and those of the claim's own sentence first, and at most three times; where
        none is known, the day of publication. Empty where the statement holds all of them.
        """
        near = range(n, max(-1, n - _BACK), -1)
        lead = range(min(_LEAD, len(self.analyses)))
        held = _words(claim.statement)
        around = [name for i in (*near[1:], *lead) for name in self.names[i]]
        speaker = [claim.claimant] if claim.claimant is not None else []
        meant = antecedents(self.sentences, n, claim.start, claim.end, claim.statement)
        chosen = _new([*meant, *speaker, *self.names[n], *self.main, *around], held, MOST_NAMES)
        before = next((self.times[i] for i in near[1:] if self.times[i]), [])
        first = next((self.times[i] for i in lead if self.times[i]), [])
        times = _new([*self.times[n], *before[:1], *first[:1]], held, _MOST_TIMES)
        if not times and self.published is not None and not claim.dates:
            times = [f"published {self.published.day} {self.published:%B %Y}"]  # what "is missing" holds for
        return "; ".join([*chosen, *times])


def _longer(names: Set[str]) -> dict[str, str]:
    """The one longer name that begins or ends with a name: "Castlemoor United" for "Castlemoor"; none of several."""
    found: dict[str, set[str]] = {}
    for name in names:
        words = name.split()
        for n in range(1, len(words)):
            for part in (" ".join(words[:n]), " ".join(words[n:])):
                found.setdefault(part, set()).add(name)
    return {part: others.pop() for part, others in found.items() if part in names and len(others) == 1}


def _new(phrases: Sequence[str], held: set[str], most: int) -> list[str]:
    """The first of the phrases that hold a word which is not `held` yet; `held` takes in their words."""
    chosen: list[str] = []
    for phrase in phrases:
        if len(chosen) < most and not _words(phrase) <= held:
            chosen.append(phrase)
            held |= _words(phrase)
    return chosen


def _words(text: str) -> set[str]:
    """The words of a text in lower case, each once."""
    return {word.lower() for word in _WORD.findall(text)}


def _names(analysis: SentenceAnalysis) -> Iterator[str]:
    """The names of a sentence as they stand, without marks and clitics; none that is part of a time."""
    for name in _runs(analysis.sentence):
        bare = _CLITIC.sub("", name.strip(_MARKS))
        if len(bare) > 1 and not any(bare in day.text for day in analysis.dates):
            yield bare


def _times(analysis: SentenceAnalysis) -> Iterator[str]:
    """The times of a sentence that are known, with their year: "16 October 2024" for "on Wednesday"."""
    for day in analysis.dates:
        spoken = spoken_date(day) or (day.text if day.first is not None and _YEAR.search(day.text) else None)
        if spoken is not None:
            yield _LEADING.sub("", spoken)


def _runs(sentence: Sentence) -> Iterator[str]:
    """The names of a sentence, each as long as it goes: proper nouns, and words of one named entity."""
    words = sentence.words
    i = 0
    while i < len(words):
        if words[i].tag[:3] != "NNP" and words[i].entity not in _NAMES:
            i += 1
            continue
        last = i
        while last + 1 < len(words) and (
            words[last + 1].tag[:3] == "NNP" or (words[last + 1].entity == words[i].entity and words[i].entity)
        ):
            last += 1
        opening = last == i and _opens(sentence, i) and not words[i].entity  # "Records began in 2007"
        if not opening and (words[i].text[:1].isupper() or words[last].text[:1].isupper()):
            yield sentence.text_between(i, last)
        i = last + 1


def _opens(sentence: Sentence, i: int) -> bool:
    """Whether a word is the first of its sentence, marks left aside, and would have a capital anyhow."""
    return not any(word.text[:1].isalnum() for word in sentence.words[:i])
