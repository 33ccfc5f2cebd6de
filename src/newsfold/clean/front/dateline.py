"""Dates that open a body ('PARIS, Jan. 6, 2026 (AP) -') or stand in an address ('/2026/01/06/')."""

from __future__ import annotations

import re
from datetime import date, datetime

from newsfold.clean.draft import Evidence
from newsfold.model import DatedBy, When
from newsfold.text import dates
from newsfold.text.language import Language

# A place in capitals, then whatever stands before the dash that closes a dateline.
_DATELINE = re.compile(
    r"[A-ZÀ-ÞЀ-ЯҐ][A-ZÀ-ÞЀ-ЯҐ'’.\- ]{2,40}\b[^—–]{0,60}?(?:\s[-–—]{1,2}\s|—|–)"
    r"|[^\s。，]{2,20}[日号][电電讯訊]"  # '本报北岸1月6日电'
)
_IN_PATH = re.compile(
    r"/(?P<y>(?:19|20)\d\d)[/_-]?(?P<m>0[1-9]|1[0-2])[/_-]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
    r"|[/_-](?P<y2>20\d\d)-(?P<m2>0[1-9]|1[0-2])-(?P<d2>0[1-9]|[12]\d|3[01])(?!\d)"
    r"|/(?P<y3>20\d\d)/(?P<m3>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"/(?P<d3>0?[1-9]|[12]\d|3[01])/",
    re.IGNORECASE,
)
_MONTHS = {
    name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}


def evidence(paragraph: str, language: Language, fetched_at: datetime | None) -> list[Evidence]:
    """The date in the paragraph's dateline; without its year only when the fetch time is known."""
    found = _DATELINE.match(paragraph[:140])
    if found is None:
        return []
    base = fetched_at.date() if fetched_at is not None else None
    told = [m for m in dates.mentions(found.group(), base, language) if m.kind != "relative"]
    return [Evidence(m.when, DatedBy.DATELINE) for m in told[:1] if not m.future]


def in_url(url: str | None) -> list[Evidence]:
    """The day that an address carries in its path."""
    path = url.partition("://")[2] if url else ""
    found = _IN_PATH.search(path[:2000])
    if found is None:
        return []
    year, month, day = (g for g in found.groups() if g is not None)
    try:
        number = _MONTHS.get(month.lower()) or int(month)
        return [Evidence(When.day(date(int(year), number, int(day))), DatedBy.URL)]
    except ValueError:  # 31 February
        return []
