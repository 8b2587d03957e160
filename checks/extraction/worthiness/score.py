"""Check-worthiness: how much a newsroom would want to check a sentence or a claim, 0 to 1, with reasons in words.

Two models share the net of `net.py` and the signs of `features.py`. `judge` weighs a free sentence by the
net, which was trained on debates; `weigh` weighs a claim of an article by a logistic regression over its signs,
what extraction knows of it, and the net's score. docs/models/check-worthiness.md says what they were trained on.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from checks.extraction.worthiness import net
from checks.extraction.worthiness.features import NEWS, SIGNS, Sign, news_sign_values, sign_values
from checks.extraction.worthiness.net import Floats, Net
from checks.types.claim import Kind, SpeechAct, Worth
from checks.types.quantity import Quantity

DATA = Path(__file__).parent / "data"
MOST_REASONS = 5
_LEAST = 0.15  # log-odds; what moves the worth by less is no reason
WORDING = Sign("wording", "worded like statements that get checked", "not worded like statements that get checked")
NEWS_SIGNS = (*SIGNS, *NEWS, WORDING)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of a claim before it is weighed.

    `text` is its stretch as it stands in the article, `sentence` the whole sentence; the rest is what was read of
    it.
    """

    text: str
    sentence: str
    kind: Kind
    quantities: tuple[Quantity, ...] = ()
    claimant: str | None = None
    speech_act: SpeechAct = "asserts"


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence's worth, and whether that makes it check-worthy: from 0.5 on.

    The threshold of the net, told from later debates, is worked into the worth (docs/models/check-worthiness.md).
    """

    worth: Worth
    check_worthy: bool


@dataclass(frozen=True, slots=True)
class Model:
    """All weights. `threshold` is the log-odds of the net at which a sentence becomes check-worthy."""

    net: Net
    threshold: float
    signs: Floats
    news: Floats
    news_base: float


@cache
def load_weights() -> Model:
    """Read the weights, once a process; a process that forks afterwards shares them.

    Raises `KeyError` where the lexicon has a sign that was not fitted.
    """
    weights = json.loads((DATA / "worth.json").read_text(encoding="utf-8"))
    return Model(
        net=net.read_net(DATA / "worth.npz"),
        threshold=weights["threshold"],
        signs=_in_order(weights["signs"], SIGNS),
        news=_in_order(weights["news"], NEWS_SIGNS),
        news_base=weights["news_base"],
    )


def _in_order(weights: dict[str, object], signs: Sequence[Sign]) -> Floats:
    """The fitted weights in the order of the signs; raises `KeyError` for a sign that was not fitted."""
    return np.array([weights[sign.name] for sign in signs], dtype=np.float32)


def judge(texts: Sequence[str]) -> list[Judged]:
    """Weigh free sentences, in a batch.

    The worth is the net's probability had as many sentences been worth checking as not, so that 0.5 is where
    a sentence is more like those worth checking than like the others.
    """
    model = load_weights()
    if not texts:
        return []
    texts = [_bare(text) for text in texts]
    values = rounded_probabilities(model.net.scores(texts) - model.threshold)
    amounts = np.array([sign_values(text) for text in texts], dtype=np.float32) * model.signs
    return [
        Judged(Worth(value, reasons_of(moves, value >= 0.5)), value >= 0.5)
        for value, moves in zip(values, strongest(amounts, SIGNS), strict=True)
    ]


def _bare(text: str) -> str:
    """The text without quotation marks around the whole of it, which say nothing of its worth."""
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] in '"“' and text[-1] in '"”' else text


def weigh(candidates: Sequence[Candidate]) -> list[Worth]:
    """Weigh claims of news articles, in a batch.

    The worth is the probability that an editor who marks each claim 0 (trivial), 1 (may matter) or 2 (to be
    checked first) gives it a 2.
    """
    model = load_weights()
    if not candidates:
        return []
    rows = news_features(candidates, model.net)
    values = rounded_probabilities(rows @ model.news + np.float32(model.news_base))
    moved = strongest(rows * model.news, NEWS_SIGNS)
    return [Worth(value, reasons_of(moves, value >= 0.5)) for value, moves in zip(values, moved, strict=True)]


def news_features(candidates: Sequence[Candidate], net: Net) -> Floats:
    """Signs, knowledge and the net's score of each claim: (claims, `NEWS_SIGNS`); there must be one.

    One row a claim, of 32-bit floats; the last column is the net's score.
    """
    rows = [news_sign_values(c.text, c.kind, c.quantities, c.claimant, c.speech_act) for c in candidates]
    scores = np.clip(net.scores([c.text for c in candidates]), -6, 6) / 2
    return np.column_stack([np.array(rows, dtype=np.float32), scores])


Moves = list[tuple[float, str]]


def strongest(amounts: Floats, signs: Sequence[Sign]) -> Iterator[Moves]:
    """For each row what moved the worth most, in log-odds and words; what speaks for checking first.

    `amounts` is (rows, signs). At most five of a row; what moved it by less than 0.15 is no reason.
    """
    columns = np.argpartition(-np.abs(amounts), MOST_REASONS, axis=1)[:, :MOST_REASONS]
    chosen = np.take_along_axis(amounts, columns, axis=1)
    for places, moves in zip(columns.tolist(), chosen.tolist(), strict=True):
        strongest = sorted(zip(moves, places, strict=True), reverse=True)
        yield [
            (move, signs[place].speaks_for if move > 0 else signs[place].speaks_against)
            for move, place in strongest
            if abs(move) >= _LEAST
        ]


def reasons_of(moves: Moves, high: bool) -> tuple[str, ...]:
    """The words of `moves`; where nothing in it points the way of the worth, the net's own reading is the reason.

    `high` tells that the worth is 0.5 or more: then what speaks for it is told first, else what speaks against it
    last. At most five, each once.
    """
    words = [said for _, said in moves]
    if high and not any(move > 0 for move, _ in moves):
        words = [WORDING.speaks_for, *words]
    if not high and not any(move < 0 for move, _ in moves):
        words.append(WORDING.speaks_against)
    return tuple(dict.fromkeys(words[:MOST_REASONS] if high else words[-MOST_REASONS:]))


def rounded_probabilities(log_odds: Floats) -> list[float]:
    """Log-odds as probabilities of three digits, cut off at 30 on either side."""
    odds = np.clip(log_odds.astype(np.float64), -30, 30)
    return [round(value, 3) for value in (1 / (1 + np.exp(-odds))).tolist()]
