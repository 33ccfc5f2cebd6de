"""The delivery ledger: where the mail of each recipient of a frozen issue stands.

    pending ──► claimed ──► intent ──► sent
      ▲  ▲         │ ▲        │ └────► deferred (due again later) ──► claimed ...
      │  └─────────┘ └────────┤ └────► failed
      │  given back   released│
      └───────────────────────┘ recovered; or still intent: in doubt
    pending, claimed, deferred ──► suppressed (unsubscribed since the freeze, or off the list)

A sender claims rows, records the intent to send one before its body may leave, and the answer
after it, each in a transaction that is on the disk before the next step (book.py). After a kill
the rows in `intent` are therefore the only ones of which nobody knows whether they went out, at
most one of each connection; what was claimed, and no more, is surely not sent.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from newsfold.model import Delivery, DeliveryState
from newsfold.store import schema, senders
from newsfold.store.book import Answer, Claimed
from newsfold.store.database import Database

Policy = Literal["resend", "hold", "skip"]

SKIPPED = "in doubt after an interrupted run; skipped by the setting delivery.in_doubt"
WITHDRAWN = "taken off the list after the issue was frozen"
OWED = (DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.DEFERRED)
OPEN = (*OWED, DeliveryState.INTENT)

_T = schema.deliveries


# What is known of intents: the dead senders' numbers and their rows -> an answer, or the row's
# position when its mail surely was not delivered. Rows of which nothing is known are left out.
Evidence = Callable[[Collection[int], Sequence[Claimed]], Sequence[Answer | int]]


def recover(
    db: Database,
    issue_id: str,
    policy: Policy,
    *,
    now: datetime,
    mine: int | None = None,
    evidence: Evidence = lambda senders, rows: [],
) -> int:
    """Settle what dead senders left, and give the number of intents that stayed in doubt.

    What they claimed is pending again. Intents by `evidence`, which may wait for it; else by the
    policy: `resend`: they are pending again; `hold`: they stay in doubt; `skip`: they count as
    failed. The rows of living senders are not touched; `mine` is the number of the one that asks,
    and has nothing under way itself yet.
    """
    with db.reading() as connection:
        owners = set(connection.scalars(sa.select(_T.c.owner).where(_held(issue_id)).distinct()))
    owners.discard(None)
    others = {number for number in owners if number != mine}
    with senders.gone(db, others) as gone:
        dead = gone | (owners - others)
        known = evidence(dead, _intents(db, issue_id, dead)) if dead else []
        left = sa.or_(_T.c.owner.is_(None), _T.c.owner.in_(dead))
        with db.begin() as connection:
            for told in known:
                connection.execute(_told(issue_id, told, now))
            return _settled(connection, sa.and_(_held(issue_id), left), policy, now)


def _intents(db: Database, issue_id: str, owners: Collection[int]) -> list[Claimed]:
    """What these senders had under way."""
    columns = (_T.c[name] for name in Claimed._fields)
    mine = sa.and_(_T.c.issue_id == issue_id, _in(DeliveryState.INTENT), _T.c.owner.in_(owners))
    with db.reading() as connection:
        wanted = sa.select(*columns).where(mine).order_by(_T.c.position)
        return [Claimed(*row) for row in connection.execute(wanted)]


def _told(issue_id: str, told: Answer | int, now: datetime) -> sa.Update:
    """The update that keeps what is known of an intent."""
    values: dict[str, object] = {"owner": None, "connection": None, "updated_at": now}
    if isinstance(told, int):
        position = told
        values["state"] = DeliveryState.PENDING.value
    else:
        position = told.position
        values |= {
            "state": told.state.value,
            "attempts": _T.c.attempts + 1,
            "due_at": told.retry_at,
            "code": told.code,
            "detail": told.detail,
        }
    mine = sa.and_(_T.c.issue_id == issue_id, _T.c.position == position)
    return sa.update(_T).where(mine, _in(DeliveryState.INTENT)).values(values)


def _settled(
    connection: Connection, left: sa.ColumnElement[bool], policy: Policy, now: datetime
) -> int:
    free: dict[str, object] = {"owner": None, "connection": None}
    again = {**free, "state": DeliveryState.PENDING.value}
    skipped = {**free, "state": DeliveryState.FAILED.value, "detail": SKIPPED, "updated_at": now}
    intents: dict[Policy, dict[str, object]] = {
        "resend": {**again, "updated_at": now},
        "hold": {"owner": None},
        "skip": skipped,
    }
    claimed, intended = (
        sa.and_(left, _T.c.state == state.value)
        for state in (DeliveryState.CLAIMED, DeliveryState.INTENT)
    )
    connection.execute(sa.update(_T).where(claimed).values(again))
    return connection.execute(sa.update(_T).where(intended).values(intents[policy])).rowcount


def _held(issue_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(_T.c.issue_id == issue_id, _some_held())


def _some_held() -> sa.ColumnElement[bool]:
    # Literally, as in the index of such rows: book.py says why.
    return sa.or_(*(_in(state) for state in (DeliveryState.CLAIMED, DeliveryState.INTENT)))


def _in(state: DeliveryState) -> sa.ColumnElement[bool]:
    return _T.c.state == sa.literal_column(f"'{state.value}'", sa.String)


def withdraw(db: Database, issue_id: str, readers: Iterable[str], *, now: datetime) -> None:
    """Suppress what is still owed to readers (addresses in any case) taken off the list."""
    which = [{"which": reader.casefold()} for reader in readers]
    if which:
        with db.begin() as connection:
            connection.execute(
                withdrawal(issue_id, now).where(_T.c.reader == sa.bindparam("which")), which
            )


def withdrawal(issue_id: str, now: datetime) -> sa.Update:
    """The update that suppresses what an issue still owes, to be narrowed to some readers."""
    owed = sa.or_(*(_in(state) for state in OWED))
    return (
        sa.update(_T)
        .where(_T.c.issue_id == issue_id, owed)
        .values(
            state=DeliveryState.SUPPRESSED.value,
            detail=WITHDRAWN,
            owner=None,
            connection=None,
            due_at=None,
            updated_at=now,
        )
    )


def settle(
    db: Database,
    issue_id: str,
    readers: Collection[str],
    *,
    out_of: Collection[DeliveryState],
    into: DeliveryState,
    detail: str,
    now: datetime,
) -> int:
    """Move rows by a person's decision, and give their number.

    `readers` are addresses in any case; none means all of the issue. Those in no state of
    `out_of`, and those that a living sender holds, stay as they are. To be called under the
    newsletter's lock.
    """
    recover(db, issue_id, "hold", now=now)
    mine = sa.and_(
        _T.c.issue_id == issue_id,
        _T.c.state.in_([state.value for state in out_of]),
        _T.c.owner.is_(None),
    )
    update = sa.update(_T).values(
        state=into.value,
        attempts=0,
        owner=None,
        connection=None,
        due_at=None,
        code=None,
        detail=detail,
        updated_at=now,
    )
    where = [sa.and_(mine, _T.c.reader == r.casefold()) for r in readers] or [mine]
    with db.begin() as connection:
        return sum(connection.execute(update.where(these)).rowcount for these in where)


def counts(db: Database, issue_id: str) -> Mapping[DeliveryState, int]:
    """How many recipients of the issue are in each state that occurs, in the states' own order."""
    wanted = (
        sa.select(_T.c.state, sa.func.count()).where(_T.c.issue_id == issue_id).group_by(_T.c.state)
    )
    with db.reading() as connection:
        found = {row[0]: row[1] for row in connection.execute(wanted)}
    return {state: found[state.value] for state in DeliveryState if state.value in found}


