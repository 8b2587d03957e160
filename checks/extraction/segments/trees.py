"""Boosted decision trees as plain arrays: their scores, and how much each feature contributed to one."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from checks.extraction.segments.boundaries import Floats

Indices = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Trees:
    """`feature`, `threshold`, `left`, `right`, `value`: one row a tree, one column a node; a leaf is its own child.

    The score of a row of features is `base` and the value of one leaf of each tree, in log-odds for a classifier.
    """

    feature: Indices
    threshold: Floats
    left: Indices
    right: Indices
    value: Floats
    base: float
    depth: int

    def scores(self, rows: Floats) -> Floats:
        """One score for each row of features: (rows, features) to (rows,).

        All trees go down one level at a time, in numpy; a leaf stays where it is until the deepest tree has come
        to its end.
        """
        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        trees, nodes = self.feature.shape
        firsts = np.arange(trees, dtype=np.int32)[:, None] * nodes  # the place of each tree's root among all nodes
        feature, threshold = self.feature.ravel(), self.threshold.ravel()
        left, right = (self.left + firsts).ravel(), (self.right + firsts).ravel()
        values, begins = rows.ravel(), np.arange(len(rows), dtype=np.int32)[:, None] * rows.shape[1]
        at = np.broadcast_to(firsts.T, (len(rows), trees))
        for _ in range(self.depth):
            below = values.take(begins + feature.take(at)) <= threshold.take(at)
            at = np.where(below, left.take(at), right.take(at))
        scores: Floats = self.value.ravel().take(at).sum(axis=1) + np.float32(self.base)
        return scores

    def contributions(self, row: Floats) -> dict[int, float]:
        """How far each feature moved the score of one row: the sum of the changes in node value at its splits.

        Saabas (2014), "Interpreting random forests". Indices of features that moved nothing are left out.
        """
        moved: dict[int, float] = {}
        for tree in range(len(self.feature)):
            at = 0
            for _ in range(self.depth):
                feature = int(self.feature[tree, at])
                below = row[feature] <= self.threshold[tree, at]
                child = int(self.left[tree, at] if below else self.right[tree, at])
                if child == at:
                    break
                change = float(self.value[tree, child] - self.value[tree, at])
                moved[feature] = moved.get(feature, 0.0) + change
                at = child
        return moved

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """All of it under names that begin with `name`, to be written to a file by `numpy.savez`.

        Indices of children fit in 8 bits, since `training.segments` grows trees of ten leaves at most.
        """
        return {
            f"{name}.feature": self.feature.astype(np.int16),
            f"{name}.threshold": self.threshold,
            f"{name}.left": self.left.astype(np.uint8),
            f"{name}.right": self.right.astype(np.uint8),
            f"{name}.value": self.value,
            f"{name}.base": np.array([self.base, self.depth], dtype=np.float32),
        }


def trees_from(arrays: Mapping[str, NDArray[np.generic]], name: str) -> Trees:
    """The trees that `Trees.arrays` put under `name`; raises `KeyError` where there are none.

    `arrays` is what `numpy.load` gives for the file, or any mapping of names to arrays.
    """
    base, depth = arrays[f"{name}.base"]
    return Trees(
        feature=arrays[f"{name}.feature"].astype(np.int32),
        threshold=arrays[f"{name}.threshold"].astype(np.float32),
        left=arrays[f"{name}.left"].astype(np.int32),
        right=arrays[f"{name}.right"].astype(np.int32),
        value=arrays[f"{name}.value"].astype(np.float32),
        base=float(base),
        depth=int(depth),
    )
