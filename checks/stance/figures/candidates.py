"""Which of a source's amounts may be of the claim's matter, by what they count and by the words around them.

The likeness of two amounts is a weighted share of words: 0.4 for those of the clause, 0.3 for the sentence, 0.3
for the whole text, and something more for the same noun.
"""

import re
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from checks.nlp.content_words import normalize, tokens
from checks.stance.figures.amounts import AGE, LENGTH, Amount, is_money
from checks.stance.predicates import synonymous
from checks.stance.text import AnalyzedText

# Likenesses, found on `tests/data/stance_pairs.jsonl`.
_ENOUGH: Final = 0.16  # below, a figure is not of the claim's matter
_MARGIN: Final = 0.35  # so far behind the likest one a figure may still be the one that is meant
_SAME_NOUN, _SUM = 0.15, 0.2  # what it adds that both count the same, or that one adds up what the other counts
_OF_CLAUSE, _OF_SENTENCE, _OF_TEXT = 0.4, 0.3, 0.3  # the weights of the words that are shared
_ANOTHER_SIZE: Final = 10.0  # times, from which on other nouns are other matters
_FAR_OFF: Final = 80.0  # and the same noun too
# Of shares of other nouns, those less alike than this are of another matter.
_LITTLE_ALIKE: Final = 0.3
_ONE_WORD = re.compile(r"\band [\w,.]+ [a-z]+\Z")  # "… and 12 civilians": each of the list has a noun of its own
# Nouns that may count anybody.
_PEOPLE: Final = frozenset(normalize(word) for word in ("person", "man", "woman", "other"))
# Nouns that add up soldiers and civilians.
_DEAD: Final = frozenset(normalize(word) for word in ("dead", "wounded", "casualty"))
_COUNTED_BY_NOUN: Final = ("count", "percent")


class FigureCandidate(NamedTuple):
    """An amount of the source, and how much it and the claim's speak of the same, 0 to about 1.2."""

    likeness: float
    theirs: Amount


def nearest(ours: Amount, claim: AnalyzedText, source: AnalyzedText) -> list[FigureCandidate]:
    """The source's amounts that may be of the claim's matter, the likest first, down to a margin behind it.

    Where one of them counts the claim's own noun, those of other nouns are left out. What is counted by the month
    is given by the year, if the claim counts so.
    """
    likened = ((_likeness(ours, theirs, claim, source), theirs) for theirs in source.amounts)
    ranked = sorted(
        (
            FigureCandidate(likeness, theirs)
            for likeness, theirs in likened
            if likeness is not None and likeness >= _ENOUGH
        ),
        key=lambda each: -each.likeness,
    )
    if any(each.theirs.noun == ours.noun for each in ranked):
        ranked = [each for each in ranked if not _counts_another(ours, each.theirs)]
    return [
        FigureCandidate(likeness, _as_often(ours, theirs))
        for likeness, theirs in ranked
        if likeness >= ranked[0].likeness - _MARGIN
    ]


def of_another_size(ours: Amount, candidate: FigureCandidate) -> str | None:
    """Why a figure that misses the claim's is of another matter: "12 people were arrested" says nothing of how
    many live in a town. None where it may be of the same; "nobody" always may.

    Other nouns may be synonyms that the lexicon lacks, as long as the numbers are within ten times of each other;
    the same noun is another matter from 80 times on.
    """
    likeness, theirs = candidate
    if not ours.value or not theirs.value or theirs.value == ours.value:
        return None
    times = abs(theirs.value / ours.value)
    times = max(times, 1 / times)
    counted = "count" in (ours.dimension, theirs.dimension)
    another = counted and None not in (ours.noun, theirs.noun) and ours.noun != theirs.noun
    sized = counted or is_money(ours)
    given = f"source gives “{theirs.quantity.text}”"
    if times >= _ANOTHER_SIZE if another else sized and times >= _FAR_OFF:
        return f"{given}: too far from “{ours.quantity.text}” to be of the same matter"
    if ours.dimension == "percent" and likeness < _LITTLE_ALIKE and ours.noun != theirs.noun:
        return f"{given}, and shares little else with the claim"
    return None