def rows(
    db: Database,
    *,
    issue_id: str | None = None,
    state: DeliveryState | None = None,
) -> tuple[Delivery, ...]:
    """The ledger's rows at once, of one issue or all, in one state or any; in frozen order."""
    wanted = sa.select(_T).order_by(_T.c.issue_id, _T.c.position)
    if issue_id is not None:
        wanted = wanted.where(_T.c.issue_id == issue_id)
    if state is not None:
        wanted = wanted.where(_T.c.state == state.value)
    with db.reading() as connection:
        return tuple(_delivery(row) for row in connection.execute(wanted).mappings())


def unfinished(db: Database, issue_id: str) -> bool:
    """Whether mail of the issue is still owed, now or later, or in doubt."""
    return still_open(db, issue_id) > 0


def waiting(db: Database, issue_id: str) -> bool:
    """Whether there is mail of the issue that nobody has claimed or tried yet."""
    with db.reading() as connection:
        pending = sa.and_(_T.c.issue_id == issue_id, _in(DeliveryState.PENDING))
        return bool(connection.scalar(sa.select(sa.exists().where(pending))))


def leaving_since(db: Database, moment: datetime) -> int:
    """How many mails, of whatever issue, were sent from that moment on, or are held by senders."""
    sent = sa.and_(_T.c.state == DeliveryState.SENT.value, _T.c.updated_at >= moment)
    held = sa.and_(_some_held(), _T.c.owner.is_not(None))
    with db.reading() as connection:
        return sum(
            connection.scalar(sa.select(sa.func.count()).where(these)) or 0
            for these in (sent, held)  # the second out of an index of held rows alone
        )


def others_at_work(db: Database, mine: int) -> frozenset[int]:
    """The other senders that hold mail of whatever issue, living and dead, but that number."""
    others = sa.and_(_some_held(), _T.c.owner != mine)
    with db.reading() as connection:
        return frozenset(connection.scalars(sa.select(_T.c.owner).where(others).distinct()))


def first_sent(db: Database) -> datetime | None:
    """When the first mail ever was sent."""
    sent = _T.c.state == DeliveryState.SENT.value
    with db.reading() as connection:
        first: datetime | None = connection.scalar(
            sa.select(sa.func.min(_T.c.updated_at)).where(sent)
        )
    return first


def still_open(db: Database, issue_id: str) -> int:
    """How many mails of the issue are owed, now or later, or in doubt."""
    with db.reading() as connection:
        return sum(
            connection.scalar(
                sa.select(sa.func.count()).where(_T.c.issue_id == issue_id, _in(state))
            )
            or 0
            for state in OPEN  # one by one, each out of an index of open rows alone
        )


def _delivery(row: RowMapping) -> Delivery:
    return Delivery(
        issue_id=row["issue_id"],
        email=row["email"],
        name=row["name"],
        variant=row["variant"],
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        due_at=row["due_at"],
        code=row["code"],
        detail=row["detail"],
        updated_at=row["updated_at"],
    )
