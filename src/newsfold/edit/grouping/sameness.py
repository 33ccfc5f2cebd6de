"""How likely two articles tell of the same event."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from newsfold.edit.grouping import vectors
from newsfold.edit.grouping.names import Named
from newsfold.edit.grouping.sameness_weights import LARGE_DAY, SMALL_DAY
from newsfold.edit.grouping.vectors import Vector
from newsfold.edit.grouping.weights import Weights

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
# On a small day everybody's best is somebody, and two fires in one writer's words are each other's:
# there another regression decides, fitted on small days, that also looks at what either is about by
# name. On larger days it gained nothing (B-cubed within .01 on four collections).
SMALL, LARGE = 30, 80  # articles up to which it alone decides, and from which it does not
NAMED = (
    "names shared",  # the part of the cosine that comes from names
    "least names untold",  # weight of the names in one's head that the other does not hold
    "most names untold",
    "numbers shared",
    "least numbers untold",
    "most numbers untold",
)
_CHUNK = 20_000  # pairs multiplied at once: bounds memory


def probabilities(
    whole: Sequence[Vector], heads: Sequence[Vector], named: Sequence[Named], pairs: Pairs
) -> Numbers:
    """For each pair of a batch how likely both tell of one event, shape (m,), 0 to 1.

    `whole` and `heads` are the articles' leads, and their headlines with the first sentence, as
    vectors of length 1; `named` is what each names, not asked of batches of `LARGE` and more;
    `pairs` holds the batch's most alike. A logistic regression with products of two: what a cosine
    means depends on the texts' length, on how many terms it comes from, and on whether either is
    more like another article.
    Source of the weights: tools/train_grouping.py.
    """
    seen = features(whole, heads, pairs)
    if smallness(len(whole)):
        seen = np.hstack([seen, named_features(whole, heads, named, pairs)])
    return blend(len(whole), seen, LARGE_DAY, SMALL_DAY)


def blend(count: int, seen: Numbers, large: Weights, small: Weights) -> Numbers:
    """What both regressions say of the pairs of a day of `count` articles, shape (m,).

    `seen` needs the features of `NAMED` only where the day is small.
    """
    part = smallness(count)
    found = np.zeros(len(seen))
    if part < 1:
        found += (1 - part) * probability(seen[:, : len(FEATURES)], large)
    if part:
        found += part * probability(seen, small)
    return found


def smallness(count: int) -> float:
    """How much of the decision on a day of that many articles is that of a small day, 0 to 1."""
    return min(1.0, max(0.0, (LARGE - count) / (LARGE - SMALL)))


def probability(seen: Numbers, weights: Weights) -> Numbers:
    """What a regression says of rows of features, shape (m,); the rules above come first."""
    near = np.clip((seen - weights.centres) / weights.scales, -REACH, REACH)
    odds = weights.base + near @ weights.linear + ((near @ weights.crossed) * near).sum(axis=1)
    found = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    cosine, covered = seen[:, 0] ** 2, seen[:, 3]
    named: Numbers = np.where(covered > UNNAMED, found, 0.0)
    return np.where(cosine >= COPIES, np.maximum(named, cosine), named)


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


def named_features(
    whole: Sequence[Vector], heads: Sequence[Vector], named: Sequence[Named], pairs: Pairs
) -> Numbers:
    """One row of `NAMED` for each pair, shape (m, 6)."""
    columns: dict[str, int] = {}
    held = vectors.matrix([dict.fromkeys(vector, 1.0) for vector in whole], columns)
    found: list[Numbers] = []
    for terms in ([one.names for one in named], [one.numbers for one in named]):
        rows, tops = (
            vectors.matrix([_only(v, t) for v, t in zip(part, terms, strict=True)], columns)
            for part in (whole, heads)
        )
        weight = tops.power(2)
        total = weight.sum(axis=1)
        there, back = (
            total[ends[:, 0]] - _products(weight, held, ends) for ends in (pairs, pairs[:, ::-1])
        )
        found += [_products(rows, rows, pairs), np.minimum(there, back), np.maximum(there, back)]
    return np.column_stack(found)


def _only(vector: Vector, terms: frozenset[str]) -> Vector:
    return {term: weight for term, weight in vector.items() if term in terms}


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
