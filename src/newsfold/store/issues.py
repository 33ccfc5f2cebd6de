"""Freezes issues with all that their delivery needs, and remembers what they printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from newsfold import wire
from newsfold.model import (
    DeliveryState,
    Issue,
    IssueStanding,
    RenderedIssue,
    Story,
    Told,
    ToldStory,
)
from newsfold.store import postgresql, schema
from newsfold.store.database import Database

Row = dict[str, object]
MANY = 100  # rows from which on PostgreSQL's COPY is worth its own road; by eye


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is to get the issue, and in which variant."""

    email: str
    name: str
    variant: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """An issue as it goes out: nothing of it changes any more."""

    issue: Issue
    rendered: tuple[RenderedIssue, ...]
    recipients: tuple[Recipient, ...]

    def variant(self, name: str) -> RenderedIssue:
        """The variant of that name; where nobody got it, the first."""
        return next((r for r in self.rendered if r.variant == name), self.rendered[0])


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One line of the list of issues. `frozen_at` is the moment that its mail is dated."""

    id: str
    newsletter: str
    edition: str
    number: int
    title: str
    frozen_at: datetime
    headline: str  # of its first story
    standing: IssueStanding
    standing_why: str


def freeze(db: Database, frozen: Frozen) -> bool:
    """Put in the issue, its bytes, what it prints and its recipients: all of it or nothing.

    False when that edition of the newsletter is there already, also when another process was
    faster; nothing is changed then. Of recipients whose addresses differ only in upper and lower
    case the first counts.
    """
    issue = frozen.issue
    issues = schema.issues
    same = sa.select(issues.c.id).where(
        issues.c.newsletter == issue.newsletter, issues.c.edition == issue.edition
    )
    try:
        with db.begin() as connection:
            if connection.scalar(same) is not None:
                return False
            _insert(connection, frozen)
    except IntegrityError:  # the unique edition, on a database that lets two writers begin
        with db.reading() as connection:
            if connection.scalar(same) is None:
                raise
        return False
    return True


def find(db: Database, issue_id: str) -> Frozen | None:
    """The frozen issue, its recipients in the order in which they were frozen."""
    issues, deliveries = schema.issues, schema.deliveries
    with db.reading() as connection:
        body = connection.scalar(sa.select(issues.c.body).where(issues.c.id == issue_id))
        if body is None:
            return None
        recipients = connection.execute(
            sa.select(deliveries.c.email, deliveries.c.name, deliveries.c.variant)
            .where(deliveries.c.issue_id == issue_id)
            .order_by(deliveries.c.position)
        ).all()
    return Frozen(
        wire.issue_from(body),
        variants(db, issue_id),
        tuple(Recipient(*row) for row in recipients),
    )


def variants(db: Database, issue_id: str) -> tuple[RenderedIssue, ...]:
    """The renderings of a frozen issue, by name."""
    t = schema.variants
    wanted = sa.select(t.c.body).where(t.c.issue_id == issue_id).order_by(t.c.variant)
    with db.reading() as connection:
        return tuple(wire.rendered_from(body) for body in connection.scalars(wanted))


def newest(db: Database, newsletter: str, limit: int | None = None) -> Iterator[Issue]:
    """The frozen issues of a newsletter, newest first; all of them without a limit."""
    t = schema.issues
    wanted = sa.select(t.c.body).where(t.c.newsletter == newsletter).limit(limit)
    with db.reading() as connection:
        for body in connection.scalars(wanted.order_by(t.c.due_at.desc(), t.c.id)):
            yield wire.issue_from(body)


def listing(db: Database, newsletter: str | None = None) -> tuple[IssueRow, ...]:
    """The frozen issues of one newsletter, or of all, newest first."""
    t, stories = schema.issues, schema.stories
    first = sa.and_(stories.c.issue_id == t.c.id, stories.c.position == 0)
    wanted = (
        sa.select(
            t.c.id,
            t.c.newsletter,
            t.c.edition,
            t.c.number,
            t.c.title,
            t.c.due_at,
            t.c.standing,
            t.c.standing_why,
            sa.func.coalesce(stories.c.headline, t.c.title),
        )
        .outerjoin(stories, first)
        .order_by(t.c.due_at.desc(), t.c.id)
    )
    if newsletter is not None:
        wanted = wanted.where(t.c.newsletter == newsletter)
    with db.reading() as connection:
        rows = connection.execute(wanted).all()
    return tuple(IssueRow(*row[:6], row[8], IssueStanding(row[6]), row[7]) for row in rows)


def newsletter(db: Database, issue_id: str) -> str | None:
    """The slug of the issue's newsletter; None for an issue that is not there."""
    t = schema.issues
    with db.reading() as connection:
        return connection.scalar(sa.select(t.c.newsletter).where(t.c.id == issue_id))


def next_number(db: Database, newsletter: str) -> int:
    """The number that the newsletter's next issue gets: 1 for the first."""
    t = schema.issues
    with db.reading() as connection:
        last = connection.scalar(
            sa.select(sa.func.max(t.c.number)).where(t.c.newsletter == newsletter)
        )
    return (last or 0) + 1


