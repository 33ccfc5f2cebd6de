"""Articles as weighted term vectors, and the sparse graph of those that are alike."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log, sqrt

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from newsfold.model import Article
from newsfold.text import sentences, words
from newsfold.text.language import Language

Vector = dict[str, float]  # term -> weight

TITLE_WEIGHT = 2.0  # 1 to 4 are within a point of each other on four grouping sets
CAPITAL_WEIGHT = 0.5  # added for a capitalised term or a number; 0 to 1.5 are within a point
DECAY, LEAST = 0.25, 0.3  # a body sentence weighs that much less than the one before it
LEAD_CHARACTERS = 1000  # about 150 words: the lead of a news text tells what it is about
RARE = 12  # articles of ordinary news; rarer terms weigh no more, or one odd name decides all
STEM = 4  # letters by which a capitalised word is known again among the terms
PLAIN_LENGTH = 4  # letters; without a stop list, shorter words that have no capital are left out
KEY_TERMS = 32  # strongest terms of an article that look for others like it
BLOCK = 200  # articles that meet over one term; bounds the work by KEY_TERMS * BLOCK * n
ROWS = 512  # rows multiplied at once: bounds memory to ROWS * KEY_TERMS * BLOCK numbers
_CAPITAL = re.compile(r"\b(?:[A-ZÀ-ÖØ-ÞΑ-ΩА-Я]|\d)[\w’'.-]*")


def lead(article: Article) -> list[str]:
    """The sentences of the first `LEAD_CHARACTERS` of the body."""
    found: list[str] = []
    left = LEAD_CHARACTERS
    for paragraph in article.paragraphs:
        if left <= 0:
            break
        found += sentences.split(paragraph[: left + LEAD_CHARACTERS], article.language)
        left -= len(paragraph)
    return found


def counts(title: str, body: Sequence[str], language: Language) -> Vector:
    """How often each term occurs in title and body sentences; names, numbers, the title and the
    first sentences weighted up. What an article mentions late, it mentions in passing."""
    found: defaultdict[str, float] = defaultdict(float)
    weights = [TITLE_WEIGHT, *(max(LEAST, 1 - DECAY * place) for place in range(len(body)))]
    for text, weight in zip([title, *body], weights, strict=True):
        for term, count in _weighted(text, language):
            found[term] += weight * count
    return dict(found)


@lru_cache(maxsize=1 << 14)
def _weighted(text: str, language: Language) -> tuple[tuple[str, float], ...]:
    """The terms of a text in order, each with its count and the weight of its capitals."""
    capitals = {word[:STEM].lower() for word in _CAPITAL.findall(text)}
    found: defaultdict[str, float] = defaultdict(float)
    for term in words.terms(text, language):
        if language.stop_words or len(term) >= PLAIN_LENGTH or not term.islower():
            found[term] += 1.0 + (CAPITAL_WEIGHT if term[:STEM] in capitals else 0.0)
    return tuple(found.items())


def weigh(counted: Sequence[Mapping[str, float]], language: Language) -> list[Vector]:
    """TF-IDF vectors of length 1, in order; the document frequencies of the batch are added to
    those of ordinary news, so that a batch of two articles already knows which words are rare.

    A language without counts of its own has the batch alone.
    """
    known = language.background
    batch = Counter(term for found in counted for term in found)
    total = known.n + len(counted) + 1
    rare = RARE if known.n else 0
    vectors: list[Vector] = []
    for found in counted:
        vector = {
            term: (1 + log(count) if count > 1 else count)
            * log(total / (max(known.df.get(term, 0), rare) + batch[term] + 0.5) + 1e-9)
            for term, count in found.items()
        }
        vector = {term: weight for term, weight in vector.items() if weight > 0}
        norm = sqrt(sum(weight * weight for weight in vector.values())) or 1.0
        vectors.append({term: weight / norm for term, weight in vector.items()})
    return vectors


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The cosine of two vectors of length 1."""
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def mean(vectors: Sequence[Mapping[str, float]]) -> Vector:
    """The vectors' sum, at length 1."""
    total: defaultdict[str, float] = defaultdict(float)
    for vector in vectors:
        for term, weight in vector.items():
            total[term] += weight
    norm = sqrt(sum(weight * weight for weight in total.values())) or 1.0
    return {term: weight / norm for term, weight in total.items()}


def matrix(
    vectors: Sequence[Mapping[str, float]], columns: dict[str, int] | None = None
) -> sparse.csr_array:
    """The vectors as rows. New terms are added to `columns`, in order of first use."""
    columns = {} if columns is None else columns
    indices: list[int] = []
    data: list[float] = []
    pointers = [0]
    for vector in vectors:
        for term, weight in vector.items():
            indices.append(columns.setdefault(term, len(columns)))
            data.append(weight)
        pointers.append(len(indices))
    return sparse.csr_array(
        (np.array(data), np.array(indices, dtype=np.int64), np.array(pointers, dtype=np.int64)),
        shape=(len(vectors), max(1, len(columns))),
    )


def candidates(vectors: Sequence[Mapping[str, float]], per_item: int) -> NDArray[np.int64]:
    """Pairs (i < j) that may be alike, shape (m, 2), sorted: each item's best `per_item`.

    Items meet over their `KEY_TERMS` strongest terms. A term of more than `BLOCK` items is cut
    into blocks, items with the same strongest terms side by side, which keeps the work linear.
    """
    keys = _strongest(vectors)
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for index, found in enumerate(keys):
        for term in found:
            postings[term].append(index)
    blocks: list[dict[str, float]] = [{} for _ in vectors]
    for term, found_in in postings.items():
        if len(found_in) > BLOCK:
            found_in.sort(key=lambda index: (keys[index], index))
        for place, index in enumerate(found_in):
            blocks[index][f"{term} {place // BLOCK}"] = vectors[index][term]
    return _best_pairs(matrix(blocks), per_item)


def _strongest(vectors: Sequence[Mapping[str, float]]) -> list[list[str]]:
    return [sorted(v, key=lambda term: (-v[term], term))[:KEY_TERMS] for v in vectors]


def _best_pairs(rows: sparse.csr_array, per_item: int) -> NDArray[np.int64]:
    turned = rows.T.tocsr()
    count = rows.shape[0]
    pairs: list[NDArray[np.int64]] = []
    for start in range(0, rows.shape[0], ROWS):
        product = (rows[start : start + ROWS] @ turned).tocsr()
        for row in range(product.shape[0]):
            span = slice(product.indptr[row], product.indptr[row + 1])
            others, found = product.indices[span], product.data[span]
            best = others[np.lexsort((others, -found))[: per_item + 1]].astype(np.int64)
            best = best[best != start + row]
            own = start + row
            pairs.append(np.minimum(own, best) * count + np.maximum(own, best))
    # Each pair as one number: sorted in a fraction of the time that rows of two take.
    every = np.sort(np.concatenate(pairs)) if pairs else np.zeros(0, dtype=np.int64)
    every = every[np.diff(every, prepend=-1) > 0]
    return np.stack([every // max(1, count), every % max(1, count)], axis=1)
