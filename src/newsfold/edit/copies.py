"""Wire copies and voices: which of a story's articles are independent of each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from urllib.parse import urlsplit
from zlib import crc32

from newsfold.model import Article
from newsfold.text import chars, words

SHINGLE = 5  # words
SKETCH = 64  # smallest shingle hashes kept of an article
SAME_SHARE = 0.6  # of the smaller sketch: two accounts of one event share next to none


def voices(articles: Sequence[Article]) -> tuple[int, ...]:
    """For each article the index of the first one that it is not independent of.

    One outlet is one voice, and so is one agency text in many outlets.
    """
    if len(articles) == 1:
        return (0,)
    heads = list(range(len(articles)))
    for one, other in [*_same_outlet(articles), *_near_copies(articles)]:
        first, second = _head(heads, one), _head(heads, other)
        heads[max(first, second)] = min(first, second)
    return tuple(_head(heads, index) for index in range(len(articles)))


def _head(heads: list[int], index: int) -> int:
    while heads[index] != index:
        heads[index] = heads[heads[index]]
        index = heads[index]
    return index


def _same_outlet(articles: Sequence[Article]) -> list[tuple[int, int]]:
    first: dict[str, int] = {}
    pairs: list[tuple[int, int]] = []
    for index, article in enumerate(articles):
        for key in _outlets(article):
            pairs.append((first.setdefault(key, index), index))
    return pairs


def _outlets(article: Article) -> list[str]:
    keys = [f"name {chars.fold(article.outlet)}"] if article.outlet else []
    host = urlsplit(article.url).hostname if article.url else None
    if host:
        keys.append(f"host {host.removeprefix('www.')}")
    return keys


def _near_copies(articles: Sequence[Article]) -> list[tuple[int, int]]:
    """Pairs of articles whose texts are nearly the same."""
    sketches = [_sketch(article) for article in articles]
    holders: defaultdict[int, list[int]] = defaultdict(list)
    shared: Counter[tuple[int, int]] = Counter()
    for index, sketch in enumerate(sketches):
        for value in sketch:
            for other in holders[value][:SKETCH]:
                shared[other, index] += 1
            holders[value].append(index)
    return sorted(
        pair
        for pair, count in shared.items()
        if count >= SAME_SHARE * min(len(sketches[pair[0]]), len(sketches[pair[1]]))
    )


def _sketch(article: Article) -> frozenset[int]:
    found = words.words(" ".join(article.paragraphs).lower())
    shingles = {
        crc32(" ".join(found[place : place + SHINGLE]).encode())
        for place in range(max(1, len(found) - SHINGLE + 1))
    }
    return frozenset(sorted(shingles)[:SKETCH])
