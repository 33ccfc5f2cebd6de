"""Recipients: the store's readers go on the ledger as the list of active readers has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from newsfold.model import DeliveryState, Subscriber, SubscriptionStatus
from newsfold.store import issues, ledger, readers, recipients
from newsfold.store.database import Database
from newsfold.store.recipients import Takers, Wish
from tests.store import samples
from tests.store.samples import NOW

ISSUE = samples.issue().id
ADA = Subscriber("Ada@example.org", "Ada", language="de")
BOB = Subscriber("bob@example.org", newsletters=("daily", "weekly"), language="en")
CY = Subscriber("cy@example.org", "Cy", newsletters=("weekly",))
DAN = Subscriber("dan@example.org", status=SubscriptionStatus.PAUSED)
EVE = Subscriber("eve@example.org", language="pt")
FAY = Subscriber("fay@example.org")


@pytest.fixture(autouse=True)
def _everybody(db: Database) -> None:
    for subscriber in (FAY, EVE, DAN, CY, BOB, ADA):
        readers.add(db, subscriber, now=NOW)


def freeze(db: Database) -> None:
    """Freeze the sample issue for whoever takes the daily one; German is offered."""
    variants = {
        Wish("de"): "de",
        Wish("en"): "en",
        Wish("pt"): "en",
        Wish(None): "en",
        Wish(None, ("Kultur & Küche",)): "en.1",
        Wish("pt", ("Sport",)): None,
    }
    takers = Takers("daily", variants, "en")
    assert issues.freeze(db, replace(samples.frozen(samples.issue()), recipients=takers))


def test_takers_are_the_active_readers_in_their_language(db: Database) -> None:
    """By address, without the paused, those of other newsletters and those who left this one."""
    readers.unsubscribe(db, "eve@example.org", "daily", now=NOW, by="web")
    readers.unsubscribe(db, "fay@example.org", "weekly", now=NOW, by="web")
    freeze(db)
    rows = ledger.rows(db)
    assert [row.email for row in rows] == [s.email for s in readers.active(db, "daily")]
    assert [(row.email, row.name, row.variant) for row in rows] == [
        ("Ada@example.org", "Ada", "de"),
        ("bob@example.org", "", "en"),
        ("fay@example.org", "", "en"),
    ]
    assert {row.state for row in rows} == {DeliveryState.PENDING}


def test_a_newsletters_slug_is_taken_as_it_is_written(db: Database) -> None:
    """Whoever takes 'Daily' or 'dailyx' takes another one, on every database."""
    for name, slug in (("gil", "Daily"), ("hal", "dailyx"), ("ida", "d_ily")):
        reader = Subscriber(f"{name}@example.org", newsletters=(slug,))
        readers.add(db, reader, now=NOW)
    freeze(db)
    assert [row.email for row in ledger.rows(db)] == [s.email for s in readers.active(db, "daily")]
    assert not any(row.email[:3] in ("gil", "hal", "ida") for row in ledger.rows(db))


def test_wishes_are_those_of_the_takers(db: Database) -> None:
    """Counted over the readers of that newsletter alone; nobody takes an unknown one but all."""
    languages = {Wish("de"): 1, Wish("en"): 1, Wish("pt"): 1}
    assert recipients.wishes(db, "daily") == {**languages, Wish(None): 1}
    assert recipients.wishes(db, "weekly") == {**languages, Wish(None): 2}
    assert recipients.wishes(db, "week") == {Wish("de"): 1, Wish("pt"): 1, Wish(None): 1}


def test_whoever_chose_sections_gets_those(db: Database) -> None:
    """A choice is told apart with all its letters; one without a variant gets nothing, and one
    that nobody had when the wishes were counted gets what is for all others."""
    chosen = ("Kultur & Küche",)
    readers.add(db, replace(FAY, sections=chosen), now=NOW)
    readers.add(db, replace(EVE, sections=("Sport",)), now=NOW)
    readers.add(db, replace(BOB, sections=("World",)), now=NOW)
    assert recipients.wishes(db, "daily")[Wish(None, chosen)] == 1
    freeze(db)
    assert {row.email: row.variant for row in ledger.rows(db)} == {
        "Ada@example.org": "de",
        "bob@example.org": "en",
        "fay@example.org": "en.1",
    }


def test_who_was_paused_since_is_withdrawn(db: Database) -> None:
    """A reader whose row is no longer active gets nothing more of it; one that is gone still does,
    and what was sent stays sent."""
    freeze(db)
    readers.add(db, replace(ADA, status=SubscriptionStatus.PAUSED), now=NOW)
    readers.remove(db, FAY.email)
    later = NOW + timedelta(hours=1)
    recipients.withdraw(db, ISSUE, None, now=later)
    assert [row.state.value for row in ledger.rows(db)] == [
        "suppressed",
        "pending",
        "pending",
        "pending",
    ]
    assert ledger.rows(db)[0].detail == ledger.WITHDRAWN


def test_who_is_not_on_the_list_any_more_is_withdrawn(db: Database) -> None:
    """With a list only those on it are kept."""
    freeze(db)
    recipients.withdraw(db, ISSUE, {"ada@example.org", "fay@example.org"}, now=NOW)
    kept = ledger.rows(db, state=DeliveryState.PENDING)
    assert [row.email for row in kept] == [ADA.email, FAY.email]
