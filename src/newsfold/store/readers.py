"""Keeps the readers, and who has unsubscribed from what.

A suppression is a reader's own wish. It outlives their row and every imported file; only `add`,
the owner's act for somebody who asks to come back, lifts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from newsfold.model import Subscriber, SubscriptionStatus
from newsfold.store import paging, schema
from newsfold.store.database import Database

EVERY = ""  # in place of a newsletter's slug: all of them
# Columns of an exported file: what else was left; and since when and by whose act somebody gets
# no mail, which is for whoever reads the file. None is kept as the reader's.
LEFT, SINCE, BY = "unsubscribed_from", "status_since", "status_by"
IMPORT, OWNER = "import", "owner"  # by whose act
_S = schema.subscribers
_X = schema.suppressions

Gone = dict[str, set[str]]  # reader -> slugs, or EVERY


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What became of the rows of a file. The last ones were not touched."""

    added: int
    updated: int
    unchanged: int
    kept_unsubscribed: int


def merge(db: Database, subscribers: Iterable[Subscriber], *, now: datetime) -> MergeReport:
    """Put a file's readers in. A row that says 'unsubscribed' is as good as the reader's word.

    Somebody who unsubscribed from every newsletter stays as they are. Readers that are in the
    store and not in the file stay too.
    """
    counts = dict.fromkeys(("added", "updated", "unchanged", "kept_unsubscribed"), 0)
    with db.begin() as connection:
        gone = _suppressions(connection)
        known = {row["reader"]: row for row in connection.execute(sa.select(_S)).mappings()}
        for reader, subscriber in {s.email.casefold(): s for s in subscribers}.items():
            row = known.get(reader)
            ended = _ended(subscriber) - gone.get(reader, set())
            subscriber = _with_own(_kept(subscriber), row)
            if EVERY in gone.get(reader, ()):
                agrees = subscriber.status is SubscriptionStatus.UNSUBSCRIBED
                counts["unchanged" if agrees else "kept_unsubscribed"] += 1
            elif row is not None and _subscriber(row) == subscriber:
                counts["unchanged"] += 1
            else:
                counts["added" if row is None else "updated"] += 1
                _put(connection, subscriber, row, by=IMPORT, now=now)
            for newsletter in ended:
                _suppress(connection, reader, newsletter, by=IMPORT, now=now)
    return MergeReport(**counts)


def add(db: Database, subscriber: Subscriber, *, now: datetime, by: str = OWNER) -> None:
    """Put one reader in, in place of what was known of them.

    An earlier unsubscription from the newsletters named, or from all when none is named, is
    lifted: only for somebody who asks to come back.
    """
    reader = subscriber.email.casefold()
    with db.begin() as connection:
        row = _row(connection, reader)
        _put(connection, subscriber, row, by=by, now=now)
        lifted = sa.delete(_X).where(_X.c.reader == reader)
        if subscriber.newsletters:
            lifted = lifted.where(_X.c.newsletter.in_([EVERY, *subscriber.newsletters]))
        connection.execute(lifted)


def prefer(
    db: Database,
    email: str,
    newsletter: str,
    *,
    language: str | None,
    sections: Sequence[str],
    now: datetime,
) -> None:
    """Keep a reader's own choice, which no file changes.

    Somebody who is not in the store (they may stand in a file) gets a row, of this newsletter.
    """
    reader = email.casefold()
    with db.begin() as connection:
        row = _row(connection, reader)
        known = Subscriber(email, newsletters=(newsletter,)) if row is None else _subscriber(row)
        chosen = replace(known, language=language, sections=tuple(sections))
        _put(connection, chosen, row, by="web", now=now, chosen=True)


def preferences(db: Database) -> dict[str, Subscriber]:
    """The readers, by casefolded address, who chose their language and sections themselves."""
    with db.reading() as connection:
        rows = connection.execute(sa.select(_S).where(_S.c.own_choice)).mappings()
        return {row["reader"]: _subscriber(row) for row in rows}


