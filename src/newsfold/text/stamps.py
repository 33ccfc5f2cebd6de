"""The time of day and its zone beside a date, as bylines and metadata print them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone

# RFC 5322 4.3 for the American zones; the European ones are those of EU directive 2000/84/EC and
# of the British Summer Time Act. Names that stand for several zones (IST, CST in China) are left
# out unless the RFC settles them.
ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "cest": 2,
    "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
    "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "msk": 3, "мск": 3, "jst": 9,
}  # fmt: skip

_ZONE = (
    r"(?P<zone>(?:utc|gmt)?[+-][0-9]{1,2}(?::?[0-9]{2})?"
    rf"|{'|'.join(sorted(ZONES, key=len, reverse=True))})"
)
_CLOCK = (
    r"(?P<h>[0-2]?[0-9])[:.h](?P<min>[0-5][0-9])(?::(?P<s>[0-5][0-9])(?:\.[0-9]+)?)?"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?"
)
_AFTER = re.compile(
    rf"(?:T|[\s,|·•–—-]*(?:[^\W\d]{{1,3}}\s+){{0,2}}){_CLOCK}\s?\(?{_ZONE}(?![\w:])", re.IGNORECASE
)
_BEFORE = re.compile(
    rf"(?<![\w:]){_CLOCK}\s?\(?{_ZONE}\)?[\s,|·•–—-]*(?:[^\W\d]{{2,10}}[.,]?\s+)?$", re.IGNORECASE
)
REACH = 40  # characters; 'Published 11:05 a.m. GMT+01:00, on ' is 35


def instant(text: str, start: int, end: int, day: date) -> datetime | None:
    """The aware instant on `day` that the time beside text[start:end] states.

    None without a time, or without a zone: a time of nobody knows where is no instant.
    """
    match = _AFTER.match(text, end) or _BEFORE.search(text[max(0, start - REACH) : start])
    if match is None:
        return None
    hour = int(match["h"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    try:
        clock = time(hour, int(match["min"]), int(match["s"] or 0), tzinfo=_zone(match["zone"]))
        return datetime.combine(day, clock)
    except ValueError:
        return None  # '25:10', '+31:00'


def _zone(name: str) -> timezone:
    hours = ZONES.get(name.lower())
    if hours is not None:
        return timezone(timedelta(hours=hours))
    sign, digits = re.sub(r"[^\d+-]", "", name)[0], re.sub(r"\D", "", name)
    whole, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    offset = timedelta(hours=int(whole), minutes=int(minutes))
    return timezone(-offset if sign == "-" else offset)
