"""What 'new' means: whether an article is recent enough for an issue.

One rule for stored articles and for those of a preview. Pure: `now` is an argument.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from newsfold.model import When

FUTURE_TOLERANCE = timedelta(days=1)  # time zones differ by up to 26 hours; chosen by eye


def is_new(
    published_at: When | None, first_seen: datetime, now: datetime, max_age: timedelta
) -> bool:
    """Whether an article is at most `max_age` old at `now` by its own date.

    A day or a span counts to its end, so that an article of three days ago is still three days
    old in the evening; an undated article counts from when it was first seen. An article dated
    more than a day after `now` is not due yet.
    """
    return now - max_age <= age_from(published_at, first_seen) and (
        published_at is None or _start(published_at) <= now + FUTURE_TOLERANCE
    )


def age_from(published_at: When | None, first_seen: datetime) -> datetime:
    """The instant from which an article's age is counted."""
    if published_at is None:
        return first_seen
    if published_at.instant is not None:
        return published_at.instant
    return datetime.combine(published_at.last + timedelta(days=1), time(), UTC)


def _start(published_at: When) -> datetime:
    return published_at.instant or datetime.combine(published_at.first, time(), UTC)
