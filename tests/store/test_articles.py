"""Articles: kept once, due while they are new, and never again once an issue told them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from newsfold.model import DatedBy, Picture, Post, Precision, Removal, Subheading, When
from newsfold.store import articles, issues
from newsfold.store.articles import Kept
from newsfold.store.database import Database
from tests.store import samples
from tests.store.samples import MAX_AGE, NOW, article


def due(db: Database, newsletter: str = "daily", now: datetime = NOW) -> list[str]:
    """The ids of what is due."""
    found = articles.due(db, newsletter, now=now, max_age=MAX_AGE)
    return [a.id for a in found]


def test_keeping_again_changes_nothing(db: Database) -> None:
    """An id that is there stays as it was first kept, and is counted as known."""
    assert articles.keep(db, [article("a"), article("b"), article("a")], now=NOW) == Kept(2, 0)
    changed = replace(article("a"), title="Other")
    later = NOW + timedelta(days=2)
    assert articles.keep(db, [changed, article("c")], now=later) == Kept(1, 1)
    assert articles.keep(db, [], now=later) == Kept(0, 0)
    found = articles.due(db, "daily", now=NOW, max_age=MAX_AGE)
    assert found == (article("a"), article("b"), article("c"))


def test_an_article_comes_back_whole(db: Database) -> None:
    """Every field survives the store, with its precision and its letters."""
    whole = replace(
        article("a", When.at(NOW)),
        url="https://example.org/ä?b=1",
        title="“Ünïcode” \x7f 𝄞",
        authors=("Ada", "Bo"),
        dated_by=DatedBy.MARKUP,
        language="de",
        categories=("World",),
        subheadings=(Subheading("Part", 0),),
        posts=(Post("11:10", ("p",), ("Ada",), "11.10 GMT"),),
        captions=("c",),
        pictures=(Picture("https://e.org/p.jpg", "alt", "credit", 1, None),),
        removed=(Removal("Subscribe", "promo"),),
        fetched_at=NOW,
    )
    articles.keep(db, [whole], now=NOW)
    assert articles.due(db, "daily", now=NOW, max_age=MAX_AGE) == (whole,)


@pytest.mark.parametrize(
    ("published_at", "is_due"),
    [
        (When.at(NOW - MAX_AGE), True),
        (When.at(NOW - MAX_AGE - timedelta(seconds=1)), False),
        (When.at(NOW + timedelta(hours=23)), True),
        (When.at(NOW + timedelta(hours=25)), False),
        (When.day(date(2026, 3, 9)), True),  # its end is less than three days before 12 March 7:00
        (When.day(date(2026, 3, 8)), False),
        (When.day(date(2026, 3, 14)), False),
        (When.days(date(2026, 3, 1), date(2026, 3, 10)), True),
        (When.month(2026, 2), False),
        (When.at(datetime(2026, 3, 10, 1, 30, 0, 5, UTC)), True),
        (None, True),
    ],
)
def test_due_by_its_own_date(db: Database, published_at: When | None, is_due: bool) -> None:
    """An article is due while its date, at the end of its precision, is at most max_age old."""
    articles.keep(db, [article("a", published_at)], now=NOW)
    assert due(db) == (["a"] if is_due else [])


def test_undated_counts_from_first_seen(db: Database) -> None:
    """Without a date its age is counted from when it was first kept, however often since."""
    articles.keep(db, [article("a")], now=NOW)
    articles.keep(db, [article("a")], now=NOW + timedelta(days=2))
    assert due(db, now=NOW + MAX_AGE) == ["a"]
    assert due(db, now=NOW + MAX_AGE + timedelta(seconds=1)) == []


def test_told_in_an_issue_is_not_due_again(db: Database) -> None:
    """What an issue told or listed is told for that newsletter only."""
    kept = [article(i) for i in "abcd"]
    articles.keep(db, kept, now=NOW)
    told, listed = samples.story("s1", "a", "b"), samples.story("s2", "c")
    assert issues.freeze(db, samples.frozen(samples.issue("2026-03-12", told, also=(listed,))))
    assert due(db) == ["d"]
    assert due(db, "weekly") == ["a", "b", "c", "d"]
    assert [a.id for a in articles.unprinted(db, "daily", [*kept, article("new")])] == ["d", "new"]


def test_many_articles_at_once(db: Database) -> None:
    """Thousands of ids are asked for in pieces, and none is missed."""
    many = [article(f"{n:05}", When.at(NOW)) for n in range(2_500)]
    assert articles.keep(db, many[:1_500], now=NOW) == Kept(1_500, 0)
    assert articles.keep(db, many, now=NOW) == Kept(1_000, 1_500)
    assert due(db) == [a.id for a in many]
    assert len(articles.unprinted(db, "daily", many)) == 2_500


def test_precision_is_kept(db: Database) -> None:
    """A day stays a day: it does not come back as midnight."""
    articles.keep(db, [article("a", When.day(NOW.date()))], now=NOW)
    (found,) = articles.due(db, "daily", now=NOW, max_age=MAX_AGE)
    assert found.published_at is not None
    assert found.published_at.precision is Precision.DAY
