"""The offset of an instant that a page states in UTC, from the page's other words for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

from newsfold.model import When

SAME = timedelta(minutes=1)  # apart; one of the two may leave out its seconds
STEP = timedelta(minutes=15)  # of the offsets in use, which go from -12:00 to +14:00 (IANA tz)
WEST, EAST = timedelta(hours=-12), timedelta(hours=14)
_LOCAL = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})?(?!\s?[Z:+\d-])")


def local(text: str) -> datetime | None:
    """The time of day without a zone that a metadata field states: '2026-03-11 20:30:05'."""
    found = _LOCAL.search(text[:60])
    try:
        return datetime.fromisoformat(f"{found[1]}T{found[2]}") if found else None
    except ValueError:  # 25:00
        return None


def stated(when: When, others: Iterable[When], locals_: Iterable[datetime] = ()) -> When:
    """The same instant on the calendar of its place, where another statement of it tells that.

    `others` are further dates of the same page. `locals_` are without zone: one of them is the
    same moment when it differs by what can be an offset. A date that is no instant, or has an
    offset of its own, stays what it is, and so does one that the page's own clock shows in UTC.
    """
    if when.instant is None or when.instant.utcoffset():
        return when
    for other in others:
        moment = other.instant
        if moment is not None and moment.utcoffset() and abs(moment - when.instant) < SAME:
            return When.at(when.instant.astimezone(moment.tzinfo))
    plain = when.instant.replace(tzinfo=None)
    for clock in locals_:
        offset = round((clock - plain) / STEP) * STEP
        if WEST <= offset <= EAST and abs(clock - plain - offset) < SAME:
            return When.at(when.instant.astimezone(timezone(offset)))
    return when
