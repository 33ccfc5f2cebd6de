"""Keeps articles, and knows which of them a newsletter has yet to tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection

from newsfold import freshness, wire
from newsfold.model import Article
from newsfold.store import schema
from newsfold.store.database import Database

CHUNK = 500  # ids in one question; SQLite before 3.32 took at most 999 parameters


@dataclass(frozen=True, slots=True)
class Kept:
    """How many of the given articles were new, and how many the store had already."""

    new: int
    known: int


def keep(db: Database, articles: Iterable[Article], *, now: datetime) -> Kept:
    """Put in those whose id is not there yet, as first seen at `now`; the others stay as is."""
    given = {article.id: article for article in articles}
    table = schema.articles
    with db.begin() as connection:
        known = _among(connection, sa.select(table.c.id), table.c.id, list(given))
        fresh = [article for article in given.values() if article.id not in known]
        if fresh:
            connection.execute(sa.insert(table), [_row(a, now) for a in fresh])
    return Kept(len(fresh), len(given) - len(fresh))


def due(db: Database, newsletter: str, *, now: datetime, max_age: timedelta) -> tuple[Article, ...]:
    """The articles that are new to `newsletter` at `now`, first seen first, then by id.

    New is: in no frozen issue of this newsletter, and recent as newsfold.freshness says.
    """
    table = schema.articles
    told = _printed(newsletter).where(schema.story_articles.c.article_id == table.c.id)
    wanted = (
        sa.select(table.c.first_seen, table.c.body)
        .where(table.c.ages_from >= now - max_age, ~told.exists())
        .order_by(table.c.first_seen, table.c.id)
    )
    with db.reading() as connection:
        rows = connection.execute(wanted).all()
    found = ((row.first_seen, wire.article_from(row.body)) for row in rows)
    return tuple(
        article
        for first_seen, article in found
        if freshness.is_new(article.published_at, first_seen, now, max_age)
    )


def unprinted(db: Database, newsletter: str, articles: Sequence[Article]) -> tuple[Article, ...]:
    """Those of the given articles that are in no frozen issue of `newsletter`, in their order."""
    wanted, column = _printed(newsletter), schema.story_articles.c.article_id
    with db.reading() as connection:
        printed = _among(connection, wanted, column, [article.id for article in articles])
    return tuple(article for article in articles if article.id not in printed)


def _printed(newsletter: str) -> sa.Select[str]:
    """The ids of the articles that the newsletter's frozen issues tell or list."""
    t, issues = schema.story_articles, schema.issues
    return (
        sa.select(t.c.article_id)
        .join(issues, issues.c.id == t.c.issue_id)
        .where(issues.c.newsletter == newsletter)
    )


def _among(
    connection: Connection, wanted: sa.Select[str], column: sa.Column[str], ids: Sequence[str]
) -> set[str]:
    """What `wanted` gives where `column` is one of these ids."""
    chunks = (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
    return {
        found for chunk in chunks for found in connection.scalars(wanted.where(column.in_(chunk)))
    }


def _row(article: Article, now: datetime) -> dict[str, object]:
    return {
        "id": article.id,
        "first_seen": now,
        "ages_from": freshness.age_from(article.published_at, now),
        "body": wire.article(article),
    }
