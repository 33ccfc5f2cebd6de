"""Which texts of a page are its article's: a forest's votes over features of each text.

The forest is trained by tools/train_page_texts.py; without one, what trafilatura keeps is kept.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newsfold.clean import trees
from newsfold.clean.markup import features
from newsfold.clean.markup.features import Seen
from newsfold.clean.trees import Early
from newsfold.text.language import Tables

WEIGHTS = "page_texts"
# A quarter of the trees decides nine texts of ten. On 139 open pages those that all trees then put
# on the other side of the limit lie within 0.25 of it.
EARLY = Early(170, low=-1.0, high=1.2)
# A text of so many words, of which so much stands in others that are kept, is a second copy of
# the article: two of 414 pages' texts (87 % and all of them), and no paragraph comes near either.
MIN_COPY_WORDS, COPIED = 200, 0.8


def kept(seen: Seen, tables: Tables) -> Sequence[bool]:
    """Whether each text is part of the article, headings and lists within it included.

    The first candidate of `seen` is trafilatura's extraction.
    """
    if not seen.spots:
        return ()
    _, matrix = features.matrix(seen)
    weights = tables.weights(WEIGHTS)
    chosen = matrix[:, 0] > features.KEPT
    if weights is not None:
        likely = trees.likelihood(trees.Forest.of(weights).raw(matrix, EARLY))
        by_forest = likely >= np.float32(weights["limit"])
        chosen = by_forest if by_forest.any() else chosen
    return _single(seen, [bool(is_kept) for is_kept in chosen])


def _single(seen: Seen, found: list[bool]) -> Sequence[bool]:
    """The same without texts that hold the article a second time."""
    for number, line in enumerate(seen.lines):
        if not found[number] or line.words < MIN_COPY_WORDS:
            continue
        own = features.shingles(line.text)
        others = (n for n, is_kept in enumerate(found) if is_kept and n != number)
        told = frozenset().union(*(features.shingles(seen.lines[n].text) for n in others))
        found[number] = len(own & told) < COPIED * len(own)
    return found
