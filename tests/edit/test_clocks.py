"""Times of day, of posts and in sentences."""

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


@pytest.mark.parametrize("told", ["at 2pm", "around 11.10am", "at 14:05", "à 9h30", "um 14 Uhr"])
def test_a_sentence_names_an_hour(told: str) -> None:
    """In figures, as English, French and German write it."""
    assert clocks.names_one(f"The council meets {told} in Halvik.")


@pytest.mark.parametrize("told", ["for 11.10 crowns", "14 hours later", "on 2.30 metres", "at 3-1"])
def test_a_price_is_no_hour(told: str) -> None:
    """A number with a full stop, a duration and a score are no times of day."""
    assert not clocks.names_one(f"The council meets {told} in Halvik.")
