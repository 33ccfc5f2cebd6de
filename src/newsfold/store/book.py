"""One issue's ledger as one sender keeps it while it sends: claims rows, and moves them on.

A step is one transaction: the answers to what was sent, the intents of what leaves next, and new
claims before they are needed. See ledger.py for the states, and for all that is not so frequent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from newsfold.model import DeliveryState, IssueStanding
from newsfold.store import driver, schema
from newsfold.store.database import Database
from newsfold.store.driver import Held, Prepared

SUPPRESSED = "unsubscribed after the issue was frozen"

_T = schema.deliveries


class Claimed(NamedTuple):
    """A row that this sender holds."""

    position: int
    email: str
    name: str
    variant: str
    attempts: int


class Answer(NamedTuple):
    """What became of one recipient's mail. `retry_at` is when a deferred one is due again."""

    position: int
    state: DeliveryState
    code: int | None = None
    detail: str = ""
    retry_at: datetime | None = None


class Intent(NamedTuple):
    """A mail whose body may leave from now on, over that connection of the sender."""

    position: int
    connection: int = 0


class Claims(NamedTuple):
    """What a step gave: rows in frozen order, the untried first; and how many of those claimed
    had unsubscribed since the freeze, and are recorded as such."""

    rows: list[Claimed]
    suppressed: int


class Book:
    """The open ledger of one issue. One thread at a time."""

    def __init__(self, held: Held, issue_id: str, owner: int) -> None:
        self._held = held
        self._issue_id = issue_id
        self._owner = owner
        self._claim_untried = _claim(held, "pending")
        self._claim_deferred = _claim(held, "deferred")
        self._suppress = _suppress(held)
        self._answer = _answer(held)
        self._intend = _intend(held)
        self._release = _release(held)
        self._give_back = _give_back(held)

    def step(
        self,
        *,
        answers: Sequence[Answer] = (),
        release: Sequence[int] = (),
        intend: Sequence[Intent] = (),
        claim: int = 0,
        now: datetime,
    ) -> Claims:
        """Record one step of a delivery in one transaction, on the disk when this returns.

        `release` are positions of intents of which nothing left this machine: they are claimed
        again, and no attempt is counted. Up to `claim` rows that are due are claimed, none while
        the issue is paused or cancelled. Raises: StoreError; then nothing of the step was kept.
        """
        if not (answers or release or intend or claim):
            return Claims([], 0)
        issue_id, moment = self._issue_id, self._held.instant(now)
        with self._held.begin():
            self._held.many(self._answer, [self._answered(a, moment) for a in answers])
            self._held.many(self._release, [(issue_id, position) for position in release])
            self._held.many(
                self._intend, [(over, moment, issue_id, position) for position, over in intend]
            )
            if not claim:
                return Claims([], 0)
            rows = self._claimed(self._claim_untried, claim)
            if len(rows) < claim:
                rows += self._claimed(self._claim_deferred, claim - len(rows), moment)
            gone = self._gone(moment) if rows else set()
        left = [row for row in rows if row.position not in gone]
        return Claims(left, len(rows) - len(left))

    def give_back(self) -> None:
        """Let go of all that is claimed and not intended: others may claim it."""
        with self._held.begin():
            self._held.many(self._give_back, [(self._issue_id, self._owner)])

    def _answered(self, answer: Answer, moment: object) -> tuple[object, ...]:
        due_at = None if answer.retry_at is None else self._held.instant(answer.retry_at)
        position, state, code, detail, _ = answer
        words = schema.without_nul(detail)
        return state.value, due_at, code, words, moment, self._issue_id, position

    def _claimed(self, statement: Prepared, most: int, *due: object) -> list[Claimed]:
        issue_id = self._issue_id
        found = self._held.found(statement, issue_id, *due, issue_id, most, self._owner, issue_id)
        return sorted(map(Claimed._make, found))  # no database promises an order here

    def _gone(self, moment: object) -> set[int]:
        """The positions of claimed rows whose readers unsubscribed; they are suppressed now."""
        issue_id = self._issue_id
        found = self._held.found(self._suppress, moment, issue_id, self._owner, issue_id)
        return {row[0] for row in found}


@contextmanager
def opened(db: Database, issue_id: str, owner: int) -> Iterator[Book]:
    """The issue's ledger, kept by the sender of that number (see senders.py)."""
    with driver.held(db) as held:
        yield Book(held, issue_id, owner)


