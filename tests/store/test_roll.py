"""The roll: who left stands in it with when and by which way, and a copy of it keeps them away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from newsfold.model import Subscriber, SubscriptionStatus
from newsfold.store import database, readers, roll
from newsfold.store.database import Database
from newsfold.store.roll import Act, Entry
from tests.store.samples import NOW

ADA = Subscriber("ada@example.org", newsletters=("daily", "weekly"))
BOB = Subscriber("bob@example.org")
CY = Subscriber("cy@example.org", status=SubscriptionStatus.BOUNCED)
LATER = NOW + timedelta(days=1)
UNSUBSCRIBED = SubscriptionStatus.UNSUBSCRIBED


def _filled(db: Database) -> None:
    readers.merge(db, [ADA, BOB, CY], now=NOW)
    readers.unsubscribe(db, ADA.email, "daily", now=NOW, by="web")
    readers.unsubscribe(db, ADA.email, "weekly", now=LATER, by="owner")
    readers.unsubscribe(db, BOB.email, "daily", now=LATER, by="web")
    readers.unsubscribe(db, "dee@example.org", "daily", now=NOW, by="web")
    readers.unsubscribe(db, "eve@example.org", None, now=NOW, by="owner")


def test_who_left_stands_with_when_and_how(db: Database) -> None:
    """From the store and from a file, one newsletter or all; whoever gets all has no act."""
    readers.add(db, Subscriber("zoe@example.org"), now=NOW)
    _filled(db)
    assert {e.subscriber.email[:3]: (e.subscriber.status, e.acts) for e in roll.entries(db)} == {
        "ada": (UNSUBSCRIBED, (Act(NOW, "web", "daily"), Act(LATER, "owner", "weekly"))),
        "bob": (SubscriptionStatus.ACTIVE, (Act(LATER, "web", "daily"),)),
        "cy@": (SubscriptionStatus.BOUNCED, (Act(NOW, "import"),)),
        "dee": (UNSUBSCRIBED, (Act(NOW, "web", "daily"),)),
        "eve": (UNSUBSCRIBED, (Act(NOW, "owner"),)),
        "zoe": (SubscriptionStatus.ACTIVE, ()),
    }


def test_a_status_finds_whoever_has_it(db: Database) -> None:
    """Who left one newsletter of several is found among the unsubscribed as well."""
    _filled(db)

    def having(status: SubscriptionStatus) -> list[str]:
        return [e.subscriber.email[:3] for e in roll.entries(db) if e.has(status)]

    assert having(UNSUBSCRIBED) == ["ada", "bob", "dee", "eve"]
    assert having(SubscriptionStatus.BOUNCED) == ["cy@"]
    assert having(SubscriptionStatus.ACTIVE) == ["bob"]


def test_a_copy_of_the_roll_keeps_everybody_away(db: Database, new_url: Callable[[], str]) -> None:
    """Imported elsewhere, nobody gets more than before, and who left one keeps the others."""
    _filled(db)
    rows = [_exported(entry) for entry in roll.entries(db)]
    with database.opened(new_url()) as other:
        readers.merge(other, rows, now=LATER)
        again = [e.subscriber for e in roll.entries(other)]
        for newsletter in ("daily", "weekly"):
            assert readers.active(other, newsletter) == readers.active(db, newsletter)
        assert readers.suppressed(other, "daily") >= {"dee@example.org", "eve@example.org"}
        assert "dee@example.org" not in readers.suppressed(other, "weekly")
        assert again == [e.subscriber for e in roll.entries(db)]
        assert readers.merge(other, rows, now=LATER).updated == 0


def test_an_exported_row_that_is_set_to_unsubscribed_ends_all(db: Database) -> None:
    """Who left one newsletter and is then marked as gone altogether is brought back by no file."""
    _filled(db)
    bob = next(e for e in roll.entries(db) if e.subscriber.email == BOB.email)
    readers.merge(db, [replace(_exported(bob), status=UNSUBSCRIBED)], now=LATER)
    assert readers.merge(db, [BOB], now=LATER).kept_unsubscribed == 1
    assert BOB.email in readers.suppressed(db, "weekly")


def _exported(entry: Entry) -> Subscriber:
    """As `digest subscribers export` writes it: with columns for the last act."""
    told = {readers.SINCE: "2026-03-12T17:00:00Z", readers.BY: "web"} if entry.acts else {}
    return replace(entry.subscriber, extra={**entry.subscriber.extra, **told})
