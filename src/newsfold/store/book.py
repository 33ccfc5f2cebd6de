"""One issue's ledger as one sender keeps it while it sends: claims rows, and moves them on.

A step is one transaction: the answers to what was sent, the intents of what leaves next, and new
claims before they are needed. See ledger.py for the states, and for all that is not so frequent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from newsfold.model import DeliveryState, IssueStanding
from newsfold.store import driver, schema
from newsfold.store.database import Database
from newsfold.store.driver import Batched, Held, Prepared

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
    """What a step gave: rows in frozen order, the untried first; and the positions of what this
    sender had claimed and is not to send: the readers left since the freeze."""

    rows: list[Claimed]
    gone: set[int]


class Book:
    """The open ledger of one issue. One thread at a time."""

    def __init__(self, held: Held, issue_id: str, owner: int) -> None:
        self._held = held
        self._issue_id = issue_id
        self._owner = owner
        self._claim_untried = _claim(held, "pending")
        self._claim_deferred = _claim(held, "deferred")
        self._suppress = _suppress(held)
        self._answer = _answer()
        self._intend = _intend()
        self._release = _release()
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
        """Record one step of a delivery in one transaction: see `flush`.

        `release` are positions of intents of which nothing left this machine: they are claimed
        again, and no attempt is counted. An intent is kept of what this sender still holds, and is
        `gone` otherwise; but for a sent mail, so is the answer to what was suppressed meanwhile.
        Up to `claim` rows that are due are claimed, none while the issue is paused or cancelled.
        Raises: StoreError; then nothing of the step was kept.
        """
        found: list[Claimed] = []
        gone: set[int] = set()
        kept: Callable[[], list[Any]] = list
        if not (answers or release or intend or claim):
            return Claims(found, gone)
        issue_id, moment = self._issue_id, self._held.instant(now)
        with self._held.begin():
            if answers:
                rows = [self._answered(answer) for answer in answers]
                self._held.run_batch(self._answer, rows, moment, issue_id)
            if release:
                own = [(at,) for at in release]
                self._held.run_batch(self._release, own, issue_id, self._owner)
            if intend:
                kept = self._held.run_batch(self._intend, intend, moment, issue_id, self._owner)
            if claim:
                found = self._claimed(self._claim_untried, claim)
                if len(found) < claim:
                    found += self._claimed(self._claim_deferred, claim - len(found), moment)
                gone = self._gone(moment)
        left = [row for row in found if row.position not in gone]
        if intend:
            gone |= {intent.position for intent in intend} - {row[0] for row in kept()}
        return Claims(left, gone)

    @property
    def flushes(self) -> bool:
        """Whether `flush` waits for a disk."""
        return self._held.flushes

    def flush(self) -> None:
        """Wait until a power cut can undo no step that was recorded before, with 'full' durability.

        Another thread may call this at any time. Raises: StoreError when the disk fails.
        """
        self._held.flush()

    def give_back(self) -> None:
        """Let go of all that is claimed and not intended: others may claim it."""
        with self._held.begin():
            self._held.run(self._give_back, self._issue_id, self._owner)

    def _answered(self, answer: Answer) -> tuple[object, ...]:
        position, state, code, detail, due_at = answer
        words = schema.without_nul(detail)
        if due_at is not None:
            return position, state._value_, code, words, self._held.instant(due_at)
        return position, state._value_, code, words, None  # 'value' is slow before Python 3.12

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


def _answer() -> Batched:
    """Record answers; what is suppressed stays so, unless its mail was sent nevertheless."""
    columns: dict[str, TypeEngine[Any]] = {
        "which": sa.Integer(),
        "state": sa.String(),
        "code": sa.Integer(),
        "detail": sa.String(),
        "due_at": sa.DateTime(timezone=True),
    }

    def update(new: sa.CTE) -> sa.Update:
        meant = sa.or_(_T.c.state != _word("suppressed"), new.c.state == _word("sent"))
        return (
            _updated(new)
            .where(meant)
            .values(
                state=new.c.state,
                attempts=_T.c.attempts + sa.literal_column("1"),
                owner=sa.null(),
                connection=sa.null(),
                due_at=new.c.due_at,
                code=new.c.code,
                detail=new.c.detail,
                updated_at=sa.bindparam("at"),
            )
        )

    return Batched(update, columns, ("at", "issue"))


def _intend() -> Batched:
    """Record intents of what the sender has claimed, and give the positions."""

    def update(new: sa.CTE) -> sa.Executable:
        return (
            _updated(new)
            .where(_T.c.state == _word("claimed"), _T.c.owner == sa.bindparam("who"))
            .values(state=_word("intent"), connection=new.c.over, updated_at=sa.bindparam("at"))
            .returning(_T.c.position)
        )

    return Batched(update, {"which": sa.Integer(), "over": sa.Integer()}, ("at", "issue", "who"))


def _release() -> Batched:
    """Take intents back."""

    def update(new: sa.CTE) -> sa.Update:
        return (
            _updated(new)
            .where(_T.c.state == _word("intent"), _T.c.owner == sa.bindparam("who"))
            .values(state=_word("claimed"), connection=sa.null())
        )

    return Batched(update, {"which": sa.Integer()}, ("issue", "who"))


def _updated(new: sa.CTE) -> sa.Update:
    return sa.update(_T).where(_mine(), _T.c.position == new.c.which)


def _give_back(held: Held) -> Prepared:
    """Let go of what one sender has claimed."""
    update = (
        sa.update(_T)
        .where(_mine(), _T.c.owner == sa.bindparam("who"), _T.c.state == _word("claimed"))
        .values(state=_word("pending"), owner=sa.null())
    )
    return held.prepared(update, "issue", "who")
