"""Times of day: of a live blog's post, and in what a sentence tells."""

from __future__ import annotations

import re

# '11.10 GMT', '14:05 Uhr', '9h30', '3:15pm', and the time of an ISO 8601 instant.
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:.h](\d\d)(?!\d)(?:\s?([ap])\.?m\b)?", re.IGNORECASE)
# The same in a sentence, where '11.10' may be a price: '2pm', '11.10am', '14:05', '9h30', '14 Uhr'.
_TOLD = re.compile(
    r"(?<![\w.:])\d{1,2}(?:(?:[.:]\d\d)?\s?[ap]\.?m\b|[:h]\d\d\b|(?:\.\d\d)?\s(?:Uhr|uur)\b)"
)
HOUR = 60


def minutes(printed: str | None) -> int | None:
    """Minutes since midnight of the first time of day in the text; None for none."""
    found = _CLOCK.search(printed) if printed else None
    if found is None:
        return None
    hour, minute = int(found.group(1)), int(found.group(2))
    if found.group(3):
        hour = hour % 12 + (12 if found.group(3).lower() == "p" else 0)
    return hour * HOUR + minute if hour < 24 and minute < HOUR else None


def names_one(text: str) -> bool:
    """Whether a sentence says at what time of day something happens."""
    return _TOLD.search(text) is not None
