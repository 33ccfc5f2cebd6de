"""The delivery ledger: where the mail of each recipient of a frozen issue stands.

    pending ──► intent ──► sent
       ▲          │  └────► deferred (due again later) ──► intent ...
       └──────────┤  └────► failed
       recovered, │
       released   └──────── still intent: in doubt
    pending, deferred ──► suppressed (unsubscribed, or taken off the list, after the freeze)

An intent is recorded before the body may leave and its answer after it, each in a transaction
that is on the disk before the next step. After a kill the rows in `intent` are therefore the
only ones of which nobody knows whether they went out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from newsfold.model import Delivery, DeliveryState, Outcome, Receipt
from newsfold.store import schema
from newsfold.store.database import Database

Policy = Literal["resend", "hold", "skip"]

STATES = {
    Outcome.SENT: DeliveryState.SENT,
    Outcome.DEFERRED: DeliveryState.DEFERRED,
    Outcome.FAILED: DeliveryState.FAILED,
    Outcome.IN_DOUBT: DeliveryState.INTENT,
}
SKIPPED = "in doubt after an interrupted run; skipped by the setting delivery.in_doubt"
WITHDRAWN = "taken off the list after the issue was frozen"
OPEN = (DeliveryState.PENDING, DeliveryState.DEFERRED, DeliveryState.INTENT)
SUPPRESSED = "unsubscribed after the issue was frozen"

_T = schema.deliveries


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one recipient's mail. `retry_at` is when a deferred one is due again."""

    email: str
    receipt: Receipt
    retry_at: datetime | None = None


def owed(db: Database, issue_id: str, *, now: datetime, limit: int) -> tuple[Delivery, ...]:
    """Up to `limit` recipients whose mail is due at `now`: the untried first, then the deferred.

    Those among them who have unsubscribed since the freeze are recorded as such here, and come
    back as SUPPRESSED. Empty when nothing is owed now.
    """
    with db.begin() as connection:
        rows = _due(connection, issue_id, now, limit)
        gone = _unsubscribed(connection, issue_id, [row["reader"] for row in rows])
        if gone:
            connection.execute(
                _these(issue_id),
                [
                    {**_settled(reader, DeliveryState.SUPPRESSED, now), "new_detail": SUPPRESSED}
                    for reader in sorted(gone)
                ],
            )
    return tuple(
        _delivery(row, DeliveryState.SUPPRESSED if row["reader"] in gone else None) for row in rows
    )


def advance(
    db: Database,
    issue_id: str,
    *,
    answers: Sequence[Answer] = (),
    release: Collection[str] = (),
    intend: Collection[str] = (),
    now: datetime,
) -> None:
    """Record one step of a delivery in one transaction, on the disk when this returns.

    `answers` are what came back for earlier intents; `release` are intents of which nothing left
    this machine: they are pending again, and no attempt is counted; `intend` are the e-mail
    addresses whose bodies may leave from now on.
    """
    if not (answers or release or intend):
        return
    with db.begin() as connection:
        if answers:
            connection.execute(_these(issue_id, tried=1), [_answered(a, now) for a in answers])
        for emails, state in ((release, DeliveryState.PENDING), (intend, DeliveryState.INTENT)):
            if emails:
                rows = [_settled(email.casefold(), state, now) for email in emails]
                connection.execute(_these(issue_id), rows)


def recover(db: Database, issue_id: str, policy: Policy, *, now: datetime) -> int:
    """Settle the intents that a dead process left, and give their number.

    `resend`: they are pending again; `hold`: they stay in doubt; `skip`: they count as failed.
    To be called under the newsletter's lock (store/lock.py): a living process has intents too.
    """
    mine = sa.and_(_T.c.issue_id == issue_id, _T.c.state == DeliveryState.INTENT.value)
    with db.begin() as connection:
        count = connection.scalar(sa.select(sa.func.count()).where(mine)) or 0
        if policy == "resend":
            changed = {"state": DeliveryState.PENDING.value, "updated_at": now}
        elif policy == "skip":
            changed = {"state": DeliveryState.FAILED.value, "detail": SKIPPED, "updated_at": now}
        else:
            return count
        connection.execute(sa.update(_T).where(mine).values(changed))
    return count


