"""Wire copies and voices: which of a story's articles are independent of each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit
from zlib import crc32

from newsfold.edit.people import quotations
from newsfold.model import Article
from newsfold.text import chars, words

SHINGLE = 5  # words
MAX_WORDS = 400  # read from the top, where copies are alike; an outlet adds below
# Of the shorter text, what is quoted left out: of 4,618 pairs of accounts of one event in open
# research collections nine share .91 and more, the others .5 and less, full texts .13 and less.
SAME_SHARE = 0.6
HOLDERS = 16  # articles that a text is compared with for one shingle: the first of many copies


def originals(articles: Sequence[Article]) -> tuple[int, ...]:
    """For each article the index of the first one whose text it carries, which may be its own.

    Copies may be cut, have a paragraph more, another headline or a dateline. Who only quotes the
    same statement has a text of one's own.
    """
    return _joined(len(articles), _near_copies(articles) if len(articles) > 1 else ())


def voices(articles: Sequence[Article]) -> tuple[int, ...]:
    """For each article the index of the first one that it is not independent of.

    One outlet is one voice, and so is one agency text in many outlets; what one of those wrote
    itself is another.
    """
    return voices_of(articles, originals(articles))


def voices_of(articles: Sequence[Article], carried: Sequence[int]) -> tuple[int, ...]:
    """The same, where `originals` is known."""
    own = [index for index, head in enumerate(carried) if head == index]
    heads = _joined(len(articles), _same_outlet(articles, own))
    return tuple(heads[head] for head in carried)


def _joined(count: int, pairs: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """For each of `count` the first one that the pairs tie it to, over however many others."""
    heads = list(range(count))
    for one, other in pairs:
        first, second = _head(heads, one), _head(heads, other)
        heads[max(first, second)] = min(first, second)
    return tuple(_head(heads, index) for index in range(count))


def _head(heads: list[int], index: int) -> int:
    while heads[index] != index:
        heads[index] = heads[heads[index]]
        index = heads[index]
    return index


def _same_outlet(articles: Sequence[Article], own: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of one outlet among the articles of those indices."""
    first: dict[str, int] = {}
    pairs: list[tuple[int, int]] = []
    for index in own:
        for key in _outlets(articles[index]):
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
    sizes: list[int] = []
    holders: defaultdict[int, list[int]] = defaultdict(list)
    shared: Counter[tuple[int, int]] = Counter()
    for index, article in enumerate(articles):
        shingles = _shingles(article)
        sizes.append(len(shingles))
        for value in shingles:
            shared.update((other, index) for other in holders[value])
            if len(holders[value]) < HOLDERS:
                holders[value].append(index)
    return sorted(
        (one, other)
        for (one, other), count in shared.items()
        if count >= SAME_SHARE * min(sizes[one], sizes[other])
    )


def _shingles(article: Article) -> frozenset[int]:
    """Checksums of each five words that follow each other in the text, or in a title without."""
    own = " ".join(map(quotations.outside, _read(article)))
    found = words.words(own.lower()) or words.words(" ".join(_read(article)).lower())
    starts = range(max(1, len(found) - SHINGLE + 1)) if found else ()
    return frozenset(crc32(" ".join(found[start : start + SHINGLE]).encode()) for start in starts)


def _read(article: Article) -> Iterator[str]:
    """The paragraphs as far as they are compared; the title where there is none."""
    left = MAX_WORDS
    for paragraph in article.paragraphs or (article.title,):
        if left <= 0:
            return
        yield paragraph
        left -= words.count(paragraph)
