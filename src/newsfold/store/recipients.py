"""Puts an issue's recipients on its ledger: a list's, or the store's own readers.

The store's readers go from one table to the other within the database: a million of them need no
memory here, and no longer than writing them takes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from newsfold.model import DeliveryState, SubscriptionStatus
from newsfold.store import ledger, postgresql, schema
from newsfold.store.database import Database
from newsfold.store.readers import EVERY

AT_ONCE = 1000  # rows of a list given to the database at once; by eye

_D = schema.deliveries
_S = schema.subscribers
_X = schema.suppressions


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is to get the issue, and in which variant."""

    email: str
    name: str
    variant: str


@dataclass(frozen=True, slots=True)
class Takers:
    """The store's active readers of a newsletter, by address, each in the variant of their
    language."""

    newsletter: str
    variants: Mapping[str | None, str]  # by the reader's language; that of None is for all others


def languages(db: Database, newsletter: str) -> Mapping[str | None, int]:
    """How many of the store's active readers of the newsletter want which language."""
    wanted = (
        sa.select(_S.c.language, sa.func.count()).where(_takes(newsletter)).group_by(_S.c.language)
    )
    with db.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(wanted)}


def add(connection: Connection, issue_id: str, recipients: Sequence[Recipient] | Takers) -> None:
    """Put them on the ledger, all pending, at positions in their order.

    Of recipients whose addresses differ only in upper and lower case the first counts.
    """
    on_server = connection.dialect.name == "postgresql"
    if isinstance(recipients, Takers):
        connection.execute(_from_readers(issue_id, recipients))
    elif on_server:
        postgresql.copy(connection, _D, _rows(issue_id, recipients))
    else:
        rows = _rows(issue_id, recipients)
        while some := list(islice(rows, AT_ONCE)):
            connection.execute(sa.insert(_D), some)
    if on_server:
        postgresql.analyse(connection, _D)


def _rows(issue_id: str, recipients: Sequence[Recipient]) -> Iterator[dict[str, object]]:
    distinct: dict[str, Recipient] = {}
    for recipient in recipients:
        distinct.setdefault(recipient.email.casefold(), recipient)
    for position, (reader, recipient) in enumerate(distinct.items()):
        yield {
            "issue_id": issue_id,
            "reader": reader,
            "position": position,
            "email": recipient.email,
            "name": recipient.name,
            "variant": recipient.variant,
            "state": DeliveryState.PENDING.value,
            "attempts": 0,
            "detail": "",
        }


def withdraw(db: Database, issue_id: str, kept: Collection[str] | None, *, now: datetime) -> None:
    """Suppress what is still owed to whoever is no longer on the list.

    `kept` are the casefolded addresses on it; None: the store's readers, less those whose row
    says that they get nothing. To be called under the newsletter's lock.
    """
    if kept is not None:
        ledger.withdraw(db, issue_id, _missing(db, issue_id, kept), now=now)
        return
    ended = sa.exists().where(
        _S.c.reader == _D.c.reader, _S.c.status != SubscriptionStatus.ACTIVE.value
    )
    with db.begin() as connection:
        connection.execute(ledger.withdrawal(issue_id, now).where(ended))


def _missing(db: Database, issue_id: str, kept: Collection[str]) -> list[str]:
    wanted = sa.select(_D.c.reader).where(
        _D.c.issue_id == issue_id, _D.c.state.in_([state.value for state in ledger.OPEN])
    )
    with db.reading() as connection:
        found: Iterable[str] = connection.execution_options(yield_per=AT_ONCE).scalars(wanted)
        return [reader for reader in found if reader not in kept]


def _takes(newsletter: str) -> sa.ColumnElement[bool]:
    """Whether a reader is active, takes the newsletter, and has not left it."""
    slugs = sa.cast(_S.c.newsletters, sa.Text)  # JSON text; a slug holds nothing that it escapes
    # Not LIKE: on SQLite that takes capital and small letters for the same.
    listed = sa.or_(slugs == "[]", sa.func.replace(slugs, f'"{newsletter}"', "") != slugs)
    gone = sa.exists().where(_X.c.reader == _S.c.reader, _X.c.newsletter.in_([EVERY, newsletter]))
    return sa.and_(_S.c.status == SubscriptionStatus.ACTIVE.value, listed, ~gone)


def _from_readers(issue_id: str, takers: Takers) -> sa.Insert:
    others = sa.literal(takers.variants[None])
    own = {code: variant for code, variant in takers.variants.items() if code is not None}
    variant = sa.case(own, value=_S.c.language, else_=others) if own else others
    values: dict[str, sa.ColumnElement[Any]] = {
        "issue_id": sa.literal(issue_id),
        "position": sa.func.row_number().over(order_by=_S.c.reader) - 1,
        "reader": _S.c.reader,
        "email": _S.c.email,
        "name": _S.c.name,
        "variant": variant,
        "state": sa.literal(DeliveryState.PENDING.value),
        "attempts": sa.literal(0),
        "detail": sa.literal(""),
    }
    columns = [value.label(name) for name, value in values.items()]
    chosen = sa.select(*columns).where(_takes(takers.newsletter)).order_by(_S.c.reader)
    return sa.insert(_D).from_select([*values], chosen)