def withdraw(db: Database, issue_id: str, readers: Iterable[str], *, now: datetime) -> None:
    """Suppress what is still owed to readers (addresses in any case) taken off the list."""
    values = {
        "state": DeliveryState.SUPPRESSED.value,
        "detail": WITHDRAWN,
        "due_at": None,
        "updated_at": now,
    }
    owed = sa.or_(*(_T.c.state == state.value for state in OPEN))  # IN takes no list of readers
    update = sa.update(_T).where(
        _T.c.issue_id == issue_id, _T.c.reader == sa.bindparam("which"), owed
    )
    which = [{"which": reader.casefold()} for reader in readers]
    if which:
        with db.begin() as connection:
            connection.execute(update.values(values), which)


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
    `out_of` stay as they are. To be called under the newsletter's lock.
    """
    mine = sa.and_(_T.c.issue_id == issue_id, _T.c.state.in_([state.value for state in out_of]))
    update = sa.update(_T).values(
        state=into.value, attempts=0, due_at=None, code=None, detail=detail, updated_at=now
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


def addresses(db: Database, issue_id: str) -> tuple[str, ...]:
    """Of everybody to whom an issue is or was owed."""
    wanted = sa.select(_T.c.email).where(_T.c.issue_id == issue_id)
    with db.reading() as connection:
        return tuple(connection.scalars(wanted))


def rows(
    db: Database, *, issue_id: str | None = None, state: DeliveryState | None = None
) -> tuple[Delivery, ...]:
    """The ledger's rows, of one issue or all, in one state or any; an issue's in frozen order."""
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


def sent_since(db: Database, moment: datetime) -> int:
    """How many mails, of whatever issue, were sent from that moment on."""
    sent = sa.and_(_T.c.state == DeliveryState.SENT.value, _T.c.updated_at >= moment)
    with db.reading() as connection:
        return connection.scalar(sa.select(sa.func.count()).where(sent)) or 0


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
    return sum(number for state, number in counts(db, issue_id).items() if state in OPEN)


# ---------------------------------------------------------------- statements and rows


def _is_due(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(_T.c.state == DeliveryState.DEFERRED.value, _T.c.due_at <= now)


def _due(connection: Connection, issue_id: str, now: datetime, limit: int) -> list[RowMapping]:
    # Two questions, each answered in the index's order: one with OR would sort all that is owed.
    found: list[RowMapping] = []
    for condition in (_T.c.state == DeliveryState.PENDING.value, _is_due(now)):
        wanted = (
            sa.select(_T)
            .where(_T.c.issue_id == issue_id, condition)
            .order_by(_T.c.position)
            .limit(limit - len(found))
        )
        found += connection.execute(wanted).mappings()
    return found


def _unsubscribed(connection: Connection, issue_id: str, readers: list[str]) -> set[str]:
    t, issues = schema.suppressions, schema.issues
    newsletter = sa.select(issues.c.newsletter).where(issues.c.id == issue_id).scalar_subquery()
    wanted = sa.select(t.c.reader).where(
        t.c.reader.in_(readers), sa.or_(t.c.newsletter == "", t.c.newsletter == newsletter)
    )
    return set(connection.scalars(wanted))


def _these(issue_id: str, *, tried: int = 0) -> sa.Update:
    """The update of one row a parameter set (see _settled); `tried` is added to its attempts."""
    return (
        sa.update(_T)
        .where(_T.c.issue_id == issue_id, _T.c.reader == sa.bindparam("which"))
        .values(
            state=sa.bindparam("new_state"),
            attempts=_T.c.attempts + tried,
            due_at=sa.bindparam("new_due_at"),
            code=sa.bindparam("new_code"),
            detail=sa.bindparam("new_detail"),
            updated_at=sa.bindparam("new_updated_at"),
        )
    )


def _settled(reader: str, state: DeliveryState, now: datetime) -> dict[str, object]:
    return {
        "which": reader,
        "new_state": state.value,
        "new_due_at": None,
        "new_code": None,
        "new_detail": "",
        "new_updated_at": now,
    }


def _answered(answer: Answer, now: datetime) -> dict[str, object]:
    receipt = answer.receipt
    return {
        **_settled(answer.email.casefold(), STATES[receipt.outcome], now),
        "new_due_at": answer.retry_at,
        "new_code": receipt.code,
        "new_detail": receipt.text,
    }


def _delivery(row: RowMapping, state: DeliveryState | None = None) -> Delivery:
    return Delivery(
        issue_id=row["issue_id"],
        email=row["email"],
        name=row["name"],
        variant=row["variant"],
        state=state or DeliveryState(row["state"]),
        attempts=row["attempts"],
        due_at=row["due_at"],
        code=row["code"],
        detail=row["detail"],
        updated_at=row["updated_at"],
    )
