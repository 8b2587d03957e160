"""Which stretches of an article's sentences are claims, and how sure that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from checks.extraction.segments.analysis import SentenceAnalysis
from checks.extraction.segments.boundaries import Floats, gap_features
from checks.extraction.segments.features import NAMES, Around, Stretch, net_scores
from checks.extraction.segments.model import (
    SegmentModel,
    best_division,
    candidates,
    cut_chances,
    probabilities,
    rows_of,
    topics,
    word_vectors,
)
from checks.extraction.segments.risk import Risk, risk_rows
from checks.nlp.encoder import Encoder

# How features are named in a reason, where their own names say little.
_SHOWN: Final = {
    "meaning": "what its words mean",
    "sentence meant": "what the sentence means",
    "sentence before": "what the sentence before means",
    "sentence after": "what the next sentence means",
    "worded to check": "its wording",
    "sentence worded to check": "the wording of the sentence",
}
# A text of so few sentences is no article, of which the model has learnt, but something that somebody wants checked:
# what the rules of language propose is taken, and of a sentence in which the model takes nothing all of that.
_FEW_SENTENCES: Final = 3
_RULED: Final = 10.0  # what a proposed stretch gains then, so that no other division is better
_TOGETHER: Final = 64  # sentences
# By how much the chance that is needed rises (chosen on the folds among 0, 0.08, 0.16 and 0.24) for a stretch without a
# figure, time or name, and for one in the present or with a modal, which is more often a view than an event.
_BARE_NEEDS: Final = 0.08
_LASTING_NEEDS: Final = 0.16
# A stretch whose risk of being wrong is above `_RISKY` loses `_COST_OF_RISK` times the excess from its gain, of which
# `_LEAST_GAIN` stays; then the sentence is divided anew, `_TRIES` times at most. Chosen on the folds.
_RISKY: Final = 0.1
_COST_OF_RISK: Final = 2.5
_LEAST_GAIN: Final = 0.02
_TRIES: Final = 4
_NAMED: Final = 2  # features that are named as the reason why a stretch is no claim


@dataclass(frozen=True, slots=True)
class Segment:
    """Words `first` to `last` of a sentence, read as one stretch; `chance` is how likely it states a claim.

    `taken` tells whether that is enough; `row` are its features, `vector` what the encoder makes of it, at length 1.
    """

    first: int
    last: int
    chance: float
    taken: bool
    row: Floats
    vector: Floats | None = None


def decide(
    analyses: Sequence[SentenceAnalysis], model: SegmentModel, encoder: Encoder | None
) -> list[list[Segment]]:
    """For each sentence of one article its division into stretches, those that are no claims among them.

    Without an `encoder` the trees that were trained without one decide. In a text of at most three sentences, one of
    which nothing is taken is divided as the rules propose.
    """
    vectors = word_vectors(analyses, encoder) if encoder is not None else None
    around = topics(vectors, model.topic) if vectors is not None else [(0.0, 0.0, 0.0)] * len(analyses)
    found = []
    for n, scored in enumerate(_scored(analyses, model, vectors, around)):
        if model.risk is not None:
            scored = replace(scored, gains=_wary_gains(analyses[n], scored, model, model.risk))
        segments = _divide(scored, model)
        if len(analyses) <= _FEW_SENTENCES:
            segments = [replace(s, taken=s.taken or (s.first, s.last) in scored.proposed) for s in segments]
        if len(analyses) <= _FEW_SENTENCES and not any(segment.taken for segment in segments):
            segments = _divide(scored, model, by_rules=True)
        found.append(
            [replace(s, vector=_unit(vectors[n], (s.first, s.last))) for s in segments] if vectors else segments
        )
    return found


@dataclass(frozen=True, slots=True)
class _Scored:
    """A sentence's candidates: how many `places` they begin at, the stretches with these, one row of features
    each, what each gains as a claim and how likely it states one, which of them the rules propose,
    and how much more chance than others each needs.
    """

    places: int
    stretches: list[tuple[int, int, Stretch]]
    rows: Floats
    gains: Floats
    stated: Floats
    proposed: set[Stretch]
    needs: list[float]


def _scored(
    analyses: Sequence[SentenceAnalysis],
    model: SegmentModel,
    vectors: Sequence[Floats] | None,
    around: Sequence[Around],
) -> Iterator[_Scored]:
    """The candidates of each sentence; the trees score some dozens of sentences together, which saves most of the time.

    `vectors` are those of `word_vectors`, None without an encoder; `around` what it says of neighbouring sentences.
    """
    for begin in range(0, len(analyses), _TOGETHER):
        some = analyses[begin : begin + _TOGETHER]
        gaps = [gap_features(analysis) for analysis in some]
        of_gaps = _parted(model.cuts.scores(np.concatenate(gaps)), gaps)
        cuts = [cut_chances(a, model.cuts, scores) for a, scores in zip(some, of_gaps, strict=True)]
        found = [candidates(a, c, model.least_cut) for a, c in zip(some, cuts, strict=True)]
        stretches = [[stretch for _, _, stretch in each] for _, each in found]
        net = net_scores(some, stretches)
        rows = [
            rows_of(
                analysis, cuts[n], stretches[n], None if vectors is None else vectors[begin + n],
                model.meaning, around[begin + n], net[n],
            )
            for n, analysis in enumerate(some)
        ]  # fmt: skip
        yield from _gains(some, model, found, rows, encoded=vectors is not None)


def _gains(
    analyses: Sequence[SentenceAnalysis],
    model: SegmentModel,
    found: Sequence[tuple[list[int], list[tuple[int, int, Stretch]]]],
    rows: Sequence[Floats],
    *,
    encoded: bool,
) -> Iterator[_Scored]:
    """The candidates of some sentences with what the trees say of their `rows` of features."""
    holds, states = (model.holds, model.states) if encoded else (model.holds_fast, model.states_fast)
    table = np.concatenate(rows)
    chances = _parted(probabilities(holds.scores(table)), rows)
    fits = _parted(model.fit.scores(table), rows)
    stated = _parted(probabilities(states.scores(table)), rows)
    for n, analysis in enumerate(analyses):
        parts = zip(analysis.parts, analysis.reasons, strict=True)
        proposed = {(part.first, part.last) for part, reason in parts if reason is None}
        gains = chances[n] * fits[n] - model.cost * (1 - chances[n])
        places, stretches = found[n]
        needs = [_needs(analysis, stretch) for _, _, stretch in stretches]
        yield _Scored(
            places=len(places), stretches=stretches, rows=rows[n], gains=gains, stated=stated[n], proposed=proposed,
            needs=needs,
        )  # fmt: skip


def _needs(analysis: SentenceAnalysis, stretch: Stretch) -> float:
    """How much more chance than others a stretch needs to be taken."""
    if not is_bare(analysis, stretch):
        return 0.0
    return _BARE_NEEDS + _is_lasting(analysis, stretch) * _LASTING_NEEDS


def _is_lasting(analysis: SentenceAnalysis, stretch: Stretch) -> bool:
    """Whether the verb at the head of a stretch tells of now or of what may be, and of nothing that has happened."""
    sentence, top = analysis.sentence, analysis.top(*stretch)
    helping = [w.tag for w in sentence.children(top, "aux", "auxpass")]
    tense = helping[0] if helping else top.tag
    return tense in ("VBZ", "VBP", "MD") and top.tag != "VBN"


def is_bare(analysis: SentenceAnalysis, stretch: Stretch) -> bool:
    """Whether a stretch holds no figure, no time and no name: nothing that could be looked up by itself."""
    first, last = stretch
    if any(analysis.figures[first : last + 1]) or any(analysis.days[first : last + 1]):
        return False
    return not any(w.tag[:3] == "NNP" or w.tag == "CD" for w in analysis.sentence.words[first : last + 1])


def _parted(scores: Floats, tables: Sequence[Floats]) -> list[Floats]:
    """Scores of the rows of many tables, one array a table again."""
    return np.split(scores, np.cumsum([len(table) for table in tables])[:-1])


def _divide(scored: _Scored, model: SegmentModel, *, by_rules: bool = False) -> list[Segment]:
    """One sentence divided into stretches, in their order, none over another.

    `by_rules` takes what the rules propose, whatever the weights say.
    """
    stretches = scored.stretches
    ruled = np.array([s in scored.proposed for _, _, s in stretches], dtype=np.float32)
    gains = scored.gains + (_RULED if by_rules else model.rule_gain) * ruled
    return [
        Segment(
            first=stretches[k][2][0],
            last=stretches[k][2][1],
            chance=float(scored.stated[k]),
            taken=bool(scored.stated[k] >= model.least_chance + scored.needs[k])
            or (by_rules and stretches[k][2] in scored.proposed),
            row=scored.rows[k],
        )
        for k in best_division(scored.places, stretches, gains.tolist())
    ]


def _wary_gains(analysis: SentenceAnalysis, scored: _Scored, model: SegmentModel, risk: Risk) -> Floats:
    """What each candidate of a sentence gains, less for those that would be taken and are likely told wrongly."""
    at = {stretch: k for k, (_, _, stretch) in enumerate(scored.stretches)}
    gains, known = scored.gains.copy(), set[int]()
    for _ in range(_TRIES):
        taken = _divide(replace(scored, gains=gains), model)
        fresh = [k for k in (at[segment.first, segment.last] for segment in taken) if k not in known]
        known.update(fresh)
        chances = risk.chances(risk_rows(analysis, [scored.stretches[k][2] for k in fresh], scored.rows[fresh]))
        risky = [(k, chance - _RISKY) for k, chance in zip(fresh, chances, strict=True) if chance > _RISKY]
        if not risky:
            break
        for k, over in risky:
            gains[k] = max(gains[k] - _COST_OF_RISK * over, min(gains[k], _LEAST_GAIN))
    return gains


def _unit(sums: Floats, stretch: Stretch) -> Floats:
    """The mean vector of a stretch's word pieces, at length 1."""
    whole = sums[stretch[1] + 1] - sums[stretch[0]]
    unit: Floats = whole / max(float(np.linalg.norm(whole)), 1e-6)
    return unit


def reason_against(segment: Segment, model: SegmentModel, encoded: bool) -> str:
    """Why a stretch is not taken for a claim, with the two features that spoke against it most.

    `encoded` tells that the trees for stretches with an encoder decided. Shown to editors beside the skipped part.
    """
    moved = (model.states if encoded else model.states_fast).contributions(segment.row)
    strongest = sorted((change, place) for place, change in moved.items() if change < 0)[:_NAMED]
    named = (NAMES[place] for _, place in strongest)
    return "reads as no claim: " + ", ".join(dict.fromkeys(_SHOWN.get(name, name) for name in named))