def _likeness(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> float | None:
    """How much the two speak of the same; None where they can't be the same measure.

    None also for what the source denies, and for a number of before, unless the claim's time is that before.
    """
    if theirs.negated or (theirs.former and not ours.former and not _of_that_time(ours, theirs)):
        return None
    if not _same_dimension(ours, theirs) or not _may_count_the_same(ours, theirs):
        return None
    part = len(ours.words & theirs.words) / max(1, len(ours.words))
    sentence = len(claim.words & theirs.sentence_words) / max(1, len(claim.words))
    whole = len(claim.words & source.words) / max(1, len(claim.words))
    same = _SAME_NOUN if ours.noun is not None and ours.noun == theirs.noun else 0.0
    same = _SUM if "+" in str(theirs.noun) and _is_sum_of(ours, theirs) else same
    return _OF_CLAUSE * part + _OF_SENTENCE * sentence + _OF_TEXT * whole + same


def _same_dimension(ours: Amount, theirs: Amount) -> bool:
    """Whether two amounts measure the same; amounts of money do in any currencies."""
    return ours.dimension == theirs.dimension or (is_money(ours) and is_money(theirs))


def _may_count_the_same(ours: Amount, theirs: Amount) -> bool:
    """Whether what two amounts count may be the same.

    Another noun is so where both clauses have both, or where the source's sentence has the claim's and its number meets
    it ("the Tolu lynx is down to 60 animals").

    Only counts and percentages have nouns that must agree; ages and lengths have their own.
    """
    if ours.dimension == "time" and theirs.noun in (AGE, LENGTH):
        return ours.noun == theirs.noun or (theirs.noun == LENGTH and ours.noun is None)
    if ours.dimension == "time" and ours.noun == AGE:
        return False
    if None in (ours.noun, theirs.noun) or ours.noun == theirs.noun or ours.dimension not in _COUNTED_BY_NOUN:
        return True
    mine, other = str(ours.noun), str(theirs.noun)
    if "+" in other and mine not in _PEOPLE and mine not in _DEAD and not _is_sum_of(ours, theirs):
        return False  # eighteen soldiers and twelve civilians are thirty people, two gold and one silver no three gold
    generic = "+" in other or not _PEOPLE.isdisjoint((mine, other))
    if generic or (mine in theirs.words and other in ours.words) or _same_noun(ours, theirs):
        return True
    spoken_of = mine in theirs.sentence.lower()
    return spoken_of and ours.dimension == "percent"


def _counts_another(ours: Amount, theirs: Amount) -> bool:
    """Whether a source counts something else, and not just people or what a sum was made of."""
    if ours.noun is None or theirs.noun is None or ours.noun == theirs.noun or ours.dimension != "count":
        return False
    return "+" not in theirs.noun and _PEOPLE.isdisjoint((ours.noun, theirs.noun)) and not _same_noun(ours, theirs)


def _is_sum_of(ours: Amount, theirs: Amount) -> bool:
    """Whether a sum is of kinds of what the claim counts, and that of all kinds: "six gold and five silver medals".

    The noun of a sum is written "gold+silver+medal": its kinds, and what all are. A list in which each has a noun
    of its own is no sum of one thing.
    """
    *kinds, counted = str(theirs.quantity.counted).split("+")
    said = list(tokens(theirs.quantity.text))
    own_nouns = _ONE_WORD.search(theirs.quantity.text)
    if normalize(counted) != ours.noun or own_nouns or not all(kind.lower() in said for kind in kinds):
        return False
    shared = set(tokens(ours.quantity.text)) & set(said)
    return all(normalize(word) == ours.noun for word in shared)


def _same_noun(ours: Amount, theirs: Amount) -> bool:
    """Whether the counted nouns are synonyms."""
    return synonymous(str(ours.quantity.counted).lower(), str(theirs.quantity.counted).lower())


def _of_that_time(ours: Amount, theirs: Amount) -> bool:
    """Whether a former amount ("up from 34,950 in 2001") is of the very time that the claim names."""
    mine, other = (_days(amount) for amount in (ours, theirs))
    return bool(mine) and mine == other


def _days(amount: Amount) -> set[tuple[date | None, date | None]]:
    """The times of an amount as first and last day."""
    return {(day.first, day.last) for day in amount.days if day.first}


def _as_often(ours: Amount, theirs: Amount) -> Amount:
    """What the source counts a month, as what that is a year, where the claim counts a year.

    The interval and the value times as many as the periods of the one in the other; other amounts as they are.
    """
    if not ours.times_a_year or not theirs.times_a_year or ours.times_a_year == theirs.times_a_year:
        return theirs
    by = theirs.times_a_year / ours.times_a_year
    holds = replace(theirs.holds, low=theirs.holds.low * by, high=theirs.holds.high * by)
    return replace(theirs, holds=holds, value=theirs.value * by)
