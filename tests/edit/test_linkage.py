"""Average linkage on a sparse graph."""

from hypothesis import given
from hypothesis import strategies as st

from newsfold.edit.grouping import linkage


def test_close_pairs_merge_and_far_ones_do_not() -> None:
    """Only edges of at least the threshold join."""
    assert linkage.clusters(4, [(0, 1, 0.9), (2, 3, 0.1)], 0.5) == ((0, 1), (2,), (3,))


def test_a_chain_does_not_become_one_cluster() -> None:
    """The mean over all pairs counts, so that a neighbour's neighbour stays out."""
    chain = [(0, 1, 0.6), (1, 2, 0.5), (2, 3, 0.6)]
    assert linkage.clusters(4, chain, 0.4) == ((0, 1), (2, 3))


EDGES = st.dictionaries(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]),
    st.floats(0.01, 1),
    max_size=30,
).map(lambda found: [(i, j, s) for (i, j), s in sorted(found.items())])


@given(EDGES, st.floats(0.05, 0.9))
def test_every_item_is_in_exactly_one_cluster(
    edges: list[tuple[int, int, float]], threshold: float
) -> None:
    """The clusters are a partition, whatever the graph."""
    found = linkage.clusters(10, edges, threshold)
    assert sorted(index for members in found for index in members) == list(range(10))