# ---------------------------------------------------------------- statements, one a function


def _word(word: str) -> sa.ColumnElement[str]:
    # Literally: only then do the databases see that an index of such rows alone will do.
    return sa.literal_column(f"'{word}'", sa.String)


def _mine() -> sa.ColumnElement[bool]:
    return _T.c.issue_id == sa.bindparam("issue")


def _claim(held: Held, state: str) -> Prepared:
    """Claim the first rows in that state, and give them."""
    issues = schema.issues
    goes_on = sa.exists().where(
        issues.c.id == sa.bindparam("issue"), issues.c.standing == _word(IssueStanding.OPEN)
    )
    due = [] if state == "pending" else [_T.c.due_at <= sa.bindparam("due", type_=sa.DateTime)]
    first = (
        sa.select(_T.c.position)
        .where(_mine(), _T.c.state == _word(state), *due, goes_on)
        .order_by(_T.c.due_at if due else _T.c.position)
        .limit(sa.bindparam("most", type_=sa.Integer))
        .offset(sa.literal_column("0"))  # else SQLite gets a parameter for it
        .with_for_update(skip_locked=True)  # another sender's rows are not waited for
        .cte("first")  # a subquery PostgreSQL may ask again for each row, and claim ever more
    )
    columns = (_T.c[name] for name in Claimed._fields)
    update = (
        sa.update(_T)
        .where(_mine(), _T.c.position.in_(sa.select(first.c.position)))
        .values(state=_word("claimed"), owner=sa.bindparam("who"), due_at=sa.null())
        .returning(*columns)
    )
    values = ("issue", *(["due"] if due else []), "issue", "most", "who", "issue")
    return held.prepared(update, *values)


def _suppress(held: Held) -> Prepared:
    """Suppress what the sender claimed for readers who unsubscribed, and give the positions."""
    t, issues = schema.suppressions, schema.issues
    newsletter = (
        sa.select(issues.c.newsletter).where(issues.c.id == sa.bindparam("issue")).scalar_subquery()
    )
    unsubscribed = sa.exists().where(
        t.c.reader == _T.c.reader, sa.or_(t.c.newsletter == _word(""), t.c.newsletter == newsletter)
    )
    update = (
        sa.update(_T)
        .where(
            _mine(), _T.c.owner == sa.bindparam("who"), _T.c.state == _word("claimed"), unsubscribed
        )
        .values(
            state=_word("suppressed"),
            owner=sa.null(),
            detail=_word(SUPPRESSED),
            updated_at=sa.bindparam("at"),
        )
        .returning(_T.c.position)
    )
    return held.prepared(update, "at", "issue", "who", "issue")


def _answer(held: Held) -> Prepared:
    """Record one answer."""
    update = (
        sa.update(_T)
        .where(_mine(), _T.c.position == sa.bindparam("which"))
        .values(
            state=sa.bindparam("new_state"),
            attempts=_T.c.attempts + sa.literal_column("1"),
            owner=sa.null(),
            connection=sa.null(),
            due_at=sa.bindparam("new_due_at"),
            code=sa.bindparam("new_code"),
            detail=sa.bindparam("new_detail"),
            updated_at=sa.bindparam("at"),
        )
    )
    order = ("new_state", "new_due_at", "new_code", "new_detail", "at", "issue", "which")
    return held.prepared(update, *order)


def _intend(held: Held) -> Prepared:
    """Record one intent."""
    update = (
        sa.update(_T)
        .where(_mine(), _T.c.position == sa.bindparam("which"))
        .values(
            state=_word("intent"), connection=sa.bindparam("over"), updated_at=sa.bindparam("at")
        )
    )
    return held.prepared(update, "over", "at", "issue", "which")


def _release(held: Held) -> Prepared:
    """Take one intent back."""
    update = (
        sa.update(_T)
        .where(_mine(), _T.c.position == sa.bindparam("which"))
        .values(state=_word("claimed"), connection=sa.null())
    )
    return held.prepared(update, "issue", "which")


def _give_back(held: Held) -> Prepared:
    """Let go of what one sender has claimed."""
    update = (
        sa.update(_T)
        .where(_mine(), _T.c.owner == sa.bindparam("who"), _T.c.state == _word("claimed"))
        .values(state=_word("pending"), owner=sa.null())
    )
    return held.prepared(update, "issue", "who")
