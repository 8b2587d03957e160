"""The amounts of a claim held against those of a passage: what is met, what is missed, and what speaks of another matter."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from checks.nlp.content_words import normalize, tokens
from checks.stance.figures.agreement import figure_relation
from checks.stance.figures.amount_context import context_difference, context_features, parse_together
from checks.stance.figures.amounts import AGE, LENGTH, Amount, is_money
from checks.stance.figures.measures import other_measure, part_without_day
from checks.stance.figures.pair import FigurePair
from checks.stance.figures.scope.rules import scope_difference
from checks.stance.predicates import synonymous
from checks.stance.reasons import difference, quoted
from checks.stance.result import Judgement
from checks.stance.text import AnalyzedText

# Likenesses, found on `tests/data/stance_pairs.jsonl`.
_ENOUGH: Final = 0.16  # below, a figure is not of the claim's matter
_MARGIN: Final = 0.35  # so far behind the likest one a figure may still be the one that is meant
_CLOSE: Final = 0.12  # among figures as near as this, one that meets the claim is the one
_SAME_NOUN, _SUM = 0.15, 0.2  # what it adds that both count the same, or that one adds up what the other counts
_ANOTHER_SIZE: Final = 10.0  # times, from which on other nouns are other matters
_FAR_OFF: Final = 80.0  # and the same noun too
_LITTLE_ALIKE: Final = 0.3
_ONE_WORD = re.compile(r"\band [\w,.]+ [a-z]+\Z")  # "… and 12 civilians": each of the list has a noun of its own
_PEOPLE: Final = frozenset(normalize(word) for word in ("person", "man", "woman", "other"))
_DEAD: Final = frozenset(normalize(word) for word in ("dead", "wounded", "casualty"))
_MEASURED_IN_TIME: Final = "time"


class _Candidate(NamedTuple):
    likeness: float
    theirs: Amount


class _JudgedAmount(NamedTuple):
    judgement: Judgement
    likeness: float
    theirs: Amount


def judge_figures(claim: AnalyzedText, source: AnalyzedText) -> Judgement | None:
    """What the claim's amounts come to; None where it has none or the source has none like them."""
    judgements = [
        judgement
        for ours in _decisive(claim.amounts)
        if (judgement := _judge_amount(ours, claim, source)) is not None
    ]
    if not judgements:
        return None
    against = [o for o in judgements if o.stance == "refutes"]
    if against:
        return max(against, key=lambda o: o.strength)
    deciding = [o for o in judgements if o.stance == "supports"]
    if deciding and len(deciding) * 2 >= len(_decisive(claim.amounts)):
        weakest = min(deciding, key=lambda o: o.strength)
        return replace(weakest, reason="; ".join(o.reason for o in deciding))
    return judgements[0] if not deciding else Judgement(
        "context", f"{deciding[0].reason}; of the claim's other figures it says nothing", 0.4
    )  # fmt: skip


def _decisive(found: Sequence[Amount]) -> list[Amount]:
    """Without figures that were before ("from 4 %"), and without ages and times where there is another figure."""
    now = [a for a in found if not a.former] or list(found)
    return [a for a in now if a.dimension != _MEASURED_IN_TIME] or now


def _judge_amount(ours: Amount, claim: AnalyzedText, source: AnalyzedText) -> Judgement | None:
    """What the source's amounts say of one of the claim's; None where none is of its matter."""
    candidates = _nearest(ours, claim, source)
    if not candidates:
        return None
    parse_together([ours, *(each.theirs for each in candidates)])
    obstacles = [scope_difference(FigurePair(claim, source, ours, each.theirs)) for each in candidates]
    comparable = [each for each, reason in zip(candidates, obstacles, strict=True) if reason is None]
    if not comparable:
        return Judgement("context", str(obstacles[0]), 0.4)
    judgement, likeness, theirs = _chosen(
        [_JudgedAmount(_judge_candidate(ours, each), *each) for each in comparable]
    )
    if not judgement.decides:
        return judgement
    if judgement.stance == "supports" and (part := part_without_day(ours, theirs)):
        return Judgement("context", f"scope differs: source counts “{part}”, and gives no day", 0.4)
    features = _features(ours, theirs, claim, source) | {"rivals": min(3, len(candidates) - 1) / 3}
    if judgement.stance == "refutes":
        other = context_difference(ours, theirs) or other_measure(ours, theirs)
        if other and "moved" not in judgement.features:
            return Judgement("context", other, 0.4)
        features |= context_features(ours, theirs)
    return replace(judgement, strength=min(1.0, likeness), features=features)


