"""Rows of nouns, and which of them are one fact: "officials from Mexico, Canada, Japan and elsewhere"."""

from collections.abc import Iterator, Sequence

from checks.extraction.segments.analysis import SentenceAnalysis
from checks.nlp.tree import FINITE, NOUN, SUBJECT, Sentence, Word


def uncounted_rows(analysis: SentenceAnalysis) -> Iterator[list[Word]]:
    """The rows of a sentence that hold neither a clause nor figures of their own, each in its order."""
    return (row for row in _rows(analysis.sentence) if _is_one_fact(analysis, row))


def _is_one_fact(analysis: SentenceAnalysis, row: Sequence[Word]) -> bool:
    """Whether a row has no figure, or one before its first noun that counts all: "397 rooms, suites and cabins"."""
    counted = [analysis.sentence.child(word, "nummod") is not None for word in row]
    common = row[0].tag == "NNS" and all(word.tag in ("NN", "NNS") for word in row)
    shared = common and counted[0] and not any(counted[1:])
    begin = row[0].i + 1 if shared else row[0].left
    return not any(analysis.figures[begin : row[-1].right + 1])


def _rows(sentence: Sentence) -> Iterator[list[Word]]:
    """The rows of nouns of a sentence that hold no clause: "officials from Mexico, Canada, Japan and elsewhere".

    The second may be read as what stands beside the first: "through courts, referendums or councils".
    """
    rows: dict[int, list[Word]] = {}
    for word in sentence.words:
        first = word
        while first.head < first.i and (first.dep == "conj" or _is_of_row(sentence, first)):
            first = sentence.words[first.head]
        if first.i < word.i and first.tag in NOUN:
            rows.setdefault(first.i, [first]).append(word)
    for row in rows.values():
        inside = sentence.words[row[0].i : row[-1].i + 1]
        if not any(w.tag in FINITE or w.dep in SUBJECT for w in inside):
            yield row


def _is_of_row(sentence: Sentence, word: Word) -> bool:
    """Whether what stands beside a noun is bare and goes on with an "and" or "or", as the middle of a row does."""
    bare = sentence.child(word, "det", "poss") is None and word.tag in ("NN", "NNS")
    joined = sentence.child(word, "conj") is not None and sentence.child(word, "cc") is not None
    return word.dep == "appos" and bare and joined
