"""A claim's figure beside one of a source: what the parsed sentences say of the two, and whether one meets the other.

The parser is asked only where a rule asks what a sentence says, and what it gave is kept, for parsing is the dearest
step of a comparison.
"""

import math
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Final, Literal, TypeAlias

from checks.amounts.amounts import Amount
from checks.lexicon import load_words
from checks.nlp.tree import NOUN, Sentence, Word
from checks.quantities.intervals import Interval, rounding
from checks.stance.syntax.clauses import LONGEST, clauses, parsed_sentence
from checks.stance.text import AnalyzedText

_KEPT: Final = 512  # contexts; several rules ask for the same one
# Words that open a phrase of age: "under 18".
OPENING_AGE: Final = ("under", "over", "aged", "below", "above")
# What stands behind one of these is put beside the subject: "Luxembourg, a grand duchy of 661,000".
_ASIDE: Final = (",", "(", "–", "—")
# Parts of the likeness of two amounts, found on `tests/data/stance_pairs.jsonl`.
_OF_CLAUSE, _OF_SENTENCE, _OF_TEXT = 0.4, 0.3, 0.3  # the weights of the words that are shared
_SAME_NOUN: Final = 0.15  # what it adds that both count the same
_EXACT: Final = 0.5  # a number that is rounded to less than this is exact
_SAME_LIMIT, _SAME_NUMBER = 0.1, 0.02  # how far two limits, and a bound and a number, may be apart
Relation: TypeAlias = Literal["meets", "misses", "wide"]


@dataclass(frozen=True, slots=True)
class AmountContext:
    """What an amount's clause says of it.

    `predicates` and `verbs` are those that govern the amount. `narrowing` are the words before the counted noun
    ("electric cars"), `settings` the phrases of place, time and age ("in Europe"). `subject` is the clause's subject
    where the amount is no part of it.
    """

    sentence: Sentence
    predicates: frozenset[str]
    verbs: frozenset[str]
    narrowing: tuple[Word, ...]
    settings: tuple[str, ...]
    subject: Word | None


@lru_cache(_KEPT)
def amount_context(amount: Amount) -> AmountContext | None:
    """The context of an amount; None where its sentence has no words that can be parsed.

    Offsets of the amount count in its sentence with the blanks around it, those of the parse without them.
    """
    sentence = parsed_sentence(_text(amount))
    if sentence is None:
        return None
    at = amount.quantity.start - (len(amount.sentence) - len(amount.sentence.lstrip()))
    until = amount.quantity.end - (len(amount.sentence) - len(amount.sentence.lstrip()))
    inside = [w for w in sentence.words if w.start - sentence.start < until and at < w.end - sentence.start]
    if not inside:
        return None
    first, last = inside[0].i, inside[-1].i
    top = next((w for w in inside if not first <= w.head <= last or w.head == w.i), inside[-1])
    above = [top, *sentence.ancestors(top)]
    verb = next((w for w in above if w.tag.startswith("VB")), None)
    clause = next((c for c in clauses(sentence) if verb is not None and c.verb.i == verb.i), None)
    noun = next((w for w in reversed(inside) if w.tag in NOUN), top)
    narrowing = tuple(
        w for head in {noun, top, *((verb,) if verb else ())}
        for w in sentence.children(head, "amod", "compound", "nmod", "acomp")
        if w.tag in ("JJ", "NN", "NNS", "VBN", "VBG") and w.dep != "nummod"
    )  # fmt: skip
    settings = tuple(_settings(sentence, top, verb))
    said = frozenset(w.lower for w in above if w.tag.startswith("VB"))
    return AmountContext(
        sentence=sentence,
        predicates=clause.predicates if clause else frozenset(),
        verbs=said,
        narrowing=narrowing,
        settings=settings,
        subject=_subject(sentence, top, verb, first),
    )


def _subject(sentence: Sentence, top: Word, verb: Word | None, first: int = 0) -> Word | None:
    """The subject of an amount's clause, unless the amount is a part of it; an amount put beside it is none.

    `top` is the word of the amount that governs its others, `first` the place where the amount begins.
    """
    subject = sentence.subject(verb) if verb is not None else None
    if subject is None or (subject.left <= top.i <= subject.right and sentence.previous(first) not in _ASIDE):
        return None
    return subject


def _settings(sentence: Sentence, top: Word, verb: Word | None) -> list[str]:
    """The phrases of place, time and part that hang on an amount or its verb: "in Europe", "in its first month".

    As they are written.
    """
    found = []
    prepositions = load_words("predicates", "of_settings")
    subject = sentence.subject(verb) if verb is not None else None
    for holder in {w.i: w for w in (top, verb, subject) if w is not None}.values():
        for prep in sentence.children(holder, "prep"):
            if prep.lower in OPENING_AGE and holder is top and any(w.tag == "CD" for w in sentence.children(prep)):
                found.append(sentence.text_between(prep.i, prep.right))
            if prep.lower in prepositions and prep.right > prep.i:
                found.append(sentence.text_between(prep.i, prep.right))
    return found


