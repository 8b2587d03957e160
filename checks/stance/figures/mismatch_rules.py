"""Mismatch rules: why a figure that meets or misses the claim's is of something else all the same.

Another predicate, time or part. All look at what the parsed sentences say of the two figures; where one cannot be read,
none holds. Most are asked of figures that would refute: calling a claim false for a figure of something else is the
worst error, so one such difference is enough. Their order is in `rules.py`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Final, TypeAlias

from checks.lexicon import load_words
from checks.nlp.content_words import normalize
from checks.nlp.names import names
from checks.nlp.tree import NOUN, Word
from checks.quantities import singular
from checks.stance.figures.amounts import is_money
from checks.stance.figures.pair import AmountContext, FigurePair
from checks.stance.lexical_relations import entailed_by
from checks.stance.reasons import quoted, time_of

# What has no parts: half of a country has not half of its temperature.
_WITHOUT_PARTS: Final = ("percent", "times", "points", "temperature", "speed")
_MOST_OF: Final = 0.6  # of the claim's time; a figure of a shorter one is one of a part
_FAR_OFF: Final = 10.0  # times, from which on a figure of people or money needs the claim's own verb
_PERSON: Final = normalize("person")
# They open a phrase of age.
_AGED: Final = ("under", "over", "aged", "below", "above")
# They open a phrase that names no certain part: "on one campus".
_WHOLE_OF: Final = ("one", "a", "an", "all", "every", "any", "both")
_SHORTEST_WORD: Final = 3
_COMMON: Final = ("NN", "NNS")

_ParsedRule: TypeAlias = Callable[[FigurePair, AmountContext, AmountContext], str | None]


def _where_parsed(rule: _ParsedRule) -> Callable[[FigurePair], str | None]:
    """A rule that is also given what the parsed sentences say of the claim's figure and of the source's."""

    @wraps(rule)
    def asked(pair: FigurePair) -> str | None:
        return None if pair.contexts is None else rule(pair, *pair.contexts)

    return asked


@_where_parsed
def other_bearer(pair: FigurePair, mine: AmountContext, theirs: AmountContext) -> str | None:
    """The source's figure is of somebody or something else by name: Lisbon for Portugal.

    Not where either clause has no subject with a name, where the names share a word, nor for a capital that stands
    for its government.
    """
    if not mine.whose or not theirs.whose:
        return None
    stands_for_country = theirs.whose <= load_words("synonyms", "seats")
    if stands_for_country and theirs.verbs.isdisjoint(load_words("predicates", "stock")):
        return None  # "Brussels has fined" tells of the Commission
    wanted, given = (
        names(" ".join(word.capitalize() for word in context.whose), include_first=True)
        for context in (mine, theirs)
    )
    if not wanted or not given or wanted & given or given <= pair.ours.sentence_names:
        return None
    other = " ".join(dict.fromkeys(w.text for w in theirs.sentence.words if w.lower in theirs.whose))
    return f"scope differs: source says {quoted(pair.theirs)} of {other}"


@_where_parsed
def other_stock_or_flow(pair: FigurePair, mine: AmountContext, other: AmountContext) -> str | None:
    """One figure says how many there are, the other how many something was done with.

    The verbs are those of `predicates.toml`: "has 500 doctors" against "hired 500 doctors".
    """
    if not mine.predicates.isdisjoint(other.predicates) or mine.verbs & other.verbs:
        return None
    stock, flow = load_words("predicates", "stock"), load_words("predicates", "flow")
    ours, theirs = (context.verbs - {"been"} for context in (mine, other))
    is_flow = ours & stock and theirs & flow and not ours & flow
    is_stock = ours & flow and theirs & stock and not theirs & flow
    if not is_flow and not is_stock:
        return None
    words = [w.lower for w in mine.sentence.words if w.tag[:2] in ("NN", "VB", "JJ")]
    predicate = min(theirs & (stock | flow))
    if any(entailed_by(word, predicate) for word in words):
        return None
    return f"scope differs: “{pair.theirs.quantity.text}” is of what is “{predicate}”"


@_where_parsed
def other_quality(pair: FigurePair, mine: AmountContext, other: AmountContext) -> str | None:
    """The claim says something of what it counts, and the source does not: "unemployed".

    A quality must be met; a verb need be only where the figure is very far off, since verbs have too many synonyms.
    """
    ours, theirs = pair.ours, pair.theirs
    quality = [w for w in mine.complement if w.tag == "JJ"]
    people_or_money = ours.noun == _PERSON or is_money(ours)
    if not quality and not (people_or_money and _is_far_off(pair)):
        return None
    there = [w.lower for w in other.sentence.words]
    unmet = [w for w in quality or mine.complement if not any(entailed_by(w.lower, word) for word in there)]
    return f"source does not say “{unmet[0].text}” of “{theirs.quantity.text}”" if unmet else None


def _is_far_off(pair: FigurePair) -> bool:
    """Whether one figure is ten times the other or more."""
    low, high = sorted((abs(pair.ours.value), abs(pair.theirs.value)))
    return low > 0 and high / low >= _FAR_OFF


@_where_parsed
def part_by_quality(pair: FigurePair, mine: AmountContext, other: AmountContext) -> str | None:
    """The source counts those of whom it says something, where the claim counts all: "are unemployed"."""
    if pair.ours.dimension != "count" or pair.theirs.value >= pair.ours.value or mine.complement:
        return None
    there = [w.lower for w in mine.sentence.words]
    said = (w for w in other.complement if w.tag == "JJ")
    part = next((w.text for w in said if not any(entailed_by(word, w.lower) for word in there)), None)
    return f"scope differs: source says “{part}” of “{pair.theirs.quantity.text}”" if part else None


@_where_parsed
def zero_of_something_else(pair: FigurePair, mine: AmountContext, other: AmountContext) -> str | None:
    """The claim says that none were, and the source's figure is of another predicate: nobody died, 12 were hurt."""
    if pair.ours.value != 0 or _there_is(mine) or _same_predicate(mine, other):
        return None
    return f"the claim says that there were none; source gives “{pair.theirs.quantity.text}” of something else"


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
    """The source counts a part, by a word or a phrase that the claim has not: "electric", "in Europe".

    A higher figure cannot be one of a part.
    """
    if not _may_be_part(pair):
        return None
    of_a_sum = "+" in str(pair.theirs.noun)
    part = narrower(mine, other, counted=pair.ours.dimension == "count" and not of_a_sum)
    return f"scope differs: source counts “{part}”" if part else None


