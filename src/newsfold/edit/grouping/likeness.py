"""How much the lines of one story say the same, worked out a line at a time and kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsfold.edit.grouping import vectors
from newsfold.edit.grouping.vectors import Vector


class Likeness:
    """The cosines between `n` vectors of length 1.

    A story has a few dozen lines that are compared with all others, out of up to some thousands:
    one row of cosines for each of those costs less than every pair, in time and in memory.
    """

    def __init__(self, weighed: Sequence[Vector]) -> None:
        self._matrix = vectors.matrix(weighed)
        self._rows: dict[int, NDArray[np.float64]] = {}

    def row(self, index: int) -> NDArray[np.float64]:
        """The cosines of the vector at `index` with all, shape (n,), 0 to 1."""
        if index not in self._rows:
            start, end = self._matrix.indptr[index : index + 2]
            one = np.zeros(self._matrix.shape[1])
            one[self._matrix.indices[start:end]] = self._matrix.data[start:end]
            self._rows[index] = self._matrix @ one
        return self._rows[index]
