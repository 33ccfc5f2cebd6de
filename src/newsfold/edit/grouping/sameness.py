"""How likely two articles tell of the same event."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from newsfold.edit.grouping import vectors
from newsfold.edit.grouping.sameness_weights import BASE, CENTRES, CROSSED, LINEAR, SCALES
from newsfold.edit.grouping.vectors import Vector

Numbers = NDArray[np.float64]
Pairs = NDArray[np.int64]  # shape (m, 2)

FEATURES = (
    "likeness",  # root of the cosine
    "likeness of heads",  # cosine of the headlines with first sentences
    "least covered",  # share of the one's head that the other tells, the smaller of both
    "most covered",
    "evenness",  # over how many terms the cosine is spread, as a logarithm
    "shared terms",  # as a logarithm, as are the two below
    "terms of the shorter",
    "terms of the longer",
    "to the best of both",  # cosine, relative to the highest that either has with any
    "to the best of one",
    "articles in the batch",  # as a logarithm: more articles hold more neighbouring stories
)
LEAST_BEST = 0.2  # no article's best counts as less: who is like nobody has no best; by eye
REACH = 3.0  # deviations; what lies further from the centre was hardly ever seen in training
# Of 600,000 pairs in training 29 of 197,000 of one event had heads of which so little is told by
# the other, and 26 of 1,700 as alike as COPIES were of two: where next to no pair was seen the
# regression has nothing to go by, and these decide.
UNNAMED = 0.02  # of the weight of either head, told by the other
COPIES = 0.8  # cosine
# On a small day everybody's best is somebody, and two fires or two strikes are each other's. There
# it takes more: that either tells what the other's head says. Of 75 days of neighbours and twins
# (tests/edit/traps*.toml) that takes the precision of joined pairs from .88 to .95, at the same
# recall; of small days drawn from other outlets' news one story in forty is torn.
SMALL, LARGE = 20, 60  # articles up to which that holds in full, and from which it does not
TOLD = (0.15, 0.4)  # mean share of both heads told by the other: below nothing, above all is left
_WEIGHTS = (CENTRES, SCALES, LINEAR, CROSSED)
_CHUNK = 20_000  # pairs multiplied at once: bounds memory


def probabilities(whole: Sequence[Vector], heads: Sequence[Vector], pairs: Pairs) -> Numbers:
    """For each pair of a batch how likely both tell of one event, shape (m,), 0 to 1.

    `whole` and `heads` are the articles' leads, and their headlines with the first sentence, as
    vectors of length 1; `pairs` holds the batch's most alike. A logistic regression with products
    of two: what a cosine means depends on the texts' length, on how many terms it comes from, and
    on whether either is more like another article.
    Source of the weights: tools/train_grouping.py.
    """
    return probability(features(whole, heads, pairs), BASE, *map(np.array, _WEIGHTS))


def probability(
    seen: Numbers, base: float, centres: Numbers, scales: Numbers, linear: Numbers, crossed: Numbers
) -> Numbers:
    """What the regression says of rows of features, shape (m,); the rules above come first."""
    near = np.clip((seen - centres) / scales, -REACH, REACH)
    odds = base + near @ linear + ((near @ crossed) * near).sum(axis=1)
    found = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    cosine, covered = seen[:, 0] ** 2, seen[:, 3]
    named: Numbers = np.where(covered > UNNAMED, found, 0.0) * _told(seen)
    return np.where(cosine >= COPIES, np.maximum(named, cosine), named)


def _told(seen: Numbers) -> Numbers:
    """What is left of each pair's probability on a day of its size, shape (m,), 0 to 1."""
    least, most = TOLD
    told = np.clip((seen[:, 2:4].mean(axis=1) - least) / (most - least), 0, 1)
    small = np.clip((LARGE - np.exp(seen[:, 10])) / (LARGE - SMALL), 0, 1)
    return np.asarray(1 - small * (1 - told))


def features(whole: Sequence[Vector], heads: Sequence[Vector], pairs: Pairs) -> Numbers:
    """One row of `FEATURES` for each pair, shape (m, 11)."""
    columns: dict[str, int] = {}
    held = vectors.matrix([dict.fromkeys(vector, 1.0) for vector in whole], columns)
    rows = vectors.matrix(whole, columns)
    tops = vectors.matrix(heads, columns)  # of the same width: a head's terms occur in its whole
    one, other = pairs[:, 0], pairs[:, 1]
    cosine, spread, shared = _shared(rows, pairs)
    covered = tops.power(2)
    there, back = (_products(covered, held, ends) for ends in (pairs, pairs[:, ::-1]))
    size = np.diff(rows.indptr)
    best = np.full(len(whole), LEAST_BEST)
    for end in (one, other):
        np.maximum.at(best, end, cosine)
    return np.column_stack(
        [
            np.sqrt(cosine),
            _products(tops, tops, pairs),
            np.minimum(there, back),
            np.maximum(there, back),
            np.log1p(spread),
            np.log1p(shared),
            np.log1p(np.minimum(size[one], size[other])),
            np.log1p(np.maximum(size[one], size[other])),
            cosine / np.maximum(best[one], best[other]),
            cosine / np.minimum(best[one], best[other]),
            np.full(len(pairs), np.log(max(1, len(whole)))),
        ]
    )


def _shared(rows: sparse.csr_array, pairs: Pairs) -> tuple[Numbers, Numbers, Numbers]:
    """Of each pair the cosine, the number of terms that it would take to give it if all gave the
    same (the inverse of their Herfindahl index), and the number of shared terms."""
    found = [np.zeros((0, 3))]
    for start in range(0, len(pairs), _CHUNK):
        part = pairs[start : start + _CHUNK]
        both = sparse.csr_array(rows[part[:, 0]].multiply(rows[part[:, 1]]))
        total = both.sum(axis=1)
        spread = total**2 / np.maximum(both.power(2).sum(axis=1), 1e-12)
        found.append(np.column_stack([total, spread, np.diff(both.indptr)]))
    every = np.concatenate(found)
    return every[:, 0], every[:, 1], every[:, 2]


def _products(left: sparse.csr_array, right: sparse.csr_array, pairs: Pairs) -> Numbers:
    """The scalar product of each pair's rows, shape (m,)."""
    found = [np.zeros(0)]
    for start in range(0, len(pairs), _CHUNK):
        part = pairs[start : start + _CHUNK]
        product = left[part[:, 0]].multiply(right[part[:, 1]])
        found.append(np.asarray(product.sum(axis=1)).ravel())
    return np.concatenate(found)
