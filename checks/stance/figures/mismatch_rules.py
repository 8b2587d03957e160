"""Mismatch rules: why a figure that meets or misses the claim's is of something else all the same.

Another predicate, time or part. All look at what the parsed sentences say of the two figures; where one cannot be read,
none holds. Most are asked of figures that would refute: calling a claim false for a figure of something else is the
worst error, so one such difference is enough. Their order is in `rules.py`.
"""

import re
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Final, TypeAlias

from checks.amounts.amounts import is_money
from checks.lexicon import load_words
from checks.nlp.names import names
from checks.nlp.relations.predicates import entailed_by
from checks.nlp.relations.word_groups import opposites
from checks.nlp.tree import Sentence, Word
from checks.stance.figures.pair import OPENING_AGE, AmountContext, FigurePair, amount_context
from checks.stance.reasons import quoted, time_of
from checks.stance.syntax.noun_phrases import NAMES, name_of

# What has no parts: half of a country has not half of its temperature.
_WITHOUT_PARTS: Final = ("percent", "times", "points", "temperature", "speed", "bitrate")
_MOST_OF: Final = 0.6  # of the claim's time; a figure of a shorter one is one of a part
# "1,684 of its residents": those of what was named before.
_OF_ITS: Final = re.compile(r"\bof (?:its|their|his|her)\b.*", re.IGNORECASE)
# Words that open a phrase which names no certain part: "on one campus".
_WHOLE_OF: Final = ("one", "a", "an", "all", "every", "any", "both")
_SHORTEST_WORD: Final = 3

_ParsedRule: TypeAlias = Callable[[FigurePair, AmountContext, AmountContext], str | None]


def _where_parsed(rule: _ParsedRule) -> Callable[[FigurePair], str | None]:
    """A rule that is also given what the parsed sentences say of the claim's figure and of the source's."""

    @wraps(rule)
    def asked(pair: FigurePair) -> str | None:
        return None if pair.contexts is None else rule(pair, *pair.contexts)

    return asked


@_where_parsed
def other_bearer(pair: FigurePair, mine: AmountContext, other: AmountContext) -> str | None:
    """The source's figure is told of somebody or something else by name: Lisbon for Portugal."""
    wanted, given = (_bearer(context) for context in (mine, other))
    if not wanted or not given or wanted & given or given <= pair.ours.sentence_names:
        return None
    subject = other.subject
    has = (
        not other.verbs.isdisjoint(load_words("predicates", "stock"))
        or subject is None
        or subject.tag not in NAMES
    )
    if given <= load_words("synonyms", "seats") and not has:
        return None  # "Brussels has fined" tells of the Commission
    bearer = " ".join(
        dict.fromkeys(w.text for w in other.sentence.words if names(w.text, include_first=True) & given)
    )
    return f"scope differs: source says {quoted(pair.theirs)} of {bearer}"


def _bearer(context: AmountContext) -> frozenset[str]:
    """The name of a clause's subject, or of that whose population, area, debt … it is."""
    subject, sentence = context.subject, context.sentence
    if subject is None:
        return frozenset()
    whose = sentence.children(subject, "poss") if subject.lower in load_words("synonyms", "of_places") else ()
    named = (name_of(sentence, word.i) for word in (subject, *whose))
    found = next((name for name in named if name), frozenset())
    return names(" ".join(word.capitalize() for word in sorted(found)), include_first=True)


@_where_parsed
def verb_of_other_figure(pair: FigurePair, mine: AmountContext, other: AmountContext) -> str | None:
    """The source's sentence says of another figure what the claim does: "cost 300 million and earned 190 million".

    What rises and falls is told by the directions of both.
    """
    if not mine.predicates.isdisjoint(other.predicates) or (pair.ours.direction and pair.theirs.direction):
        return None
    alike = (pair.theirs.dimension, "count" if is_money(pair.theirs) else None)  # "cost $300 million, earned 190"
    others = (a for a in pair.source.amounts if a.sentence == pair.theirs.sentence and a.dimension in alike)
    for said in others:
        context = amount_context(said)
        if context is not None and not mine.predicates.isdisjoint(context.predicates):
            return f"scope differs: source says it of {quoted(said)}"
    return None


@_where_parsed
def opposite_verb(pair: FigurePair, mine: AmountContext, other: AmountContext) -> str | None:
    """The source's figure is of the contrary: seats that were lost, where the claim's were won.

    What rises and falls is told by the directions of both.
    """
    words = opposites(" ".join(mine.verbs), " ".join(other.verbs))
    if words is None or (pair.ours.direction and pair.theirs.direction):
        return None
    _, predicate = words
    return f"scope differs: “{pair.theirs.quantity.text}” is of what is “{predicate}”"


@_where_parsed
def other_stock_or_flow(pair: FigurePair, mine: AmountContext, other: AmountContext) -> str | None:
    """One figure says how many there are, the other how many something was done with.

    The verbs are those of `predicates.toml`: "has 500 doctors" against "hired 500 doctors".
    """
    if not mine.predicates.isdisjoint(other.predicates) or mine.verbs & other.verbs:
        return None
    stock, flow = load_words("predicates", "stock"), load_words("predicates", "flow")
    ours, theirs = (context.verbs - {"been"} for context in (mine, other))
    source_is_flow = ours & stock and theirs & flow and not ours & flow
    source_is_stock = ours & flow and theirs & stock and not theirs & flow
    if not source_is_flow and not source_is_stock:
        return None
    words = [w.lower for w in mine.sentence.words if w.tag[:2] in ("NN", "VB", "JJ")]
    predicate = min(theirs & (stock | flow))
    if any(entailed_by(word, predicate) for word in words):
        return None
    return f"scope differs: “{pair.theirs.quantity.text}” is of what is “{predicate}”"


