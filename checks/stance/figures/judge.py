"""The figures of a claim against those of a passage: what meets the claim, what misses it, what decides nothing.

For each amount of the claim, in this order: the source's nearest amounts, those of them that can be compared, the one
that is meant, and whether its sentence says what the claim's does. What sets a figure aside is a rule of `rules.py`;
where none can be compared, the reason of the nearest is the finding.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from checks.amounts.amounts import Amount
from checks.stance.figures.comparability import Comparability, comparability
from checks.stance.figures.pair import FigurePair, figure_relation
from checks.stance.figures.rules import (
    MOVE_RULES,
    REFUTATION_RULES,
    SCOPE_RULES,
    SIZE_RULES,
    SUPPORT_RULES,
    first_reason,
    is_no_candidate,
)
from checks.stance.reasons import difference, quoted
from checks.stance.result import Judgement
from checks.stance.text import AnalyzedText

# Likenesses, found on `tests/data/stance_pairs.jsonl`.
_ENOUGH: Final = 0.16  # below, a figure is not of the claim's matter
_MARGIN: Final = 0.35  # so far behind the likest one a figure may still be the one that is meant
_CLOSE: Final = 0.12  # among figures as near as this, one that meets the claim is the one
_CONTEXT: Final = 0.4  # the confidence of what decides nothing
_MOVES: Final = {"up": "a rise", "down": "a fall"}


class _Judged(NamedTuple):
    """A pair of figures with what it comes to."""

    judgement: Judgement
    pair: FigurePair


def judge_figures(claim: AnalyzedText, source: AnalyzedText) -> Judgement | None:
    """What the source's figures say of the claim's; None where it has none of the claim's matter.

    One figure that misses refutes. What meets supports only where all of the claim's figures are met.
    """
    decisive = _decisive(claim.amounts)
    judged = [(ours, j) for ours in decisive if (j := _judge_amount(ours, claim, source)) is not None]
    judgements = [j for _, j in judged]
    against = [j for j in judgements if j.stance == "refutes"]
    if against:
        return max(against, key=lambda j: j.strength)
    supporting = [j for j in judgements if j.stance == "supports"]
    if not supporting:
        return judgements[0] if judgements else None
    met = [ours for ours, j in judged if j.stance == "supports"]
    if all(any(_covers(other, ours) for other in met) for ours in decisive):
        weakest = min(supporting, key=lambda j: j.strength)
        return replace(weakest, reason="; ".join(j.reason for j in supporting))
    reason = f"{supporting[0].reason}; of the claim's other figures it says nothing"
    return Judgement("context", reason, _CONTEXT)


def _covers(met: Amount, other: Amount) -> bool:
    """Whether what is met says another amount of the same words too: the share for the counts of "17 of 40", a count
    for the sum that it is a part of; not the sum for its parts.
    """
    a, b = met.quantity, other.quantity
    if met.sentence != other.sentence or a.end <= b.start or b.end <= a.start:
        return False
    return met.dimension != other.dimension or (b.start <= a.start and a.end <= b.end)


def _decisive(found: Sequence[Amount]) -> list[Amount]:
    """Without figures that were before ("from 4 %"), and without ages and times where there is another figure."""
    now = [a for a in found if not a.former] or list(found)
    return [a for a in now if a.dimension != "time"] or now


def figure_pairs(claim: AnalyzedText, source: AnalyzedText) -> list[tuple[FigurePair, bool]]:
    """For each of the claim's figures: the pair that it is judged by, and whether the source's meets it.

    What sets a pair aside is not asked; `training.comparability` learns from them which are of the same.
    """
    found = (_selected(ours, claim, source) for ours in _decisive(claim.amounts))
    return [(each.pair, each.judgement.stance == "supports") for each in filter(None, found)]


def _judge_amount(ours: Amount, claim: AnalyzedText, source: AnalyzedText) -> Judgement | None:
    """What the source's amounts say of one of the claim's; None where none is of its matter."""
    selected = _selected(ours, claim, source)
    if selected is None:
        return None
    return _checked(selected) if selected.judgement.decides else selected.judgement


def _selected(ours: Amount, claim: AnalyzedText, source: AnalyzedText) -> _Judged | None:
    """The source's amount that is meant; where none can be compared, the nearest."""
    pairs = _nearest(ours, claim, source)
    if not pairs:
        return None
    obstacles = [first_reason(pair, SCOPE_RULES) for pair in pairs]
    comparable = [
        _Judged(_compare(pair), pair) for pair, obstacle in zip(pairs, obstacles, strict=True) if obstacle is None
    ]
    if not comparable:
        comparable = [_Judged(Judgement("context", str(obstacles[0]), _CONTEXT), pairs[0])]
    return _meant(comparable)


