"""Who speaks in whole paragraphs: the labels of transcripts and interviews, a line that leads into a speech, and the
signatures of posts.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from checks.lexicon import alternatives
from checks.nlp.tree import Sentence

# "MAYOR LIND: ", "Lind: ", "Dr. Ana Roe: ", "Q: ", "A: "
_LABEL: Final = re.compile(
    r"(?:\*\*)?((?:[A-Z][\w.'’-]*)(?: (?:[A-Z][\w.'’-]*|de|van|von|al|of)){0,4}):(?:\*\*)? (?=\S)"
)
# "— Stansted Airport (@STN_Airport) December 22, 2014", as posts are embedded in pages
_SIGNATURE: Final = re.compile(
    r" ?[—–-] ?(\S[^\n—–(@]{0,60}?) \(@\w{1,15}\) (?:[A-Z][a-z]+ \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]+,? \d{4})\s*$",
    re.M,
)
_CAPITALS: Final = re.compile(r"[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){1,4}")
_ANSWER: Final = frozenset(["A", "Answer"])
_QUESTION: Final = frozenset(["Q", "Question"])
_LEADS: Final = re.compile(rf"\b(?:{alternatives('extraction', 'speech_leads')})\b", re.I)
_FIRST_PERSON: Final = re.compile(r"\b(?:I|we|my|our|us|me)\b")
_LEAST: Final = 3  # paragraphs of a speech that a line leads into


@dataclass(frozen=True, slots=True)
class SpokenParagraph:
    """A paragraph that somebody speaks: where the words begin and end, and the label that names who does.

    The label is empty where a line before the whole speech tells it.
    """

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class SpokenParagraphs:
    """The paragraphs of an article that somebody speaks, in the order of the text; none where it has no speech."""

    paragraphs: tuple[SpokenParagraph, ...] = ()

    def at(self, place: int) -> SpokenParagraph | None:
        """The spoken paragraph that holds a place of the text; None where the article itself speaks.

        `place` is an offset in the clean text.
        """
        return next((p for p in self.paragraphs if p.start <= place < p.end), None)

    def words_of(self, paragraph: tuple[int, int]) -> tuple[int, int]:
        """What is said in a paragraph (start, end), without the label or signature; all of it where nobody speaks."""
        start, end = paragraph
        return next(((p.start, p.end) for p in self.paragraphs if start <= p.start and p.end <= end), paragraph)


def spoken_paragraphs(text: str, paragraphs: Sequence[tuple[int, int]]) -> SpokenParagraphs:
    """The paragraphs that open with a speaker's label, a line such as "Excerpts of the address:" leads into, or
    an author's name and handle close.

    A label in capitals of two to five words counts by itself; any other one where it opens two paragraphs, or answers
    a question ("Q:", "A:"). A dateline ("NEW DELHI: …") is no part of the paragraphs any more.
    """
    labels = [(_LABEL.match(text, start, end), start, end) for start, end in paragraphs]
    counted = Counter(label[1] for label, _, _ in labels if label is not None)
    asked = any(counted[q] for q in _QUESTION) and any(counted[a] for a in _ANSWER)
    found = [
        SpokenParagraph(label.end(), end, label[1])
        for label, _, end in labels
        if label is not None
        and (
            _CAPITALS.fullmatch(label[1])
            or (asked and label[1] in _QUESTION | _ANSWER)
            or (counted[label[1]] > 1 and len(counted) < 8 and len(label[1]) > 2)
        )
    ]
    if not found:
        found = [SpokenParagraph(start, end, "") for start, end in _speech(text, paragraphs)]
    return SpokenParagraphs(tuple(sorted([*found, *_posts(text, paragraphs, found)], key=lambda p: p.start)))


def _posts(
    text: str, paragraphs: Sequence[tuple[int, int]], others: Sequence[SpokenParagraph]
) -> Iterator[SpokenParagraph]:
    """The paragraphs that a signature closes; none of those that are spoken by `others`."""
    for start, end in paragraphs:
        signature = _SIGNATURE.search(text, start, end)
        if signature is not None and signature.start() > start and not any(start <= p.start < end for p in others):
            yield SpokenParagraph(start, signature.start(), signature[1])


def _speech(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The paragraphs behind a line that leads into a speech, where most of them say "I" or "we"."""
    for n, (start, end) in enumerate(paragraphs[:4]):
        line, rest = text[start:end].rstrip(), list(paragraphs[n + 1 :])
        if line.endswith(":") and _LEADS.search(line) and len(rest) >= _LEAST:
            spoken = sum(bool(_FIRST_PERSON.search(text, a, b)) for a, b in rest)
            return rest if 2 * spoken >= len(rest) else []
    return []


def asks(label: str) -> bool:
    """Whether a label is that of whoever puts the questions: "Q" or "Question"."""
    return label in _QUESTION


def named_speaker(label: str, before: Sequence[Sentence]) -> str | None:
    """The words that name who speaks: the label itself, or the person whom the sentences before it are about.

    None where that is nobody.
    """
    if label and label not in _ANSWER:
        return label.title() if label.isupper() and len(label) > 3 else label
    for sentence in before:
        for word in sentence.words:
            if word.entity == "PERSON" and word.tag == "NNP" and word.dep != "compound":
                first = word.i
                while first and sentence.words[first - 1].entity == "PERSON":
                    first -= 1
                if first < word.i:
                    return sentence.text_between(first, word.i)
    return None