def _nearest(ours: Amount, claim: AnalyzedText, source: AnalyzedText) -> list[_Candidate]:
    """The source's amounts that may be of the claim's matter, the likest first, down to a margin behind it."""
    likened = ((_likeness(ours, theirs, claim, source), theirs) for theirs in source.amounts)
    ranked = sorted(
        (
            _Candidate(likeness, theirs)
            for likeness, theirs in likened
            if likeness is not None and likeness >= _ENOUGH
        ),
        key=lambda each: -each.likeness,
    )
    if any(each.theirs.noun == ours.noun for each in ranked):
        ranked = [each for each in ranked if not _counts_another(ours, each.theirs)]
    return [
        _Candidate(likeness, _as_often(ours, theirs))
        for likeness, theirs in ranked
        if likeness >= ranked[0].likeness - _MARGIN
    ]


def _chosen(judged: Sequence[_JudgedAmount]) -> _JudgedAmount:
    """Which of the amounts that are not barred is meant: of those as near as the likest, one that meets the claim; else
    the likest that decides.
    """
    close = [each for each in judged if each.likeness >= judged[0].likeness - _CLOSE]
    supports = (each for each in close if each.judgement.stance == "supports")
    decides = (each for each in (*close, *judged) if each.judgement.decides)
    return next(supports, None) or next(decides, judged[0])


def _counts_another(ours: Amount, theirs: Amount) -> bool:
    """Whether a source counts something else, and not just people or what a sum was made of."""
    if ours.noun is None or theirs.noun is None or ours.noun == theirs.noun or ours.dimension != "count":
        return False
    return "+" not in theirs.noun and _PEOPLE.isdisjoint((ours.noun, theirs.noun)) and not _alike(ours, theirs)


def _of_another_size(ours: Amount, likeness: float, theirs: Amount) -> str | None:
    """Why a figure that misses the claim's is of another matter: "12 people were arrested" says nothing of how many live
    in a town. None where it may be of the same; "nobody" always may.
    """
    if not ours.value or not theirs.value or theirs.value == ours.value:
        return None
    times = abs(theirs.value / ours.value)
    times = max(times, 1 / times)
    counted = "count" in (ours.dimension, theirs.dimension)
    another = counted and None not in (ours.noun, theirs.noun) and ours.noun != theirs.noun
    sized = counted or is_money(ours)
    if times >= _ANOTHER_SIZE if another else sized and times >= _FAR_OFF:
        return (
            f"source gives “{theirs.quantity.text}”: too far from “{ours.quantity.text}” to be of the same matter"
        )
    if ours.dimension == "percent" and likeness < _LITTLE_ALIKE and ours.noun != theirs.noun:
        return f"source gives “{theirs.quantity.text}”, and shares little else with the claim"
    return None


def _as_often(ours: Amount, theirs: Amount) -> Amount:
    """What the source counts a month, as what that is a year, where the claim counts a year."""
    if not ours.times_a_year or not theirs.times_a_year or ours.times_a_year == theirs.times_a_year:
        return theirs
    by = theirs.times_a_year / ours.times_a_year
    holds = replace(theirs.holds, low=theirs.holds.low * by, high=theirs.holds.high * by)
    return replace(theirs, holds=holds, value=theirs.value * by)