@_where_parsed
def shorter_time(pair: FigurePair, mine: AmountContext, other: AmountContext) -> str | None:
    """The source counts less over a part of the claim's time: less than 0.6 of it, and within it.

    Only where each names one time.
    """
    ours = [(d.first, d.last) for d in pair.ours.days if d.first and d.last]
    theirs = [(d.first, d.last, d.text) for d in pair.theirs.days if d.first and d.last]
    if not _may_be_part(pair) or len(ours) != 1 or len(theirs) != 1:
        return None
    (first, last), (start, end, short) = ours[0], theirs[0]
    inside = first <= start and end <= last
    if not inside or end <= start or (end - start) >= (last - first) * _MOST_OF:
        return None
    return f"date differs: figure is for {time_of(short)}"


@_where_parsed
def part_of_the_claimed(pair: FigurePair, mine: AmountContext, other: AmountContext) -> str | None:
    """The source counts a part, by what the claim has not: "electric", "in Europe", "of its residents".

    A higher figure cannot be one of a part.
    """
    if not _may_be_part(pair):
        return None
    part = narrower(mine, other, counted=pair.ours.dimension == "count")
    if mine.subject is None and (owned := _OF_ITS.search(pair.theirs.quantity.text)):
        part = owned[0]
    return f"scope differs: source counts “{part}”" if part else None


def _may_be_part(pair: FigurePair) -> bool:
    """Whether the source's figure is lower, and of what has parts."""
    return pair.theirs.value < pair.ours.value and pair.ours.dimension not in _WITHOUT_PARTS


@_where_parsed
def of_part_of_subject(pair: FigurePair, mine: AmountContext, other: AmountContext) -> str | None:
    """The source's figure is of what belongs to the claim's subject but is not it: "the hospital's emergency ward".

    Not where it is a measure of the subject ("the hospital's budget", "the number of …"), or is the claim's.
    """
    part, sentence = other.subject, other.sentence
    if part is None or mine.subject is None or part.tag not in ("NN", "NNS"):
        return None
    measures = load_words("synonyms", "measuring") | load_words("synonyms", "of_places")
    if part.lower in measures or any(entailed_by(w.lower, part.lower) for w in mine.sentence.words):
        return None
    of = (prep for prep in sentence.children(part, "prep") if prep.lower == "of")
    owners = (*sentence.children(part, "poss"), *(w for prep in of for w in sentence.children(prep, "pobj")))
    if not any(entailed_by(mine.subject.lower, owner.lower) for owner in owners):
        return None
    return f"scope differs: source speaks of “{sentence.text_between(part.left, part.i)}”"


@_where_parsed
def of_a_kind(pair: FigurePair, mine: AmountContext, other: AmountContext) -> str | None:
    """The source's share is of one kind of what the claim's is of, by a noun before it: "youth unemployment"."""
    of, subject = mine.subject, other.subject
    if (
        pair.ours.dimension not in ("percent", "times")
        or of is None
        or subject is None
        or subject.lower != of.lower
    ):
        return None
    before = list(other.sentence.children(subject, "compound"))
    word = _narrowing_word(before, mine.sentence)
    return f"scope differs: source speaks of “{word} {subject.text}”" if word else None


@_where_parsed
def moved_within(pair: FigurePair, mine: AmountContext, other: AmountContext) -> str | None:
    """What the source says moved the other way is within what the claim is of: one mine, and a country's output."""
    part = narrower(mine, other, counted=False)
    return f"scope differs: source counts “{part}”" if part else None


def narrower(ours: AmountContext, theirs: AmountContext, *, counted: bool = True) -> str | None:
    """What the source counts a part by ("electric", "in Europe"), where the claim has nothing of the kind.

    `counted`: the words before the noun are looked at too.
    """
    words = [w.lower for w in ours.sentence.words]
    kind = _narrowing_word(theirs.narrowing, ours.sentence) if counted else None
    return kind or next((setting for setting in theirs.settings if _narrows(setting, words)), None)


def _narrowing_word(before: Sequence[Word], claim: Sentence) -> str | None:
    """The word before the source's noun that makes a part of it; not a people whose country the claim names."""
    whole = load_words("predicates", "whole")
    named = names(" ".join(w.text for w in claim.words), include_first=True)
    for word in before:
        if word.lower in whole or any(entailed_by(mine.lower, word.lower) for mine in claim.words):
            continue
        if not names(word.text, include_first=True) & named:  # "American soldiers" of the US
            return word.text
    return None


def _narrows(setting: str, words: list[str]) -> bool:
    """Whether a phrase of place, time or age says of what part a figure is, with words that the claim lacks."""
    first, *rest = setting.partition(",")[0].split()
    said = [word.strip(".,’'").lower() for word in rest]
    if any(character.isdigit() for character in setting) or (said and said[0] in _WHOLE_OF):
        return False  # "on one campus", "at all schools"
    is_part = first.lower() in OPENING_AGE or any(word[:1].isupper() for word in rest)
    if not is_part and load_words("predicates", "sites").isdisjoint(said):
        return False
    whole = load_words("predicates", "whole")
    said = [word for word in said if len(word) >= _SHORTEST_WORD and word not in whole]
    claimed = " ".join(words)
    met = any(word in claimed or any(entailed_by(mine, word) for mine in words) for word in said)
    return bool(said) and not met
