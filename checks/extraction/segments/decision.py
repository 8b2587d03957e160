"""Which stretches of an article's sentences are claims, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from checks.extraction.segments.analysis import SentenceAnalysis
from checks.extraction.segments.boundaries import Floats
from checks.extraction.segments.features import NAMES, Around, Stretch
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
    vectors = [word_vectors(a, encoder) for a in analyses] if encoder is not None else None
    around = topics(vectors, model.topic) if vectors is not None else [(0.0, 0.0, 0.0)] * len(analyses)
    found = []
    for n, analysis in enumerate(analyses):
        sums = vectors[n] if vectors is not None else None
        segments = _divide(analysis, model, sums, around[n])
        if len(analyses) <= _FEW_SENTENCES:
            proposed = {
                (p.first, p.last) for p, why in zip(analysis.parts, analysis.reasons, strict=True) if why is None
            }
            segments = [replace(s, taken=s.taken or (s.first, s.last) in proposed) for s in segments]
        if len(analyses) <= _FEW_SENTENCES and not any(segment.taken for segment in segments):
            segments = _divide(analysis, model, sums, around[n], by_rules=True)
        found.append(segments)
    return found


def _divide(
    analysis: SentenceAnalysis, model: SegmentModel, sums: Floats | None, around: Around, *, by_rules: bool = False
) -> list[Segment]:
    """One sentence divided into stretches, in their order, none over another.

    Args:
        analysis: the sentence as the rules read it.
        model: the weights.
        sums: the encoder's vectors as of `word_vectors`, (words + 1, 384); None without an encoder.
        around: what the encoder says of the sentence before, of this and of the next one, in log-odds.
        by_rules: whether to take what the rules propose, whatever the weights say.
    """
    holds, states = (model.holds, model.states) if sums is not None else (model.holds_fast, model.states_fast)
    cuts = cut_chances(analysis, model.cuts)
    places, stretches = candidates(analysis, cuts, model.least_cut)
    parts = zip(analysis.parts, analysis.reasons, strict=True)
    proposed = {(part.first, part.last) for part, reason in parts if reason is None}
    rows = rows_of(analysis, cuts, [s for _, _, s in stretches], sums, model.meaning, around)
    chances, fits = probabilities(holds.scores(rows)), model.fit.scores(rows)
    stated = probabilities(states.scores(rows))
    ruled = np.array([s in proposed for _, _, s in stretches], dtype=np.float32)
    gain = _RULED if by_rules else model.rule_gain
    gains = chances * fits - model.cost * (1 - chances) + gain * ruled
    return [
        Segment(
            *stretches[k][2],
            float(stated[k]),
            bool(stated[k] >= model.least_chance) or (by_rules and stretches[k][2] in proposed),
            rows[k],
            _unit(sums, stretches[k][2]),
        )
        for k in best_division(len(places), stretches, gains.tolist())
    ]


def _unit(sums: Floats | None, stretch: Stretch) -> Floats | None:
    """The mean vector of a stretch's word pieces, at length 1."""
    if sums is None:
        return None
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