def _likeness(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> float | None:
    """How much the two speak of the same, 0 to 1 and a little more; None where they can't be the same measure."""
    if (theirs.former and not ours.former and not _of_that_time(ours, theirs)) or theirs.negated:
        return None
    if not _same_dimension(ours, theirs):
        return None
    if not _may_count_the_same(ours, theirs):
        return None
    part = len(ours.words & theirs.words) / max(1, len(ours.words))
    sentence = len(claim.words & theirs.sentence_words) / max(1, len(claim.words))
    whole = len(claim.words & source.words) / max(1, len(claim.words))
    same = _SAME_NOUN if ours.noun is not None and ours.noun == theirs.noun else 0.0
    same = _SUM if "+" in str(theirs.noun) and _is_sum_of(ours, theirs) else same
    return 0.4 * part + 0.3 * sentence + 0.3 * whole + same


def _may_count_the_same(ours: Amount, theirs: Amount) -> bool:
    """Whether what two amounts count may be the same: another noun is so where both clauses have both, or where the
    source's sentence has the claim's and its number meets it ("the Tolu lynx is down to 60 animals").
    """
    if ours.dimension == "time" and theirs.noun in (AGE, LENGTH):
        return ours.noun == theirs.noun or (theirs.noun == LENGTH and ours.noun is None)
    if ours.dimension == "time" and ours.noun == AGE:
        return False
    if None in (ours.noun, theirs.noun) or ours.noun == theirs.noun or ours.dimension not in ("count", "percent"):
        return True
    mine, other = str(ours.noun), str(theirs.noun)
    if "+" in other and mine not in _PEOPLE and mine not in _DEAD and not _is_sum_of(ours, theirs):
        return False  # eighteen soldiers and twelve civilians are thirty people, two gold and one silver no three gold
    generic = "+" in other or not _PEOPLE.isdisjoint((mine, other))
    if generic or (mine in theirs.words and other in ours.words) or _alike(ours, theirs):
        return True
    spoken_of = mine in theirs.sentence.lower()
    return spoken_of and (ours.dimension == "percent" or figure_relation(ours, theirs) == "meets")


def _is_sum_of(ours: Amount, theirs: Amount) -> bool:
    """Whether a sum is of kinds of what the claim counts, and that of all kinds: "six gold and five silver medals"."""
    *kinds, counted = str(theirs.quantity.counted).split("+")
    said = list(tokens(theirs.quantity.text))
    if (
        normalize(counted) != ours.noun
        or not all(kind.lower() in said for kind in kinds)
        or _ONE_WORD.search(theirs.quantity.text)
    ):
        return False
    shared = set(tokens(ours.quantity.text)) & set(said)
    return all(normalize(word) == ours.noun for word in shared)


def _alike(ours: Amount, theirs: Amount) -> bool:
    return synonymous(str(ours.quantity.counted).lower(), str(theirs.quantity.counted).lower())


def _of_that_time(ours: Amount, theirs: Amount) -> bool:
    """Whether a former amount ("up from 34,950 in 2001") is of the very time that the claim names."""
    mine, other = ({(d.first, d.last) for d in a.days if d.first} for a in (ours, theirs))
    return bool(mine) and mine == other


def _same_dimension(ours: Amount, theirs: Amount) -> bool:
    if ours.dimension == theirs.dimension:
        return True
    return is_money(ours) and is_money(theirs)


def _judge_candidate(ours: Amount, candidates: _Candidate) -> Judgement:
    theirs = candidates.theirs
    stated, told = ours.quantity.text, f"source gives {quoted(theirs)}"
    if ours.direction and theirs.direction and ours.direction != theirs.direction:
        moved = {"up": "a rise", "down": "a fall"}
        return Judgement(
            "refutes",
            f"{told}: {moved[theirs.direction]}, where the claim has {moved[ours.direction]}",
            1.0,
            "number",
            {"moved": 1.0},
        )
    match figure_relation(ours, theirs):
        case "meets":
            return Judgement("supports", f"{told}: within “{stated}”", 1.0, "number")
        case "misses" if other := _of_another_size(ours, *candidates):
            return Judgement("context", other, 0.4)
        case "misses":
            return Judgement(
                "refutes", f"{told}: {difference(ours.quantity, ours.holds, theirs.value)}", 1.0, "number"
            )
    return Judgement("context", f"{told}: too wide to decide “{stated}”", 0.4)


def _features(ours: Amount, theirs: Amount, claim: AnalyzedText, source: AnalyzedText) -> dict[str, float]:
    """What speaks for and against the source's amount being the claim's."""
    gap = abs(math.log(abs(theirs.value) / abs(ours.value))) if theirs.value and ours.value else 3.0
    return {
        "lacks": len(claim.words - theirs.sentence_words) / max(1, len(claim.words)),
        "lacks in all": len(claim.words - source.words) / max(1, len(claim.words)),
        "strange": len(theirs.words - claim.words) / max(1, len(theirs.words)),
        "lacks names": len(claim.names - theirs.sentence_names) / max(1, len(claim.names)),
        "same noun": float(ours.noun is not None and ours.noun == theirs.noun),
        "other noun": float(ours.noun is not None and theirs.noun is not None and ours.noun != theirs.noun),
        "gap": min(gap, 3.0) / 3,
        "percent": float(ours.dimension == "percent"),
        "count": float(ours.dimension == "count"),
    }
