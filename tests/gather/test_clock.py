"""Dates as feeds, records and sidecar files write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.gather import clock


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2026-01-06T10:00:00+01:00", "2026-01-06T10:00:00+01:00"),
        ("2026-01-06T10:00:00", "2026-01-06"),
        ("2026-01-06", "2026-01-06"),
        ("2026-01", "2026-01"),
        ("Tue, 06 Jan 2026 10:00:00 GMT", "2026-01-06T10:00:00Z"),
        ("Tue, 06 Jan 2026 10:00:00 -0000", "2026-01-06"),  # RFC 5322 3.3: the zone is unknown
        (1767693600, "2026-01-06T10:00:00Z"),
        (1767693600000, "2026-01-06T10:00:00Z"),
        ("0001-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("soon", None),
        ("", None),
        (None, None),
        (True, None),
        ([], None),
    ],
)
def test_published(value: object, iso: str | None) -> None:
    """A zone makes an instant; without one only the day is kept; nonsense is nothing."""
    when = clock.published(value)
    assert (when.iso if when else None) == iso


def test_fetched() -> None:
    """A fetch time needs its zone."""
    assert clock.fetched("2026-01-06T10:00:00Z") == datetime(2026, 1, 6, 10, tzinfo=UTC)
    assert clock.fetched("2026-01-06T10:00:00") is None
    assert clock.fetched("2026-01-06") is None


@given(st.text() | st.floats() | st.integers() | st.datetimes().map(str))
def test_any_value(value: object) -> None:
    """Whatever stands there, nothing raises."""
    clock.published(value)
    clock.fetched(value)
