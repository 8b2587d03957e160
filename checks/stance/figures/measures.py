"""What a figure measures: whether a source's, which misses the claim's, is one of a part, of another kind, or of more.

"The second platform of the Eiffel Tower" is not the tower, "income tax" no corporate tax, "overweight or obese" more than
obese.
"""

import re
from collections.abc import Iterator
from typing import Final

from checks.lexicon import load_words
from checks.nlp.tree import NOUN, Sentence, Word
from checks.quantities import singular
from checks.stance.figures.amount_context import AmountContext, amount_context, narrower
from checks.stance.figures.amounts import Amount, is_money
from checks.stance.predicates import entailed_by

_COMMON: Final = ("NN", "NNS")
_KINDS: Final = ("JJ", "NN", "NNS", "VBN", "VBG")
_ACCOUNTS = re.compile(r"\b(?:account(?:s|ed)? for|ma[dk]es? up)\b", re.IGNORECASE)
_IN_HUNDREDS = re.compile(r"%|\bper ?cent\b", re.IGNORECASE)


def other_measure(ours: Amount, theirs: Amount) -> str | None:
    """Why a figure that misses the claim's is one of something else; None where it may be the claim's."""
    mine, other = amount_context(ours), amount_context(theirs)
    if mine is None or other is None:
        return None
    if ours.dimension != "percent" and _ACCOUNTS.search(theirs.part) and not _ACCOUNTS.search(ours.part):
        return f"scope differs: “{theirs.quantity.text}” is what a part accounts for"
    if _is_a_share_of_others(ours, theirs):
        return f"“{theirs.quantity.text}” is not said to be the share that the claim tells"
    of_a_kind = ours.dimension == "percent" or is_money(ours)
    found = _part(mine, other) or (of_a_kind and _another_kind(mine, other)) or _more(mine, other)
    return f"scope differs: source speaks of “{found}”" if found else None


def part_without_day(ours: Amount, theirs: Amount) -> str | None:
    """The words that narrow what a source counts, where it gives no day and the claim has one: "91 international goals"."""
    mine, other = amount_context(ours), amount_context(theirs)
    if not ours.days or theirs.days or mine is None or other is None or ours.dimension != "count":
        return None
    return narrower(mine, other)


def _is_a_share_of_others(ours: Amount, theirs: Amount) -> bool:
    """Whether a share was worked out of counts of something that the claim's share is not of."""
    if ours.dimension != "percent" or theirs.quantity.role != "amount" or theirs.quantity.unit != "percent":
        return False
    if _IN_HUNDREDS.search(theirs.quantity.text):
        return False
    return ours.noun is None or (ours.noun != theirs.noun and ours.noun not in theirs.words)


def _part(mine: AmountContext, other: AmountContext) -> str | None:
    """What belongs to the claim's subject but is not it: "the hospital's emergency ward"."""
    subject, sentence = other.subject, other.sentence
    if subject is not None and subject.tag == "VBG" and not _in_claim(subject, mine):
        return sentence.stretch(subject.left, subject.right)  # "charging the battery takes 35 minutes"
    if subject is None or subject.tag not in _COMMON or _is_measure(subject):
        return None
    if not other.verbs.isdisjoint(load_words("synonyms", "telling")) or _in_claim(subject, mine):
        return None
    if subject.lower in load_words("synonyms", "places_named"):
        return None  # "the city of Madrid"
    owners = [*sentence.below(subject, "poss")]
    for prep in sentence.below(subject, "prep"):
        owners += sentence.below(prep, "pobj") if prep.lower == "of" else ()
    owned = any(owner.tag in NOUN and _is_subject(owner, mine) for owner in owners)
    return sentence.stretch(subject.left, subject.i) if owned else None


def _is_subject(word: Word, mine: AmountContext) -> bool:
    return word.lower in mine.whose or (mine.subject is not None and entailed_by(mine.subject.lower, word.lower))


def _is_measure(word: Word) -> bool:
    return any(
        singular(word.lower) in words
        for words in (
            load_words("synonyms", "measuring"),
            load_words("synonyms", "of_places"),
            load_words("predicates", "whole"),
        )
    )


def _another_kind(mine: AmountContext, other: AmountContext) -> str | None:
    """The subject's noun with words that make another kind of it: "income tax" beside "corporate tax"."""
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
        found = other.sentence.stretch(strange[0].i, word.i)
    return found


def _kinds(sentence: Sentence, noun: Word) -> Iterator[Word]:
    """The words that say what kind of thing a noun names."""
    for word in sentence.below(noun, "amod", "compound", "nmod"):
        if word.tag in _KINDS and word.lower not in load_words("predicates", "whole") | load_words(
            "synonyms", "no_kinds"
        ):
            yield word


def _more(mine: AmountContext, other: AmountContext) -> str | None:
    """What the source says beside the claim's word, joined by "or": "overweight or obese"."""
    sentence = other.sentence
    for word in sentence.words:
        joined = word.dep == "conj" and any(
            w.lower == "or" for w in sentence.below(sentence.words[word.head], "cc")
        )
        if joined and word.tag in ("JJ", "VBN", "NN", "NNS"):
            pair = (sentence.words[word.head], word)
            if [_in_claim(each, mine) for each in pair].count(True) == 1:
                return sentence.stretch(min(w.i for w in pair), max(w.i for w in pair))
    return None


def _in_claim(word: Word, mine: AmountContext) -> bool:
    return any(entailed_by(ours.lower, word.lower) for ours in mine.sentence.words)
