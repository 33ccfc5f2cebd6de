"""Equal items of two sequences find each other, however often they are repeated."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from newsfold.clean.markup import alignment

ITEMS = st.lists(st.sampled_from("abcdef"), max_size=30)


@given(ITEMS, ITEMS)
def test_pairs_are_equal_and_rise(one: list[str], other: list[str]) -> None:
    """Each pair holds equal items, and both places rise from pair to pair."""
    found = alignment.pairs(one, other)
    assert all(one[first] == other[second] for first, second in found)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(found))


@given(ITEMS)
def test_a_sequence_is_its_own_equal(items: list[str]) -> None:
    """Against itself, everything is paired with its own place."""
    assert alignment.pairs(items, items) == [(place, place) for place in range(len(items))]


def test_a_heading_is_the_one_above_its_text() -> None:
    """A table of contents before or after the parts, right beside a text, takes no heading."""
    made = ["lead", "A", "a", "B", "b"]
    above = alignment.pairs(["lead", "A", "B", "A", "a", "B", "b"], made)
    assert above == [(0, 0), (3, 1), (4, 2), (5, 3), (6, 4)]
    below = alignment.pairs(["lead", "A", "a", "B", "b", "A", "B"], made)
    assert below == [(n, n) for n in range(5)]


def test_repeated_items_take_no_cubic_time() -> None:
    """Thousands of equal items with another between: longest runs took a quarter of an hour."""
    found = alignment.pairs(["text", "button"] * 3_000, ["text"] * 3_000)
    assert found == [(2 * n, n) for n in range(3_000)]