def _may_be_part(pair: FigurePair) -> bool:
    """Whether the source's figure is lower, and of what has parts."""
    return pair.theirs.value < pair.ours.value and pair.ours.dimension not in _WITHOUT_PARTS


@_where_parsed
def of_part_of_subject(pair: FigurePair, mine: AmountContext, other: AmountContext) -> str | None:
    """The source's figure is of what belongs to the claim's subject but is not it: "the hospital's emergency ward".

    Not where the subject is itself a measure ("the number of …"), is the claim's, or tells what others do ("the
    ministry said").
    """
    part = _part_of(other, mine)
    return _speaks_of(part) if part else None


@_where_parsed
def of_whole_of_subject(pair: FigurePair, mine: AmountContext, other: AmountContext) -> str | None:
    """The source's figure is of what the claim's subject belongs to: the hospital, and not its ward."""
    part = _part_of(mine, other)
    return f"scope differs: source does not say it of “{part}”" if part else None


def _part_of(one: AmountContext, other: AmountContext) -> str | None:
    """The subject of a figure as it is written, where it belongs to the other figure's subject; None where not."""
    subject, sentence = one.subject, one.sentence
    if subject is None or _in_claim(subject, other):
        return None
    if subject.tag == "VBG":  # "charging the battery takes 35 minutes"
        return sentence.text_between(subject.left, subject.right)
    if subject.tag not in _COMMON or _is_measure(subject):
        return None
    if not one.verbs.isdisjoint(load_words("synonyms", "telling")):
        return None
    if subject.lower in load_words("synonyms", "places_named"):
        return None  # "the city of Madrid"
    owners = [*sentence.children(subject, "poss")]
    for prep in sentence.children(subject, "prep"):
        owners += sentence.children(prep, "pobj") if prep.lower == "of" else ()
    owners += [
        name for owner in owners for name in sentence.children(owner, "compound")
    ]  # "of Sint-Lucas hospital"
    owned = any(owner.tag in NOUN and _is_subject(owner, other) for owner in owners)
    return sentence.text_between(subject.left, subject.i) if owned else None


