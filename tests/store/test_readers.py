"""Readers: files come and go, but nobody who left comes back by a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from newsfold.model import Subscriber, SubscriptionStatus
from newsfold.store import database, readers, schema
from newsfold.store.database import Database
from newsfold.store.readers import MergeReport
from tests.store.samples import NOW

ADA = Subscriber(
    "Ada@example.org",
    'Ada, "A" Löf',
    newsletters=("daily", "weekly"),
    timezone="Europe/Oslo",
    language="nb",
    extra={"team": "blue"},
)
BOB = Subscriber("bob@example.org")
LATER = NOW + timedelta(days=1)


def names(found: tuple[Subscriber, ...]) -> list[str]:
    """Their addresses."""
    return [s.email for s in found]


def test_a_file_goes_in_and_comes_out(db: Database) -> None:
    """Every column survives, unknown ones too; the same file again changes nothing."""
    assert readers.merge(db, [BOB, ADA], now=NOW) == MergeReport(2, 0, 0, 0)
    assert readers.everyone(db) == (ADA, BOB)
    assert readers.merge(db, [BOB, ADA], now=LATER) == MergeReport(0, 0, 2, 0)
    renamed = replace(ADA, email="ada@example.org", name="Ada")
    assert readers.merge(db, [renamed], now=LATER) == MergeReport(0, 1, 0, 0)
    assert readers.everyone(db) == (renamed, BOB)


def test_who_gets_which_newsletter(db: Database) -> None:
    """Active ones whose list names it, or names none; no other status counts."""
    statuses = [s for s in SubscriptionStatus if s is not SubscriptionStatus.ACTIVE]
    others = [Subscriber(f"{s.value}@example.org", status=s) for s in statuses]
    readers.merge(db, [ADA, BOB, *others], now=NOW)
    assert names(readers.active(db, "weekly")) == ["Ada@example.org", "bob@example.org"]
    assert names(readers.active(db, "monthly")) == ["bob@example.org"]


def test_a_file_never_revives_who_unsubscribed(db: Database) -> None:
    """The row stays as it was, whatever spelling the file has, and is counted."""
    readers.merge(db, [ADA, BOB], now=NOW)
    assert readers.unsubscribe(db, "ADA@example.org", None, now=NOW, by="web")
    back = replace(ADA, email="ada@EXAMPLE.org", name="New name")
    assert readers.merge(db, [back, BOB], now=LATER) == MergeReport(0, 0, 1, 1)
    assert readers.everyone(db)[0] == replace(ADA, status=SubscriptionStatus.UNSUBSCRIBED)
    assert names(readers.active(db, "daily")) == ["bob@example.org"]
    assert readers.suppressed(db, "daily") == {"ada@example.org"}


def test_removed_and_imported_again_stays_unsubscribed(db: Database) -> None:
    """A reader's wish outlives their row."""
    readers.merge(db, [BOB], now=NOW)
    readers.unsubscribe(db, BOB.email, None, now=NOW, by="mail")
    assert readers.remove(db, BOB.email)
    assert not readers.remove(db, BOB.email)
    assert readers.merge(db, [BOB], now=LATER) == MergeReport(0, 0, 0, 1)
    assert readers.active(db, "daily") == ()


def test_an_unknown_address_can_be_unsubscribed(db: Database) -> None:
    """Somebody who is only in a file can leave as well: the file's row then counts no more."""
    assert not readers.unsubscribe(db, "Eve@example.org", "daily", now=NOW, by="web")
    assert not readers.unsubscribe(db, "Eve@example.org", "daily", now=LATER, by="web")
    assert readers.suppressed(db, "daily") == {"eve@example.org"}
    assert readers.suppressed(db, "weekly") == frozenset()


def test_leaving_one_newsletter_keeps_the_others(db: Database) -> None:
    """Who named theirs keeps the rest; who left the last is unsubscribed, not back to all."""
    readers.merge(db, [ADA], now=NOW)
    readers.unsubscribe(db, ADA.email, "daily", now=NOW, by="web")
    assert readers.everyone(db)[0].newsletters == ("weekly",)
    assert readers.active(db, "daily") == ()
    assert names(readers.active(db, "weekly")) == [ADA.email]
    readers.unsubscribe(db, ADA.email, "weekly", now=NOW, by="web")
    assert readers.everyone(db)[0].status is SubscriptionStatus.UNSUBSCRIBED
    readers.merge(db, [ADA], now=LATER)
    assert readers.active(db, "weekly") == ()


def test_an_export_carries_what_was_left(db: Database, new_url: Callable[[], str]) -> None:
    """Who gets all newsletters but one gets the same in the installation that imports them."""
    readers.merge(db, [BOB], now=NOW)
    readers.unsubscribe(db, BOB.email, "daily", now=NOW, by="web")
    exported = readers.everyone(db)
    assert exported[0].extra == {"unsubscribed_from": "daily"}
    with database.opened(new_url()) as other:
        readers.merge(other, exported, now=NOW)
        assert readers.everyone(other) == exported
        assert readers.active(other, "daily") == ()
        assert names(readers.active(other, "weekly")) == [BOB.email]


