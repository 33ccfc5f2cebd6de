"""Average-linkage clustering of a sparse similarity graph."""

from __future__ import annotations

import heapq
from collections.abc import Iterable


class _Merger:
    """Clusters that are merged in place; `links[a][b]` sums the similarities between members."""

    def __init__(
        self, count: int, edges: Iterable[tuple[int, int, float]], threshold: float
    ) -> None:
        self.links: list[dict[int, float]] = [{} for _ in range(count)]
        self.members = [[index] for index in range(count)]
        self.version = [0] * count
        self.heap: list[tuple[float, int, int, int, int]] = []
        for one, other, similarity in edges:
            self.links[one][other] = similarity
            self.links[other][one] = similarity
            if similarity >= threshold:
                self.heap.append((-similarity, min(one, other), max(one, other), 0, 0))
        heapq.heapify(self.heap)

    def average(self, one: int, other: int) -> float:
        total = self.links[one][other]
        return total / (len(self.members[one]) * len(self.members[other]))

    def merge(self, keep: int, gone: int) -> None:
        self.members[keep] += self.members[gone]
        self.members[gone] = []
        self.version[keep] += 1
        self.version[gone] += 1
        self.links[keep].pop(gone, None)
        for other, total in self.links[gone].items():
            if other == keep:
                continue
            del self.links[other][gone]
            both = self.links[keep].get(other, 0.0) + total
            self.links[keep][other] = both
            self.links[other][keep] = both
        self.links[gone] = {}

    def offer(self, cluster: int, threshold: float) -> None:
        for other in self.links[cluster]:
            similarity = self.average(cluster, other)
            if similarity >= threshold:
                one, two = min(cluster, other), max(cluster, other)
                versions = self.version[one], self.version[two]
                heapq.heappush(self.heap, (-similarity, one, two, *versions))


def clusters(
    count: int, edges: Iterable[tuple[int, int, float]], threshold: float
) -> tuple[tuple[int, ...], ...]:
    """The clusters of items 0..count-1, each in rising order, ordered by their first item.

    Two clusters merge while the mean similarity over all pairs between them is at least
    `threshold`. A pair without an edge counts as 0. O(E log E) for E edges.
    """
    merger = _Merger(count, edges, threshold)
    while merger.heap:
        _, one, two, version_one, version_two = heapq.heappop(merger.heap)
        if (merger.version[one], merger.version[two]) != (version_one, version_two):
            continue  # one of the two has changed since this was pushed
        if len(merger.links[one]) < len(merger.links[two]):
            one, two = two, one
        merger.merge(one, two)
        merger.offer(one, threshold)
    return tuple(sorted(tuple(sorted(found)) for found in merger.members if found))
