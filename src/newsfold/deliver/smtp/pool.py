"""The relay's connections: opens them, and shares the mails out among them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from math import inf
from random import Random
from typing import Any

from newsfold import config
from newsfold.deliver.smtp.clerk import Clerk
from newsfold.deliver.smtp.conversation import Transaction
from newsfold.deliver.smtp.features import Features
from newsfold.deliver.smtp.opening import Unavailable
from newsfold.deliver.smtp.queue import Queue
from newsfold.deliver.smtp.session import Ending, Limits, Session
from newsfold.deliver.smtp.throttle import Throttle
from newsfold.deliver.smtp.wire import Wire
from newsfold.deliver.transport import Mails
from newsfold.errors import DeliveryError, NewsfoldError
from newsfold.model import Message, Outcome, Receipt

# A mail over which so many connections broke waits: it may be what breaks them.
MOST_BREAKS = 2
# How long answers are waited for when the run was told to stop; then they are in doubt. By eye.
STOP_S = 10.0

Opener = Callable[[], Awaitable[tuple[Wire, Features]]]


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a relay that takes no connection is tried, and how long is waited in between.

    Each wait is twice the last one, and shortened by chance by up to a half, so that several
    senders do not come back together.
    """

    tries: int = 4  # by eye: with the waits below under ten seconds; the next run tries again
    first_wait_s: float = 1.0

    def wait_s(self, tried: int, chance: Random) -> float:
        """The wait after that many tries."""
        return self.first_wait_s * pow(2.0, tried - 1) * chance.uniform(0.5, 1)


