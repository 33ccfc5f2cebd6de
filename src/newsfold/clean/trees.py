"""What an ensemble of decision trees says of each row of a matrix; no training in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Rows times trees that are walked at once. What is in hand fits a core's cache: 250 rows and 220
# trees take 1.5 ms, and 3 ms with 50,000 cells or more.
MAX_CELLS = 20_000
SHIFT = 16  # bits of a node's number that hold its feature


@dataclass(frozen=True, slots=True)
class Early:
    """When the first trees are enough: the others are not asked of rows at or beyond a limit."""

    trees: int  # that every row is shown
    low: float  # log-odds after them
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Binary decision trees in flat arrays, one entry a node; their leaves are added up.

    A row goes from a node to the left one of its children, or to the one behind it when its
    feature is above the threshold. A leaf is a node whose threshold is +inf and whose left child
    is itself.
    """

    # The left child shifted by SHIFT, and the column that the node asks: one look-up gives both.
    # Of numpy's own kind of index, because any other is copied at each step.
    node: NDArray[np.intp]
    threshold: NDArray[np.float32]
    value: NDArray[np.float32]  # of a leaf; 0 elsewhere
    roots: NDArray[np.intp]  # the first node of each tree
    depth: int  # steps from a root to the deepest leaf
    base: float  # log-odds before any tree is asked

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> Forest:
        """The forest in the arrays that `tools.forests.arrays` writes."""
        return cls(
            (arrays["left"].astype(np.intp) << SHIFT) | arrays["feature"],
            arrays["threshold"].astype(np.float32, copy=False),
            arrays["value"].astype(np.float32, copy=False),
            arrays["roots"].astype(np.intp, copy=False),
            int(arrays["depth"]),
            float(arrays["base"]),
        )

    def raw(self, matrix: NDArray[np.float32], early: Early | None = None) -> NDArray[np.float32]:
        """The log-odds of each row; after the first trees alone where `early` lets them do.

        `matrix` is (rows, features), without NaN.
        """
        if early is None:
            return self._sums(matrix, self.roots) + np.float32(self.base)
        found = self._sums(matrix, self.roots[: early.trees]) + np.float32(self.base)
        doubtful = np.flatnonzero((found > early.low) & (found < early.high))
        found[doubtful] += self._sums(matrix[doubtful], self.roots[early.trees :])
        return found

    def _sums(self, matrix: NDArray[np.float32], roots: NDArray[np.intp]) -> NDArray[np.float32]:
        found = np.zeros(len(matrix), np.float32)
        step = max(1, MAX_CELLS // max(1, len(roots)))
        for start in range(0, len(matrix), step):
            found[start : start + step] = self._walked(matrix[start : start + step], roots)
        return found

    def _walked(self, matrix: NDArray[np.float32], roots: NDArray[np.intp]) -> NDArray[np.float32]:
        rows, width = matrix.shape
        cells = np.ascontiguousarray(matrix, np.float32).ravel()
        at = (np.arange(rows, dtype=np.intp) * width)[:, None]
        place = np.broadcast_to(roots, (rows, len(roots)))
        for _ in range(self.depth):
            node = self.node.take(place)
            above = cells.take((node & ((1 << SHIFT) - 1)) + at) > self.threshold.take(place)
            node >>= SHIFT
            node += above
            place = node
        found: NDArray[np.float32] = self.value.take(place).sum(axis=1, dtype=np.float32)
        return found


def likelihood(log_odds: NDArray[np.float32]) -> NDArray[np.float32]:
    """Log-odds as probabilities."""
    # Beyond 30 a float32 cannot tell the result from 0 or 1, and exp would overflow.
    return (1.0 / (1.0 + np.exp(-np.clip(log_odds, -30.0, 30.0)))).astype(np.float32)
