"""The names and nouns of statements, as the parse of their article has them.

A statement is mostly made of words of its sentence, and what is filled in are names of the article. So whoever
searches by its words need not parse it again: to look for the names in it takes longer than all else of a search.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from checks.nlp.tree import NOUN, Sentence
from checks.types.claim import Claim
from checks.types.reading import StatementReading

_PROPER: Final = ("NNP", "NNPS")
_WRITTEN: Final = re.compile(r"[^\W\d_](?:[\w'’.-]*\w)?")
_ENDING: Final = re.compile(r"['’]s?\Z")


@dataclass(frozen=True, slots=True)
class _Found:
    """A word where it stands in a statement; those of one `run` are one entity, if they have a label."""

    start: int
    end: int
    tag: str
    label: str
    run: tuple[int, int]


def statement_readings(claims: Sequence[Claim], sentences: Sequence[Sentence]) -> dict[str, StatementReading]:
    """What is read of the statement of each claim, by the statements; the claims are those of these sentences.

    Words of a statement that are neither in its sentence nor names of the article are left out.
    """
    starts = [sentence.start for sentence in sentences]
    names: dict[str, tuple[str, str]] = {}
    for word in (word for sentence in sentences for word in sentence.words if word.tag in _PROPER):
        if not names.get(word.text, ("", ""))[1]:  # what it is called in one place it is in all
            names[word.text] = word.tag, word.entity
    return {
        claim.statement: _reading(claim.statement, sentences[max(0, bisect_right(starts, claim.start) - 1)], names)
        for claim in claims
    }


def _reading(statement: str, sentence: Sentence, names: Mapping[str, tuple[str, str]]) -> StatementReading:
    """What is read of one statement.

    `sentence` is the one that it is told in, `names` are the tags and labels of the names of the article. Words beside
    each other that have one label are one entity, as in the article; one that lost some of its words keeps the others.
    """
    own = sorted(_own_words(statement, sentence, names), key=lambda found: found.start)
    found = sorted([*own, *_filled_in(statement, own, names)], key=lambda each: each.start)
    entities: list[tuple[str, int, int]] = []
    nouns: list[tuple[str, str, int]] = []
    before: _Found | None = None
    for each in found:
        if each.label:
            if before is not None and before.run == each.run:
                label, start, _ = entities.pop()
            else:
                label, start = each.label, each.start
            entities.append((label, start, each.end))
        if each.tag in NOUN:
            nouns.append((statement[each.start : each.end], each.tag, len(entities) - 1 if each.label else -1))
        before = each
    return StatementReading(tuple((label, statement[start:end]) for label, start, end in entities), tuple(nouns))


def _own_words(statement: str, sentence: Sentence, names: Mapping[str, tuple[str, str]]) -> Iterator[_Found]:
    """The nouns, and the words of entities, that a statement has from its sentence.

    They stand in it in the order of the sentence, mostly; one that does not is looked for from the beginning. Arguments
    as of `_reading`.
    """
    at, run, before = 0, 0, (-1, "")
    taken: set[int] = set()
    for word in sentence.words:
        if word.tag not in NOUN and not word.entity:
            continue
        label = word.entity or (names[word.text][1] if word.tag in _PROPER else "")
        run += before != (word.i - 1, label)
        before = word.i, label
        start = _place(statement, word.text, at)
        if start < 0:
            start = _place(statement, word.text, 0)
        if start < 0 or start in taken:
            continue
        taken.add(start)
        at = start + len(word.text)
        yield _Found(start=start, end=at, tag=word.tag, label=label, run=(0, run))


def _place(statement: str, word: str, at: int) -> int:
    """Where a word stands in a statement from a place on, as a word of its own; -1 where it does not.

    The first word of a statement has a capital, whatever it has in its sentence.
    """
    opens = at == 0 and statement[:1] == word[:1].upper() and statement.startswith(word[1:], 1)
    if opens and not statement[len(word) : len(word) + 1].isalnum():
        return 0
    while (start := statement.find(word, at)) >= 0:
        end = start + len(word)
        if not (statement[start - 1 : start].isalnum() or statement[end : end + 1].isalnum()):
            return start
        at = start + 1
    return -1


def _filled_in(statement: str, own: Sequence[_Found], names: Mapping[str, tuple[str, str]]) -> Iterator[_Found]:
    """The names of the article in what a statement does not have from its sentence: `own`, in their order.

    For pronouns that were filled in; what else was put in, such as a day, is neither a name nor a noun.
    """
    run, last = 0, (-1, "")
    for match in _WRITTEN.finditer(statement):
        text = _ENDING.sub("", match[0])
        known = names.get(text)
        start, end = match.start(), match.start() + len(text)
        if known is None or any(each.start < end and start < each.end for each in own):
            continue
        tag, label = known
        if last != (start - 1, label):
            run += 1
        last = end, label
        yield _Found(start=start, end=end, tag=tag, label=label, run=(1, run))
