"""The amounts of a text, each with its clause and what that says of it.

sentence → quantities, those that follow, lengths between days → clause → unit, bound, change → interval → Amount

Where a clause ends matters more than anything else here: it says which noun, direction and time belong to which number.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice, pairwise
from typing import Final, Literal

from checks.amounts.derived_quantities import (
    CAST,
    as_bound,
    days_between,
    derived_quantities,
    merge_rates,
    text_before,
)
from checks.amounts.tables import row_label
from checks.dates import dates
from checks.lexicon import alternatives, load_words
from checks.nlp.content_words import content_words, normalize, tokens
from checks.nlp.names import names
from checks.nlp.sentences import boundaries
from checks.quantities import quantities
from checks.quantities.conversion import conversions, converted, dimension
from checks.quantities.intervals import Interval, allowed
from checks.quantities.units import UNITS
from checks.types.quantity import Date, Quantity

Direction = Literal["up", "down", ""]
_LINE = re.compile(r"\n*[^\n]+|\n+")
# Where a clause of a sentence ends; a comma within a number does not.
_BREAK = re.compile(rf"[;:—–]|,(?!\d)|\b(?:{alternatives('stance', 'amounts_break')})\b", re.IGNORECASE)
# "Among drivers under 25, 44 percent …", "Postal votes: 4.1 million": what is put first belongs to the clause
# behind it.
_SETTING = re.compile(
    rf"[\s\"“‘]*(?:(?:{alternatives('stance', 'amounts_setting')})\s[^,;:.—–]{{2,60}},\s(?!(?:and|or|but)"
    r"\b)|[^,;:.—–]{2,60}:\s(?=(?:(?:about|some|nearly|over|almost) )?[£€$]?\d))"
)
_FEW: Final = 0.13  # "two hours" is no hour and a half
_TIMES_LEAST, _TIMES_MOST = 0.88, 1.15  # what "doubled" allows, as a part of twice
# "From 4 percent": what was before, and what is compared with.
_FORMER = re.compile(rf"(?:{alternatives('stance', 'amounts_former')})\s\Z", re.IGNORECASE)
# "4 percent more": a share that is a change.
_CHANGE = re.compile(
    rf"\s(?:{alternatives('stance', 'amounts_moved')})\b",
    re.IGNORECASE,
)
# What is denied, or only reported as said by others, is no figure of the source's own.
_DENIED = re.compile(
    r"\b(?:(?:den(?:y|ies|ied)|rejected|dismissed|refuted)\s(?:\w+\s){0,4}|(?:"
    rf"{alternatives('stance', 'amounts_denied')})\s)that\s[^.]*\Z",
    re.IGNORECASE,
)
# How many times a year something is counted.
_A_YEAR: Final = {
    re.compile(rf"\b(?:an?|per|every|each) {unit}\b|\b{adverb}\b", re.IGNORECASE): times
    for unit, adverb, times in (
        ("day", "daily", 365.25),
        ("week", "weekly", 52.18),
        ("month", "monthly", 12.0),
        ("year", "(?:annually|yearly|annual)", 1.0),
    )
}
# A unit that has its time in it: "tonne per year".
_PER_TIME = re.compile(r"(.+) per (?:day|week|month|year)")
# "Added 300 jobs": what comes on top.
_ADDING = re.compile(r"\badd(?:s|ed|ing)?\s(?:about\s|some\s|another\s)?\Z", re.IGNORECASE)
# "Fell below 27,000": a level, no change.
_LEVEL = re.compile(r"(?:below|under|above)\s", re.IGNORECASE)
# "By 3 points": a change.
_BY = re.compile(r"\bby\s\Z", re.IGNORECASE)
# "Lost two-thirds of its ice": a change.
_LOST = re.compile(r"\b(?:lost|loses?|losing)\s(?:\w+\s){0,2}\Z", re.IGNORECASE)
# "Approved with a margin of two votes", "won by two votes".
_MARGIN = re.compile(r"\b(?:(?:margin|majority|lead) of|by) (?:just |only |some |about )?\Z", re.IGNORECASE)
_TO_OTHERS = re.compile(r"\s?(?:to|against)\s\d")
_OF_ITS = re.compile(r"\bof (?:its|their|his|her)\b", re.IGNORECASE)
# "Up" that says nothing of a rise: "up to", "made up", "took up".
_NO_RISE = re.compile(
    rf"\bup to\b|\b(?:{alternatives('stance', 'amounts_no_rise')})[a-z]* up\b",
    re.IGNORECASE,
)
# A day behind one of these is that of the other figure: "than in 2019".
_THAN = re.compile(r"\b(?:than|compared (?:with|to)|against|from)\s(?:in\s|the\s)?\Z", re.IGNORECASE)
# "From 4 March to 6 June".
_FROM_TO = re.compile(r"(?:from|between)\s.*\b(?:to|and|until|till|through)\b", re.IGNORECASE)
# Years in brackets behind a name are those of a life.
_BRACKET = re.compile(r"\([^)]*\Z")
AGE, LENGTH = "age", "length"  # what amounts of time count
# Words before a number of years that make it an age.
_AGE_BEFORE = re.compile(rf"\b(?:{alternatives('stance', 'amounts_aged')})\s\Z", re.IGNORECASE)
# Words behind it that do.
_AGE_BEHIND = re.compile(r"(?:years?[ -]old|years of age)\b", re.IGNORECASE)
# "Was 45 when".
_WAS = re.compile(r"\b(?:was|is|were|be|at|only|just)\s\Z", re.IGNORECASE)
_WHEN = re.compile(r"\s(?:when|at the time)\b", re.IGNORECASE)
# Before a time they say that something lasted so long.
_LASTED = re.compile(
    rf"\b(?:{alternatives('stance', 'amounts_lasted')})\b[^.,;]*\Z|\b(?:"
    rf"{alternatives('stance', 'amounts_stayed')})\b[^.,;]* for\s\Z",
    re.IGNORECASE,
)
# Years that a person may be old.
_OLDEST: Final = 120
# Characters behind an amount that may make an age of it.
_BEHIND: Final = 20
# Amounts of a text that are compared; the time grows with the product of both texts.
_MOST_AMOUNTS: Final = 40


@dataclass(frozen=True)
class Amount:
    """One amount of a text.

    `quantity` is the amount as stated. `dimension` is what it measures (`checks.quantities.conversion.dimension`);
    `allows`, the values with which it is true, and `value` are in the base unit of that. `part` is its clause
    and `sentence` its sentence; `words` are the clause's content words. `noun` is the normal form of what is
    counted; of times it is `AGE` or `LENGTH`. `direction` says which way the clause moves, `ahead` that it looks
    ahead, `former` that the amount is one of before ("from 4 %"), `negated` that the sentence denies it.
    `times_a_year` is how often it is counted. `days` are the times that its clause names, or else its sentence.
    """

    quantity: Quantity
    dimension: str
    allows: Interval
    value: float
    part: str
    sentence: str
    noun: str | None
    words: frozenset[str]
    direction: Direction = ""
    ahead: bool = False
    former: bool = False
    negated: bool = False
    times_a_year: float | None = None
    days: tuple[Date, ...] = ()

    @cached_property
    def sentence_words(self) -> frozenset[str]:
        """The content words of its sentence."""
        return content_words(self.sentence)

    @cached_property
    def sentence_names(self) -> frozenset[str]:
        """The names of its sentence, with the first word."""
        return names(self.sentence, include_first=True)


def is_money(amount: Amount) -> bool:
    """Whether an amount is one of a currency."""
    return len(amount.dimension) == 3 and amount.dimension.isupper()


def amounts(
    text: str, reference_date: date | None = None, *, dated: bool = True, lasting: bool = False
) -> list[Amount]:
    """Every amount of a text that can be compared, at most 40.

    Days count from `reference_date`, the day that the text was written; they are left out if not `dated`. With
    `lasting`, the time from one day that the text names to another is an amount too.

    `text` may be a passage of several sentences, or one that `linearize_tables` has made of a table. Values are in
    the base unit of the amount's dimension; offsets count in the amount's own sentence. Never raises.
    """
    found: list[Amount] = []
    for sentence in split_sentences(text):
        found.extend(_of_sentence(sentence, reference_date, dated, lasting))
        if len(found) > _MOST_AMOUNTS:
            break
    return found[:_MOST_AMOUNTS]


def split_sentences(text: str) -> Iterator[str]:
    """The sentences and lines of a text, one behind the other, with the space between them.

    Joined, the pieces give the text. A newline ends a sentence, since headings and list items have no full stop.
    """
    for line in _LINE.findall(text):
        yield from (line[begin:end] for begin, end in pairwise((0, *boundaries(line)[1:], len(line))))


def _of_sentence(sentence: str, reference_date: date | None, dated: bool, lasting: bool) -> Iterator[Amount]:
    """The amounts of one sentence: those stated, those that follow from them, and lengths between days.

    `dated`: read the times of the sentence. `lasting`: a time from one day to another is an amount too. A day
    behind "than" belongs to what is compared with, and not to the amount.
    """
    stated = merge_rates(sentence, quantities(sentence)[:_MOST_AMOUNTS])
    named = dates(sentence, 0, len(sentence), reference_date) if dated else ()
    read = [
        *stated,
        *islice(derived_quantities(sentence, stated), _MOST_AMOUNTS),
        *islice(_lengths(sentence, named if lasting else ()), _MOST_AMOUNTS),
    ]
    breaks = _breaks(sentence) if read else []
    days = tuple(day for day in named if not _THAN.search(text_before(sentence, day.start)))
    for quantity in read:
        before, as_stated = text_before(sentence, quantity.start), quantity in stated
        quantity = _as_stated(quantity, sentence, before)
        first, last = _clause(sentence, breaks, stated if as_stated else read, quantity)
        part = sentence[first:last]
        near = tuple(day for day in days if first <= day.start < last)
        interval, value = _interval(quantity)
        yield Amount(
            quantity=quantity,
            dimension=dimension(quantity),
            allows=interval,
            value=value,
            part=part,
            sentence=sentence,
            noun=_noun(quantity, sentence, before),
            words=content_words(part),
            direction=_direction(f"{sentence[first : quantity.start]} {sentence[quantity.end : last]}"),
            ahead=_ahead(part),
            former=as_stated and bool(_FORMER.search(before)),
            negated=bool(_DENIED.search(before)),
            times_a_year=next((times for word, times in _A_YEAR.items() if word.search(part)), None),
            days=near or days,
        )


def _clause(
    sentence: str, breaks: Sequence[int], among: Sequence[Quantity], quantity: Quantity
) -> tuple[int, int]:
    """Where the clause of a quantity begins and ends: at breaks that stand within none of the quantities `among`.

    Offsets in the sentence, the end exclusive. Where a quantity was read across a break ("in 2015 and 2016"), that
    break is none.
    """
    ends = [0, *(at for at in breaks if not any(q.start < at < q.end for q in among)), len(sentence)]
    return (
        max((at for at in ends if at <= quantity.start), default=0),
        min((at for at in ends if at >= quantity.end), default=len(sentence)),
    )


def _breaks(sentence: str) -> list[int]:
    """Where the clauses of a sentence end; a table's row has but one.

    Offsets in the sentence, in order. A setting at the head of it ("Among drivers under 25,") stays with the
    clause behind it.
    """
    if row_label(sentence):
        return []
    setting = _SETTING.match(sentence)
    return [match.start() for match in _BREAK.finditer(sentence, setting.end() if setting else 0)]


def _as_stated(quantity: Quantity, sentence: str, before: str) -> Quantity:
    """An amount with what its sentence makes of it: a unit, a bound, a change, what comes on top.

    `before` is what stands before the amount, at most 160 characters. The order matters: units and ages first,
    then bounds, and roles last, for a bound can take the place of a change.
    """
    if quantity.unit is None and quantity.counted in UNITS:
        quantity = replace(quantity, unit=quantity.counted, counted=None)
    if quantity.unit is None and quantity.counted is None and _is_age(quantity, sentence, before):
        quantity = replace(quantity, unit="year")
    if quantity.unit is not None and (per_time := _PER_TIME.fullmatch(quantity.unit)):
        quantity = replace(quantity, unit=per_time[1])  # how often is read from its clause
    quantity = as_bound(quantity, before)
    if quantity.role == "amount" and _ADDING.search(before):
        return replace(quantity, role="additional")
    if quantity.role == "change" and _LEVEL.match(quantity.text):  # "fell below 27,000 dollars"
        return replace(quantity, role="amount")
    percent = quantity.unit == "percent" and _CHANGE.match(sentence, quantity.end)
    points = dimension(quantity) == "points" and _BY.search(before)
    lost = dimension(quantity) == "percent" and _LOST.search(before) and _OF_ITS.search(quantity.text)
    apart = quantity.counted in CAST and _MARGIN.search(before) and not _TO_OTHERS.match(sentence, quantity.end)
    return replace(quantity, role="change") if percent or points or lost or apart else quantity


def _is_age(quantity: Quantity, sentence: str, before: str) -> bool:
    """ "Ilona Varga was 45 when she won"."""
    years = quantity.stated or 0.0
    return 0 < years < _OLDEST and bool(_WAS.search(before) and _WHEN.match(sentence, quantity.end))


def _noun(quantity: Quantity, sentence: str, before: str) -> str | None:
    """The normal form of what is counted; of a time, whether it is an age or a length, where that is clear.

    None for what is not counted, such as a bare number or a sum of money.
    """
    if quantity.counted is not None or dimension(quantity) != "time":
        return normalize(quantity.counted) if quantity.counted else None
    behind = sentence[quantity.end : quantity.end + _BEHIND]
    aside = before.endswith(", ") and behind.startswith(",")  # "the president, 68, …"
    if aside or _AGE_BEFORE.search(before) or _AGE_BEHIND.search(quantity.text + behind) or _WHEN.match(behind):
        return AGE
    return LENGTH if _LASTED.search(before) else None


def _lengths(sentence: str, named: Iterable[Date]) -> Iterator[Quantity]:
    """How long it is "from 4 March to 6 June", but not the years of somebody's life behind a name."""
    for day in named:
        if (
            day.first
            and day.last
            and _FROM_TO.match(day.text)
            and not _BRACKET.search(text_before(sentence, day.start))
        ):
            yield days_between(day.first, day.last, day.text, day.start, day.end)


