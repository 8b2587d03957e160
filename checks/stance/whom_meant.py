"""Whom "the carmaker" of a claim means, where the context line of its article says so beyond doubt.

The line calls one of its names so ("the carmaker Fordham Motors", "Ada Moss, the minister"), or names one body alone
and calls it nothing else ("Fordham Motors, Dunmore plant"); not one that quotes sentences of the article, which name
bodies in passing. A person whom it calls nothing of the kind may be anybody, and so may "he" and "she".
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from checks.lexicon import load_words
from checks.lexicon.word_classes import class_words
from checks.nlp.inflection import without_possessive
from checks.nlp.names import names
from checks.nlp.pipeline import reading, tagged
from checks.nlp.tree import Sentence, Word
from checks.stance.syntax.clauses import LONGEST, parsed_sentence

_PERSON, _BODY = "PERSON", "ORG"  # labels of the recognizer
_PEOPLE: Final = class_words("people", "nouns")
_BODIES: Final = load_words("extraction", "named_bodies")
_NOUNS: Final = _PEOPLE | _BODIES | class_words("people", "bodies")
_WORD: Final = re.compile(r"[\w-]+")
_PART: Final = re.compile(r"[;“”\[\]]+")
_BEFORE: Final = re.compile(r"[\w-]+\s\Z")
_BEHIND: Final = re.compile(r"\s?[,(]\s?(?:(?!of |for |who )[\w’'-]+ ?){1,4}")
_KEPT: Final = 256  # lines: the claims of one article share most of them


class _Name(NamedTuple):
    """A name of a context line, its label, and the nouns in it and right beside it that say what it is."""

    text: str
    label: str
    nouns: frozenset[str]


def with_names_of_article(statement: str, context: str, passage: str) -> str:
    """A claim's statement with the names that its context line has for nouns such as "the carmaker".

    Only names that the passage has, so that nothing is asked of it that the statement does not say.
    """
    if not context or _NOUNS.isdisjoint(_WORD.findall(statement.lower())):
        return statement
    sentence = parsed_sentence(statement[:LONGEST])
    if sentence is None:
        return statement
    known, at = names(passage, include_first=True), statement.find(sentence.text)
    for word in reversed([w for w in sentence.words if _points(sentence, w)]):
        name = _meant(context, word.lower)
        if name is not None and name not in statement and not names(name, include_first=True).isdisjoint(known):
            start, end = (at + i - sentence.start for i in (sentence.words[word.i - 1].start, word.end))
            statement = f"{statement[:start]}{name}{statement[end:]}"
    return statement


def _points(sentence: Sentence, word: Word) -> bool:
    """Whether a word is a noun for a person or body with nothing but "the" before it, and nothing behind it."""
    alone = word.tag == "NN" and word.dep not in ("compound", "nmod", "appos", "attr")
    beside = [w.lower for w in sentence.children(word) if w.dep not in ("punct", "case")]
    return word.lower in _NOUNS and alone and beside == ["the"] and sentence.words[word.i - 1].lower == "the"


def _meant(context: str, noun: str) -> str | None:
    """The one name of a context line that a noun means; None where the line does not say, or has several."""
    line = _names_of_line(context)
    called = [name.text for name in line if noun in name.nouns]
    bodies = [name for name in line if name.label == _BODY]
    if not called and noun in _BODIES and "“" not in context and not any(name.nouns for name in bodies):
        called = [name.text for name in bodies]
    longest = max(called, key=len, default="")
    whole = names(longest, include_first=True)
    return longest if longest and all(names(each, include_first=True) <= whole for each in called) else None


@lru_cache(_KEPT)
def _names_of_line(context: str) -> tuple[_Name, ...]:
    """The names of people and bodies in a context line."""
    parts = [part.strip() for part in _PART.split(context) if part.strip(" ,")]
    found = []
    with reading():
        for part, doc in zip(parts, tagged(parts), strict=True):
            for span in doc.ents:
                if span.label_ in (_PERSON, _BODY):
                    beside = _BEFORE.search(part[: span.start_char]), _BEHIND.match(part, span.end_char)
                    said = " ".join((*(match[0] for match in beside if match), span.text)).lower()
                    found.append(_Name(_bare(span.text), span.label_, _NOUNS.intersection(_WORD.findall(said))))
    return tuple(found)


def _bare(name: str) -> str:
    """A name without what somebody is called before it: "Ada Moss" of "Minister Ada Moss's"."""
    name = without_possessive(name)
    first, _, rest = name.partition(" ")
    return rest if rest and first.lower() in _PEOPLE else name
