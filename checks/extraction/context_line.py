"""The context of a claim: a short line of the article's own words for what its statement leaves to its surroundings.

The lead says what the article is about; the sentences before say what "it" and "the agency" are; the sentence around
says when and of whom. Only words of the article are taken, and only those that the statement does not hold already.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from checks.extraction.segments.analysis import SentenceAnalysis
from checks.lexicon import load_words
from checks.nlp.tree import Sentence
from checks.types.claim import Claim

MOST: Final = 14  # names and times of a line
_NAMES: Final = load_words("extraction", "named_entities")
_WORD: Final = re.compile(r"\w+")


class ContextLines:
    """The context lines of one article's claims.

    `text` is the article's clean text, `analyses` its sentences in their order. What is named in several sentences
    is what the article is about; the six most frequent of these may stand in every line.
    """

    def __init__(self, text: str, analyses: Sequence[SentenceAnalysis]) -> None:
        self.text = text
        self.analyses = analyses
        self.phrases = [list(_phrases(a)) for a in analyses]
        counted = Counter(p for phrases in self.phrases for p in phrases)
        self.main = [p for p, n in counted.most_common(6) if n > 1]

    def of(self, claim: Claim, n: int) -> str:
        """The line of a claim in the n-th sentence, counted from 0: names and times, joined by semicolons.

        At most 14, those of the claim's own sentence and the two before first, then those of the article's first
        two sentences. Empty where the statement holds all of them.
        """
        held = _words(claim.statement)
        lead = [p for phrases in self.phrases[:2] for p in phrases]
        near = [p for back in range(0, 3) if n - back >= 0 for p in self.phrases[n - back]]
        chosen: list[str] = []
        for phrase in (*near[:8], *lead, *self.main):
            if len(chosen) < MOST and not _words(phrase) <= held:
                chosen.append(phrase)
                held |= _words(phrase)
        return "; ".join(chosen)


def _words(text: str) -> set[str]:
    """The words of a text in lower case, each once."""
    return {word.lower() for word in _WORD.findall(text)}


def _phrases(analysis: SentenceAnalysis) -> Iterator[str]:
    """The names and times of a sentence, as they stand; "Thursday" is left to "on Thursday"."""
    times = [day.text for day in analysis.dates]
    named = [name for name in _runs(analysis.sentence) if not any(name in time for time in times)]
    yield from named
    yield from (time for time in times if not any(time in name for name in named))


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
        if words[i].text[:1].isupper() or words[last].text[:1].isupper():
            yield sentence.text_between(i, last)
        i = last + 1
