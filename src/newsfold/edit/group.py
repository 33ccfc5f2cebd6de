"""Which articles tell of the same event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC
from math import log2, sqrt

import numpy as np
from numpy.typing import NDArray

from newsfold.edit import linkage, vectors
from newsfold.model import Article
from newsfold.text.language import UNKNOWN, Language, Tables

LOW, HIGH = 0.16, 0.27  # bounds of the threshold
LOW_COUNT = 120  # articles up to which LOW holds
PER_DOUBLING = 0.025  # more articles hold more neighbouring stories
NEIGHBOURS = 60  # per article
FLOOR = 0.05  # weaker edges only slow the clustering down
SHARE, MOST = 0.65, 0.6  # who joins must be that share as close as the members are, up to MOST
MUTUAL = 0.5  # how much of the similarity hangs on each naming the other's subject


def threshold(count: int) -> float:
    """The mean similarity from which two clusters of `count` articles in all are one story.

    Source: measured on BASIL, ECB+ and AllSides with 2 to 2,200 articles.
    """
    return min(HIGH, max(LOW, LOW + PER_DOUBLING * log2(max(count, 1) / LOW_COUNT)))


def order(articles: Sequence[Article]) -> list[int]:
    """The indices of the articles by date and id: the order that every step counts on."""
    return sorted(range(len(articles)), key=lambda index: age_key(articles[index]))


def age_key(article: Article) -> tuple[str, str, str]:
    """Sorts articles oldest first, undated ones last, the same whatever order they came in."""
    when = article.published_at
    moment = when.instant.astimezone(UTC).isoformat() if when and when.instant else None
    return (moment or (when.iso if when else "~"), article.id, article.locator)


def groups(articles: Sequence[Article], tables: Tables) -> tuple[tuple[int, ...], ...]:
    """Indices of the articles of each story, oldest first. Languages never mix."""
    by_language: defaultdict[str, list[int]] = defaultdict(list)
    main = _main_language(articles)
    for index in order(articles):
        code = articles[index].language
        by_language[main if code == UNKNOWN else code].append(index)
    found: list[tuple[int, ...]] = []
    for code in sorted(by_language):
        members = by_language[code]
        parts = _clusters([articles[i] for i in members], tables, tables.language(code))
        found += [tuple(members[place] for place in part) for part in parts]
    return tuple(found)


def _main_language(articles: Sequence[Article]) -> str:
    codes = Counter(a.language for a in articles if a.language != UNKNOWN)
    return min(codes, key=lambda code: (-codes[code], code), default=UNKNOWN)


def _clusters(
    articles: Sequence[Article], tables: Tables, language: Language
) -> tuple[tuple[int, ...], ...]:
    count = len(articles)
    if count < 2:
        return tuple((index,) for index in range(count))
    bodies = [vectors.lead(a) for a in articles]
    whole, heads = (
        vectors.weigh(
            [
                vectors.counts(a.title, body[:cut], language)
                for a, body in zip(articles, bodies, strict=True)
            ],
            tables.background,
            language,
        )
        for cut in (None, 1)
    )
    pairs = vectors.candidates(whole, NEIGHBOURS)
    alike = _likeness(whole, heads, pairs)
    strong = alike >= FLOOR
    edges = _edges(pairs[strong], alike[strong])
    return linkage.clusters(count, edges, threshold(count), share=SHARE, most=MOST)


def _likeness(
    whole: Sequence[vectors.Vector], heads: Sequence[vectors.Vector], pairs: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The cosine, lowered where the headline and first sentence of one hardly occur in the other:
    a story that another only mentions in passing is not the same story."""
    cosine = vectors.similarities(vectors.matrix(whole), pairs)
    mutual = vectors.coverage(heads, whole, pairs)
    blended: NDArray[np.float64] = (1 - MUTUAL) * cosine + MUTUAL * np.sqrt(cosine * mutual)
    return blended


def blend(cosine: float, mutual: float) -> float:
    """The likeness of one pair, as `groups` counts it: `mutual` is the share of each one's
    headline that occurs in the other, the smaller of both."""
    return (1 - MUTUAL) * cosine + MUTUAL * sqrt(cosine * mutual)


def _edges(pairs: NDArray[np.int64], alike: NDArray[np.float64]) -> list[tuple[int, int, float]]:
    rounded = np.round(alike, 9)  # so that the order of a sum decides nothing
    return [(int(i), int(j), float(s)) for (i, j), s in zip(pairs, rounded, strict=True)]
