"""What is new: the age limit by an article's own date, whatever its precision."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from newsfold import freshness
from newsfold.model import When

NOW = datetime(2026, 3, 12, 17, tzinfo=UTC)
LIMIT = timedelta(days=3)


@pytest.mark.parametrize(
    ("published", "new"),
    [
        (When.at(NOW - LIMIT), True),
        (When.at(NOW - LIMIT - timedelta(seconds=1)), False),
        (When.day(date(2026, 3, 9)), True),  # that day ended less than three days ago
        (When.day(date(2026, 3, 8)), False),
        (When.month(2026, 3), True),
        (When.month(2026, 2), False),
        (When.day(date(2026, 3, 13)), True),  # tomorrow somewhere
        (When.day(date(2026, 3, 20)), False),  # not yet
        (None, True),
    ],
)
def test_age_is_counted_from_the_articles_own_date(published: When | None, new: bool) -> None:
    """An article is new while its own date is at most the limit ago, and not far ahead."""
    assert freshness.is_new(published, NOW, NOW, LIMIT) is new


def test_an_undated_article_ages_from_when_it_was_first_seen() -> None:
    """Without a date of its own, an article seen long ago is not new."""
    assert not freshness.is_new(None, NOW - timedelta(days=4), NOW, LIMIT)