def told(db: Database, newsletter: str) -> Told:
    """The stories that the newsletter's issues printed or their editor dropped, oldest first, each
    once.

    A story told in several issues has all their sentences and articles, the first issue's id that
    printed it and the latest headline.
    """
    found: dict[str, ToldStory] = {}
    with db.reading() as connection:
        sentences = _by_story(connection, newsletter, schema.sentences, "text")
        articles = _by_story(connection, newsletter, schema.story_articles, "article_id")
        for issue_id, position, story_id, headline, printed in _stories(connection, newsletter):
            earlier = found.get(story_id, ToldStory(story_id, issue_id, "", (), (), dropped=True))
            found[story_id] = ToldStory(
                story_id,
                issue_id if earlier.dropped else earlier.issue_id,
                headline,
                _distinct(earlier.sentences, sentences.get((issue_id, position), ())),
                _distinct(earlier.article_ids, articles.get((issue_id, position), ())),
                dropped=earlier.dropped and not printed,
            )
    return Told(tuple(found.values()))


def _stories(connection: Connection, newsletter: str) -> Iterator[tuple[str, int, str, str, bool]]:
    t, issues = schema.stories, schema.issues
    wanted = (
        sa.select(t.c.issue_id, t.c.position, t.c.story_id, t.c.headline, t.c.printed)
        .join(issues, issues.c.id == t.c.issue_id)
        .where(issues.c.newsletter == newsletter)
        .order_by(issues.c.number, issues.c.due_at, issues.c.id, t.c.position)
    )
    for row in connection.execute(wanted):
        yield row.issue_id, row.position, row.story_id, row.headline, row.printed


def _by_story(
    connection: Connection, newsletter: str, table: sa.Table, column: str
) -> dict[tuple[str, int], list[str]]:
    issues = schema.issues
    wanted = (
        sa.select(table.c.issue_id, table.c.position, table.c[column])
        .join(issues, issues.c.id == table.c.issue_id)
        .where(issues.c.newsletter == newsletter)
        .order_by(*table.primary_key.columns)
    )
    found: dict[tuple[str, int], list[str]] = {}
    for issue_id, position, value in connection.execute(wanted):
        found.setdefault((issue_id, position), []).append(value)
    return found


def _distinct(*parts: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for part in parts for value in part))


# ---------------------------------------------------------------- rows of a frozen issue


def _insert(connection: Connection, frozen: Frozen) -> None:
    issue = frozen.issue
    connection.execute(sa.insert(schema.issues).values(**_issue_row(issue)))
    every = [*issue.stories, *issue.also, *issue.dropped]
    printed = len(issue.stories) + len(issue.also)
    for table, rows in (
        (schema.variants, [_variant_row(issue.id, r) for r in frozen.rendered]),
        (schema.stories, [_story_row(issue.id, n, s, n < printed) for n, s in enumerate(every)]),
        (schema.story_articles, _article_rows(issue.id, every)),
        (schema.sentences, _sentence_rows(issue, every)),
        (schema.deliveries, _delivery_rows(frozen)),
    ):
        if rows:
            _put(connection, table, rows)


def _put(connection: Connection, table: sa.Table, rows: list[Row]) -> None:
    if connection.dialect.name == "postgresql" and len(rows) >= MANY:
        postgresql.copy(connection, table, rows)
    else:
        connection.execute(sa.insert(table), rows)


def _issue_row(issue: Issue) -> Row:
    return {
        "id": issue.id,
        "newsletter": issue.newsletter,
        "edition": issue.edition,
        "number": issue.number,
        "title": issue.title,
        "due_at": issue.due_at,
        "body": wire.issue(issue),
    }


def _variant_row(issue_id: str, rendered: RenderedIssue) -> Row:
    return {"issue_id": issue_id, "variant": rendered.variant, "body": wire.rendered(rendered)}


def _story_row(issue_id: str, position: int, story: Story, printed: bool) -> Row:
    return {
        "issue_id": issue_id,
        "position": position,
        "story_id": story.id,
        "headline": story.headline,
        "printed": printed,
    }


def _article_rows(issue_id: str, every: list[Story]) -> list[Row]:
    return [
        {"issue_id": issue_id, "position": position, "article_id": article_id}
        for position, story in enumerate(every)
        for article_id in dict.fromkeys(citation.id for citation in story.articles)
    ]


def _sentence_rows(issue: Issue, every: list[Story]) -> list[Row]:
    """What is told, and what the editor did not want told; of `also` only headlines are printed."""
    brief = range(len(issue.stories), len(issue.stories) + len(issue.also))
    return [
        {
            "issue_id": issue.id,
            "position": position,
            "place": place,
            "article_id": article_id,
            "text": text,
        }
        for position, story in enumerate(every)
        if position not in brief  # of those only headlines are printed
        for place, (article_id, text) in enumerate(_sentences(story))
    ]


def _sentences(story: Story) -> list[tuple[str, str]]:
    """The article and text of each sentence that readers now know: as printed, and as its source
    has it, so that neither form is told again. Without additions, which differ from day to day.
    """
    events = story.key_events
    return [
        *((s.article_id, s.text) for s in (*story.summary, *(e.sentence for e in events))),
        *((story.summary[p.cites[0]].article_id, p.text) for p in story.phrased),
        *((e.sentence.article_id, e.phrased) for e in events if e.phrased is not None),
    ]


def _delivery_rows(frozen: Frozen) -> list[Row]:
    recipients: dict[str, Recipient] = {}
    for recipient in frozen.recipients:
        recipients.setdefault(recipient.email.casefold(), recipient)
    return [
        {
            "issue_id": frozen.issue.id,
            "reader": reader,
            "position": position,
            "email": recipient.email,
            "name": recipient.name,
            "variant": recipient.variant,
            "state": DeliveryState.PENDING.value,
            "attempts": 0,
            "detail": "",
        }
        for position, (reader, recipient) in enumerate(recipients.items())
    ]
