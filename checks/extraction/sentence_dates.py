"""Which of the times that a text seems to name are times, by the parse of their sentence."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from checks.dates.days import NEAREST
from checks.dates.interval import NO_YEAR
from checks.nlp.tree import VERBAL, Sentence, Word
from checks.types.quantity import Date

_NOWADAYS: Final = "today"
_NAMES: Final = frozenset(["PERSON", "ORG", "WORK_OF_ART"])
_HOLIDAYS: Final = frozenset(["christmas", "easter"])
_PRESENT: Final = ("VBZ", "VBP")


def times_of(sentence: Sentence, dates: Iterable[Date]) -> list[Date]:
    """The dates of a sentence without names ("Johnnie Christmas") and without a "today" that means nowadays.

    The year of a month stays open where the sentence may tell of each year. Offsets of `dates` count in the article, as
    those of the sentence do.
    """
    times = [date for date in dates if not _is_named(sentence, date) and not _is_nowadays(sentence, date)]
    return [
        replace(date, first=None, last=None, assumed=NO_YEAR) if _is_of_any_year(sentence, date) else date
        for date in times
    ]


def _is_of_any_year(sentence: Sentence, date: Date) -> bool:
    """Whether a month without a year stands beside a plain present: "the whales come back in September"."""
    words = _inside(sentence, date)
    if date.assumed is None or NEAREST not in date.assumed or any(w.text.isdecimal() for w in words) or not words:
        return False
    verb = next((w for w in sentence.ancestors(words[-1]) if w.tag[:2] in VERBAL), None)
    if verb is None or (date.first is not None and date.last is not None and date.first == date.last):
        return False
    return verb.tag in _PRESENT and sentence.child(verb, "aux", "auxpass") is None


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

    So it does beside a noun ("the preference today for a party") and in what tells of one ("who today hold 12 seats").
    Beside a present that tells what goes on ("is meeting the mayor today"), or before its verb as headlines have it
    ("the court today rules"), it is the day.
    """
    words = _inside(sentence, date)
    if len(words) != 1 or words[0].lower != _NOWADAYS or words[0].dep != "npadvmod":
        return False
    verb = next((w for w in sentence.ancestors(words[0]) if w.tag[:2] in VERBAL), words[0])
    helping = next(sentence.children(verb, "aux", "auxpass"), None)
    goes_on = verb.tag == "VBG" and helping is not None
    tense = helping.tag if helping is not None else verb.tag
    hanging = verb.dep == "acl" and verb.tag in ("VBN", "VBG") and helping is None
    behind = verb.i < words[0].i or verb.dep == "relcl"
    return behind and not goes_on and (tense in _PRESENT or hanging)
