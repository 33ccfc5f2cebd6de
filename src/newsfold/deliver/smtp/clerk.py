"""Keeps the ledger in step with the connections; what takes waiting is done by a thread of its own.

The answers and intents of all connections that came up while one step was brought onto the disk go
into the next. A body leaves only when its intent is there, so that after a kill, or a power cut, at
most one mail of each connection is in doubt.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import NamedTuple

from newsfold.deliver.smtp.conversation import Transaction
from newsfold.deliver.smtp.session import Session
from newsfold.deliver.transport import Mails
from newsfold.model import Message, Receipt

# How long a step waits for more to go into it: one costs about as much as ten mails in it, and the
# connections that do not wait keep the relay busy meanwhile. By measurement (bench/delivery).
WAIT_S = 0.001


@dataclass(slots=True)
class _Step:
    """What goes into one transaction."""

    answers: list[tuple[Message, Receipt]] = field(default_factory=list)
    release: list[Message] = field(default_factory=list)
    intend: list[tuple[Session, Transaction]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.answers or self.release or self.intend)


class _Kept(NamedTuple):
    """What became of a step: whether the ledger has it, whether the run goes on, and why not."""

    recorded: bool
    goes_on: bool
    error: BaseException | None = None


class Clerk:
    """Writes one step after the other. All but `_wait` is called in the loop's thread.

    `failed` is told why a step could not be written, `told_to_stop` is called when the book says
    that the run is to end.
    """

    def __init__(
        self,
        mails: Mails,
        *,
        failed: Callable[[BaseException], None],
        told_to_stop: Callable[[], None],
    ) -> None:
        self._mails = mails
        self._failed = failed
        self._told_to_stop = told_to_stop
        self._loop = asyncio.get_running_loop()
        self._step = _Step()
        self._writing = False
        self.enough = 1  # mails that wait for a step: it begins, without waiting for more
        self._timer: asyncio.TimerHandle | None = None  # when it begins in any case
        self._intended: set[str] = set()  # Message-IDs whose intent is, or may be, in the ledger
        self._idle = asyncio.Event()
        self._idle.set()
        self._steps: SimpleQueue[tuple[_Step, _Kept | None] | None] = SimpleQueue()
        # Two threads that take turns cost more than what a step that does not wait costs the loop.
        self._thread: threading.Thread | None = None
        if mails.waits or mails.flushes:
            self._thread = threading.Thread(target=self._wait, name="ledger", daemon=True)
            self._thread.start()

    def answered(self, message: Message, receipt: Receipt) -> None:
        """Record what became of a mail."""
        self._step.answers.append((message, receipt))
        self._soon()

    def ready(self, session: Session, mail: Transaction) -> None:
        """Record that the mail is to leave, then tell the session to go on."""
        self._step.intend.append((session, mail))
        self._soon()

    def taken_back(self, message: Message) -> None:
        """Forget, or release, the intent of a mail that surely is not delivered."""
        step = self._step
        step.intend = [(s, m) for s, m in step.intend if m.message is not message]
        if message.message_id in self._intended:
            self._intended.discard(message.message_id)
            step.release.append(message)
            self._soon()

    async def close(self) -> None:
        """Write what is left, once more even what could not be written, and end."""
        await self._idle.wait()
        if self._step:
            self._begin()
            await self._idle.wait()
        if self._thread is not None:
            self._steps.put(None)
            self._thread.join()

    def _soon(self) -> None:
        """Begin a step when enough mails wait for it, and before long in any case."""
        if self._writing:
            return
        if len(self._step.intend) >= self.enough:
            self._begin()
        elif self._timer is None:
            self._timer = self._loop.call_later(WAIT_S, self._begin)

    def _begin(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        step = self._step
        if self._writing or not step:
            return
        self._step = _Step()
        self._writing = True
        self._idle.clear()
        self._intended.difference_update([message.message_id for message, _ in step.answers])
        self._intended.update([mail.message.message_id for _, mail in step.intend])
        kept = None if self._mails.waits else self._recorded(step)
        if kept is None or (kept.recorded and self._mails.flushes):
            self._steps.put((step, kept))
        else:
            self._written(step, kept)

    def _wait(self) -> None:
        """The thread's work."""
        while (given := self._steps.get()) is not None:
            step, kept = given
            kept = self._recorded(step) if kept is None else kept
            self._loop.call_soon_threadsafe(self._written, step, self._flushed(kept))

    def _recorded(self, step: _Step) -> _Kept:
        try:
            goes_on = self._mails.record(
                answers=step.answers,
                release=step.release,
                intend=[mail.message for _, mail in step.intend],
                over=[session.number for session, _ in step.intend],
                flush=False,
            )
        except BaseException as problem:  # noqa: BLE001  told to the pool, which raises it
            return _Kept(recorded=False, goes_on=False, error=problem)
        return _Kept(recorded=True, goes_on=goes_on)

    def _flushed(self, kept: _Kept) -> _Kept:
        """What became of a step that was to be brought onto the disk, too."""
        try:
            if kept.recorded:
                self._mails.flush()
        except BaseException as problem:  # noqa: BLE001  told to the pool, which raises it
            return kept._replace(goes_on=False, error=problem)
        return kept

    def _written(self, step: _Step, kept: _Kept) -> None:
        """Let the bodies go whose intents are on the disk now."""
        self._writing = False
        if kept.error is None and kept.goes_on:
            for session, mail in step.intend:
                if self._mails.withdrawn(mail.message):
                    session.drop(mail)
                else:
                    session.go(mail)
            if self._step:
                self._soon()
        else:
            intended = [mail.message for _, mail in step.intend]
            self._intended.difference_update([message.message_id for message in intended])
            if kept.error is None:
                self._told_to_stop()
            elif kept.recorded:  # and may be undone: nothing of these mails leaves
                self._step.release += intended
            else:  # its answers are still to be kept
                self._step.answers[:0] = step.answers
                self._step.release[:0] = step.release
            if kept.error is not None:
                self._failed(kept.error)
        if not self._writing:
            self._idle.set()
