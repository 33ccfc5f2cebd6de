"""Which lines of a dump are the article's own: a forest's word over each line's features.

The forest is trained by tools/train_lines.py. Tables without one fall back to the run of lines
with the largest score (`extent`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsfold.clean.labelling import line_features
from newsfold.clean.line import extent
from newsfold.clean.line.signs import Sign
from newsfold.clean.trees import Early, Forest, likelihood
from newsfold.text.language import Tables

WEIGHTS = "lines"
# Lower limits for a line that kept ones stand beside: on pages of hosts left out of the training
# F1 is 0.9265 with the first and 0.9262 with the second, 0.9260 with neither.
BETWEEN = 0.3  # right between two
BELOW = 0.2  # a sentence right below one: an article's last paragraph is often short
# Short articles are rare among the pages that the trees know. Where the best-scored run has fewer
# words, its sentences need less (F1 there stays 0.9266).
SHORT_RUN = 300
MAX_LIST = 12  # lines; by eye
WITHIN = 0.1
LISTED = 0.05  # of an item between two kept lines
# Of 149,000 lines of open pages none that 60 of 220 trees put beyond these log-odds ends on the
# other side of 10 % or 40 %. They are half of all lines.
EARLY = Early(60, low=-4.0, high=2.5)


def kept(signs: Sequence[Sign], tables: Tables) -> tuple[bool, ...]:
    """Whether each line is part of the article's body, subheadings and lists within it included."""
    weights = tables.weights(WEIGHTS)
    if weights is None or not signs:
        first, last = extent.best(extent.scores(signs))
        return tuple(first <= index <= last for index in range(len(signs)))
    matrix = line_features.matrix(signs)
    likely = likelihood(Forest.of(weights).raw(matrix, EARLY))
    sure = likely >= weights["limit"]
    above, below = np.roll(sure, 1), np.roll(sure, -1)
    above[0] = below[-1] = False
    closed = np.array([sign.line.ends and extent.is_text(sign) for sign in signs])
    between = above & below & (likely >= BETWEEN)
    under = above & closed & (likely >= BELOW)
    within = _short_run(matrix) & closed & (likely >= WITHIN)
    chosen = (sure | between | under | within).tolist()
    resumed = _resumed(signs, chosen, (closed & (likely >= WITHIN)).tolist())
    return _with_lists(signs, resumed, (likely >= LISTED).tolist())


def _resumed(signs: Sequence[Sign], kept: list[bool], may: Sequence[bool]) -> list[bool]:
    """The same with the paragraphs that `may` follow a kept line behind a list with bullets."""
    last = -1
    for index, sign in enumerate(signs):
        if 0 <= last < index - 1 and not kept[index] and may[index]:
            kept[index] = True
        if kept[index]:
            last = index
        elif not (sign.line.is_item and _is_plain(sign)) or index - last > MAX_LIST:
            last = -1
    return kept


def _with_lists(signs: Sequence[Sign], kept: list[bool], may: Sequence[bool]) -> tuple[bool, ...]:
    """The same with the lists between two kept lines, which bullets or a colon above them show.

    `may` tells of each line whether it is likely enough.
    """
    last, is_led = -1, False
    for index, is_kept in enumerate(kept):
        if not is_kept:
            continue
        gap = range(last + 1, index)
        is_listed = is_led or all(signs[i].line.is_item for i in gap)
        is_gap = last >= 0 and is_listed and len(gap) <= MAX_LIST
        if is_gap and all(may[i] and _is_plain(signs[i]) for i in gap):
            kept[last + 1 : index] = [True] * len(gap)
        line = signs[index].line
        is_led = line.text.endswith((":", "：")) or (is_led and not (line.ends or line.is_prose))
        last = index
    return tuple(kept)


def _is_plain(sign: Sign) -> bool:
    special = sign.is_caption or sign.is_alt or sign.is_age or sign.is_time or sign.is_name
    return not special and sign.junk is None and sign.byline is None


def _short_run(matrix: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which lines lie in the best-scored run where that is a short one."""
    names = line_features.names()
    inside, words = matrix[:, names.index("in-run")], matrix[:, names.index("run-words")]
    return (inside > 0) & (words < SHORT_RUN)