def _interval(quantity: Quantity) -> tuple[Interval, float]:
    """The interval that a quantity allows and its number, in the base unit; words like "a quarter" are "about".

    "Doubled" allows 0.88 to 1.15 of twice as much; a whole one, two or three of a unit that is converted an eighth
    to either side, since "two hours" is no hour and a half.
    """
    if quantity.comparator == "=" and quantity.unit is None and dimension(quantity) == "percent":
        quantity = replace(quantity, comparator="~")  # "one in three", "a quarter"
    interval = allowed(quantity)
    value = quantity.stated or 0.0
    if quantity.low is not None and quantity.high is not None:
        value = (quantity.low + quantity.high) / 2
    if quantity.comparator in ("=", "~") and dimension(quantity) == "times":
        interval = Interval(value * _TIMES_LEAST, value * _TIMES_MOST)
    elif quantity.comparator == "=" and quantity.unit in conversions() and value in (1.0, 2.0, 3.0):
        interval = Interval(value - _FEW * value, value + _FEW * value)
    point = converted(Interval(value, value), quantity)
    return converted(interval, quantity), point.low


def _direction(part: str) -> Direction:
    """Which way a clause moves: "up", "down", or "" where it says neither or both.

    The words are those of `synonyms.toml`; "up" in "up to" and "made up" says nothing.
    """
    words = set(tokens(_NO_RISE.sub(" ", part)))
    up, down = bool(words & load_words("synonyms", "rising")), bool(words & load_words("synonyms", "falling"))
    return "" if up == down else "up" if up else "down"


def _ahead(part: str) -> bool:
    """Whether a clause looks ahead: "expects", "plans", "demands"."""
    return not load_words("synonyms", "ahead").isdisjoint(tokens(part))
