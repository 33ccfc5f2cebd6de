"""Dates as feeds, records and sidecar files write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from newsfold.model import When

MILLISECONDS = 100_000_000_000  # a larger count since 1970 is not in seconds: that is the year 5138
FIRST_YEAR = 1605  # of the first newspaper; Go programs write the year 1 for 'no date'


def published(value: object) -> When | None:
    """The date in ISO 8601, RFC 5322 or seconds since 1970; None for anything else.

    Without a time zone a time of day is nobody's, so that only its day is kept.
    """
    moment = _moment(value)
    if moment is not None:
        return When.at(moment) if moment.tzinfo else When.day(moment.date())
    try:
        when = When.from_iso(str(value).strip())
    except (ValueError, OverflowError):
        return None
    return when if when.first.year >= FIRST_YEAR else None


def fetched(value: object) -> datetime | None:
    """The instant, in UTC; None for anything that is not a time with its zone."""
    moment = _moment(value)
    return moment.astimezone(UTC) if moment and moment.tzinfo else None


def _moment(value: object) -> datetime | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return _counted(value)
    if not isinstance(value, str) or _is_day(value):
        return None
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(value.strip())
            moment.astimezone(UTC)  # refuses what leaves the calendar
            return moment if moment.year >= FIRST_YEAR else None
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None


def _counted(value: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(value / 1000 if value > MILLISECONDS else value, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value.strip())
    except ValueError:
        return False
    return True
