"""The parts of a sentence that no claim covers: reported as skipped, or joined to the claim that they continue."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from checks.extraction.claimants.claimants import SAYING
from checks.extraction.clauses import FactClause
from checks.lexicon import load_words
from checks.nlp.tree import Sentence
from checks.types.claim import SkippedPart

NOT_READ: Final = "reads as no claim"
_MARKS: Final = load_words("extraction", "marks")
_FEWEST_REPORTED: Final = 5  # words; a shorter remainder is not reported


def whole_phrase(sentence: Sentence, part: FactClause, parts: Sequence[FactClause]) -> FactClause:
    """The part with the words right after it that no other part took: "ended MSU's title" | "hopes in the East".

    Only over words that the parser hung on nothing in particular (`dep`), as far as the next mark.
    """
    words, last = sentence.words, part.last
    taken = {i for other in parts for i in range(other.first, other.last + 1)}
    behind = words[last + 1] if last + 1 < len(words) else None
    if behind is None or behind.i in taken or behind.dep != "dep" or not behind.tag[:1].isalpha():
        return part
    while last < behind.right and last + 1 not in taken and words[last + 1].lower not in _MARKS:
        last += 1
    whole = part.whole if part.whole is None or part.whole[1] > last else (part.whole[0], last)
    return replace(part, last=last, whole=whole)


def unread_parts(sentence: Sentence, taken: Iterable[tuple[int, int]]) -> Iterator[SkippedPart]:
    """Stretches that became neither a claim nor a skipped part nor an attribution, with a verb and at least five words.

    `taken` are the stretches, first and last word, that became claims or were skipped with a reason of their own.
    """
    covered = {i for first, last in taken for i in range(first, last + 1)}
    for open_, run in groupby(sentence.words, key=lambda word: word.i not in covered):
        words = [word for word in run if word.tag[:1].isalpha()]
        verbs = [word.lower for word in words if word.tag[:2] == "VB"]
        if open_ and len(words) >= _FEWEST_REPORTED and verbs and not any(verb in SAYING for verb in verbs):
            yield SkippedPart(words[0].start, words[-1].end, NOT_READ)
