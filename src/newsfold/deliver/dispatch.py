"""Hands over every mail that a frozen issue owes, and keeps the ledger on it.

    claimed ─► take ─► message ─► transport ─► record ─► book.step ─► claimed ...

The transport takes mails as it can send them, and says in one step which were answered and whose
bodies are to leave next; the step is one transaction of the ledger, which claims the rows for what
is taken later on. A kill therefore leaves in doubt what was intended and not answered: one mail
for each of a relay's connections.
"""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta, tzinfo
from threading import Lock

from newsfold import config
from newsfold.deliver import allowance
from newsfold.deliver.message import CompiledMessage
from newsfold.deliver.sharers import Sharers
from newsfold.deliver.transport import Transport
from newsfold.deliver.unsubscribe import Unsubscribe
from newsfold.errors import DeliveryError, StoreError
from newsfold.model import DeliveryState, IssueStanding, Message, Outcome, Receipt
from newsfold.store import book, ledger, senders, standing
from newsfold.store.book import Answer, Book, Claimed, Claims, Intent
from newsfold.store.database import Database

# Recipients claimed at once, their unsubscribes rechecked then, and how few of them are left when
# the next are claimed along with a step. A pause, or a reader who left, is noticed then. By eye.
CLAIMED, FEW = 200, 100
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
        names = [count.name for count in fields(self)]
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in names})


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
    recovered: Callable[[], None] = lambda: None,
) -> Tally:
    """Hand over what is owed now; call under the newsletter's lock. `compiled` is by variant,
    `zone` is the newsletter's.

    `recovered` is called once it is settled what dead processes left, before anything is taken.
    `progress` is called after each step that is kept; an exception of its ends the run
    there, with nothing in doubt. Raises: DeliveryError when the transport takes no more; the
    rest stays owed, and what was sent before is recorded.
    """
    with senders.present(db) as owner, book.opened(db, issue_id, owner) as kept:
        work = _Work(
            db, issue_id, owner, kept, compiled, links_for, settings, clock, progress, zone
        )
        work.begin(transport, recovered)
        try:
            transport.carry(work)
            work.record()
        finally:
            work.end()
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
    owner: int
    kept: Book
    compiled: Mapping[str, CompiledMessage]
    links_for: Callable[[str], Unsubscribe]
    settings: config.Delivery
    clock: Callable[[], datetime]
    progress: Callable[[Tally], None]
    zone: tzinfo
    lock: Lock = field(default_factory=Lock)  # one step of the book at a time
    allowed: int | None = None  # mails that may still be claimed; None: any number
    company: Sharers = field(init=False)  # who shares the limits a second
    recount: bool = False  # whether that is to be asked anew: other senders claim, too
    first_sent: datetime | None = None  # when the first mail ever was; asked for a warm-up alone
    waiting: deque[Claimed] = field(default_factory=deque)  # claimed, not taken yet
    taken: dict[str, Claimed] = field(default_factory=dict)  # by Message-ID; not answered yet
    impossible: deque[tuple[Claimed, Receipt]] = field(default_factory=deque)
    gone: set[int] = field(default_factory=set)  # positions of readers who left, and got no mail
    counts: Counter[str] = field(default_factory=Counter)  # by Tally's names
    refused: int = 0  # for good, one after the other
    unsent: list[int] = field(default_factory=list)  # positions of intents to take back
    stopped: BaseException | None = None  # why the run is to end

    def __post_init__(self) -> None:
        self.company = Sharers(self.db, self.owner)

    @property
    def sharers(self) -> int:
        """How many senders share the limits a second."""
        return self.company.count

    @property
    def waits(self) -> bool:
        """Whether `record` waits for a network."""
        return self.db.remote

    @property
    def flushes(self) -> bool:
        """Whether `flush` waits for a disk."""
        return self.kept.flushes

    def flush(self) -> None:
        """Put all that was recorded before beyond a power cut."""
        self.kept.flush()

    @property
    def name(self) -> str:
        """This sender's and this issue's in this database."""
        return self._name(self.owner)

    def _name(self, owner: int) -> str:
        whose = hashlib.blake2b(self.db.secret(), digest_size=16)
        whose.update(f"{self.issue_id} {owner}".encode())
        return whose.hexdigest()

    def begin(self, transport: Transport, recovered: Callable[[], None]) -> None:
        """Settle what a dead process left in doubt."""
        policy: ledger.Policy = "resend" if transport.idempotent else self.settings.in_doubt

        def evidence(owners: Collection[int], rows: Sequence[Claimed]) -> list[Answer | int]:
            told = transport.evidence([self._name(owner) for owner in owners]) if rows else {}
            return self._known(rows, told)

        left = ledger.recover(
            self.db, self.issue_id, policy, now=self.clock(), mine=self.owner, evidence=evidence
        )
        recovered()
        self.counts["already"] = ledger.counts(self.db, self.issue_id).get(DeliveryState.SENT, 0)
        self.counts["in_doubt"] = left if policy == "hold" else 0
        self.counts["failed"] = left if policy == "skip" else 0
        self.first_sent = ledger.first_sent(self.db) if self.settings.pace.warm_up_mails else None
        self.allowed = self._allowed()

    def _allowed(self) -> int | None:
        """How many mails may still be claimed today; None: any number."""
        pace, now = self.settings.pace, self.clock()
        if not (pace.mails_per_day or pace.warm_up_mails):
            return None
        leaving = ledger.leaving_since(self.db, now - allowance.DAY)
        return allowance.mails(pace, sent_in_24_hours=leaving, first_sent=self.first_sent, now=now)

    def _known(
        self, rows: Sequence[Claimed], told: Mapping[str, Receipt | None]
    ) -> list[Answer | int]:
        """What the ledger keeps of evidence by Message-ID."""
        known: list[Answer | int] = []
        for row in rows:
            message_id = self.compiled[row.variant].ids.of(row.email)
            if message_id not in told:
                continue
            receipt = told[message_id]
            if receipt is None:
                known.append(row.position)
                continue
            answer, name = judged(row, receipt, self.settings, self.clock())
            self.counts[name] += 1
            known.append(answer)
        return known

    def end(self) -> None:
        """Let go of what was claimed and not sent."""
        self._release()
        if self.waiting or self.taken:
            self.kept.give_back()
        self.flush()
        stands = standing.of(self.db, self.issue_id)
        if stands is not None and stands.state is IssueStanding.CANCELLED:
            standing.cancel(
                self.db, self.issue_id, now=self.clock()
            )  # what was ours, or is deferred since

    def finished(self) -> Tally:
        """The tally, with what is owed and had to wait."""
        if self.allowed == 0 or not self._in_hours():
            counts = ledger.counts(self.db, self.issue_id)
            self.counts["waiting"] = counts.get(DeliveryState.PENDING, 0)
        return Tally(**self.counts)

    def take(self) -> Message | None:
        """The next mail that is owed now."""
        while self.stopped is None and (row := self._next()):
            if row.position in self.gone:
                continue
            try:
                message = self.compiled[row.variant].to(
                    row.email, row.name, self.links_for(row.email)
                )
            except ValueError as error:  # the address allows none
                self.impossible.append((row, Receipt(Outcome.FAILED, None, str(error))))
                continue
            self.taken[message.message_id] = row
            return message
        return None

    def record(
        self,
        *,
        answers: Sequence[tuple[Message, Receipt]] = (),
        release: Sequence[Message] = (),
        intend: Sequence[Message] = (),
        over: Sequence[int] = (),
        flush: bool = True,
    ) -> bool:
        """Keep one step in one transaction, then tell the progress."""
        now = self.clock()
        told = [(self.taken[message.message_id], receipt) for message, receipt in answers]
        told += [self.impossible.popleft() for _ in range(len(self.impossible))]
        judgements = [
            judged(row, receipt, self.settings, now)
            for row, receipt in told
            if row.position not in self.gone or receipt.outcome is Outcome.SENT
        ]
        self._step(
            answers=[answer for answer, _ in judgements],
            release=self._positions(release),
            intend=[*map(Intent, self._positions(intend), over or [0] * len(intend))],
            now=now,
        )
        self.counts.update(name for _, name in judgements)
        self.gone.difference_update(answer.position for answer, _ in judgements)
        self.counts["suppressed"] = len(self.gone)
        for message, _ in answers:
            del self.taken[message.message_id]
        try:
            if flush:
                self.flush()
            if self.settings.pace.at_once:
                self.company.look()
            self._stop_losses(answers)
            self.progress(Tally(**self.counts))
        except BaseException as error:  # noqa: BLE001  the step is kept: `deliver` raises it
            self.stopped = self.stopped or error
        if self.stopped is not None:
            self.unsent += self._positions(intend)
            with suppress(StoreError):  # `end` tries again
                self._release()
        return self.stopped is None

    def _release(self) -> None:
        """Take back the intents of mails of which nothing left when the run was to end."""
        self._step(release=self.unsent, now=self.clock())
        self.unsent.clear()

    def withdrawn(self, message: Message) -> bool:
        """Whether an intended mail is not to leave: its reader left just before."""
        return self.taken[message.message_id].position in self.gone

    def _step(
        self,
        *,
        answers: Sequence[Answer] = (),
        release: Sequence[int] = (),
        intend: Sequence[Intent] = (),
        now: datetime,
    ) -> None:
        with self.lock:
            few = len(self.waiting) < FEW and bool(intend)
            claims = self.kept.step(
                answers=answers,
                release=release,
                intend=intend,
                claim=self._claimable() if few else 0,
                now=now,
            )
            self._keep(claims)

    def _next(self) -> Claimed | None:
        if not self.waiting:
            with self.lock:
                if not self.waiting and self._open():
                    claim = self._claimable()
                    self._keep(self.kept.step(claim=claim, now=self.clock()))
        return self.waiting.popleft() if self.waiting else None

    def _claimable(self) -> int:
        if self.stopped is not None or not self._in_hours():
            return 0
        if self.allowed is None:
            return CLAIMED
        if self.allowed and self.recount:
            self.recount = False
            self.allowed = min(self.allowed, self._allowed() or 0)
        return min(CLAIMED, self.allowed)

    def _keep(self, claims: Claims) -> None:
        self.waiting.extend(claims.rows)
        self.gone |= claims.gone
        if self.allowed is not None:
            self.allowed -= len(claims.rows)
            self.recount = self.recount or bool(claims.rows)

    def _positions(self, messages: Sequence[Message]) -> list[int]:
        return [self.taken[message.message_id].position for message in messages]

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
        hours = self.settings.pace.hours
        return not hours or allowance.at_this_hour(hours, self.clock().astimezone(self.zone))

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