def _nearest(ours: Amount, claim: AnalyzedText, source: AnalyzedText) -> list[FigurePair]:
    """The source's amounts that may be of the claim's matter, the likest first, down to a margin behind it.

    What is counted by the month is given by the year, if the claim counts so.
    """
    pairs = (FigurePair(claim, source, ours, theirs) for theirs in source.amounts)
    likely = [p for p in pairs if not is_no_candidate(p) and p.likeness >= _ENOUGH]
    likely.sort(key=lambda pair: -pair.likeness)
    near = (pair for pair in likely if pair.likeness >= likely[0].likeness - _MARGIN)
    return [_counted_as_often(pair) for pair in near]


def _counted_as_often(pair: FigurePair) -> FigurePair:
    """What the source counts a month, as what that is a year, where the claim counts a year; other pairs as they are.

    The interval and the value times as many as the periods of the one in the other.
    """
    ours, theirs = pair.ours.times_a_year, pair.theirs.times_a_year
    if not ours or not theirs or ours == theirs:
        return pair
    by, was = theirs / ours, pair.theirs
    allows = replace(was.allows, low=was.allows.low * by, high=was.allows.high * by)
    return replace(pair, theirs=replace(was, allows=allows, value=was.value * by))


def _compare(pair: FigurePair) -> Judgement:
    """Whether one figure meets or misses the other."""
    ours, theirs = pair.ours, pair.theirs
    stated, given = f"“{ours.quantity.text}”", f"source gives {quoted(theirs)}"
    if ours.direction and theirs.direction and ours.direction != theirs.direction:
        reason = f"{given}: {_MOVES[theirs.direction]}, where the claim has {_MOVES[ours.direction]}"
        return Judgement("refutes", reason, 1.0, "moved")
    relation = figure_relation(ours, theirs)
    if relation == "meets":
        return Judgement("supports", f"{given}: within {stated}", 1.0, "number")
    if relation == "wide":
        return Judgement("context", f"{given}: too wide to decide {stated}", _CONTEXT)
    if other := first_reason(pair, SIZE_RULES):
        return Judgement("context", other, _CONTEXT)
    return Judgement("refutes", f"{given}: {difference(ours.quantity, ours.allows, theirs.value)}", 1.0, "number")


def _meant(judged: Sequence[_Judged]) -> _Judged:
    """Which of the comparable figures is meant.

    Of those as near as the likest, one that meets the claim; else the likest that decides; else the likest. Where one
    misses and another one meets the claim without doubt, none is.
    """
    close = [each for each in judged if each.pair.likeness >= judged[0].pair.likeness - _CLOSE]
    supports = (each for each in close if each.judgement.stance == "supports")
    decides = (each for each in (*close, *judged) if each.judgement.decides)
    meant = next(supports, None) or next(decides, judged[0])
    if meant.judgement.stance != "refutes":
        return meant
    meeting = (each for each in judged if each.judgement.stance == "supports")
    other = next((each for each in meeting if comparability(each.pair, meets=True).certain), None)
    if other is None:
        return meant
    reason = f"source gives {quoted(other.pair.theirs)} and {quoted(meant.pair.theirs)}: not sure which is meant"
    return meant._replace(judgement=Judgement("context", reason, _CONTEXT))


def _checked(judged: _Judged) -> Judgement:
    """A judgement that decides; context where the parsed sentences show that the figure is of
    something else.
    """
    judgement, pair = judged
    against = MOVE_RULES if judgement.ground == "moved" else REFUTATION_RULES
    if other := first_reason(pair, against if judgement.stance == "refutes" else SUPPORT_RULES):
        return Judgement("context", other, _CONTEXT)
    same = comparability(pair, meets=judgement.stance == "supports")
    if not same.enough:
        return Judgement("context", _unsure(pair, same), _CONTEXT)
    return replace(judgement, strength=min(1.0, pair.likeness))


def _unsure(pair: FigurePair, same: Comparability) -> str:
    """The reason why a figure does not speak: the word that the other text has nothing for."""
    unmet = f": “{same.unmet}” stands on one side alone" if same.unmet else ""
    return f"{quoted(pair.theirs)} need not be of the same{unmet}"
