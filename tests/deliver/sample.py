"""A small frozen issue and its delivery, also as the work of a child process (`main`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from multiprocessing.synchronize import Event
from pathlib import Path

from newsfold import config
from newsfold.deliver import dispatch, message, unsubscribe
from newsfold.deliver.dispatch import Tally
from newsfold.deliver.maildir import Maildir
from newsfold.deliver.outbox import FLAT, Outbox
from newsfold.deliver.sendmail import Sendmail
from newsfold.deliver.smtp.pool import Patience
from newsfold.deliver.smtp.relay import Relay
from newsfold.deliver.transport import Transport
from newsfold.model import Citation, Issue, Message, RenderedIssue, Section, Sentence, Story
from newsfold.store import database, issues, lock
from newsfold.store.database import Database
from newsfold.store.issues import Frozen
from newsfold.store.recipients import Recipient

NOW = datetime(2026, 3, 12, 7, tzinfo=UTC)
NEWSLETTER = config.Newsletter(sender="news@example.org", title="Harbour News")
SITE = config.Site()
STORY = Story(
    "story-1",
    "Ferry pier reopens",
    (Citation("article-1", "Ferry pier reopens", "Harbour Post", None, None),),
    (Sentence("The pier reopened on Tuesday.", "article-1", 0),),
    (),
)
ISSUE = Issue(
    id="daily-2026-03-12",
    newsletter="daily",
    edition="2026-03-12",
    number=1,
    title="Harbour News",
    published_on=date(2026, 3, 12),
    due_at=NOW,
    since=NOW,
    until=NOW,
    sections=(Section("Local", (STORY,)),),
)
RENDERED = RenderedIssue(
    ISSUE.id,
    "en",
    "en",
    "Ferry pier reopens",
    "Harbour News of Thursday",
    "<p>The pier reopened on Tuesday. <a href='https://slot.invalid/u'>Leave</a></p>",
    "The pier reopened on Tuesday.\n\nLeave: https://slot.invalid/u\n",
    {"unsubscribe": "https://slot.invalid/u"},
)


def mail(email: str = "ada@example.org", secret: bytes = b"secret") -> Message:
    """The sample issue's mail to one reader."""
    links = unsubscribe.links(SITE, NEWSLETTER, email, secret)
    return message.compiled(ISSUE, RENDERED, NEWSLETTER, SITE).to(email, "", links)


def addresses(count: int) -> list[str]:
    """As many distinct addresses."""
    return [f"reader{n}@example.org" for n in range(count)]


def freeze(db: Database, emails: list[str]) -> None:
    """Freeze the sample issue for these readers."""
    recipients = tuple(Recipient(email, "", RENDERED.variant) for email in emails)
    assert issues.freeze(db, Frozen(ISSUE, (RENDERED,), recipients))


def deliver(
    db: Database,
    transport: Transport,
    *,
    now: datetime = NOW,
    settings: config.Delivery | None = None,
    progress: Callable[[Tally], None] = lambda tally: None,
    clock: Callable[[], datetime] | None = None,
) -> Tally:
    """Deliver the sample issue as edition.py does."""
    secret = db.secret()
    return dispatch.deliver(
        db,
        ISSUE.id,
        transport,
        {RENDERED.variant: message.compiled(ISSUE, RENDERED, NEWSLETTER, SITE)},
        links_for=unsubscribe.linking(SITE, NEWSLETTER, secret),
        settings=settings or config.Delivery(),
        clock=clock or (lambda: now),
        progress=progress,
    )


def relay(port: int, connections: int = 1, keep_in: Path | None = None) -> Relay:
    """A relay on this machine; with a folder, its connections are kept by a holder."""
    settings = config.Smtp(
        host="127.0.0.1", port=port, timeout_s=10, helo="here", connections=connections
    )
    patience = Patience(tries=2, first_wait_s=0.01)
    return Relay(settings, None, patience=patience, keep_in=keep_in)


def main(url: str, target: str, up: Event) -> None:
    """Say that we are up, then deliver under the lock.

    `target` is `outbox:FOLDER[:FLAT]`, `maildir:FOLDER`, `sendmail:PROGRAM`, or
    `smtp:PORT:CONNECTIONS:POLICY[:FOLDER]` with the policy for doubts, and the holder's folder.
    """
    up.set()
    kind, where, *more = target.split(":")
    settings = config.Delivery()
    transport: Transport
    if kind == "smtp":
        transport = relay(int(where), int(more[0]), Path(more[2]) if len(more) > 2 else None)
        settings = config.Delivery.model_validate({"in_doubt": more[1]})
    elif kind == "sendmail":
        transport = Sendmail(config.Sendmail(program=where, at_once=3))
    elif kind == "maildir":
        transport = Maildir(Path(where))
    else:
        transport = Outbox(Path(where), flat=int(more[0]) if more else FLAT)
    with database.opened(url) as db, lock.held(db, ISSUE.newsletter), transport:
        deliver(db, transport, settings=settings)
