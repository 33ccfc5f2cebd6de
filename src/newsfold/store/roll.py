"""The roll of readers: who gets what; and who does not, since when and by whose act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from newsfold.model import Subscriber, SubscriptionStatus
from newsfold.store import readers, schema
from newsfold.store.database import Database
from newsfold.store.readers import EVERY, LEFT

_S = schema.subscribers
_X = schema.suppressions


@dataclass(frozen=True, slots=True)
class Act:
    """What ended a subscription, or changed its status."""

    at: datetime
    by: str  # 'web', 'mail', 'owner', 'import'
    newsletter: str = EVERY  # the one that was left


@dataclass(frozen=True, slots=True)
class Entry:
    """A reader, and why they do not get every mail; no acts: they do.

    Acts are the reader's unsubscriptions, oldest first, or else what set a status other than
    'active'.
    """

    subscriber: Subscriber  # as `readers.everyone` gives them
    acts: tuple[Act, ...] = ()

    def has(self, status: SubscriptionStatus) -> bool:
        """Whether the status is the reader's; who left any newsletter is unsubscribed as well."""
        left = status is SubscriptionStatus.UNSUBSCRIBED and LEFT in self.subscriber.extra
        return left or self.subscriber.status is status


def entries(db: Database) -> tuple[Entry, ...]:
    """Everybody who is in the store, or who unsubscribed as a reader of a file, by address."""
    left = _unsubscriptions(db)
    changed = _changes(db)
    found = {
        reader: Entry(subscriber, tuple(left.get(reader, changed.get(reader, ()))))
        for subscriber in readers.everyone(db)
        for reader in (subscriber.email.casefold(),)
    }
    for reader in left.keys() - found.keys():
        found[reader] = Entry(_stranger(reader, left[reader]), tuple(left[reader]))
    return tuple(found[reader] for reader in sorted(found))


def _stranger(reader: str, acts: Sequence[Act]) -> Subscriber:
    """Somebody whom only their unsubscription names."""
    slugs = sorted({act.newsletter for act in acts})
    ended = Subscriber(reader, status=SubscriptionStatus.UNSUBSCRIBED)
    if EVERY in slugs:
        return ended
    return replace(ended, newsletters=tuple(slugs), extra={LEFT: " ".join(slugs)})


def _unsubscriptions(db: Database) -> Mapping[str, Sequence[Act]]:
    found: defaultdict[str, list[Act]] = defaultdict(list)
    wanted = sa.select(_X.c.reader, _X.c.at, _X.c.by, _X.c.newsletter)
    with db.reading() as connection:
        for reader, at, by, newsletter in connection.execute(wanted.order_by(_X.c.at)):
            found[reader].append(Act(at, by, newsletter))
    return found


def _changes(db: Database) -> Mapping[str, Sequence[Act]]:
    """What set each status other than 'active'."""
    wanted = sa.select(_S.c.reader, _S.c.status_at, _S.c.status_by).where(
        _S.c.status != SubscriptionStatus.ACTIVE.value
    )
    with db.reading() as connection:
        return {reader: (Act(at, by),) for reader, at, by in connection.execute(wanted)}
