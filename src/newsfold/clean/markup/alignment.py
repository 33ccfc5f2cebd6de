"""Which items of two sequences are the same one, in time that grows with their lengths."""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence

Pair = tuple[int, int]  # a place in the one sequence and a place in the other


def pairs(one: Sequence[str], other: Sequence[str]) -> list[Pair]:
    """Places of equal items, rising in both sequences, each place at most once.

    What stands once in each is paired first, then the equal neighbours of a pair, then what is
    repeated between two pairs: the first with the first, and so on. Takes O(n log n).
    """
    found = _grown(one, other, _rising(_singles(one, other)))
    between: list[Pair] = []
    for pair, (begin, end) in _gaps(one, other, found):
        between += _rising(_repeated(one, other, begin, end))
        between += [pair] if pair else []
    return _grown(one, other, between)


def _singles(one: Sequence[str], other: Sequence[str]) -> Iterator[Pair]:
    counts, wanted = Counter(one), Counter(other)
    places = {item: place for place, item in enumerate(one) if counts[item] == 1}
    for place, item in enumerate(other):
        if item in places and wanted[item] == 1:
            yield places[item], place


def _repeated(one: Sequence[str], other: Sequence[str], begin: Pair, end: Pair) -> Iterator[Pair]:
    """Between two pairs, the first of each item with the first equal to it, and so on."""
    places: defaultdict[str, deque[int]] = defaultdict(deque)
    for place in range(begin[0], end[0]):
        places[one[place]].append(place)
    for place in range(begin[1], end[1]):
        if waiting := places[other[place]]:
            yield waiting.popleft(), place


def _gaps(
    one: Sequence[str], other: Sequence[str], found: Sequence[Pair]
) -> Iterator[tuple[Pair | None, tuple[Pair, Pair]]]:
    """Each pair with the stretch before it, from its first places up to the pair; None ends."""
    begin = (0, 0)
    for pair in found:
        yield pair, (begin, pair)
        begin = (pair[0] + 1, pair[1] + 1)
    yield None, (begin, (len(one), len(other)))


def _grown(one: Sequence[str], other: Sequence[str], found: Sequence[Pair]) -> list[Pair]:
    """The pairs and their equal neighbours.

    Those before a pair go first: a heading that also stands in a table of contents belongs to
    the text under it.
    """
    grown: list[Pair] = []
    for pair, ((first, begin), (last, end)) in _gaps(one, other, found):
        room = min(last - first, end - begin)
        before = _run(((last - n, end - n) for n in range(1, room + 1)), one, other) if pair else []
        room -= len(before)
        after = _run(((first + n, begin + n) for n in range(room)), one, other) if grown else []
        grown += [*after, *reversed(before), *([pair] if pair else [])]
    return grown


def _run(places: Iterable[Pair], one: Sequence[str], other: Sequence[str]) -> list[Pair]:
    run = []
    for pair in places:
        if one[pair[0]] != other[pair[1]]:
            break
        run.append(pair)
    return run


def _rising(candidates: Iterable[Pair]) -> list[Pair]:
    """A longest choice of the candidates whose first places rise too; their second ones do.

    Patience sorting: the pile that a candidate lands on tells how long a choice it can end.
    """
    tops: list[int] = []  # the least first place that ends a choice of each length
    ends: list[int] = []  # the candidate that put it there
    given = list(candidates)
    previous: list[int | None] = []
    for number, (place, _) in enumerate(given):
        pile = bisect.bisect_left(tops, place)
        tops[pile : pile + 1] = [place]
        ends[pile : pile + 1] = [number]
        previous.append(ends[pile - 1] if pile else None)
    chosen = []
    at = ends[-1] if ends else None
    while at is not None:
        chosen.append(given[at])
        at = previous[at]
    return chosen[::-1]
