"""Small articles, stories and issues for the store's tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from newsfold.model import (
    Addition,
    Article,
    Citation,
    Issue,
    KeyEvent,
    RenderedIssue,
    Section,
    Sentence,
    Story,
    When,
)
from newsfold.store.issues import Frozen, Recipient

OLDER_DELIVERIES = """CREATE TABLE deliveries (
    issue_id VARCHAR(128) NOT NULL, reader VARCHAR(320) NOT NULL, position INTEGER NOT NULL,
    email VARCHAR(320) NOT NULL, name TEXT NOT NULL, variant VARCHAR(80) NOT NULL,
    state VARCHAR(16) NOT NULL, attempts INTEGER NOT NULL, code INTEGER, detail TEXT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE, updated_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_deliveries PRIMARY KEY (issue_id, reader))"""
NOW = datetime(2026, 3, 12, 7, tzinfo=UTC)
MAX_AGE = timedelta(days=3)


def article(article_id: str, published_at: When | None = None) -> Article:
    """An article of one paragraph."""
    return Article(
        id=article_id,
        source="folder",
        locator=f"{article_id}.txt",
        outlet="Harbour Post",
        url=None,
        title="Ferry pier reopens",
        paragraphs=("The pier reopened on “Tuesday”.",),
        published_at=published_at,
    )


def story(story_id: str, *article_ids: str, headline: str = "Ferry pier reopens") -> Story:
    """A story with one summary sentence and one key event, both of its first article."""
    event = Sentence("It opened again on Tuesday.", article_ids[0], 1, (Addition(26, "10 March"),))
    return Story(
        id=story_id,
        headline=headline,
        articles=tuple(Citation(a, headline, "Harbour Post", None, None) for a in article_ids),
        summary=(Sentence(f"The pier of {story_id} reopened.", article_ids[0], 0),),
        key_events=(KeyEvent(event, When.day(NOW.date()), None, (article_ids[0],), 1),),
    )


def issue(
    edition: str = "2026-03-12",
    *stories: Story,
    newsletter: str = "daily",
    number: int = 1,
    also: tuple[Story, ...] = (),
) -> Issue:
    """An issue of these stories in one section."""
    return Issue(
        id=f"{newsletter}-{edition}",
        newsletter=newsletter,
        edition=edition,
        number=number,
        title="Harbour News",
        published_on=NOW.date(),
        due_at=NOW + timedelta(days=number),
        since=NOW - MAX_AGE,
        until=NOW,
        sections=(Section("Local", stories),),
        also=also,
    )


def frozen(what: Issue, *emails: str) -> Frozen:
    """The issue in two variants, everybody in the first."""
    return Frozen(
        what,
        tuple(
            RenderedIssue(what.id, v, v, "Subject", "Preheader", "<p>é</p>", "é\n", {"u": "X"})
            for v in ("de", "en")
        ),
        tuple(Recipient(email, 'Ada, "A"', "en") for email in emails),
    )


def older_deliveries(connection: sa.Connection) -> None:
    """Put the table of deliveries back to what it was before revision 0005, with its rows."""
    for statement in (
        "CREATE TABLE kept AS SELECT * FROM deliveries",
        "DROP TABLE deliveries",
        OLDER_DELIVERIES,
        "INSERT INTO deliveries SELECT issue_id, reader, position, email, name, variant, state,"
        " attempts, code, detail, due_at, updated_at FROM kept",
        "DROP TABLE kept",
        "CREATE INDEX ix_deliveries_issue_id_state_position"
        " ON deliveries (issue_id, state, position)",
    ):
        connection.exec_driver_sql(statement)
