"""What may leave today: the day's quota, the warm-up, the hours."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from newsfold.config import Pace
from newsfold.deliver import allowance
from tests.deliver.sample import NOW

QUOTA = Pace(mails_per_day=1000)
WARM_UP = Pace(warm_up_mails=100, warm_up_growth=2)
BOTH = Pace(mails_per_day=1000, warm_up_mails=100, warm_up_growth=2)


@pytest.mark.parametrize(
    ("pace", "sent", "days", "left"),
    [
        (Pace(), 5_000, 3, None),
        (QUOTA, 0, None, 1000),
        (QUOTA, 400, 3, 600),
        (QUOTA, 1500, 3, 0),
        (WARM_UP, 0, None, 100),
        (WARM_UP, 30, 0, 70),
        (WARM_UP, 100, 3, 700),
        (BOTH, 0, 3, 800),
        (BOTH, 0, 30, 1000),
        (WARM_UP, 0, 100_000, 1_000_000_000),
    ],
)
def test_quota_and_warm_up(pace: Pace, sent: int, days: int | None, left: int | None) -> None:
    """The smaller of quota and warm-up counts, less what was sent in the last 24 hours."""
    first = None if days is None else NOW - timedelta(days=days, hours=1)
    if days and days > 10_000:
        first = datetime.min.replace(tzinfo=NOW.tzinfo)
    found = allowance.mails(pace, sent_in_24_hours=sent, first_sent=first, now=NOW)
    assert found == left


@pytest.mark.parametrize(
    ("hours", "open_at"),
    [
        ("", {0, 7, 8, 12, 20, 23}),
        ("08:00-20:00", {8, 12}),
        ("22:00-08:00", {0, 7, 23}),
        ("08:00-08:00", {0, 7, 8, 12, 20, 23}),
    ],
)
def test_hours(hours: str, open_at: set[int]) -> None:
    """From the first time on, up to the second; over midnight too; twice the same: always."""
    moments = {hour: NOW.replace(hour=hour) for hour in (0, 7, 8, 12, 20, 23)}
    assert {h for h, m in moments.items() if allowance.at_this_hour(hours, m)} == open_at
