"""Which lines of a dump are the article's own: a forest's word over each line's features.

The forest is trained by tools/train_lines.py. Tables without one fall back to the run of lines
with the largest score (`extent`).
"""

from __future__ import annotations

from collections.abc import Sequence

from newsfold.clean import extent, line_features
from newsfold.clean.signs import Sign
from newsfold.clean.trees import Forest, likelihood
from newsfold.text.language import Tables

WEIGHTS = "lines"


def kept(signs: Sequence[Sign], tables: Tables) -> tuple[bool, ...]:
    """Whether each line is part of the article's body, subheadings and lists within it included."""
    weights = tables.weights(WEIGHTS)
    if weights is None or not signs:
        first, last = extent.best(extent.scores(signs))
        return tuple(first <= index <= last for index in range(len(signs)))
    likely = likelihood(Forest.of(weights).raw(line_features.matrix(signs)))
    return tuple((likely >= weights["limit"]).tolist())
