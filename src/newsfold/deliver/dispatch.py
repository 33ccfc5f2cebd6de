"""Hands over every mail that a frozen issue owes, and keeps the ledger on it.

    ledger.owed ─► take ─► message ─► transport ─► record ─► ledger.advance

The transport takes mails as it can send them, and says in one step which were answered and whose
bodies are to leave next; the step is one transaction of the ledger. A kill therefore leaves in
doubt what was intended and not answered: one mail for each of a relay's connections.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo

from newsfold import config
from newsfold.deliver import allowance
from newsfold.deliver.message import CompiledMessage
from newsfold.deliver.transport import Transport
from newsfold.deliver.unsubscribe import Unsubscribe
from newsfold.errors import DeliveryError, NewsfoldError
from newsfold.model import Delivery, DeliveryState, IssueStanding, Message, Outcome, Receipt
from newsfold.store import ledger, standing
from newsfold.store.database import Database
from newsfold.store.ledger import Answer

TAKEN = 100  # recipients read at once, their unsubscribes rechecked then; chosen by eye
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
    waiting: int = 0  # owed, and held back by delivery.pace

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
    zone: tzinfo = UTC,
) -> Tally:
    """Hand over what is owed now; call under the newsletter's lock. `compiled` is by variant,
    `zone` is the newsletter's.

    `progress` is called after each step that is on the disk; an exception of its ends the run
    there, with nothing in doubt. Raises: DeliveryError when the transport takes no more; the
    rest stays owed, and what was sent before is recorded.
    """
    work = _Work(db, issue_id, compiled, links_for, settings, clock, progress, zone)
    work.begin("resend" if transport.idempotent else settings.in_doubt)
    transport.carry(work)
    work.record()
    if work.stopped is not None:
        raise work.stopped
    return work.finished()


@dataclass(slots=True)
class _Work:
    """One call of `deliver`, as the mails that the transport takes and records.

    `take` and `record` may be called by two threads, but each by one at a time.
    """

    db: Database
    issue_id: str
    compiled: Mapping[str, CompiledMessage]
    links_for: Callable[[str], Unsubscribe]
    settings: config.Delivery
    clock: Callable[[], datetime]
    progress: Callable[[Tally], None]
    zone: tzinfo
    allowed: int | None = None  # mails that may still be taken; None: any number
    waiting: deque[Delivery] = field(default_factory=deque)  # read, not taken yet
    taken: dict[str, Delivery] = field(default_factory=dict)  # by Message-ID; not answered yet
    impossible: deque[tuple[Delivery, Receipt]] = field(default_factory=deque)
    gone: deque[Delivery] = field(default_factory=deque)  # suppressed, not counted yet
    tally: Tally = Tally()
    refused: int = 0  # for good, one after the other
    stopped: NewsfoldError | None = None  # why the run is to end

    def begin(self, policy: ledger.Policy) -> None:
        """Settle what a dead process left in doubt."""
        left = ledger.recover(self.db, self.issue_id, policy, now=self.clock())
        self.tally = Tally(
            already=ledger.counts(self.db, self.issue_id).get(DeliveryState.SENT, 0),
            in_doubt=left if policy == "hold" else 0,
            failed=left if policy == "skip" else 0,
        )
        pace = self.settings.pace
        if pace.mails_per_day or pace.warm_up_mails:
            self.allowed = allowance.mails(
                pace,
                sent_in_24_hours=ledger.sent_since(self.db, self.clock() - allowance.DAY),
                first_sent=ledger.first_sent(self.db),
                now=self.clock(),
            )

    def finished(self) -> Tally:
        """The tally, with what is owed and had to wait."""
        if self.allowed != 0 and self._in_hours():
            return self.tally
        waiting = ledger.counts(self.db, self.issue_id).get(DeliveryState.PENDING, 0)
        return self.tally + Tally(waiting=waiting)

    def take(self) -> Message | None:
        """The next mail that is owed now."""
        while self.stopped is None and self.allowed != 0 and (row := self._next()):
            if row.state is DeliveryState.SUPPRESSED:
                self.gone.append(row)
                continue
            try:
                message = self._message(row)
            except ValueError as error:  # the address allows none
                self.impossible.append((row, Receipt(Outcome.FAILED, None, str(error))))
                continue
            self.taken[message.message_id] = row
            self.allowed = None if self.allowed is None else self.allowed - 1
            return message
        return None

    def record(
        self,
        *,
        answers: Sequence[tuple[Message, Receipt]] = (),
        release: Sequence[Message] = (),
        intend: Sequence[Message] = (),
    ) -> bool:
        """Keep one step in one transaction, then tell the progress."""
        judged = [self._judged(self._row(message), receipt) for message, receipt in answers]
        judged += [self._judged(*self.impossible.popleft()) for _ in range(len(self.impossible))]
        self._advance([answer for answer, _ in judged], release, intend)
        self._count(judged)
        self._stop_losses(answers)
        for message, _ in answers:
            del self.taken[message.message_id]
        try:
            self.progress(self.tally)
        except NewsfoldError as error:  # our caller's own, and given back to it
            self.stopped = self.stopped or error
        if self.stopped is not None:
            self._advance([], intend, [])
        return self.stopped is None

    def _advance(
        self, answers: Sequence[Answer], release: Sequence[Message], intend: Sequence[Message]
    ) -> None:
        ledger.advance(
            self.db,
            self.issue_id,
            answers=answers,
            release=[self._row(message).email for message in release],
            intend=[self._row(message).email for message in intend],
            now=self.clock(),
        )

    def _next(self) -> Delivery | None:
        if not self.waiting and self._open() and self._in_hours():
            # Those under way are still owed as the ledger sees it, and come back with the others.
            under_way = {row.email for row in self.taken.values()}
            under_way.update(row.email for row, _ in self.impossible)
            limit = TAKEN + len(under_way)
            rows = ledger.owed(self.db, self.issue_id, now=self.clock(), limit=limit)
            self.waiting.extend(row for row in rows if row.email not in under_way)
        return self.waiting.popleft() if self.waiting else None

    def _open(self) -> bool:
        """Whether the issue was not paused or cancelled meanwhile."""
        stands = standing.of(self.db, self.issue_id)
        if stands is None or stands.state is IssueStanding.OPEN:
            return True
        self.stopped = DeliveryError(
            f"{self.issue_id} is {stands.state.value}; 'digest issues resume {self.issue_id}' lets "
            "a paused one go on"
        )
        return False

    def _in_hours(self) -> bool:
        return allowance.at_this_hour(self.settings.pace.hours, self.clock().astimezone(self.zone))

    def _stop_losses(self, answers: Sequence[tuple[Message, Receipt]]) -> None:
        """Pause the issue when one mail after the other is refused for good."""
        limit = self.settings.stop_after_refusals
        for _, receipt in answers:
            if receipt.outcome is Outcome.SENT:
                self.refused = 0
            self.refused += receipt.outcome is Outcome.FAILED
        if not limit or self.refused < limit or self.stopped is not None:
            return
        why = f"{self.refused:,} mails in a row were refused for good; the last: {receipt.text}"
        standing.pause(self.db, self.issue_id, why)
        self.stopped = DeliveryError(
            f"{self.issue_id} is paused: {why}; see 'digest deliveries list --issue "
            f"{self.issue_id} --state failed', then 'digest issues resume {self.issue_id}'"
        )

    def _message(self, row: Delivery) -> Message:
        return self.compiled[row.variant].to(row.email, row.name, self.links_for(row.email))

    def _row(self, message: Message) -> Delivery:
        return self.taken[message.message_id]

    def _judged(self, row: Delivery, receipt: Receipt) -> tuple[Answer, Tally]:
        return judged(row, receipt, self.settings, self.clock())

    def _count(self, judged: Sequence[tuple[Answer, Tally]]) -> None:
        suppressed = len(self.gone)
        for _ in range(suppressed):
            self.gone.popleft()
        self.tally += sum((counted for _, counted in judged), Tally(suppressed=suppressed))


def judged(
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
