"""Which of the times that a text seems to name are times, by the parse of their sentence, and which are of a saying."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from checks.dates.days import NEAREST
from checks.dates.interval import NO_YEAR
from checks.extraction.attribution import ACTS, ASSERTS
from checks.nlp.tree import FINITE, QUOTES, RELATIVE, VERBAL, Sentence, Word, with_arcs
from checks.types.quantity import Date

_NOWADAYS: Final = "today"
_NAMES: Final = frozenset(["PERSON", "ORG", "WORK_OF_ART"])
_HOLIDAYS: Final = frozenset(["christmas", "easter"])
_PRESENT: Final = ("VBZ", "VBP")
_TIMES: Final = ("DATE", "TIME")
_ADDRESSED: Final = ("dobj", "dative", "iobj", "oprd")
_LONGEST_DAY: Final = 7  # days; a week is still when something is said, a year or quarter may be what is told of


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


def with_days_of_saying(sentence: Sentence, days: Sequence[Date]) -> Sentence:
    """The sentence with each day between a verb of saying and what is said hung on that verb.

    "The council said on Monday it would cut 40 jobs": parsers hang such a day on the cutting. Quirk et al. (1985),
    15.4: a "that" may be left out, and is rarely where the clause does not begin with its subject. What is said there
    is no adverbial clause, as it may be called behind a longer phrase. Offsets of `days` count in the article.
    """
    arcs = {w.i: (w.head, "ccomp") for w in sentence.words if _is_said(sentence, w)}
    sentence = with_arcs(sentence, arcs) if arcs else sentence
    for verb, begin, end in said_without_that(sentence):
        for word in sentence.words[begin:end]:
            day = next((d for d in days if d.start <= word.start < d.end and _is_day(d)), None)
            above = sentence.words[word.head]
            tops = day is not None and not (day.start <= above.start < day.end)
            if tops and word.dep != "punct" and not begin <= above.i < end and above.i != verb.i:
                arcs[word.i] = verb.i, "prep" if word.tag == "IN" else "npadvmod"
    return with_arcs(sentence, arcs) if arcs else sentence


def _is_said(sentence: Sentence, verb: Word) -> bool:
    """Whether a clause that nothing leads into is what a verb of saying before it says: "warned on Monday, hours before
    the strike, it would fly on"."""
    saying = sentence.words[verb.head]
    if verb.dep != "advcl" or verb.i < saying.i or not _says(saying) or saying.tag not in FINITE:
        return False
    subject = sentence.subject(verb)
    if subject is None or subject.tag in RELATIVE or not saying.i < subject.i < verb.i:
        return False
    tensed = verb.tag in FINITE or any(w.tag in FINITE for w in sentence.children(verb, "aux", "auxpass"))
    led = any(w.dep == "mark" or w.tag in RELATIVE or w.dep == "cc" for w in sentence.words[verb.left : verb.i])
    return tensed and not led and sentence.child(saying, "ccomp", "dobj", "xcomp") is None


def said_without_that(sentence: Sentence) -> Iterator[tuple[Word, int, int]]:
    """Each verb of saying before a clause without a "that", and from where to where words stand between the two.

    Who is told ("told reporters") is not among them; the second place is that of the first word of the subject. None
    where a mark of quotation or a colon stands between, for then the clause begins there.
    """
    for verb in sentence.words:
        if not _says(verb):
            continue
        content = next((w for w in sentence.children(verb, "ccomp") if w.i > verb.i), None)
        subject = sentence.subject(content) if content is not None else None
        if content is None or subject is None or not verb.i < subject.left <= subject.i < content.i:
            continue
        addressed = [
            w.right for w in sentence.children(verb, *_ADDRESSED) if verb.i < w.left and w.right < subject.left
        ]
        begin = max([verb.i, *addressed]) + 1
        end = next(
            (w.i for w in sentence.words[begin : subject.i + 1] if _begins(sentence, w, subject)), subject.i
        )
        between = sentence.words[verb.i + 1 : end]
        if begin < end and not any(_begins_clause(w) for w in between):
            yield verb, begin, end


def _begins_clause(word: Word) -> bool:
    """Whether a word shows that what is said begins before it: a "that", a verb, a mark of quotation or a colon."""
    return word.dep == "mark" or word.tag in (*FINITE, *RELATIVE) or word.text in QUOTES or word.text == ":"


def _says(verb: Word) -> bool:
    """Whether a word is a form of a verb of saying, be the saying the fact or not."""
    return verb.lower in ASSERTS or verb.lower in ACTS


def _begins(sentence: Sentence, word: Word, subject: Word) -> bool:
    """Whether a subject begins at a word, a day that was read as a part of it left aside: "said Tuesday | two men"."""
    inside = word is subject or subject in sentence.ancestors(word)
    return inside and word.entity not in _TIMES and word.dep != "punct"


def _is_day(date: Date) -> bool:
    """Whether a time is a day or a week, which tells when something is said."""
    if date.first is None or date.last is None:
        return False
    return (date.last - date.first).days < _LONGEST_DAY


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
    Beside a present that tells what goes on ("is meeting the mayor today"), or right before its verb as headlines have
    it ("the court today rules"), it is the day.
    """
    words = _inside(sentence, date)
    if len(words) != 1 or words[0].lower != _NOWADAYS or words[0].dep != "npadvmod":
        return False
    verb = next((w for w in sentence.ancestors(words[0]) if w.tag[:2] in VERBAL), words[0])
    helping = next(sentence.children(verb, "aux", "auxpass"), None)
    goes_on = verb.tag == "VBG" and helping is not None
    tense = helping.tag if helping is not None else verb.tag
    hanging = verb.dep == "acl" and verb.tag in ("VBN", "VBG") and helping is None
    subject = sentence.subject(verb)
    opens = subject is not None and words[0].i < subject.left  # "and today, 57 percent are encrypted"
    return (opens or verb.i < words[0].i or verb.dep == "relcl") and not goes_on and (tense in _PRESENT or hanging)
