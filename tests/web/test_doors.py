"""Whose a mail's link is: of the list, of an issue's readers, of whoever came since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsfold.config import Newsletter
from newsfold.deliver import unsubscribe
from newsfold.model import Subscriber
from newsfold.store import database, paging, readers
from newsfold.store.database import Database
from newsfold.web.doors import PAUSE_S, Door, Doors, opens
from tests.deliver import sample

DAILY = Newsletter(slug="daily", sender="news@example.org")
WEEKLY = Newsletter(slug="weekly", sender="news@example.org")
NOBODY = "A" * unsubscribe.TOKEN_LENGTH


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """An open, empty store."""
    with database.opened(f"sqlite:///{tmp_path}/store.db") as opened:
        yield opened


def token(db: Database, newsletter: Newsletter, email: str) -> str:
    """The reader's link."""
    return unsubscribe.token(db.secret(), newsletter.slug, email)


def test_a_link_is_known_by_the_list_and_by_the_issues(db: Database) -> None:
    """Of each newsletter; a reader of an issue keeps theirs, in the list or not."""
    sample.freeze(db, ["Ann@example.org", "bea@example.org"])
    readers.add(db, Subscriber("ann@example.org"), now=sample.NOW)
    doors = Doors(db, [DAILY, WEEKLY])
    ann = doors.of(token(db, DAILY, "ann@example.org"))
    assert ann is not None and ann.email.lower() == "ann@example.org"
    assert doors.of(token(db, WEEKLY, "ann@example.org")) == Door("ann@example.org", WEEKLY)
    assert doors.of(token(db, DAILY, "bea@example.org")) == Door("bea@example.org", DAILY)
    assert doors.of(token(db, DAILY, "cy@example.org")) is None
    assert doors.of("short") is None
    for email, known in (("ann@example.org", True), ("bea@example.org", True), ("cy@x.org", False)):
        assert opens(db, DAILY, email) == known
    assert not opens(db, WEEKLY, "bea@example.org")


def test_a_longer_list_than_a_page_is_read_whole(db: Database) -> None:
    """The first and the last reader, of the list and of an issue."""
    emails = sample.addresses(paging.PAGE + 5)
    readers.merge(db, map(Subscriber, emails), now=sample.NOW)
    sample.freeze(db, [f"x{email}" for email in emails])
    doors = Doors(db, [DAILY])
    for email in (min(emails), max(emails), f"x{emails[0]}", f"x{emails[-1]}"):
        assert doors.of(token(db, DAILY, email)) == Door(email, DAILY)


def test_the_store_is_asked_once_a_second_at_most(db: Database) -> None:
    """After a token of nobody, who came since is known a second later, not at once; whoever is
    known already is never kept waiting."""
    now = [0.0]
    readers.add(db, Subscriber("ann@example.org"), now=sample.NOW)
    doors = Doors(db, [DAILY], clock=lambda: now[0])
    assert doors.of(NOBODY) is None
    readers.add(db, Subscriber("bea@example.org"), now=sample.NOW)
    bea = token(db, DAILY, "bea@example.org")
    now[0] = PAUSE_S - 0.1
    assert doors.of(bea) is None
    assert doors.of(token(db, DAILY, "ann@example.org")) is not None
    now[0] = PAUSE_S
    assert doors.of(bea) == Door("bea@example.org", DAILY)
