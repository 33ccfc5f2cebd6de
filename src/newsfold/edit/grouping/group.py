"""Which articles tell of the same event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC

import numpy as np

from newsfold.edit.grouping import linkage, names, sameness, vectors
from newsfold.edit.grouping.names import Named
from newsfold.edit.grouping.vectors import Vector
from newsfold.model import Article
from newsfold.text.language import UNKNOWN, Language, Tables

SAME = 0.38  # mean probability from which two groups are one story; .34 to .44 are within .02
NEIGHBOURS = 150  # per article
FLOOR = 0.05  # weaker edges only slow the clustering down


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
        parts = _clusters([articles[i] for i in members], tables.language(code))
        found += [tuple(members[place] for place in part) for part in parts]
    return tuple(found)


def _main_language(articles: Sequence[Article]) -> str:
    codes = Counter(a.language for a in articles if a.language != UNKNOWN)
    return min(codes, key=lambda code: (-codes[code], code), default=UNKNOWN)


def _clusters(articles: Sequence[Article], language: Language) -> tuple[tuple[int, ...], ...]:
    count = len(articles)
    if count < 2:
        return tuple((index,) for index in range(count))
    edges = [(one, other, alike) for (one, other), alike in likeness(articles, language)]
    return linkage.clusters(count, edges, SAME)


def likeness(
    articles: Sequence[Article], language: Language
) -> list[tuple[tuple[int, int], float]]:
    """Pairs of indices (i < j) of a batch, each with how likely both tell of the same event.

    Articles of one language, in the order of `order`. A pair that is not in the list is not alike.
    """
    whole, heads, named = weighed(articles, language)
    pairs = vectors.candidates(whole, NEIGHBOURS)
    # Rounded, so that the order of a sum decides nothing.
    found = np.round(sameness.probabilities(whole, heads, named, pairs), 9)
    alike = found >= FLOOR
    return [
        ((one, other), probability)
        for (one, other), probability in zip(
            pairs[alike].tolist(), found[alike].tolist(), strict=True
        )
    ]


def weighed(
    articles: Sequence[Article], language: Language
) -> tuple[list[Vector], list[Vector], list[Named]]:
    """The articles' leads as vectors, their headlines with the first sentence, and what they name,
    which is [] for a day so large that nobody asks."""
    bodies = [vectors.lead(article) for article in articles]
    whole, heads = (
        vectors.weigh(
            [
                vectors.counts(a.title, body[:cut], language)
                for a, body in zip(articles, bodies, strict=True)
            ],
            language,
        )
        for cut in (None, 1)
    )
    if not sameness.smallness(len(articles)):
        return whole, heads, []
    return whole, heads, naming(articles, language)


def naming(articles: Sequence[Article], language: Language) -> list[Named]:
    """What each article of a batch names."""
    return names.named([(a.title, vectors.lead(a)) for a in articles], language)
