"""Hands over every mail that a frozen issue owes: take, intend, send, record.

    ledger.owed ─► message ─► ledger.advance(intend) ─► transport.send ─► ledger.advance(answers)

The answers of one group and the intents of the next share a transaction. A kill therefore leaves
at most one group in doubt: one message for a relay, GROUP for a transport that may repeat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import datetime, timedelta

from newsfold import config
from newsfold.deliver.message import CompiledMessage
from newsfold.deliver.transport import Transport
from newsfold.deliver.unsubscribe import Unsubscribe
from newsfold.errors import DeliveryError
from newsfold.model import Delivery, DeliveryState, Message, Outcome, Receipt
from newsfold.store import ledger
from newsfold.store.database import Database
from newsfold.store.ledger import Answer

TAKEN = 100  # recipients read at once, their unsubscribes rechecked then; chosen by eye
GROUP = 100  # intents open at once where repeating is harmless: one fsync for 100; chosen by eye
MAX_RETRY = timedelta(hours=4)  # RFC 5321 4.5.4.1 asks for at least 30 minutes; chosen by eye


@dataclass(frozen=True, slots=True)
class Tally:
    """What one run did with the recipients that it took, and how many had the issue `already`."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    suppressed: int = 0
    in_doubt: int = 0
    already: int = 0

    @property
    def handled(self) -> int:
        """How many recipients this run settled or tried."""
        return self.sent + self.deferred + self.failed + self.suppressed + self.in_doubt

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


def deliver(
    db: Database,
    issue_id: str,
    transport: Transport,
    compiled: Mapping[str, CompiledMessage],
    *,
    links_for: Callable[[str], Unsubscribe],
    settings: config.Delivery,
    clock: Callable[[], datetime],
    progress: Callable[[Tally], None],
) -> Tally:
    """Hand over what is owed now; call under the newsletter's lock. `compiled` is by variant.

    `progress` is called after each step that is on the disk; an exception of its ends the run
    there, with nothing in doubt. Raises: DeliveryError when the transport takes no more; the
    rest stays owed, and what was sent before is recorded.
    """
    work = _Work(db, issue_id, transport, compiled, links_for, settings, clock, progress)
    work.begin()
    while rows := ledger.owed(db, issue_id, now=clock(), limit=TAKEN):
        work.hand_over(rows)
    return work.tally


@dataclass(slots=True)
class _Work:
    """One call of `deliver`: its arguments, what is not on the disk yet, and the tally so far."""

    db: Database
    issue_id: str
    transport: Transport
    compiled: Mapping[str, CompiledMessage]
    links_for: Callable[[str], Unsubscribe]
    settings: config.Delivery
    clock: Callable[[], datetime]
    progress: Callable[[Tally], None]
    answers: list[Answer] = field(default_factory=list)  # came in, not recorded yet
    unsent: list[str] = field(default_factory=list)  # intents whose body surely has not left
    tally: Tally = Tally()

    def begin(self) -> None:
        """Settle what a dead process left in doubt."""
        policy = "resend" if self.transport.idempotent else self.settings.in_doubt
        left = ledger.recover(self.db, self.issue_id, policy, now=self.clock())
        self.tally = Tally(
            already=ledger.counts(self.db, self.issue_id).get(DeliveryState.SENT, 0),
            in_doubt=left if policy == "hold" else 0,
            failed=left if policy == "skip" else 0,
        )

    def hand_over(self, rows: Sequence[Delivery]) -> None:
        """Send to these recipients; whatever happens, every answer that came is recorded."""
        gone = sum(row.state is DeliveryState.SUPPRESSED for row in rows)
        self.tally += Tally(suppressed=gone)
        wanted = [row for row in rows if row.state is not DeliveryState.SUPPRESSED]
        try:
            for group in _groups(wanted, GROUP if self.transport.idempotent else 1):
                self._send(group)
        finally:
            self._advance([])
        self.progress(self.tally)

    def _send(self, group: Sequence[Delivery]) -> None:
        messages = [(row, message) for row in group if (message := self._message(row))]
        self._advance([row.email for row, _ in messages])
        self.progress(self.tally)
        for row, message in messages:
            self.unsent.pop(0)
            try:
                receipt = self.transport.send(message)
            except DeliveryError:
                self.unsent.insert(0, row.email)
                raise
            self._answer(row, receipt)

    def _advance(self, intend: list[str]) -> None:
        ledger.advance(
            self.db,
            self.issue_id,
            answers=self.answers,
            release=self.unsent,
            intend=intend,
            now=self.clock(),
        )
        self.answers, self.unsent = [], list(intend)

    def _message(self, row: Delivery) -> Message | None:
        """The recipient's mail; None, answered as failed, when the address allows none."""
        try:
            return self.compiled[row.variant].to(row.email, row.name, self.links_for(row.email))
        except ValueError as error:
            self._answer(row, Receipt(Outcome.FAILED, None, str(error)))
            return None

    def _answer(self, row: Delivery, receipt: Receipt) -> None:
        answer, counted = _judged(row, receipt, self.settings, self.clock())
        self.answers.append(answer)
        self.tally += counted


def _judged(
    row: Delivery, receipt: Receipt, settings: config.Delivery, now: datetime
) -> tuple[Answer, Tally]:
    """What the ledger keeps of a receipt, and how it counts."""
    in_doubt = receipt.outcome is Outcome.IN_DOUBT
    if receipt.outcome in (Outcome.SENT, Outcome.FAILED):
        counted = Tally(sent=1) if receipt.outcome is Outcome.SENT else Tally(failed=1)
        return Answer(row.email, receipt), counted
    if in_doubt and settings.in_doubt == "hold":
        return Answer(row.email, receipt), Tally(in_doubt=1)
    attempt = row.attempts + 1
    if attempt >= settings.max_attempts or (in_doubt and settings.in_doubt == "skip"):
        why = "skipped in doubt" if in_doubt else f"given up after {attempt} attempts"
        failed = replace(receipt, outcome=Outcome.FAILED, text=f"{why}: {receipt.text}")
        return Answer(row.email, failed), Tally(failed=1)
    later = replace(receipt, outcome=Outcome.DEFERRED)
    retry_at = now + retry_after(attempt, settings)
    return Answer(row.email, later, retry_at), Tally(in_doubt=1) if in_doubt else Tally(deferred=1)


def retry_after(attempt: int, settings: config.Delivery) -> timedelta:
    """How long to wait after that many attempts: twice as long each time, at most MAX_RETRY."""
    seconds = settings.retry_minutes * 60 * pow(2.0, attempt - 1)  # no timedelta: it may overflow
    return timedelta(seconds=min(seconds, MAX_RETRY.total_seconds()))


def _groups(rows: Sequence[Delivery], size: int) -> Iterator[Sequence[Delivery]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))