def own(db: Database, email: str) -> Subscriber | None:
    """The reader with that address, as stored, if their language and sections are their choice."""
    with db.reading() as connection:
        row = _row(connection, email.casefold())
    return _subscriber(row) if row is not None and _is_own(row) else None


def state(db: Database) -> tuple[int, datetime | None]:
    """How many readers are in the store, and when the last one came."""
    with db.reading() as connection:
        found = connection.execute(sa.select(sa.func.count(), sa.func.max(_S.c.added_at)))
        count, last = found.one()
    return count, last


def remove(db: Database, email: str) -> bool:
    """Forget one reader, though not their unsubscriptions; False when they were not known."""
    with db.begin() as connection:
        result = connection.execute(sa.delete(_S).where(_S.c.reader == email.casefold()))
    return result.rowcount > 0


def unsubscribe(
    db: Database, email: str, newsletter: str | None, *, now: datetime, by: str
) -> bool:
    """End one newsletter for this address, or all of them with None.

    Works for an address that is not in the store as well (it may stand in a file); False then.
    `by` says on whose act: 'web', 'mail', 'owner', ...
    """
    reader = email.casefold()
    with db.begin() as connection:
        _suppress(connection, reader, newsletter or EVERY, by=by, now=now)
        row = _row(connection, reader)
        if row is not None and newsletter is None:
            ended = replace(_subscriber(row), status=SubscriptionStatus.UNSUBSCRIBED)
            _put(connection, ended, row, by=by, now=now)
    return row is not None


def left(db: Database, email: str, newsletter: str, *, by: str) -> bool:
    """Whether all that keeps the newsletter from the address is an unsubscription on that act."""
    wanted = sa.select(_X.c.newsletter, _X.c.by).where(
        _X.c.reader == email.casefold(), _X.c.newsletter.in_([EVERY, newsletter])
    )
    with db.reading() as connection:
        return [tuple(row) for row in connection.execute(wanted)] == [(newsletter, by)]


def rejoin(db: Database, email: str, newsletter: str, *, by: str) -> None:
    """Lift an unsubscription from one newsletter that was made on that act; no other one."""
    reader = email.casefold()
    with db.begin() as connection:
        connection.execute(
            sa.delete(_X).where(_X.c.reader == reader, _X.c.newsletter == newsletter, _X.c.by == by)
        )


def active(db: Database, newsletter: str) -> tuple[Subscriber, ...]:
    """Who gets the newsletter now, by address."""
    return tuple(
        subscriber
        for subscriber, gone in _all(db)
        if subscriber.status is SubscriptionStatus.ACTIVE
        and (not subscriber.newsletters or newsletter in subscriber.newsletters)
        and not gone & {EVERY, newsletter}
    )


def find(db: Database, email: str) -> Subscriber | None:
    """The reader with that address, as stored; None when there is none."""
    with db.reading() as connection:
        row = _row(connection, email.casefold())
    return None if row is None else _subscriber(row)


def everyone(db: Database) -> tuple[Subscriber, ...]:
    """Every reader in the store, by address, without the newsletters that they left.

    Who has left all those they had is UNSUBSCRIBED: an empty list would mean every newsletter.
    Who gets every newsletter but some has those in the extra column LEFT; `merge` reads it.
    """
    return tuple(_left(subscriber, gone) for subscriber, gone in _all(db))


def addresses(db: Database) -> Iterator[str]:
    """Of every reader in the store, as written."""
    wanted = sa.select(_S.c.reader, _S.c.email)
    return (row["email"] for row in paging.rows(db, wanted, _S.c.reader))


def suppressed(db: Database, newsletter: str) -> frozenset[str]:
    """The casefolded addresses that must not get the newsletter, in the store or not."""
    wanted = sa.select(_X.c.reader).where(_X.c.newsletter.in_([EVERY, newsletter]))
    with db.reading() as connection:
        return frozenset(connection.scalars(wanted))


def _all(db: Database) -> Iterator[tuple[Subscriber, set[str]]]:
    with db.reading() as connection:
        gone = _suppressions(connection)
        rows = connection.execute(sa.select(_S).order_by(_S.c.reader)).mappings().all()
    return ((_subscriber(row), gone.get(row["reader"], set())) for row in rows)


