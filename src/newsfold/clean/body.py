"""Which lines of a dump are the article's own: a forest's word over each line's features.

The forest is trained by tools/train_lines.py. Tables without one fall back to the run of lines
with the largest score (`extent`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsfold.clean import extent, line_features
from newsfold.clean.signs import Sign
from newsfold.clean.trees import Forest, likelihood
from newsfold.text.language import Tables

WEIGHTS = "lines"
# Lower limits for a line that kept ones stand beside: on pages of hosts left out of the training
# F1 is 0.9265 with the first and 0.9262 with the second, 0.9260 with neither.
BETWEEN = 0.3  # right between two
BELOW = 0.2  # a sentence right below one: an article's last paragraph is often short
# Short articles are rare among the pages that the trees know. Where the best-scored run has fewer
# words, its sentences need less (F1 there stays 0.9266).
SHORT_RUN = 300
WITHIN = 0.1


def kept(signs: Sequence[Sign], tables: Tables) -> tuple[bool, ...]:
    """Whether each line is part of the article's body, subheadings and lists within it included."""
    weights = tables.weights(WEIGHTS)
    if weights is None or not signs:
        first, last = extent.best(extent.scores(signs))
        return tuple(first <= index <= last for index in range(len(signs)))
    matrix = line_features.matrix(signs)
    likely = likelihood(Forest.of(weights).raw(matrix))
    sure = likely >= weights["limit"]
    above, below = np.roll(sure, 1), np.roll(sure, -1)
    above[0] = below[-1] = False
    closed = np.array([sign.line.ends and extent.is_text(sign) for sign in signs])
    between = above & below & (likely >= BETWEEN)
    under = above & closed & (likely >= BELOW)
    return tuple(
        (sure | between | under | (_short_run(matrix) & closed & (likely >= WITHIN))).tolist()
    )


def _short_run(matrix: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which lines lie in the best-scored run where that is a short one."""
    names = line_features.names()
    inside, words = matrix[:, names.index("in-run")], matrix[:, names.index("run-words")]
    return (inside > 0) & (words < SHORT_RUN)
