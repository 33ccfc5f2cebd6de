"""One row of a subscriber list -> a subscriber, and what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import available_timezones

from babel import localedata

from newsfold.config import SLUG
from newsfold.model import Subscriber, SubscriptionStatus
from newsfold.subscribers import address
from newsfold.text import chars

# Our own words, and those of the exports of listmonk, Mailchimp and Ghost for the same thing.
STATUSES = {
    **{status.value: status for status in SubscriptionStatus},
    "subscribed": SubscriptionStatus.ACTIVE,
    "confirmed": SubscriptionStatus.ACTIVE,
    "enabled": SubscriptionStatus.ACTIVE,
    "unconfirmed": SubscriptionStatus.PENDING,
    "cleaned": SubscriptionStatus.BOUNCED,
    "blocklisted": SubscriptionStatus.UNSUBSCRIBED,
}
_SLUG_SEPARATORS = re.compile(r"[\s,;|]+")
_TITLE_SEPARATORS = re.compile("[;|]")
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_][a-z0-9]{2,8})*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RowError:
    """Something wrong in a row. Lines count from 1; `column` is None for the row as a whole."""

    line: int
    column: str | None
    value: str
    problem: str

    def __str__(self) -> str:
        place = f"line {self.line}" + (f", {self.column}" if self.column else "")
        return f"{place}: {chars.printable(self.value)!r}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a row gave. `email` is set whenever the address could be read."""

    email: str | None
    subscriber: Subscriber | None
    errors: tuple[RowError, ...]
    status_unreadable: bool = False


class _Refused(Exception):
    """The row cannot be used; its error is already noted."""


class _Fields:
    """The known cells of one row and the errors found while reading them."""

    def __init__(self, line: int, cells: Mapping[str, str]) -> None:
        self.line = line
        self.cells = cells
        self.errors: list[RowError] = []

    def text(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def note(self, column: str, problem: str) -> None:
        self.errors.append(RowError(self.line, column, self.text(column), problem))


def parsed(line: int, cells: Mapping[str, str], extra: Mapping[str, str]) -> Parsed:
    """The subscriber in `cells` (by the names of our columns; absent means empty).

    A bad name, timezone or language is reported and left empty. Without a readable address or
    status, or when none of its newsletters can be read, the row is refused: nobody is mailed on a
    guess.
    """
    fields = _Fields(line, cells)
    try:
        email = address.normal(fields.text("email"))
    except ValueError as error:
        fields.note("email", f"{error} Correct the address or remove the row.")
        return Parsed(None, None, tuple(fields.errors))
    try:
        status = _status(fields)
    except _Refused:
        return Parsed(email, None, tuple(fields.errors), status_unreadable=True)
    try:
        newsletters = _newsletters(fields)
    except _Refused:
        return Parsed(email, None, tuple(fields.errors))
    subscriber = Subscriber(
        email=email,
        name=_name(fields),
        status=status,
        newsletters=newsletters,
        timezone=_timezone(fields),
        language=_language(fields),
        sections=sections(fields.text("sections")),
        extra=dict(extra),
    )
    return Parsed(email, subscriber, tuple(fields.errors))


def sections(text: str) -> tuple[str, ...]:
    """The titles in a cell, with ';' or '|' between them; each once."""
    named = (chars.squeeze(chars.printable(part)) for part in _TITLE_SEPARATORS.split(text))
    return tuple(dict.fromkeys(title for title in named if title))


def _status(fields: _Fields) -> SubscriptionStatus:
    value = fields.text("status").lower()
    if not value:
        return SubscriptionStatus.ACTIVE
    if value not in STATUSES:
        allowed = ", ".join(status.value for status in SubscriptionStatus)
        fields.note(
            "status", f"unknown status, so this reader gets no mail; use one of: {allowed}."
        )
        raise _Refused
    return STATUSES[value]


def _newsletters(fields: _Fields) -> tuple[str, ...]:
    value = fields.text("newsletters").lower()
    if not value:
        return ()
    named = [part for part in _SLUG_SEPARATORS.split(value) if part]
    good = tuple(dict.fromkeys(slug for slug in named if SLUG.match(slug)))
    if len(good) < len(set(named)):
        problem = "a newsletter's slug has small letters, digits and hyphens, e.g. 'daily'"
        if not good:  # empty would mean every newsletter, which nobody asked for
            fields.note("newsletters", f"{problem}; the reader is left out.")
            raise _Refused
        fields.note("newsletters", f"{problem}; only {', '.join(good)} is kept.")
    return good


def _name(fields: _Fields) -> str:
    raw = fields.text("name")
    if raw.isascii() and raw.isprintable():
        return chars.squeeze(raw)
    name = chars.squeeze(chars.printable(raw))
    if any(unicodedata.category(c) == "Cc" for c in raw):
        fields.note("name", f"control characters or line ends were removed; it is now {name!r}.")
    return name


def _timezone(fields: _Fields) -> str | None:
    value = fields.text("timezone")
    if not value:
        return None
    zone = _zones().get(value.lower())
    if zone is None:
        fields.note("timezone", "no such time zone, left empty; use one such as 'Europe/Berlin'.")
    return zone


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    return {zone.lower(): zone for zone in available_timezones()}


def _language(fields: _Fields) -> str | None:
    value = fields.text("language")
    if not value:
        return None
    match = _LANGUAGE.match(value)
    if match and localedata.exists(match[1].lower()):
        return match[1].lower()
    fields.note("language", "no such language, left empty; use a code such as 'en' or 'de'.")
    return None