def judged(
    row: Claimed, receipt: Receipt, settings: config.Delivery, now: datetime
) -> tuple[Answer, str]:
    """What the ledger keeps of a receipt, and which of Tally's numbers it adds to."""
    at, code, text = row.position, receipt.code, receipt.text
    in_doubt = receipt.outcome is Outcome.IN_DOUBT
    if receipt.outcome is Outcome.SENT:
        return Answer(at, DeliveryState.SENT, code, text), "sent"
    if receipt.outcome is Outcome.FAILED:
        return Answer(at, DeliveryState.FAILED, code, text), "failed"
    if in_doubt and settings.in_doubt == "hold":
        return Answer(at, DeliveryState.INTENT, code, text), "in_doubt"
    attempt = row.attempts + 1
    if attempt >= settings.max_attempts or (in_doubt and settings.in_doubt == "skip"):
        why = "skipped in doubt" if in_doubt else f"given up after {attempt} attempts"
        return Answer(at, DeliveryState.FAILED, code, f"{why}: {text}"), "failed"
    retry_at = now + retry_after(attempt, settings)
    answer = Answer(at, DeliveryState.DEFERRED, code, text, retry_at)
    return answer, "in_doubt" if in_doubt else "deferred"


def retry_after(attempt: int, settings: config.Delivery) -> timedelta:
    """How long to wait after that many attempts: twice as long each time, at most MAX_RETRY."""
    seconds = settings.retry_minutes * 60 * pow(2.0, attempt - 1)  # no timedelta: it may overflow
    return timedelta(seconds=min(seconds, MAX_RETRY.total_seconds()))
