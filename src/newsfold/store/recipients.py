"""Puts an issue's recipients on its ledger: a list's, or the store's own readers.

The store's readers go from one table to the other within the database: a million of them need no
memory here, and no longer than writing them takes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from newsfold.model import DeliveryState, SubscriptionStatus
from newsfold.store import ledger, postgresql, schema, sqlite
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


class Wish(NamedTuple):
    """How a reader wants a newsletter: a language, if any, and titles of sections; none: all."""

    language: str | None
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Takers:
    """The store's active readers of a newsletter, by address, each in the variant for their wish.

    None in place of a variant: whoever has that wish gets nothing. `others` is the variant of
    whoever has come, or has changed their wish, since the wishes were counted.
    """

    newsletter: str
    variants: Mapping[Wish, str | None]
    others: str


def wishes(db: Database, newsletter: str) -> Mapping[Wish, int]:
    """How many of the store's active readers of the newsletter have which wish."""
    sections = _text(_S.c.sections)
    wanted = (
        sa.select(_S.c.language, sections, sa.func.count())
        .where(_takes(newsletter))
        .group_by(_S.c.language, sections)
    )
    with db.reading() as connection:
        found = connection.execute(wanted).all()
    return {Wish(language, tuple(json.loads(titles))): count for language, titles, count in found}


def add(connection: Connection, issue_id: str, recipients: Sequence[Recipient] | Takers) -> None:
    """Put them on the ledger, all pending, at positions in their order.

    Of recipients whose addresses differ only in upper and lower case the first counts.
    """
    on_server = connection.dialect.name == "postgresql"
    if isinstance(recipients, Takers):
        first_0 = sa.func.row_number().over(order_by=_S.c.reader) - 1
        place = first_0 if on_server else sqlite.counted(connection)
        connection.execute(_from_readers(issue_id, recipients, place))
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
        _D.c.issue_id == issue_id, _D.c.state.in_([state.value for state in ledger.OWED])
    )
    with db.reading() as connection:
        found: Iterable[str] = connection.execution_options(yield_per=AT_ONCE).scalars(wanted)
        return [reader for reader in found if reader not in kept]


def _takes(newsletter: str) -> sa.ColumnElement[bool]:
    """Whether a reader is active, takes the newsletter, and has not left it."""
    slugs = _text(_S.c.newsletters)  # a slug holds nothing that JSON escapes
    # Not LIKE: on SQLite that takes capital and small letters for the same.
    listed = sa.or_(slugs == "[]", sa.func.replace(slugs, f'"{newsletter}"', "") != slugs)
    gone = sa.select(_X.c.reader).where(_X.c.newsletter.in_([EVERY, newsletter]))  # looked up once
    active = _S.c.status == SubscriptionStatus.ACTIVE.value
    return sa.and_(active, listed, _S.c.reader.not_in(gone))


def _text(column: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """JSON as it is written; what is alike is written alike."""
    return sa.cast(column, sa.Text)


def _from_readers(issue_id: str, takers: Takers, place: sa.ColumnElement[int]) -> sa.Insert:
    columns = sa.column("language", sa.Text), sa.column("sections", sa.JSON)
    wish = (
        sa.values(*columns, sa.column("variant", sa.Text), name="wish")
        .data([(w.language or "", [*w.sections], v) for w, v in takers.variants.items()])
        .cte("wish")
    )
    has_wish = sa.and_(
        sa.func.coalesce(_S.c.language, "") == wish.c.language,
        _text(_S.c.sections) == _text(wish.c.sections),
    )
    is_new = wish.c.language.is_(None)
    values: dict[str, sa.ColumnElement[Any]] = {
        "issue_id": sa.literal(issue_id),
        "position": place,
        "reader": _S.c.reader,
        "email": _S.c.email,
        "name": _S.c.name,
        "variant": sa.case((is_new, takers.others), else_=wish.c.variant),
        "state": sa.literal(DeliveryState.PENDING.value),
        "attempts": sa.literal(0),
        "detail": sa.literal(""),
    }
    chosen = (
        sa.select(*(value.label(name) for name, value in values.items()))
        .outerjoin_from(_S, wish, has_wish)
        .where(_takes(takers.newsletter), sa.or_(is_new, wish.c.variant.is_not(None)))
        .order_by(_S.c.reader)
    )
    return sa.insert(_D).from_select([*values], chosen)