def _text(amount: Amount) -> str:
    """The sentence of an amount as it is parsed: at most 500 characters."""
    return amount.sentence.strip()[:LONGEST]


@dataclass(frozen=True)
class FigurePair:
    """`ours`, an amount of the claim, and `theirs`, one of the source, with the texts that they stand in."""

    claim: AnalyzedText
    source: AnalyzedText
    ours: Amount
    theirs: Amount

    @cached_property
    def contexts(self) -> tuple[AmountContext, AmountContext] | None:
        """What the parsed sentences say of the two; None where one cannot be read."""
        ours, theirs = amount_context(self.ours), amount_context(self.theirs)
        return None if ours is None or theirs is None else (ours, theirs)

    @cached_property
    def likeness(self) -> float:
        """How much the two amounts speak of the same, 0 to about 1.2.

        A weighted share of the claim's words that the source has: 0.4 for those of the amount's clause, 0.3 for the
        sentence, 0.3 for the whole text; and something more where both count the same.
        """
        claim, theirs = self.claim.words, self.theirs
        shares = (
            (_OF_CLAUSE, self.ours.words, theirs.words),
            (_OF_SENTENCE, claim, theirs.sentence_words),
            (_OF_TEXT, claim, self.source.words),
        )
        found = sum(weight * len(mine & other) / max(1, len(mine)) for weight, mine, other in shares)
        return found + (_SAME_NOUN if self.ours.noun is not None and self.ours.noun == theirs.noun else 0.0)


def figure_relation(ours: Amount, theirs: Amount) -> Relation:
    """Whether the source's amount lies within what the claim allows ("meets"), is excluded by it ("misses"), or
    neither ("wide": too wide to decide).

    Both amounts are of one dimension. How they are compared depends on what the source gives: a plain number ("76"),
    one that is about so much ("about 76"), a limit ("up to 76"), or any other range ("more than 76").
    """
    given, comparator = theirs.allows, theirs.quantity.comparator
    if comparator == "=" and given.low <= theirs.value <= given.high and given.low > -math.inf:
        return _relation_of_number(ours, theirs)
    if comparator == "~" and _holds(ours.allows, theirs) and given.high < math.inf:
        return "meets"
    if comparator == ours.quantity.comparator == "<=":
        return "meets" if theirs.value <= ours.value else "misses"
    return _relation_of_range(ours, theirs)


def _relation_of_number(ours: Amount, theirs: Amount) -> Relation:
    """A plain number of the source is compared as it stands.

    One that is less exact than the claim's meets it where rounding could have made the one of the other: "38 million"
    beside 37.6. Otherwise it misses where it is exact, or where no number that rounds to it is allowed.
    """
    if _holds(ours.allows, theirs):
        return "meets"
    if ours.quantity.comparator in ("=", "~") and theirs.allows.holds(ours.value):
        return "meets"
    exact = rounding(theirs.quantity.low or 0.0) <= _EXACT
    return "misses" if exact or _disjoint(ours.allows, theirs.allows) else "wide"


def _relation_of_range(ours: Amount, theirs: Amount) -> Relation:
    """A range of the source meets the claim where all that it has is allowed, and misses where nothing is.

    It meets, too, where it ends at the claim's limit ("between 200 and 500" for "up to 500"), and where it begins at
    the claim's own number ("more than 300" for 300).
    """
    claimed, given = ours.allows, theirs.allows
    stated, comparator = ours.quantity.comparator, theirs.quantity.comparator
    if stated == "<=" and comparator == ".." and abs(given.high - claimed.high) <= _SAME_LIMIT * abs(claimed.high):
        return "meets"
    if _within(given, claimed):
        return "meets"
    if _disjoint(claimed, given):
        return "misses"
    same_number = abs(theirs.value - ours.value) <= _SAME_NUMBER * abs(theirs.value)
    return "meets" if stated in ("=", "~") and _holds(claimed, theirs) and same_number else "wide"


def _holds(interval: Interval, amount: Amount) -> bool:
    """Whether an interval has an amount's value, with some slack at ends that it includes."""
    slack = 1e-9 * max(1.0, abs(amount.value))  # what sums of decimal fractions may be off
    low = interval.low - slack if interval.includes_low else interval.low
    high = interval.high + slack if interval.includes_high else interval.high
    return replace(interval, low=low, high=high).holds(amount.value)


def _within(inner: Interval, outer: Interval) -> bool:
    """Whether one interval lies within another."""
    low = inner.low > outer.low or (inner.low == outer.low and (outer.includes_low or not inner.includes_low))
    high = inner.high < outer.high or (
        inner.high == outer.high and (outer.includes_high or not inner.includes_high)
    )
    return low and high


def _disjoint(a: Interval, b: Interval) -> bool:
    """Whether two intervals have no value in common."""
    first, second = sorted((a, b), key=lambda i: (i.low, i.high))
    if first.high != second.low:
        return first.high < second.low
    return not (first.includes_high and second.includes_low)
