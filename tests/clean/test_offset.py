"""The offset of an instant in UTC, from the page's other words for the same moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from newsfold.clean.markup import offset
from newsfold.model import When

EVENING = When.at(datetime(2026, 3, 12, 1, 30, 20, tzinfo=UTC))
NEW_DAY = "2026-03-12T01:30:20Z"


@pytest.mark.parametrize(
    ("other", "iso"),
    [
        (datetime(2026, 3, 11, 20, 30, 20, tzinfo=timezone(-timedelta(hours=5))),
         "2026-03-11T20:30:20-05:00"),
        (datetime(2026, 3, 11, 20, 30, tzinfo=timezone(-timedelta(hours=5))),  # without seconds
         "2026-03-11T20:30:20-05:00"),
        (datetime(2026, 3, 11, 21, 30, tzinfo=timezone(-timedelta(hours=5))), NEW_DAY),
    ],
)  # fmt: skip
def test_the_same_instant_tells_its_offset(other: datetime, iso: str) -> None:
    """A second statement of the moment gives the offset; one of another moment gives nothing."""
    assert offset.stated(EVENING, [When.at(other)]).iso == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-03-11 17:30:20", "2026-03-11T17:30:20-08:00"),
        ("2026-03-12T07:15", "2026-03-12T07:15:20+05:45"),
        ("2026-03-12 01:30:20", NEW_DAY),  # its clock is UTC's
        ("2026-03-11 17:41:02", NEW_DAY),  # no offset makes them one moment
        ("2026-03-10 01:30:20", NEW_DAY),  # two days away
        ("2026-03-11 17:30:20 +0100", NEW_DAY),  # has a zone: no local time
        ("2026-03-11 25:30:20", NEW_DAY),
    ],
)
def test_a_clock_without_zone_tells_the_offset(text: str, iso: str) -> None:
    """A local time is the same moment when it differs by what can be an offset, else unknown."""
    clock = offset.local(text)
    assert offset.stated(EVENING, [], [clock] if clock else []).iso == iso


def test_a_stated_offset_stays() -> None:
    """What has an offset of its own, or is a day, is not moved."""
    own = When.at(datetime(2026, 3, 12, 2, 30, tzinfo=timezone(timedelta(hours=1))))
    assert offset.stated(own, [EVENING], [datetime(2026, 3, 11, 20, 30)]) is own  # noqa: DTZ001
    day = When.day(EVENING.first)
    assert offset.stated(day, [own]) is day