class Pool:
    """One delivery over at most `connections` connections."""

    def __init__(
        self,
        mails: Mails,
        open_one: Opener,
        *,
        connections: int,
        mails_per_connection: int,
        pace: config.Pace,
        limits: Limits,
        patience: Patience,
        chance: Random,
    ) -> None:
        self._mails = mails
        self._queue = Queue(mails, pace)
        self._open_one = open_one
        self._throttle = Throttle(connections)
        self._most = mails_per_connection
        self._limits = limits
        self._patience = patience
        self._chance = chance
        self._clerk = Clerk(mails, failed=self._fail, told_to_stop=self._stop)
        self._breaks: Counter[str] = Counter()
        self._sessions: set[Session] = set()
        self._dismissed: set[Session] = set()  # they take no more: there are too many
        self._closed_after: Counter[int] = Counter()  # mails, connections closed by the relay
        self._alarm: asyncio.TimerHandle | None = None  # when a mail's time comes
        self._slots: set[asyncio.Task[None]] = set()
        self._in_vain = 0  # connections in a row that carried nothing
        self._failure: BaseException | None = None
        self._stopping = False

    async def run(self) -> None:
        """Hand over all mails. Raises: what ended it early; all answers are recorded then."""
        asyncio.get_running_loop().set_exception_handler(self._unforeseen)
        try:
            self._open_slot()
            while self._slots:
                await asyncio.wait(self._slots, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self._wind_up()
        if self._failure is not None:
            raise self._failure

    # ------------------------------------------------------------ the desk of the sessions

    def take(self, session: Session) -> Message | None:
        """The next mail; None when there is none yet, or the session is one too many."""
        if self._stopping or self._surplus(session):
            return None
        try:
            message = self._queue.next(self._now())
        except NewsfoldError as error:
            self._fail(error)
            return None
        if message is None and self._queue.due_at is not None:
            self._set_alarm(self._queue.due_at)
        return message

    def waits(self, session: Session) -> bool:
        """Whether a mail waits for its time."""
        return (
            not self._stopping and session not in self._dismissed and self._queue.due_at is not None
        )

    def _surplus(self, session: Session) -> bool:
        """Whether this session is to end; a surplus of sessions shrinks one by one."""
        if not self._dismissed and len(self._sessions) <= self._throttle.connections:
            return False
        if session in self._dismissed:
            return True
        staying = len(self._sessions - self._dismissed)
        if staying > self._throttle.connections and session in self._sessions:
            self._dismissed.add(session)
        return session in self._dismissed

    def _set_alarm(self, due_at: float) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        if due_at != inf:
            self._alarm = asyncio.get_running_loop().call_at(due_at, self._wake)

    def _wake(self) -> None:
        for session in [*self._sessions]:
            session.wake()

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()

    def ready(self, session: Session, mail: Transaction) -> None:
        """Put the mail's intent into the next transaction."""
        self._clerk.ready(session, mail)

    def settled(self, mail: Transaction) -> None:
        """Put the mail's receipt into the next transaction."""
        assert mail.receipt is not None
        self._answer(mail.message, mail.receipt)

    def dropped(self, mail: Transaction) -> None:
        """Make room for another mail."""
        self._queue.ended(mail.message)

    def _answer(self, message: Message, receipt: Receipt) -> None:
        self._clerk.answered(message, receipt)
        self._queue.ended(message)
        self._throttle.answered(deferred=receipt.outcome is Outcome.DEFERRED)
        loop = asyncio.get_running_loop()
        if len(self._slots) < self._throttle.connections:
            loop.call_soon(self._open_slot)
        if self._queue.due_at is not None:
            loop.call_soon(self._wake)

    # ------------------------------------------------------------ connections

    def _open_slot(self) -> None:
        if len(self._slots) < self._throttle.connections and self._more():
            task = asyncio.create_task(self._slot())
            self._slots.add(task)
            task.add_done_callback(self._slot_ended)

    def _slot_ended(self, task: asyncio.Task[None]) -> None:
        self._slots.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._fail(error)

    def _more(self) -> bool:
        """Whether a mail may be begun now."""
        try:
            return not self._stopping and self._queue.ready(self._now())
        except NewsfoldError as error:
            self._fail(error)
            return False

    async def _mail_waits(self) -> bool:
        """Whether this slot is to open a connection; waits until a mail may be begun."""
        while not self._more():
            due_at = self._queue.due_at
            if self._stopping or self._sessions or due_at is None:
                return False
            await asyncio.sleep(due_at - self._now())
        return len(self._slots) <= self._throttle.connections

    async def _slot(self) -> None:
        """Keep one connection open as long as there are mails for it."""
        while await self._mail_waits():
            try:
                wire, able = await self._open_one()
            except Unavailable as problem:
                if not await self._try_again(problem):
                    return
                continue
            except DeliveryError as error:
                self._fail(error)
                return
            session = Session(wire, able, self, self._limits, self._most, self._free_number())
            self._sessions.add(session)
            self._clerk.enough = (len(self._sessions) + 1) // 2
            self._open_slot()  # one after the other: a refused login is tried once only
            ending = await session.done
            self._sessions.discard(session)
            self._clerk.enough = (len(self._sessions) + 1) // 2
            self._dismissed.discard(session)
            self._clear_up(ending)
            if ending.carried or not ending.left_behind:
                self._in_vain = 0
            elif not await self._try_again(Unavailable(ending.why, ending.code)):
                return

    def _free_number(self) -> int:
        """The lowest number that no open connection has."""
        used = {session.number for session in self._sessions}
        return next(number for number in count() if number not in used)

    async def _try_again(self, problem: Unavailable) -> bool:
        """Wait a little, unless other connections do the work or enough was tried."""
        self._throttle.refused()
        if self._sessions or self._stopping:
            return False
        self._in_vain += 1
        if self._in_vain >= self._patience.tries:
            self._fail(
                DeliveryError(
                    f"{problem}; tried {self._in_vain} times; run the same command later for the "
                    "rest",
                    code=problem.code,
                )
            )
            return False
        await asyncio.sleep(self._patience.wait_s(self._in_vain, self._chance))
        return True

    def _clear_up(self, ending: Ending) -> None:
        """Find a place for each mail that a connection left behind."""
        if ending.error is not None:
            self._fail(ending.error)
        if ending.code is not None and ending.left_behind:
            self._learn(ending.carried)
        for left in reversed(ending.left_behind):  # what is put back keeps its order
            blamed = left.first and ending.code is None and not self._stopping
            self._breaks[left.message.message_id] += blamed
            if left.in_doubt:
                why = f"all was sent, then no answer came: {ending.why}"
                self._answer(left.message, Receipt(Outcome.IN_DOUBT, None, why))
            elif self._breaks[left.message.message_id] >= MOST_BREAKS:
                why = f"not delivered: {ending.why}"
                self._answer(left.message, Receipt(Outcome.DEFERRED, None, why))
                self._in_vain = 0  # that mail was the reason
            else:
                self._put_back(left.message)

    def _learn(self, carried: int) -> None:
        """A relay that closes two connections after as many mails has a limit; one is chance."""
        self._closed_after[carried] += 1
        if carried and self._closed_after[carried] > 1:
            self._most = min(self._most or carried, carried)

    def _put_back(self, message: Message) -> None:
        """Keep a mail that surely is not delivered for another connection."""
        self._clerk.taken_back(message)
        self._queue.put_back(message)

    # ------------------------------------------------------------ the end

    def _fail(self, error: BaseException) -> None:
        """End the run; the first reason is the one to tell."""
        self._failure = self._failure or error
        self._stop()

    def _stop(self) -> None:
        """Begin no more mails."""
        if not self._stopping:
            self._stopping = True
            for session in [*self._sessions]:
                session.stop()

    def _unforeseen(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """An exception out of a callback ends the run instead of being printed."""
        self._fail(context.get("exception") or RuntimeError(context["message"]))

    async def _wind_up(self) -> None:
        """Wait a little for answers that are owed, then record all that is known."""
        if self._slots:  # we were cancelled
            self._fail(asyncio.CancelledError())
            await asyncio.wait(self._slots, timeout=STOP_S)
        for session in [*self._sessions]:
            session.cut("stopped while the answer was waited for")
            self._clear_up(session.done.result())
        for slot in [*self._slots]:
            slot.cancel()
        await self._clerk.close()
