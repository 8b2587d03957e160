"""Why a figure that misses the claim's does not refute it: it is of another predicate, bearer, time or part.

All rules look at what the parsed sentences say of the two figures; where one cannot be read, none of them holds.

Asked only of figures that would refute: calling a claim false for a figure of something else is the worst error,
so one such difference is enough to decide nothing.
"""

from typing import Final

from checks.lexicon import load_words
from checks.nlp.content_words import normalize
from checks.nlp.names import names
from checks.stance.figures.amount_context import AmountContext
from checks.stance.figures.amounts import Amount, is_money
from checks.stance.figures.pair import FigurePair
from checks.stance.predicates import entailed_by
from checks.stance.reasons import time_of

_FAR_OFF: Final = 10.0  # times, from which on a figure of people or money needs the claim's own verb
_PERSON: Final = normalize("person")
# What has no parts: half of a country has not half of its temperature.
_WITHOUT_PARTS: Final = ("percent", "times", "points", "temperature", "speed")
_MOST_OF: Final = 0.6  # of the claim's time; a figure of a shorter one is one of a part
# They open a phrase of age.
_AGED: Final = ("under", "over", "aged", "below", "above")
# They open a phrase that names no certain part: "on one campus".
_WHOLE_OF: Final = ("one", "a", "an", "all", "every", "any", "both")
_SHORTEST_WORD: Final = 3


def mismatch(pair: FigurePair) -> str | None:
    """Why a source's figure that misses the claim's decides nothing all the same, in words; None where it refutes.

    Order: stock against flow, a quality that only one has, a zero of another predicate; then, for lower figures
    alone, a shorter time and a part.
    """
    if pair.contexts is None:
        return None
    mine, other = pair.contexts
    theirs = f"“{pair.theirs.quantity.text}”"
    if predicate := _stock_or_flow(mine, other):
        return f"scope differs: {theirs} is of what is “{predicate}”"
    if quality := _other_quality(pair, mine, other):
        return quality
    if pair.ours.value == 0 and not _there_is(mine) and not _same_predicate(mine, other):
        return f"{theirs} is not said of what the claim says there was none of"
    if pair.theirs.value >= pair.ours.value or pair.ours.dimension in _WITHOUT_PARTS:
        return None
    if short := _shorter_time(pair.ours, pair.theirs):
        return f"date differs: figure is for {time_of(short)}"
    of_a_sum = "+" in str(pair.theirs.noun)
    part = narrower(mine, other, counted=pair.ours.dimension == "count" and not of_a_sum)
    return f"scope differs: source counts “{part}”" if part else None


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


def other_bearer(pair: FigurePair) -> str | None:
    """The name of whom the source's figure is of, where the claim's is of somebody else: Lisbon for Portugal.

    None where either clause has no subject with a name, where the names share a word, and for a capital that
    stands for its government.
    """
    if pair.contexts is None:
        return None
    mine, other = pair.contexts
    if not mine.whose or not other.whose:
        return None
    stands_for_country = other.whose <= load_words("synonyms", "seats")
    if stands_for_country and other.verbs.isdisjoint(load_words("predicates", "stock")):
        return None  # "Brussels has fined" tells of the Commission
    wanted, given = (
        names(" ".join(word.capitalize() for word in context.whose), include_first=True)
        for context in (mine, other)
    )
    if not wanted or not given or wanted & given or given <= pair.ours.sentence_names:
        return None
    words = (w.text for w in other.sentence.words if w.lower in other.whose)
    return " ".join(dict.fromkeys(words))


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
    first, *rest = setting.split()
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


def _stock_or_flow(ours: AmountContext, theirs: AmountContext) -> str | None:
    """The source's verb, where one figure says how many there are and the other how many something was done with.

    The verbs are those of `predicates.toml`: "has 500 doctors" against "hired 500 doctors".
    """
    if not ours.predicates.isdisjoint(theirs.predicates) or ours.verbs & theirs.verbs:
        return None
    stock, flow = load_words("predicates", "stock"), load_words("predicates", "flow")
    mine, other = (context.verbs - {"been"} for context in (ours, theirs))
    is_flow = mine & stock and other & flow and not mine & flow
    is_stock = mine & flow and other & stock and not other & flow
    if not is_flow and not is_stock:
        return None
    words = [w.lower for w in ours.sentence.words if w.tag[:2] in ("NN", "VB", "JJ")]
    verb = next(iter(other & (stock | flow)))
    return None if any(entailed_by(word, verb) for word in words) else verb


def _other_quality(pair: FigurePair, mine: AmountContext, other: AmountContext) -> str | None:
    """Why the two are not said of the same: only of one are they said to be "unemployed".

    A quality must be met; a verb need be only where the figure is very far off, since verbs have too many synonyms.
    """
    ours, theirs = pair.ours, pair.theirs
    quality = [w for w in mine.complement if w.tag == "JJ"]
    if ours.dimension == "count" and theirs.value < ours.value and (part := _part_by_quality(mine, other)):
        return f"scope differs: source says “{part}” of “{theirs.quantity.text}”"
    far_off_people_or_money = _is_far_off(ours, theirs) and (ours.noun == _PERSON or is_money(ours))
    if not quality and not far_off_people_or_money:
        return None
    there = [w.lower for w in other.sentence.words]
    unmet = [w for w in quality or mine.complement if not any(entailed_by(w.lower, word) for word in there)]
    return f"source does not say “{unmet[0].text}” of “{theirs.quantity.text}”" if unmet else None


def _part_by_quality(mine: AmountContext, other: AmountContext) -> str | None:
    """What the source says of those that it counts, where the claim counts all: "are unemployed"."""
    if mine.complement:
        return None
    there = [w.lower for w in mine.sentence.words]
    said = (w for w in other.complement if w.tag == "JJ")
    return next((w.text for w in said if not any(entailed_by(word, w.lower) for word in there)), None)


def _is_far_off(ours: Amount, theirs: Amount) -> bool:
    """Whether one figure is ten times the other or more."""
    low, high = sorted((abs(ours.value), abs(theirs.value)))
    return low > 0 and high / low >= _FAR_OFF


def _shorter_time(ours: Amount, theirs: Amount) -> str | None:
    """The time that a source counts over, where that is only a part of the claim's.

    Less than 0.6 of the claim's time, and within it; only where each names one time.
    """
    mine = [(d.first, d.last) for d in ours.days if d.first and d.last]
    other = [(d.first, d.last, d.text) for d in theirs.days if d.first and d.last]
    if len(mine) != 1 or len(other) != 1:
        return None
    (first, last), (start, end, text) = mine[0], other[0]
    inside = first <= start and end <= last
    return text if inside and end > start and (end - start) < (last - first) * _MOST_OF else None


def _there_is(mine: AmountContext) -> bool:
    """Whether a claim says no more than that there is so much: "there were no cases"."""
    return mine.verbs <= load_words("predicates", "being") and not mine.complement


def _same_predicate(mine: AmountContext, other: AmountContext) -> bool:
    """Whether the two have a predicate in common, or two verbs of which one entails the other."""
    if not mine.predicates.isdisjoint(other.predicates):
        return True
    being = load_words("predicates", "being")
    return any(entailed_by(a, b) for a in mine.verbs - being for b in other.verbs - being)
