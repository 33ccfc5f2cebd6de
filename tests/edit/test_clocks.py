"""Times of day of live-blog posts."""

import pytest

from newsfold.edit import clocks


@pytest.mark.parametrize(
    ("printed", "minutes"),
    [
        ("11.10 GMT", 670),
        ("14:05 Uhr", 845),
        ("9h30", 570),
        ("3:15pm", 915),
        ("12.10am", 10),
        ("2026-03-10T14:05:00Z", 845),
        ("2 hours ago", None),
        ("25:10", None),
        ("", None),
        (None, None),
    ],
)
def test_a_printed_time_is_read(printed: str | None, minutes: int | None) -> None:
    """Minutes since midnight; None for an age or for what is no time."""
    assert clocks.minutes(printed) == minutes