def _left(subscriber: Subscriber, gone: set[str]) -> Subscriber:
    rest = tuple(slug for slug in subscriber.newsletters if slug not in gone)
    told = replace(subscriber, extra={**subscriber.extra, LEFT: " ".join(sorted(gone))})
    ended = SubscriptionStatus.UNSUBSCRIBED
    if EVERY in gone or (subscriber.newsletters and not rest):
        of_a_file = subscriber.status is ended and EVERY not in gone  # only these: see `_ended`
        return told if of_a_file else replace(subscriber, status=ended)
    if gone and not subscriber.newsletters:
        return told
    return replace(subscriber, newsletters=rest)


def _ended(subscriber: Subscriber) -> set[str]:
    """What a file's row says the reader has left: those in LEFT; or all, where the status says so
    and the row's newsletters are not just those."""
    named = set(subscriber.extra.get(LEFT, "").split())
    had = set(subscriber.newsletters)
    if subscriber.status is not SubscriptionStatus.UNSUBSCRIBED or (had and had <= named):
        return named
    return {EVERY, *named}


def _kept(subscriber: Subscriber) -> Subscriber:
    """The reader of a file's row without the columns that only an export has."""
    extra = {k: v for k, v in subscriber.extra.items() if k not in (LEFT, SINCE, BY)}
    return replace(subscriber, extra=extra)


# ---------------------------------------------------------------- rows


def _suppressions(connection: Connection) -> Gone:
    gone: Gone = {}
    for reader, newsletter in connection.execute(sa.select(_X.c.reader, _X.c.newsletter)):
        gone.setdefault(reader, set()).add(newsletter)
    return gone


def _suppress(
    connection: Connection, reader: str, newsletter: str, *, by: str, now: datetime
) -> None:
    key = sa.and_(_X.c.reader == reader, _X.c.newsletter == newsletter)
    if connection.scalar(sa.select(_X.c.reader).where(key)) is None:  # the first act counts
        values = {"reader": reader, "newsletter": newsletter, "by": by, "at": now}
        connection.execute(sa.insert(_X).values(values))


def _put(
    connection: Connection,
    subscriber: Subscriber,
    row: RowMapping | None,
    *,
    by: str,
    now: datetime,
    chosen: bool = False,
) -> None:
    """`chosen`: language and sections are the reader's own choice, which only OWNER undoes."""
    reader = subscriber.email.casefold()
    values: dict[str, Any] = {
        "email": subscriber.email,
        "name": subscriber.name,
        "status": subscriber.status.value,
        "newsletters": list(subscriber.newsletters),
        "timezone": subscriber.timezone,
        "language": subscriber.language,
        "sections": list(subscriber.sections),
        "own_choice": chosen or (by != OWNER and _is_own(row)),
        "extra": dict(_kept(subscriber).extra),
    }
    if row is None or row["status"] != subscriber.status.value:
        values |= {"status_by": by, "status_at": now}
    if row is None:
        connection.execute(sa.insert(_S).values(reader=reader, added_at=now, **values))
    else:
        connection.execute(sa.update(_S).where(_S.c.reader == reader).values(values))


def _row(connection: Connection, reader: str) -> RowMapping | None:
    wanted = sa.select(_S).where(_S.c.reader == reader)
    return connection.execute(wanted).mappings().one_or_none()


def _subscriber(row: RowMapping) -> Subscriber:
    return Subscriber(
        email=row["email"],
        name=row["name"],
        status=SubscriptionStatus(row["status"]),
        newsletters=tuple(row["newsletters"]),
        timezone=row["timezone"],
        language=row["language"],
        sections=tuple(row["sections"]),
        extra=row["extra"],
    )


def _is_own(row: RowMapping | None) -> bool:
    return row is not None and bool(row["own_choice"])


def _with_own(subscriber: Subscriber, row: RowMapping | None) -> Subscriber:
    """A file's reader with what they chose themselves, if they did."""
    if row is None or not _is_own(row):
        return subscriber
    own = _subscriber(row)
    return replace(subscriber, language=own.language, sections=own.sections)
