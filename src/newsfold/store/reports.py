"""The delivery ledger read for people and other programs: row by row, one reader, or in sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import sqlalchemy as sa
from sqlalchemy import RowMapping

from newsfold.model import Delivery, DeliveryState
from newsfold.store import paging, schema
from newsfold.store.database import Database

_T = schema.deliveries
_R = schema.subscribers
_FIELDS = tuple(field.name for field in fields(Delivery))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why so many readers have not got an issue. `example` is what one of the answers said."""

    state: DeliveryState
    code: int | None
    number: int
    example: str


def each(db: Database, issue_id: str, *, state: DeliveryState | None = None) -> Iterator[Delivery]:
    """The issue's deliveries in frozen order, in one state or any."""
    mine = [_T.c.issue_id == issue_id]
    if state is not None:
        mine.append(_T.c.state == state.value)
    return map(_delivery, paging.rows(db, sa.select(_T).where(*mine), _T.c.position))


def unlisted(db: Database, issue_id: str) -> Iterator[str]:
    """The addresses, as written, to whom the issue is or was owed and that the store's list of
    readers does not have so: of a file, or removed since.
    """
    listed = sa.exists().where(_R.c.reader == _T.c.reader, _R.c.email == _T.c.email)
    mine = sa.and_(_T.c.issue_id == issue_id, ~listed)
    wanted = sa.select(_T.c.position, _T.c.email).where(mine)
    return (row["email"] for row in paging.rows(db, wanted, _T.c.position))


def one(db: Database, issue_id: str, email: str) -> Delivery | None:
    """The delivery of an issue to an address, in any case; None when it was not meant for it."""
    mine = sa.and_(_T.c.issue_id == issue_id, _T.c.reader == email.casefold())
    with db.reading() as connection:
        row = connection.execute(sa.select(_T).where(mine)).mappings().first()
    return None if row is None else _delivery(row)


def stuck(db: Database, issue_id: str, limit: int) -> tuple[Delivery, ...]:
    """The first of those whose mail of the issue did not go out and is not about to, in frozen
    order: not what is pending, or in the hands of a sender that lives.
    """
    wanted = sa.select(_T).where(_stuck(issue_id)).order_by(_T.c.position).limit(limit)
    with db.reading() as connection:
        return tuple(map(_delivery, connection.execute(wanted).mappings()))


def _stuck(issue_id: str) -> sa.ColumnElement[bool]:
    going = (DeliveryState.SENT, DeliveryState.PENDING, DeliveryState.CLAIMED)
    return sa.and_(
        _T.c.issue_id == issue_id,
        _T.c.state.not_in([state.value for state in going]),
        sa.or_(_T.c.state != DeliveryState.INTENT.value, _T.c.owner.is_(None)),
    )


def reasons(db: Database, issue_id: str, *, only_stuck: bool = False) -> tuple[Reason, ...]:
    """Why readers have not got the issue, the most frequent first; answers of a code are one.

    `only_stuck`: of those alone that `stuck` lists.
    """
    number = sa.func.count()
    unsent = sa.and_(_T.c.issue_id == issue_id, _T.c.state != DeliveryState.SENT.value)
    wanted = (
        sa.select(_T.c.state, _T.c.code, number, sa.func.min(_T.c.detail))
        .where(_stuck(issue_id) if only_stuck else unsent)
        .group_by(_T.c.state, _T.c.code)
        .order_by(number.desc(), _T.c.state, _T.c.code.nulls_first())
    )
    with db.reading() as connection:
        found = connection.execute(wanted).all()
    return tuple(Reason(DeliveryState(state), *rest) for state, *rest in found)


def _delivery(row: RowMapping) -> Delivery:
    values = {name: row[name] for name in _FIELDS}
    return Delivery(**{**values, "state": DeliveryState(row["state"])})
