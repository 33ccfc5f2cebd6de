"""Dates as a reader of a language writes them, never more precise than they are known."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel import dates as cldr

from newsfold.model import Precision, When

# 'Thursday, 12 March 2026': day before month, as most of the world reads English dates.
ENGLISH = "en_GB"


@lru_cache(maxsize=64)
def locale(language: str) -> Locale:
    """The CLDR locale of an ISO 639-1 language or BCP 47 tag; British English if unknown."""
    if language == "en":
        return Locale.parse(ENGLISH)
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(ENGLISH)


def named(language: str) -> str:
    """A language's name in that language; its code where it has none here."""
    return locale(language).get_language_name(language) or language


def direction(language: str) -> str:
    """'rtl' for a language written from right to left, else 'ltr'."""
    return "rtl" if locale(language).character_order == "right-to-left" else "ltr"


def comma(language: str) -> str:
    """What stands between two names of a list, or a day and its hour: Arabic script has its own.

    From right to left a mark follows it: without one, two Latin names would change places.
    Source: Unicode's bidirectional algorithm (UAX 9, N1); CLDR's Persian patterns do the same.
    """
    sign = "،" if "،" in str(locale(language).datetime_formats["medium"]) else ","
    return f"{sign}\u200f " if direction(language) == "rtl" else f"{sign} "


def full(day: date, language: str) -> str:
    """A day with its weekday and year: 'Thursday, 12 March 2026'."""
    return str(cldr.format_date(day, "full", locale=locale(language)))


def month(value: date, language: str) -> str:
    """A month with its year: 'March 2026'."""
    return str(cldr.format_skeleton("yMMMM", value, locale=locale(language)))


def day(value: date, language: str, *, year: int) -> str:
    """A day, with its year only where that is not `year`: '12 March', '31 December 2025'."""
    if value.year == year:
        return str(cldr.format_skeleton("MMMMd", value, locale=locale(language)))
    return str(cldr.format_date(value, "long", locale=locale(language)))


def when(value: When, language: str, *, zone: ZoneInfo, year: int) -> str:
    """A date as precise as it is known: a moment, a day, '3–4 January', 'January 2026', and
    '5 January –' for what holds since then.

    `year` is the reader's own and left out, except in a month. A moment is told in `zone`, which
    is named.
    """
    if value.instant is not None:
        return _moment(value.instant.astimezone(zone), language, year=year)
    if value.precision is Precision.MONTH:
        return month(value.first, language)
    if value.precision is Precision.RANGE:
        return _span(value.first, value.last, language, year=year)
    shown = day(value.first, language, year=year)
    return f"{shown} –" if value.precision is Precision.SINCE else shown


def _moment(moment: datetime, language: str, *, year: int) -> str:
    place = locale(language)
    clock = cldr.format_time(moment, "short", locale=place)
    zone = cldr.get_timezone_name(moment, "short", locale=place)
    return f"{day(moment.date(), language, year=year)}{comma(language)}{clock} {zone}"


def _span(first: date, last: date, language: str, *, year: int) -> str:
    """Both ends, the month once where the locale's own pattern for a span lets it be so."""
    if (first.year, first.month) == (last.year, last.month):
        ours = first.year == year
        skeleton, fallback = ("MMMd", "MMMMd") if ours else ("yMMMd", "yMMMMd")
        patterns = locale(language).interval_formats.get(skeleton, {}).get("d")
        if patterns and len(patterns) > 1:
            # CLDR has spans with short month names only; the order of the parts is what counts.
            parts = [p.replace("LLL", "LLLL").replace("MMM", "MMMM") for p in patterns]
            ends = zip((first, last), parts, strict=True)
            return "".join(cldr.format_date(d, p, locale=locale(language)) for d, p in ends)
        return str(cldr.format_interval(first, last, fallback, locale=locale(language)))
    same_year = first.year == last.year == year
    shown = year if same_year else 0
    return f"{day(first, language, year=shown)} – {day(last, language, year=shown)}"
