"""Why a figure that misses the claim's measures something else: a part of it, another kind, or more than it.

"The second platform of the Eiffel Tower" is not the tower, "income tax" no corporate tax, "overweight or obese" more
than obese.

Asked, like `mismatches`, only of figures that would refute.
"""

import re
from collections.abc import Iterator
from typing import Final

from checks.lexicon import load_words
from checks.nlp.tree import NOUN, Sentence, Word
from checks.quantities import singular
from checks.stance.figures.amount_context import AmountContext
from checks.stance.figures.amounts import Amount, is_money
from checks.stance.figures.mismatches import narrower
from checks.stance.figures.pair import FigurePair
from checks.stance.predicates import entailed_by

_COMMON: Final = ("NN", "NNS")
_KINDS: Final = ("JJ", "NN", "NNS", "VBN", "VBG")
# "Trucks account for 40 million": a part.
_ACCOUNTS = re.compile(r"\b(?:account(?:s|ed)? for|ma[dk]es? up)\b", re.IGNORECASE)
# What money is for: "on police", "for schools".
_PAID_FOR: Final = ("on", "for")
_OF_TIME: Final = ("DATE", "TIME")
# A share stated in percent, and not worked out.
_IN_HUNDREDS = re.compile(r"%|\bper ?cent\b", re.IGNORECASE)


def other_measure(pair: FigurePair) -> str | None:
    """Why a figure that misses the claim's is one of something else, in words; None where it may be the claim's.

    Order: what a part accounts for, a share of other things, a part of the subject, another kind of it, more than it.
    """
    if pair.contexts is None:
        return None
    ours, theirs = pair.ours, pair.theirs
    mine, other = pair.contexts
    if ours.dimension != "percent" and _ACCOUNTS.search(theirs.part) and not _ACCOUNTS.search(ours.part):
        return f"scope differs: “{theirs.quantity.text}” is what a part accounts for"
    if _is_share_of_others(ours, theirs):
        return f"“{theirs.quantity.text}” is not said to be the share that the claim tells"
    of_a_kind = ours.dimension == "percent" or is_money(ours)
    found = _part(mine, other) or (of_a_kind and _other_kind(mine, other)) or _more(mine, other)
    if found:
        return f"scope differs: source speaks of “{found}”"
    kind = _unsaid_kind(mine, other) if of_a_kind else None
    return f"scope differs: source does not say “{kind}”" if kind else None


def part_without_day(pair: FigurePair) -> str | None:
    """The words that narrow what a source counts, where the claim has a day and it has none: "91 international
    goals".
    """
    if not pair.ours.days or pair.theirs.days or pair.contexts is None or pair.ours.dimension != "count":
        return None
    return narrower(*pair.contexts)


def _is_share_of_others(ours: Amount, theirs: Amount) -> bool:
    """Whether a share was worked out of counts of something that the claim's share is not of."""
    if ours.dimension != "percent" or theirs.quantity.role != "amount" or theirs.quantity.unit != "percent":
        return False
    if _IN_HUNDREDS.search(theirs.quantity.text):
        return False
    return ours.noun is None or (ours.noun != theirs.noun and ours.noun not in theirs.words)


def _part(mine: AmountContext, other: AmountContext) -> str | None:
    """What belongs to the claim's subject but is not it: "the hospital's emergency ward".

    None where the subject is itself a measure ("the number of …"), is the claim's, or tells what others do ("the
    ministry said").
    """
    subject, sentence = other.subject, other.sentence
    if subject is None:
        return None
    if subject.tag == "VBG" and not _in_claim(subject, mine):
        return sentence.text_between(subject.left, subject.right)  # "charging the battery takes 35 minutes"
    if subject.tag not in _COMMON or _is_measure(subject) or _in_claim(subject, mine):
        return None
    if not other.verbs.isdisjoint(load_words("synonyms", "telling")):
        return None
    if subject.lower in load_words("synonyms", "places_named"):
        return None  # "the city of Madrid"
    owners = [*sentence.children(subject, "poss")]
    for prep in sentence.children(subject, "prep"):
        owners += sentence.children(prep, "pobj") if prep.lower == "of" else ()
    owned = any(owner.tag in NOUN and _is_subject(owner, mine) for owner in owners)
    return sentence.text_between(subject.left, subject.i) if owned else None


