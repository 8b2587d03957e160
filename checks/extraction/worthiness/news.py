"""How soon a newsroom would check a claim, from what the sentence encoder makes of it and of its article.

A logistic regression over the signs of `features.py`, the claim's place in its article, its vector, and the mean
vector of the article's claims: a match, a festival and a riot are not weighed alike. docs/models/check-worthiness.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from checks.extraction.worthiness.features import Sign
from checks.extraction.worthiness.net import Floats
from checks.extraction.worthiness.score import (
    NEWS_SIGNS,
    Candidate,
    load_weights,
    news_features,
    reasons_of,
    rounded_probabilities,
    strongest,
)
from checks.types.claim import Worth

PLACE: Final = Sign("place", "stands at the head of the article", "stands far down in the article")
MEANT: Final = Sign("meant", "speaks of what newsrooms check first", "speaks of what newsrooms check later")
SIGNS: Final = (*NEWS_SIGNS, PLACE, MEANT)
_HEAD: Final = 0.15  # of an article


@dataclass(frozen=True, slots=True)
class NewsWorth:
    """Weights of the signs and two of the place, and of the vectors: (signs + 2,), (384,) and (384,).

    `own` is for a claim's vector, `article` for the mean of all claims of its article. Fitted by
    `training.segments` on what editors marked.
    """

    plain: Floats
    own: Floats
    article: Floats
    base: float

    def weigh(self, candidates: Sequence[Candidate], vectors: Floats, places: Sequence[float]) -> list[Worth]:
        """The worth of all claims of one article, in their order.

        Args:
            candidates: what is known of each claim.
            vectors: one a claim, of length 1: (claims, 384).
            places: where each begins in its text, 0 to 1.
        """
        if not candidates:
            return []
        rows = plain_rows(candidates, places)
        moves = rows[:, :-2] * self.plain[:-2]
        place = rows[:, -2:] @ self.plain[-2:]
        meant = vectors @ self.own + vectors.mean(axis=0) @ self.article
        table = np.column_stack([moves, place, meant]).astype(np.float32)
        values = rounded_probabilities(table.sum(axis=1) + np.float32(self.base))
        return [
            Worth(value, reasons_of(each, value >= 0.5))
            for value, each in zip(values, strongest(table, SIGNS), strict=True)
        ]

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """All weights by their names in a file; vectors in 16 bits, which costs no digit that is shown."""
        return {
            "worth.plain": self.plain.astype(np.float32),
            "worth.own": self.own.astype(np.float16),
            "worth.article": self.article.astype(np.float16),
            "worth.base": np.array([self.base], dtype=np.float32),
        }


def news_worth_from(arrays: Mapping[str, NDArray[np.generic]]) -> NewsWorth | None:
    """The weights that `NewsWorth.arrays` gave; None where a file has none, and `weigh` of score.py serves."""
    if "worth.plain" not in arrays:
        return None
    plain, own, article = (arrays[f"worth.{name}"].astype(np.float32) for name in ("plain", "own", "article"))
    return NewsWorth(plain, own, article, float(arrays["worth.base"].astype(np.float32)[0]))


def plain_rows(candidates: Sequence[Candidate], places: Sequence[float]) -> Floats:
    """The signs of each claim, where it stands, and whether that is the head: (claims, signs + 2).

    The head is the first 15 % of a text. Arguments as of `NewsWorth.weigh`; there must be one claim.
    """
    where = np.array([[place, place < _HEAD] for place in places], dtype=np.float32)
    return np.column_stack([news_features(candidates, load_weights().net), where]).astype(np.float32)
