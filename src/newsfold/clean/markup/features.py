"""The texts of a page as rows of numbers: what each is, where it stands, who would keep it."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsfold.clean.line.lines import Line
from newsfold.clean.markup.outline import HINTS, HOLDERS, Spot
from newsfold.text.language import Language

Column = NDArray[np.float32]
Named = tuple[str, Column]

_TOKEN = re.compile(r"\w+")
_TAGS = ("p", "div", "li", "td", "h1", "h2", "h3", "blockquote", "section", "article")
_QUOTES = "\"“„«‘'"
_SIGNS = re.compile(r"[|©@→»›•]|https?:|www\.")
KEPT = 0.5  # share of a text's word groups in a candidate from which the candidate keeps it
NOWHERE = 99.0  # a distance to something that the page has not
SHINGLE = 4  # words; shorter runs are shared by chance
MAX_SHINGLES = 40  # of one text that are looked up
BODY_TEXTS = 60  # kept texts whose words make the page's profile
# Distances and sizes end here, so that a long article looks no other than a short one.
FAR, NEAR, MAX_SIZE = 30, 8, 8
_NEIGHBOURS = ("words", "links", "ends", "kept 0", "level", "tag p", "near related", "off main",
               "bold", "italic", "style prose")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as the features see it."""

    spots: Sequence[Spot]
    lines: Sequence[Line]  # one a spot
    candidates: Sequence[str]  # whole extractions, each as `tokens` of its text
    title: str
    description: str
    names: Sequence[str]  # of the site and of the authors
    language: Language


@dataclass(frozen=True, slots=True)
class _Page:
    """What most features are made from."""

    spots: Sequence[Spot]
    words: Sequence[str]  # each text as `tokens`
    count: Column  # words of each text
    links: Column  # share of its characters that lie in links
    prose: Column  # 1 for running text
    weight: Column  # words of running text
    kept: NDArray[np.float32]  # (texts, candidates): share that the candidate keeps


def tokens(text: str) -> str:
    """The words of a text in small letters between single spaces, one at each end."""
    return f" {' '.join(_TOKEN.findall(text.casefold()))} "


def matrix(seen: Seen) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """The features' names and their values, (texts, features); the page has at least one text."""
    page = _page(seen)
    named = [
        *_own(seen, page),
        *_stand(page.spots),
        *_known(seen, page),
        *_groups(page),
        *_branches(page),
        *_places(page),
    ]
    columns = dict(named)
    named += _around(columns, page)
    return tuple(name for name, _ in named), np.stack([column for _, column in named], axis=1)


def _page(seen: Seen) -> _Page:
    words = [tokens(line.text) for line in seen.lines]
    count = _column([w.count(" ") - 1 for w in words])
    links = _column([min(1.0, s.link_chars / max(1, len(s.block.text))) for s in seen.spots])
    prose = _column([line.is_prose for line in seen.lines]) * (links < 0.5)
    looked_in = [(text, _shingles(text)) for text in seen.candidates]
    kept = np.array([[_share(w, *c) for c in looked_in] for w in words], np.float32)
    return _Page(seen.spots, words, count, links, prose, prose * count, kept)


def _column(values: object) -> Column:
    return np.asarray(values, np.float32)


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """The groups of so many words that stand in the text."""
    return _shingles(tokens(text))


def _shingles(words: str) -> frozenset[tuple[str, ...]]:
    parts = words.split()
    return frozenset(zip(*(parts[i:] for i in range(SHINGLE)), strict=False))