def test_a_file_can_unsubscribe(db: Database) -> None:
    """A row that says 'unsubscribed' holds against later files as well."""
    readers.merge(db, [replace(BOB, status=SubscriptionStatus.UNSUBSCRIBED)], now=NOW)
    assert readers.suppressed(db, "daily") == {BOB.email}
    assert readers.merge(db, [BOB], now=LATER) == MergeReport(0, 0, 0, 1)


def test_the_owner_can_bring_somebody_back(db: Database) -> None:
    """`add` lifts an unsubscription: from the newsletters it names, or from all."""
    readers.merge(db, [ADA, BOB], now=NOW)
    for email in (ADA.email, BOB.email):
        readers.unsubscribe(db, email, "daily", now=NOW, by="web")
        readers.unsubscribe(db, email, "weekly", now=NOW, by="web")
    readers.add(db, replace(ADA, newsletters=("weekly",)), now=LATER)
    readers.add(db, BOB, now=LATER)
    assert names(readers.active(db, "daily")) == [BOB.email]
    assert names(readers.active(db, "weekly")) == [ADA.email, BOB.email]


def test_who_changed_a_status_and_when(db: Database) -> None:
    """The record names the act and the moment of each change of status, and only of those."""
    t = schema.subscribers
    record = sa.select(t.c.status, t.c.status_by, t.c.status_at, t.c.added_at)

    def recorded() -> tuple[object, ...]:
        with db.reading() as connection:
            return tuple(connection.execute(record).one())

    readers.add(db, BOB, now=NOW, by="owner")
    assert recorded() == ("active", "owner", NOW, NOW)
    readers.merge(db, [replace(BOB, name="Bob")], now=LATER)
    assert recorded() == ("active", "owner", NOW, NOW)
    readers.unsubscribe(db, BOB.email, None, now=LATER, by="web")
    assert recorded() == ("unsubscribed", "web", LATER, NOW)


def test_readers_stand_in_the_order_of_code_points(db: Database) -> None:
    """On every database, whatever language it was set up for: '_' behind 'Z' and before 'a'."""
    wanted = ["1@e.org", "_z@e.org", "a-b@e.org", "a_b@e.org", "ab@e.org", "zz@e.org", "ä@e.org"]
    readers.merge(db, [Subscriber(email) for email in reversed(wanted)], now=NOW)
    assert names(readers.everyone(db)) == wanted


def test_letters_of_every_kind(db: Database) -> None:
    """A name comes back as it was; a NUL, which not every database can keep, as U+FFFD."""
    readers.add(db, replace(BOB, name="\u202eZoë\t🦊 \0 '\\%s"), now=NOW)
    assert readers.everyone(db)[0].name == "\u202eZoë\t🦊 \ufffd '\\%s"


def test_upper_and_lower_case_of_every_script(db: Database) -> None:
    """One reader for every spelling that Unicode calls the same, on every database."""
    readers.add(db, Subscriber("STRASSE@ΣΊΓΜΑΣ.example"), now=NOW)
    assert readers.find(db, "straße@σίγμας.EXAMPLE") is not None
    assert readers.remove(db, "straSSe@σίγμασ.example")


def test_what_a_reader_chose_goes_before_any_file(db: Database) -> None:
    """Language and sections; other columns are the file's, and only the owner's `add` undoes it."""
    chosen = replace(ADA, sections=("World", "Business"))
    readers.merge(db, [chosen, BOB], now=NOW)
    assert readers.everyone(db)[0] == chosen
    assert readers.preferences(db) == {}
    readers.prefer(db, "ada@example.org", "daily", language="de", sections=["World"], now=LATER)
    own = replace(ADA, language="de", sections=("World",))
    assert readers.preferences(db) == {"ada@example.org": own}
    assert readers.merge(db, [replace(chosen, name="Ada")], now=LATER).updated == 1
    assert readers.everyone(db)[0] == replace(own, name="Ada")
    readers.unsubscribe(db, "ada@example.org", None, now=LATER, by="web")
    assert readers.preferences(db)["ada@example.org"].sections == ("World",)
    readers.add(db, chosen, now=LATER)
    assert readers.everyone(db)[0] == chosen
    assert readers.preferences(db) == {}


def test_who_stands_in_a_file_alone_can_choose(db: Database) -> None:
    """They get a row, of that newsletter only."""
    readers.prefer(db, "new@example.org", "daily", language="en", sections=(), now=NOW)
    (found,) = readers.everyone(db)
    assert found == Subscriber("new@example.org", newsletters=("daily",), language="en")
    assert names(readers.active(db, "daily")) == ["new@example.org"]
    assert names(readers.active(db, "weekly")) == []
