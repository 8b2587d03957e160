"""Which of the times that a text seems to name are times, by the parse of their sentence."""

from collections.abc import Iterable
from typing import Final

from checks.nlp.tree import Sentence, Word
from checks.types.quantity import Date

_NOWADAYS: Final = "today"
_NAMES: Final = frozenset(["PERSON", "ORG", "WORK_OF_ART"])
_HOLIDAYS: Final = frozenset(["christmas", "easter"])
_PRESENT: Final = ("VBZ", "VBP")


def times_of(sentence: Sentence, dates: Iterable[Date]) -> list[Date]:
    """The dates of a sentence without names ("Johnnie Christmas") and without a "today" that means nowadays.

    Offsets of `dates` count in the article, as those of the sentence do.
    """
    return [date for date in dates if not _is_named(sentence, date) and not _is_nowadays(sentence, date)]


def _inside(sentence: Sentence, date: Date) -> list[Word]:
    return [word for word in sentence.words if date.start <= word.start < date.end]


def _is_named(sentence: Sentence, date: Date) -> bool:
    """Whether the words of a date go on a name that begins before them."""
    words = _inside(sentence, date)
    if len(words) != 1 or words[0].i == 0 or words[0].tag[:3] != "NNP":
        return False
    before = sentence.words[words[0].i - 1]
    if words[0].lower in _HOLIDAYS and before.tag[:3] == "NNP":
        return True
    return before.tag[:3] == "NNP" and words[0].entity in _NAMES and before.entity == words[0].entity


def _is_nowadays(sentence: Sentence, date: Date) -> bool:
    """Whether a "today" means these times: "is known today as", "there are more today", "books that exist today".

    Beside a present that tells what goes on ("is meeting the mayor today"), or before its verb as headlines have it
    ("the court today rules"), it is the day.
    """
    words = _inside(sentence, date)
    if len(words) != 1 or words[0].lower != _NOWADAYS or words[0].dep != "npadvmod":
        return False
    verb = sentence.words[words[0].head]
    helping = next(sentence.children(verb, "aux", "auxpass"), None)
    goes_on = verb.tag == "VBG" and helping is not None
    tense = helping.tag if helping is not None else verb.tag
    hanging = verb.dep == "acl" and verb.tag in ("VBN", "VBG") and helping is None
    return verb.i < words[0].i and not goes_on and (tense in _PRESENT or hanging)
