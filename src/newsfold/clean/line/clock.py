"""Times of day as live blogs print them: alone, before a text, behind a name; and their order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from newsfold.clean.phrases import openers
from newsfold.text.language import Language

_PLAIN = (
    r"(?:(?:[01]?\d|2[0-4])[:.h：][0-5]\d(?:\s?[ap]\.?m\.?)?"
    r"(?:\s?(?:Uhr|uur|hrs?|hs|h|GMT|UTC|BST|CES?T|MES?Z|EES?T|[ECMP][SD]?T|MSK|МСК)\b)?"
    r"|(?:上午|下午|晚上|午前|午後)?\s?\d{1,2}[時时点](?:[0-5]?\d分)?)"
)
_CLOCK = rf"(?:(?:at|um|à|às|a las|alle|alle ore|ore|om|(?:o )?godz\.|в|о|об)\s)?{_PLAIN}"
# 'Block-time published-time 4.41pm GMT': the class names of a template, read out with its text.
_TEMPLATE = r"block-?\s?time published-?\s?time\s"
_ALONE = re.compile(rf"(?:{_TEMPLATE})?({_CLOCK})", re.I)
_BEFORE = re.compile(rf"((?i:{_CLOCK}))\s?(?:[:|·•–—-]\s?|\s)(?=[{openers.CAPITAL}“\"„«¿¡])")
_BEHIND = re.compile(rf"([^\W\d][^\d|·•,–—]{{3,60}}?)\s?[|·•,–—-]?\s({_CLOCK})", re.I)
_UPDATED = re.compile(rf"[^\d]{{4,40}}?\s({_PLAIN})", re.I)
_AGE = re.compile(r"(?<!\d)(\d{1,6})\s?([^\W\d]+)")
_ISO = re.compile(r"\d{4}-\d\d-\d\dT")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
_PARTS = re.compile(r"(\d{1,2})[:.h](\d{2})(?:\s?([ap])\.?m)?", re.I)
MAX_SIGNED = 100  # characters of a name of 60, a sign and a time
CLEAR = 2 / 3  # of the steps go one way; a corrected or pinned post goes the other


class Order(StrEnum):
    """In which order posts stand."""

    NEWEST_FIRST = "newest-first"
    OLDEST_FIRST = "oldest-first"


def alone(text: str) -> str | None:
    """The time that is the whole line, as printed; None when the line says anything else."""
    found = _ALONE.fullmatch(text)
    return found.group(1) if found is not None else None


def before(text: str) -> tuple[str, str] | None:
    """The time that opens a line and the text behind it: '12:31 Uhr: Die Kommission ...'."""
    found = _BEFORE.match(text)
    return (found.group(1).strip(), text[found.end() :]) if found is not None else None


def behind(text: str) -> tuple[str, str] | None:
    """What stands before a time that closes the line, and the time: 'Nell Ferris · 15:32'."""
    found = _BEHIND.fullmatch(text) if len(text) <= MAX_SIGNED else None
    return (found.group(1).strip(), found.group(2)) if found is not None else None


def updated(text: str) -> str | None:
    """The time at the end of a line of few words that a widget prints: 'Updated at 14:05'."""
    found = _UPDATED.fullmatch(text)
    return found.group(1) if found is not None else None


def order(times: Sequence[str | None], language: Language) -> Order | None:
    """In which order posts with these printed times stand; None when the times do not tell.

    At least three steps between known times are needed, most of them one way. A pinned post,
    which stands first, goes against the others and does not decide.
    """
    known = [t for t in (_value(text, language) for text in times if text) if t is not None]
    steps = [two - one for one, two in pairwise(known) if one != two]
    if len(steps) < 3:
        return None
    down = sum(1 for step in steps if step < timedelta())
    if down >= CLEAR * len(steps):
        return Order.NEWEST_FIRST
    return Order.OLDEST_FIRST if len(steps) - down >= CLEAR * len(steps) else None


def _since_epoch(text: str) -> timedelta | None:
    try:
        stated = datetime.fromisoformat(text)
    except ValueError:  # '2026-13-40T99:00'
        return None
    return stated.replace(tzinfo=stated.tzinfo or UTC) - _EPOCH


def _value(text: str, language: Language) -> timedelta | None:
    """A time as a point on one scale: hours of a day, or hours back from its end."""
    if _ISO.match(text):
        return _since_epoch(text)
    found = _PARTS.search(text)
    if found is None:
        age = _AGE.search(text)
        unit = _UNITS.get(language.dates.units.get(age.group(2).lower(), "")) if age else None
        return -int(age.group(1)[:4]) * unit if age and unit else None
    hour, minute = int(found.group(1)), int(found.group(2))
    if found.group(3):
        hour = hour % 12 + (12 if found.group(3).lower() == "p" else 0)
    return timedelta(hours=hour, minutes=minute)