@_where_parsed
def moved_within(pair: FigurePair, mine: AmountContext, other: AmountContext) -> str | None:
    """What the source says moved the other way is within what the claim is of: one mine, and a country's output."""
    part = narrower(mine, other, counted=False)
    return f"scope differs: source counts “{part}”" if part else None


def _speaks_of(found: str) -> str:
    """The reason that the source speaks of something else."""
    return f"scope differs: source speaks of “{found}”"


def mismatch_features(pair: FigurePair) -> dict[str, float]:
    """What the parsed sentences say for and against trusting a figure that refutes.

    Features of the calibration, 0 or 1 each.
    """
    if pair.contexts is None:
        return {}
    mine, other = pair.contexts
    return {
        "same predicate": float(not mine.predicates.isdisjoint(other.predicates)),
        "unreal": float(other.irrealis is not None and other.irrealis != mine.irrealis),
    }


def narrower(ours: AmountContext, theirs: AmountContext, *, counted: bool = True) -> str | None:
    """What the source counts a part by ("electric", "in Europe"), where the claim has nothing of the kind.

    `counted`: the words before the noun are looked at too.

    A higher figure cannot be one of a part, so this is asked of lower ones.
    """
    words = [w.lower for w in ours.sentence.words]
    kind = _narrowing_word(ours, theirs, words) if counted else None
    return kind or next((setting for setting in theirs.settings if _narrows(setting, words)), None)


def _narrowing_word(ours: AmountContext, theirs: AmountContext, words: list[str]) -> str | None:
    """The word before the source's noun that makes a part of it; not a people whose country the claim names."""
    whole = load_words("predicates", "whole")
    named = names(" ".join(w.text for w in ours.sentence.words), include_first=True)
    for word in theirs.narrowing:
        if word.lower in whole or any(entailed_by(mine, word.lower) for mine in words):
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
    is_part = first.lower() in _AGED or any(word[:1].isupper() for word in rest)
    if not is_part and load_words("predicates", "sites").isdisjoint(said):
        return False
    whole = load_words("predicates", "whole")
    said = [word for word in said if len(word) >= _SHORTEST_WORD and word not in whole]
    claimed = " ".join(words)
    met = any(word in claimed or any(entailed_by(mine, word) for mine in words) for word in said)
    return bool(said) and not met


def _there_is(mine: AmountContext) -> bool:
    """Whether a claim says no more than that there is so much: "there were no cases"."""
    return mine.verbs <= load_words("predicates", "being") and not mine.complement


def _same_predicate(mine: AmountContext, other: AmountContext) -> bool:
    """Whether the two have a predicate in common, or two verbs of which one entails the other."""
    if not mine.predicates.isdisjoint(other.predicates):
        return True
    being = load_words("predicates", "being")
    return any(entailed_by(a, b) for a in mine.verbs - being for b in other.verbs - being)


def _is_subject(word: Word, mine: AmountContext) -> bool:
    """Whether a word names the subject of the claim's figure."""
    if word.lower in mine.whose:
        return True
    return mine.subject is not None and entailed_by(mine.subject.lower, word.lower)


def _is_measure(word: Word) -> bool:
    """Whether a noun names a measure of what it is of, or all of it: "number", "population", "total"."""
    lists = (("synonyms", "measuring"), ("synonyms", "of_places"), ("predicates", "whole"))
    return any(singular(word.lower) in load_words(table, name) for table, name in lists)


def _in_claim(word: Word, mine: AmountContext) -> bool:
    """Whether the claim has a word that this one entails."""
    return any(entailed_by(ours.lower, word.lower) for ours in mine.sentence.words)