def _is_subject(word: Word, mine: AmountContext) -> bool:
    """Whether a word names the subject of the claim's figure."""
    if word.lower in mine.whose:
        return True
    return mine.subject is not None and entailed_by(mine.subject.lower, word.lower)


def _is_measure(word: Word) -> bool:
    """Whether a noun names a measure of what it is of, or all of it: "number", "population", "total"."""
    noun = singular(word.lower)
    lists = (("synonyms", "measuring"), ("synonyms", "of_places"), ("predicates", "whole"))
    return any(noun in load_words(table, name) for table, name in lists)


def _other_kind(mine: AmountContext, other: AmountContext) -> str | None:
    """The claim's subject with words that make another kind of it: "income tax" beside "corporate tax".

    The nearest of the source's nouns that is the claim's subject decides: one with the claim's own words before
    it, or with none, is the claim's kind.
    """
    subject = mine.subject
    if subject is None or subject.tag not in _COMMON:
        return None
    wanted = list(_kinds(mine.sentence, subject))
    found = None
    for word in other.sentence.words:
        if word.tag not in _COMMON or singular(word.lower) != singular(subject.lower):
            continue
        kinds = list(_kinds(other.sentence, word))
        strange = [kind for kind in kinds if not _in_claim(kind, mine)]
        if not strange or any(entailed_by(a.lower, b.lower) for a in wanted for b in kinds):
            return None
        found = other.sentence.text_between(strange[0].i, word.i)
    return found


def _unsaid_kind(mine: AmountContext, other: AmountContext) -> str | None:
    """What the claim's figure is one of, where the source says nothing of it: "the police budget" beside a city's.

    Nouns before the subject, and what is paid for: "63 million on police".
    """
    there = [w.lower for w in other.sentence.words]
    wanted = [] if mine.subject is None else [w for w in _kinds(mine.sentence, mine.subject) if w.tag in _COMMON]
    for prep in mine.sentence.words:
        if prep.tag == "IN" and prep.lower in _PAID_FOR:
            wanted += [w for w in mine.sentence.children(prep, "pobj") if w.tag in _COMMON]
    unsaid = (
        w for w in wanted if w.entity not in _OF_TIME and not any(entailed_by(w.lower, word) for word in there)
    )
    return next((w.text for w in unsaid), None)


def _kinds(sentence: Sentence, noun: Word) -> Iterator[Word]:
    """The words that say what kind of thing a noun names."""
    no_kinds = load_words("predicates", "whole") | load_words("synonyms", "no_kinds")
    for word in sentence.children(noun, "amod", "compound", "nmod"):
        if word.tag in _KINDS and word.lower not in no_kinds:
            yield word


def _more(mine: AmountContext, other: AmountContext) -> str | None:
    """What the source says beside the claim's word, joined by "or": "overweight or obese".

    Only one of the two that "or" joins may be the claim's; both are then counted together.
    """
    sentence = other.sentence
    for word in sentence.words:
        if word.dep != "conj" or word.tag not in ("JJ", "VBN", "NN", "NNS"):
            continue
        pair = (sentence.words[word.head], word)
        joined_by_or = any(w.lower == "or" for w in sentence.children(pair[0], "cc"))
        if joined_by_or and [_in_claim(each, mine) for each in pair].count(True) == 1:
            return sentence.text_between(min(w.i for w in pair), max(w.i for w in pair))
    return None


def _in_claim(word: Word, mine: AmountContext) -> bool:
    """Whether the claim has a word that this one entails."""
    return any(entailed_by(ours.lower, word.lower) for ours in mine.sentence.words)