def _share(words: str, candidate: str, shingles: frozenset[tuple[str, ...]]) -> float:
    """The share of a text's word groups that stand in the candidate."""
    if len(words) <= 2:
        return 0.0
    if words in candidate:
        return 1.0
    parts = words.split()
    if len(parts) <= SHINGLE:
        return 0.0
    starts = range(0, len(parts) - SHINGLE + 1, max(1, len(parts) // MAX_SHINGLES))
    hits = sum(1 for i in starts if tuple(parts[i : i + SHINGLE]) in shingles)
    return hits / len(starts)


def _own(seen: Seen, page: _Page) -> Iterator[Named]:
    """What a text is by itself."""
    texts, lines = [line.text for line in seen.lines], seen.lines
    for number in range(page.kept.shape[1]):
        yield f"kept {number}", page.kept[:, number]
    yield "words", np.log1p(page.count)
    yield "links", page.links
    for name, chars in (("bold", "bold_chars"), ("italic", "italic_chars")):
        lengths = [getattr(s, chars) / max(1, len(s.block.text)) for s in page.spots]
        yield name, np.minimum(1.0, _column(lengths))
    yield "ends", _column([line.ends for line in lines])
    yield "sentences", _column([min(line.sentences, NEAR) for line in lines])
    yield "common", _column([line.common for line in lines])
    yield "prose", page.prose
    yield "level", _column([s.block.level for s in page.spots])
    yield "upper", _column([t[:1].isupper() for t in texts])
    yield "lower", _column([t[:1].islower() for t in texts])
    yield "capitals", _column([_capitals(t) for t in texts])
    yield "digits", _column([_digits(t[:200]) for t in texts])
    yield "colon", _column([t.endswith(":") for t in texts])
    yield "quoted", _column([t[:1] in _QUOTES for t in texts])
    yield "question", _column([t.endswith("?") for t in texts])
    yield "signs", _column([_SIGNS.search(t) is not None for t in texts])


def _capitals(text: str) -> float:
    found = text[:300].split()
    return sum(1 for word in found if word[:1].isupper()) / max(1, len(found))


def _digits(text: str) -> float:
    return sum(map(str.isdigit, text)) / max(1, len(text))


def _stand(spots: Sequence[Spot]) -> Iterator[Named]:
    """What the elements above a text tell."""
    for tag in _TAGS:
        yield f"tag {tag}", _column([s.tag == tag for s in spots])
    near, far = (np.array([getattr(s, n) for s in spots]) for n in ("near", "far"))
    for bit, (name, _) in enumerate(HINTS):
        yield f"near {name}", _column(near >> bit & 1)
        yield f"far {name}", _column(far >> bit & 1)
    holders = np.array([s.holders for s in spots])
    for bit, name in enumerate(HOLDERS):
        yield f"in {name}", _column(holders >> bit & 1)
    yield "unshown", _column([s.is_unshown for s in spots])
    yield "stated body", _column([s.is_stated_body for s in spots])


def _known(seen: Seen, page: _Page) -> Iterator[Named]:
    """What a text shares with the title, the description, the names and the page's words."""
    yield "again", _again(page.words)
    title = tokens(seen.title)
    sets = [set(w.split()) for w in page.words]
    for name, text in (("title", title), ("description", tokens(seen.description))):
        wanted = set(text.split())
        yield name, _column([len(s & wanted) / max(1, len(s)) for s in sets])
    yield "is title", _column([w == title for w in page.words])
    at = [i for i, w in enumerate(page.words) if w == title]
    index = np.arange(len(page.words))
    for name, start in (("first", at[:1]), ("last", at[-1:])):
        from_title = np.clip(index - start[0], -FAR, FAR) if start else index * 0 + NOWHERE
        yield f"from {name} title", _column(from_title)
    named = [tokens(n) for n in seen.names if len(n) > 2]
    yield "named", _column([any(n in w for n in named) for w in page.words])
    yield "profile", _profile(sets, page.kept[:, 0] > KEPT, seen.language)


def _again(words: Sequence[str]) -> Column:
    seen: set[str] = set()
    found = []
    for key in words:
        found.append(key in seen)
        seen.add(key)
    return _column(found)


def _profile(sets: Sequence[set[str]], is_kept: NDArray[np.bool_], language: Language) -> Column:
    """The share of a text's rarer words that another kept text has too."""
    rare = [{w for w in s if len(w) > 2 and w not in language.stop_words} for s in sets]
    counts: Counter[str] = Counter()
    counted = set(np.flatnonzero(is_kept)[:BODY_TEXTS].tolist())
    for i in counted:
        counts.update(rare[i])
    return _column(
        [
            sum(1 for w in r if counts[w] > (i in counted)) / max(1, len(r))
            for i, r in enumerate(rare)
        ]
    )


def _groups(page: _Page) -> Iterator[Named]:
    """How the texts of the same style, and those of the same elements above, fare together."""
    spots = page.spots
    paths = [(0, 0, *s.path) for s in spots]
    total = max(1.0, float(page.weight.sum()))
    keys: tuple[tuple[str, list[Hashable]], ...] = (
        ("style", [s.style for s in spots]),
        ("own", [p[-1] for p in paths]),
        ("parent", [p[-2] for p in paths]),
        ("grand", [p[-3] for p in paths]),
    )
    for name, key in keys:
        numbers: dict[Hashable, int] = {}
        at = np.array([numbers.setdefault(k, len(numbers)) for k in key])
        full = np.bincount(at, page.count)[at]
        prose = np.bincount(at, page.weight)[at]
        own = page.count * page.kept[:, 0]
        kept = np.bincount(at, own)[at]
        yield f"{name} prose", _column(prose / total)
        yield f"{name} density", _column(prose / np.maximum(1, full))
        yield f"{name} kept", _column(kept / np.maximum(1, full))
        yield f"{name} kept else", _column((kept - own) / np.maximum(1, full - page.count))
        yield f"{name} size", _column(np.minimum(MAX_SIZE, np.bincount(at)[at]))


def _branches(page: _Page) -> Iterator[Named]:
    """How much running text the branches of the tree bear, and how far off the main one is."""
    spots = page.spots
    lengths = np.array([len(s.path) for s in spots])
    rows = np.repeat(np.arange(len(spots)), lengths)
    elements = np.array([e for s in spots for e in s.path])
    prose = np.bincount(elements, page.weight[rows])
    full = np.bincount(elements, page.count[rows])
    linked = np.bincount(elements, (page.count * page.links)[rows])
    total = max(1.0, float(page.weight.sum()))
    for up in (1, 2, 3, 4):
        at = np.array([s.path[max(0, len(s.path) - 1 - up)] for s in spots])
        yield f"branch {up} prose", _column(prose[at] / total)
        yield f"branch {up} links", _column(linked[at] / np.maximum(1, full[at]))
    own = np.array([s.path[-1] for s in spots])
    above = np.array([s.path[-2:][0] for s in spots])
    bears = np.bincount(own, page.weight, len(prose)) + np.bincount(above, page.weight, len(prose))
    main = int(bears.argmax())
    trunk = next((s.path[: s.path.index(main) + 1] for s in spots if main in s.path), ())
    shared = np.array([_shared(s.path, trunk) for s in spots])
    inside = shared == len(trunk)
    yield "within main branch", _column(inside)
    yield "below main", _column(np.where(inside, lengths - len(trunk), -1))
    yield "off main", _column(len(trunk) - shared)
    yield "beside main", _column(lengths - shared)


def _shared(path: Sequence[int], trunk: Sequence[int]) -> int:
    """How many elements both have from the root on."""
    found = 0
    for one, two in zip(path, trunk, strict=False):
        if one != two:
            break
        found += 1
    return found


def _places(page: _Page) -> Iterator[Named]:
    """Where a text stands among those that a candidate keeps, and what lies around it."""
    count, index = page.count, np.arange(len(page.spots))
    total = max(1.0, float(page.weight.sum()))
    yield "before", _column((np.cumsum(page.weight) - page.weight) / total)
    for number in range(page.kept.shape[1]):
        kept = page.kept[:, number]
        hit = np.flatnonzero((kept > KEPT) & (count >= SHINGLE))
        first, last = (hit[0], hit[-1]) if len(hit) else (len(index), -1)
        yield f"after first {number}", _column(np.clip(index - first, -NEAR, NEAR))
        yield f"before last {number}", _column(np.clip(last - index, -NEAR, NEAR))
        for reach in (2, 6):
            near = _window(count * kept, -reach, reach) - count * kept
            whole = np.maximum(1, _window(count, -reach, reach) - count)
            yield f"window {reach} {number}", _column(near / whole)
    for reach in (3, 10):
        for side, low, high in (("above", -reach, -1), ("below", 1, reach)):
            whole = np.maximum(1, _window(count, low, high))
            yield f"links {reach} {side}", _column(_window(count * page.links, low, high) / whole)
            yield f"prose {reach} {side}", _column(_window(page.weight, low, high) / whole)
    sure = np.flatnonzero((page.prose > 0) & (page.kept[:, 0] > KEPT))
    yield "gap above", _gap(index, sure, -1)
    yield "gap below", _gap(index, sure, 1)


def _window(values: Column, low: int, high: int) -> Column:
    """The sum of the values from `low` to `high` places after each, as far as there are any."""
    n = len(values)
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    index = np.arange(n)
    return _column(sums[np.clip(index + high + 1, 0, n)] - sums[np.clip(index + low, 0, n)])


def _gap(index: NDArray[np.intp], marked: NDArray[np.intp], side: int) -> Column:
    """The distance to the next marked place on one side."""
    if not len(marked):
        return _column(index * 0 + NOWHERE)
    at = (
        np.searchsorted(marked, index, "left") - 1
        if side < 0
        else np.searchsorted(marked, index, "right")
    )
    known = (at >= 0) & (at < len(marked))
    gap = np.abs(index - marked[np.clip(at, 0, len(marked) - 1)])
    return _column(np.where(known, np.minimum(gap, FAR), NOWHERE))


def _around(columns: dict[str, Column], page: _Page) -> Iterator[Named]:
    """The neighbours' own features, and whether they look like the text."""
    for offset in (-2, -1, 1, 2):
        for name in _NEIGHBOURS:
            yield f"{name} {offset:+d}", _moved(columns[name], offset)
    styles = [(s.style, s.path[-2:-1]) for s in page.spots]
    alike = _column([2.0 * (a == b) for a, b in itertools.pairwise(styles)])
    alone = _column([0.0])
    yield "alike -1", np.concatenate([alone, alike])
    yield "alike +1", np.concatenate([alike, alone])


def _moved(values: Column, offset: int) -> Column:
    """Each place gets the value `offset` places further down; -1 beyond the ends."""
    found = np.full(len(values), -1.0, np.float32)
    if abs(offset) < len(values):
        if offset > 0:
            found[:-offset] = values[offset:]
        else:
            found[-offset:] = values[:offset]
    return found
