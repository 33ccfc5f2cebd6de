"""Whether an issue's delivery goes on: somebody may pause or cancel it, and so may too many
refusals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from newsfold.model import DeliveryState, IssueStanding
from newsfold.store import schema
from newsfold.store.database import Database

CANCELLED = "the issue was cancelled"

_T = schema.issues


@dataclass(frozen=True, slots=True)
class Standing:
    """How an issue's delivery stands, and why."""

    issue_id: str
    state: IssueStanding
    why: str


def of(db: Database, issue_id: str) -> Standing | None:
    """How the issue's delivery stands; None for an issue that is not there."""
    wanted = sa.select(_T.c.id, _T.c.standing, _T.c.standing_why).where(_T.c.id == issue_id)
    with db.reading() as connection:
        row = connection.execute(wanted).one_or_none()
    return None if row is None else Standing(row[0], IssueStanding(row[1]), row[2])


def paused(db: Database, newsletter: str) -> tuple[Standing, ...]:
    """The newsletter's paused issues, the oldest first."""
    wanted = (
        sa.select(_T.c.id, _T.c.standing, _T.c.standing_why)
        .where(_T.c.newsletter == newsletter, _T.c.standing == IssueStanding.PAUSED.value)
        .order_by(_T.c.due_at, _T.c.id)
    )
    with db.reading() as connection:
        rows = connection.execute(wanted).all()
    return tuple(Standing(row[0], IssueStanding(row[1]), row[2]) for row in rows)


def pause(db: Database, issue_id: str, why: str) -> bool:
    """Let nothing more of the issue leave until `resume`; false when it was not open."""
    return _changed(db, issue_id, IssueStanding.OPEN, IssueStanding.PAUSED, why)


def resume(db: Database, issue_id: str) -> bool:
    """Let the issue go on; false when it was not paused."""
    return _changed(db, issue_id, IssueStanding.PAUSED, IssueStanding.OPEN, "")


def cancel(db: Database, issue_id: str, *, now: datetime) -> int:
    """Send nothing more of the issue, ever; the number of mails that are not sent for it.

    Mails in doubt stay in doubt: they may be delivered.
    """
    owed = (DeliveryState.PENDING.value, DeliveryState.DEFERRED.value)
    t = schema.deliveries
    values = {"state": DeliveryState.SUPPRESSED.value, "detail": CANCELLED, "due_at": None}
    with db.begin() as connection:
        connection.execute(
            sa.update(_T)
            .where(_T.c.id == issue_id)
            .values(standing=IssueStanding.CANCELLED.value, standing_why="")
        )
        found = connection.execute(
            sa.update(t)
            .where(t.c.issue_id == issue_id, t.c.state.in_(owed))
            .values(**values, updated_at=now)
        )
        return found.rowcount


def _changed(
    db: Database, issue_id: str, before: IssueStanding, after: IssueStanding, why: str
) -> bool:
    update = (
        sa.update(_T)
        .where(_T.c.id == issue_id, _T.c.standing == before.value)
        .values(standing=after.value, standing_why=why)
    )
    with db.begin() as connection:
        return connection.execute(update).rowcount == 1
