"""The bench of grouping: its own measure and its own growth."""

from __future__ import annotations

import pytest

from bench import grouping


def test_bcubed_of_a_torn_and_a_swallowed_event() -> None:
    """Of four articles of two events: whole, all in one, each alone."""
    right = ["a", "a", "b", "b"]
    assert grouping.bcubed([1, 1, 2, 2], right) == (1, 1, 1)
    assert grouping.bcubed([1, 1, 1, 1], right) == pytest.approx((0.5, 1, 2 / 3))
    assert grouping.bcubed([1, 2, 3, 4], right) == pytest.approx((1, 0.5, 2 / 3))


def test_growth_makes_other_events() -> None:
    """What is taken again has other names, and is not joined with what it was made of."""
    told = grouping.Row("own", "fire", "Ostby boathouse burns", "Fire took the boathouse of Ostby.")
    rows = list(grouping.grown([told], 3))
    assert rows[1].title == "Ostbyb boathouse burns"
    assert len({row.event for row in rows}) == len({row.text for row in rows}) == 3
