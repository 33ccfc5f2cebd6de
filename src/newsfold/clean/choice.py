"""Which texts of a page are its article's: a forest's votes over features of each text.

The forest is trained by tools/train_page_texts.py; without one, what trafilatura keeps is kept.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newsfold.clean import features, trees
from newsfold.clean.features import Seen
from newsfold.text.language import Tables

WEIGHTS = "page_texts"


def kept(seen: Seen, tables: Tables) -> Sequence[bool]:
    """Whether each text is part of the article, headings and lists within it included.

    The first candidate of `seen` is trafilatura's extraction.
    """
    if not seen.spots:
        return ()
    _, matrix = features.matrix(seen)
    weights = tables.weights(WEIGHTS)
    by_candidate = matrix[:, 0] > features.KEPT
    if weights is None:
        return [bool(is_kept) for is_kept in by_candidate]
    likely = trees.likelihood(trees.Forest.of(weights).raw(matrix))
    chosen = likely >= np.float32(weights["limit"])
    return [bool(is_kept) for is_kept in (chosen if chosen.any() else by_candidate)]
