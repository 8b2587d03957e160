"""Annotated articles split by weights that were learnt without them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

import numpy as np

from bench.claim_scores import ClaimScore, score_claims
from bench.gold import folder
from checks.extraction.extractor import split_with
from checks.extraction.segments.boundaries import NAMES as GAP_NAMES
from checks.extraction.segments.features import NAMES
from checks.extraction.segments.model import SegmentModel, read_model
from checks.extraction.segments.trees import Trees
from training.segment_corpora import FOLDS, annotated, fold_of, fold_weights

# Groups of features that an ablation takes out: what a name must hold to belong to it.
GROUPS: Final = {
    "the encoder": ("mean", "sentence before", "sentence after"),
    "the net": ("worded",),
    "the rules": ("rule",),
    "amounts": ("figure",),
    "quotations": ("quot",),
    "attributions": ("cue", "said", "speaker"),
    "words": ("“",),
    "the tree": ("hangs on", "headed", "depth", "crossing"),
}


def learnt_apart(without: str = "") -> Iterator[tuple[str, str, ClaimScore]]:
    """File, genre and score of every annotated article; `without` names a group of features to take out."""
    models = [_ablated(read_model(fold_weights(n)), without) for n in range(FOLDS)]
    for n, article in enumerate(annotated(folder() / "claims")):
        day = date.fromisoformat((article.get("published") or article["date"])[:10])
        claims = split_with(models[fold_of(n)], article["text"], day)
        yield _file(article), article.get("genre") or article["id"], score_claims(article, claims)


def total(scores: Sequence[ClaimScore]) -> ClaimScore:
    """All of them together."""
    whole = ClaimScore()
    for score in scores:
        whole += score
    return whole


def _file(article: dict[str, Any]) -> str:
    return "invented" if "genre" in article else "dev"


def _ablated(model: SegmentModel, without: str) -> SegmentModel:
    """The model with every question about features of a group answered as for a feature that is not there."""
    if not without:
        return model
    group = GROUPS[without]
    gaps = [n for n, name in enumerate(GAP_NAMES) if any(part in name for part in group)]
    segments = [n for n, name in enumerate(NAMES) if any(part in name for part in group)]
    return replace(
        model,
        cuts=_blind(model.cuts, gaps),
        holds=_blind(model.holds, segments),
        states=_blind(model.states, segments),
        fit=_blind(model.fit, segments),
    )


def _blind(trees: Trees, places: Sequence[int]) -> Trees:
    """The trees with nodes that ask about `places` leading where a 0 leads."""
    asked = np.isin(trees.feature, places)
    zero = np.where(trees.threshold >= 0, trees.left, trees.right)
    return replace(trees, left=np.where(asked, zero, trees.left), right=np.where(asked, zero, trees.right))
