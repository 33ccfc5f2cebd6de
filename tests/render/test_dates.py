"""render.dates: never more precise than known, in the reader's words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from newsfold.model import Precision, When
from newsfold.render import dates

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        (When.day(date(2026, 3, 12)), "12 March"),
        (When.day(date(2025, 12, 31)), "31 December 2025"),
        (When.days(date(2026, 1, 3), date(2026, 1, 4)), "3–4 January"),
        (When.days(date(2025, 1, 3), date(2025, 1, 4)), "3–4 January 2025"),
        (When.days(date(2026, 1, 30), date(2026, 2, 2)), "30 January – 2 February"),
        (When.days(date(2025, 12, 31), date(2026, 1, 4)), "31 December 2025 – 4 January 2026"),
        (When.month(2026, 1), "January 2026"),
        (When.at(datetime(2026, 1, 6, 23, 30, tzinfo=UTC)), "7 January, 00:30 CET"),
        (When(date(2026, 1, 5), date(2026, 1, 5), Precision.SINCE), "5 January –"),
    ],
)
def test_english(when: When, shown: str) -> None:
    """A day has no hour, a month no day, a span its month once, a moment its zone."""
    assert dates.when(when, "en", zone=BERLIN, year=2026) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "Thursday, 12 March 2026"),
        ("de", "Donnerstag, 12. März 2026"),
        ("fr", "jeudi 12 mars 2026"),
        ("tlh", "Thursday, 12 March 2026"),
        ("", "Thursday, 12 March 2026"),
    ],
)
def test_full_day_by_language(language: str, shown: str) -> None:
    """The date line follows the language; an unknown one is told in English."""
    assert dates.full(date(2026, 3, 12), language) == shown


@pytest.mark.parametrize("language", ["de", "es", "fr", "it", "nl", "pl", "pt", "uk", "ar", "ja"])
def test_spans_in_other_languages_hold_both_days(language: str) -> None:
    """A span names its first and last day in every language that is planned."""
    when = When.days(date(2026, 1, 3), date(2026, 1, 14))
    shown = dates.when(when, language, zone=BERLIN, year=2026)
    assert "3" in shown
    assert "14" in shown


def test_direction() -> None:
    """Arabic, Hebrew, Persian and Urdu run from right to left; the rest do not."""
    assert {dates.direction(code) for code in ("ar", "he", "fa", "ur")} == {"rtl"}
    assert {dates.direction(code) for code in ("en", "ja", "uk", "und")} == {"ltr"}


@pytest.mark.parametrize(
    ("language", "comma"),
    [("en", ", "), ("de", ", "), ("pt", ", "), ("ar", "،\u200f "), ("he", ",\u200f ")],
)
def test_comma(language: str, comma: str) -> None:
    """Arabic has a comma of its own, and what runs from the right a mark behind it, in a moment
    as in a list."""
    when = When.at(datetime(2026, 1, 6, 23, 30, tzinfo=UTC))
    assert dates.comma(language) == comma
    assert comma in dates.when(when, language, zone=BERLIN, year=2026)
