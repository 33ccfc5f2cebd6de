"""The nouns that do something: dates as precise as their source, sentences with additions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from newsfold.model import Addition, Precision, Sentence, When


@pytest.mark.parametrize(
    ("when", "iso"),
    [
        (When.day(date(2026, 1, 6)), "2026-01-06"),
        (When.days(date(2026, 1, 3), date(2026, 1, 4)), "2026-01-03/2026-01-04"),
        (When.month(2025, 12), "2025-12"),
        (When.at(datetime(2026, 1, 6, 10, tzinfo=UTC)), "2026-01-06T10:00:00Z"),
        (When(date(2026, 1, 5), date(2026, 1, 5), Precision.SINCE), "2026-01-05/.."),
    ],
)
def test_iso_is_as_long_as_the_precision(when: When, iso: str) -> None:
    """A date shows no more than is known, and reads back as itself."""
    assert when.iso == iso
    assert When.from_iso(iso) == when


def test_an_instant_keeps_the_day_of_its_place() -> None:
    """Half past midnight is the new day where it was stated, and reads back as such."""
    early = When.at(datetime(2026, 1, 6, 0, 30, tzinfo=timezone(timedelta(hours=2))))
    assert (early.first, early.last) == (date(2026, 1, 6), date(2026, 1, 6))
    assert early.iso == "2026-01-06T00:30:00+02:00"
    assert When.from_iso(early.iso).iso == early.iso
    assert early.instant == datetime(2026, 1, 5, 22, 30, tzinfo=UTC)


def test_an_instant_that_utc_does_not_hold_is_refused() -> None:
    """Midnight of the year 1 in the east lies before UTC's calendar begins."""
    with pytest.raises(OverflowError):
        When.at(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2))))


def test_a_naive_instant_is_refused() -> None:
    """Without a zone there is no instant."""
    with pytest.raises(ValueError, match="time zone"):
        When.at(datetime(2026, 1, 6))  # noqa: DTZ001


def test_a_span_of_one_day_is_that_day() -> None:
    """A span's precision is a day when both ends are the same."""
    day = date(2026, 1, 6)
    assert When.days(day, day).precision is Precision.DAY


def test_december_has_a_last_day() -> None:
    """A month ends before the next begins, also across the year."""
    assert When.month(2025, 12).last == date(2025, 12, 31)


def test_additions_stand_in_brackets_where_they_belong() -> None:
    """Printing adds bracketed words and changes no letter of the source."""
    text = "He said on Monday it would reopen."
    sentence = Sentence(text, "a", 0, (Addition(2, "Orr"), Addition(17, "9 March")))
    assert sentence.printed == "He [Orr] said on Monday [9 March] it would reopen."
