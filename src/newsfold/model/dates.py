"""Dates that are exactly as precise as their source gave them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timezone
from enum import StrEnum


class Precision(StrEnum):
    """How exactly a date is known."""

    INSTANT = "instant"
    DAY = "day"
    RANGE = "range"
    MONTH = "month"
    SINCE = "since"  # a day from which on it holds


class DatedBy(StrEnum):
    """Where an article's publication date came from, strongest first."""

    MARKUP = "markup"  # stated as data: HTML metadata, a feed entry, a record's field
    URL = "url"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    RELATIVE = "relative"  # '1 day ago', counted back from the fetch time
    NONE = "none"


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A date exactly as precise as its source gave it.

    `first` and `last` are calendar days, both inclusive and equal unless the precision is RANGE
    or MONTH; for SINCE both are the day of its beginning. `instant` is set for INSTANT alone,
    with the offset that its source stated; its days are those of that place: what a text of half
    past eleven on Tuesday night calls 'today'.
    """

    first: date
    last: date
    precision: Precision
    instant: datetime | None = None

    @classmethod
    def at(cls, instant: datetime) -> When:
        """The given aware instant, on the calendar of its own offset.

        Raises: ValueError when it is naive; OverflowError when UTC's calendar does not hold it.
        """
        offset = instant.utcoffset()
        if offset is None:
            raise ValueError("an instant needs a time zone")
        utc = instant.astimezone(UTC)  # fails on what nothing could compare: year 1 in the east
        own = instant.replace(tzinfo=timezone(offset)) if offset else utc
        return cls(own.date(), own.date(), Precision.INSTANT, own)

    @classmethod
    def day(cls, day: date) -> When:
        """One calendar day."""
        return cls(day, day, Precision.DAY)

    @classmethod
    def days(cls, first: date, last: date) -> When:
        """A span of days, both ends included; a span of one day is that day."""
        return cls(first, last, Precision.DAY if first == last else Precision.RANGE)

    @classmethod
    def month(cls, year: int, month: int) -> When:
        """One calendar month."""
        first = date(year, month, 1)
        following = date(year + month // 12, month % 12 + 1, 1)
        return cls(first, date.fromordinal(following.toordinal() - 1), Precision.MONTH)

    @property
    def iso(self) -> str:
        """ISO 8601: an instant, a date, a month (`2026-01`) or an interval (`first/last`)."""
        if self.precision is Precision.SINCE:
            return f"{self.first.isoformat()}/.."
        if self.instant is not None:
            return self.instant.isoformat().replace("+00:00", "Z")
        if self.precision is Precision.MONTH:
            return f"{self.first:%Y-%m}"
        if self.precision is Precision.RANGE:
            return f"{self.first.isoformat()}/{self.last.isoformat()}"
        return self.first.isoformat()

    @classmethod
    def from_iso(cls, text: str) -> When:
        """The value whose `iso` is `text`. Raises: ValueError for any other text."""
        if "/" in text:
            first, last = text.split("/")
            if last == "..":
                return replace(cls.from_iso(first), precision=Precision.SINCE)
            return cls.days(date.fromisoformat(first), date.fromisoformat(last))
        if "T" in text:
            return cls.at(datetime.fromisoformat(text))
        if len(text) == len("2026-01"):
            year, month = text.split("-")
            return cls.month(int(year), int(month))
        return cls.day(date.fromisoformat(text))
