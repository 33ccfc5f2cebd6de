"""Carries mails over one open connection: joins conversation and wire, and minds the time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Protocol

from newsfold.deliver.smtp.conversation import Conversation, Stage, Transaction
from newsfold.deliver.smtp.features import Features
from newsfold.deliver.smtp.wire import Wire
from newsfold.errors import DeliveryError
from newsfold.model import Message

QUIT_S = 5.0  # for the answer to QUIT: all is answered by then, and QUIT is manners; by eye


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a connection may be silent, in seconds, before it is given up."""

    answer_s: float = 300.0  # RFC 5321 4.5.3.2.2 and .3: MAIL and RCPT; DATA's is shorter
    block_s: float = 180.0  # RFC 5321 4.5.3.2.5: while it reads a mail
    verdict_s: float = 600.0  # RFC 5321 4.5.3.2.6: over a whole mail
    idle_s: float = 60.0  # how long we keep one open unused; a relay waits for 300 (4.5.3.2.7)


class Desk(Protocol):
    """Where a session gets its mails, and brings what became of them."""

    def take(self, session: Session) -> Message | None:
        """The next mail for this session; None when there is none for it."""
        ...

    def waits(self, session: Session) -> bool:
        """Whether there may be one later: the session stays open, until `session.wake`."""
        ...

    def ready(self, session: Session, mail: Transaction) -> None:
        """The relay waits for this mail's body: to call `session.go` once its intent is kept."""
        ...

    def settled(self, mail: Transaction) -> None:
        """The mail has its receipt."""
        ...

    def dropped(self, mail: Transaction) -> None:
        """The mail is never to leave, and there is nothing to record of it."""
        ...


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A mail without an answer. `first` says that the connection ended over this one."""

    message: Message
    in_doubt: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a session ended. `code` is the relay's 421; `error` says that no other can do better."""

    why: str
    code: int | None
    error: DeliveryError | None
    carried: int  # mails that got an answer
    left_behind: tuple[LeftBehind, ...]


class Session:
    """Takes mails from the desk until there are no more, or the connection ends.

    `most` is how many it takes (0: any number); `number` tells it from other open ones.
    """

    def __init__(
        self,
        wire: Wire,
        able: Features,
        desk: Desk,
        limits: Limits,
        most: int = 0,
        number: int = 0,
    ) -> None:
        self.number = number
        self._loop = asyncio.get_running_loop()
        self.done: asyncio.Future[Ending] = self._loop.create_future()
        self._wire = wire
        self._witness = wire.witness
        self._before = wire.left  # bytes of the opening
        self._conversation = Conversation(able)
        self._desk = desk
        self._limits = limits
        self._most = most
        self._begun = 0
        self._carried = 0
        self._leaving = False
        self._stopping = False
        self._refused: list[LeftBehind] = []  # taken, and beyond what this relay takes
        self._quiet_since = self._loop.time()
        self._seen_left = wire.left
        wire.received = self._received
        wire.lost = self._end
        self._timer = self._loop.call_later(self._shortest(), self._watch)
        self._go_on()

    def go(self, mail: Transaction) -> None:
        """Send the body of a mail that was reported ready; nothing happens once we ended."""
        if self.done.done() or self._stopping:
            return
        self._conversation.body(mail)
        if self._witness is not None and mail.dot_at is not None:
            self._witness.leave(self._before + mail.dot_at)
        self._go_on()

    def drop(self, mail: Transaction) -> None:
        """Let a mail that was reported ready not leave, and end: nothing else takes DATA back."""
        if self.done.done():
            return  # it was left behind, and comes here again
        self._conversation.drop(mail)
        self._desk.dropped(mail)
        self._end("a reader left while the relay waited for the mail")

    def wake(self) -> None:
        """Ask the desk again for a mail."""
        self._go_on()

    def stop(self) -> None:
        """Take no more; end as soon as no answer to a whole mail is owed."""
        self._stopping = True
        self._go_on()

    def cut(self, why: str) -> None:
        """End now."""
        self._end(why)

    # ------------------------------------------------------------ events

    def _received(self, data: bytes) -> None:
        self._quiet_since = self._loop.time()
        talk, left = self._conversation, self._wire.left
        for mail in talk.receive(data):
            if mail.receipt is None:
                if self._witness is not None:
                    self._witness.intend(mail.message.message_id)
                self._desk.ready(self, mail)
                continue
            self._carried += 1
            self._desk.settled(mail)
            if mail.dot_at is not None and self._left < mail.dot_at:
                # It was judged before it had wholly left: who knows what the rest is taken for.
                self._end(f"the relay answered within a mail: {mail.receipt.text}")
        if talk.ended is not None:
            self._end(str(talk.ended), code=talk.ended.code)
        elif talk.trouble is not None:
            error = talk.trouble if isinstance(talk.trouble, DeliveryError) else None
            self._end(str(talk.trouble), error=error)
        else:
            self._go_on()
            if talk.waiting and self._wire.left == left:  # nothing of ours goes along
                self._wire.hurry()

    def _go_on(self) -> None:
        """Take up what can be taken up, and say what is to be said."""
        if self.done.done():
            return
        talk = self._conversation
        if self._stopping and not self._owed_a_verdict():
            self._end("stopped")
            return
        if talk.takes_another and not self._stopping and not self._filled():
            return
        if talk.takes_another and talk.idle and not (self._room and self._desk.waits(self)):
            talk.quit()
        out = talk.output()
        if out:
            self._wire.write(out)
        elif talk.quitting and not talk.waiting:
            self._end("done")

    def _filled(self) -> bool:
        """Begin another mail if one can be begun; whether the session goes on."""
        while self._conversation.takes_another and self._room:
            message = self._desk.take(self)
            if message is None:
                break
            self._begun += 1
            try:
                mail = self._conversation.begin(message)
            except DeliveryError as error:
                self._refused.append(LeftBehind(message, in_doubt=False, first=False))
                self._end(str(error), error=error)
                return False
            if mail.receipt is not None:
                self._carried += 1
                self._desk.settled(mail)
        return True

    @property
    def _room(self) -> bool:
        """Whether the session may take another mail."""
        return not self._leaving and (not self._most or self._begun < self._most)

    def _owed_a_verdict(self) -> bool:
        return any(
            stage in (Stage.BODY_LEAVING, Stage.DOT_SENT)
            for _, stage in self._conversation.stages(self._left)
        )

    @property
    def _left(self) -> int:
        """How many of the conversation's bytes were handed to the system."""
        return self._wire.left - self._before

    def _end(
        self, why: str, *, code: int | None = None, error: DeliveryError | None = None
    ) -> None:
        if self.done.done():
            return
        self._timer.cancel()
        behind = [
            LeftBehind(mail.message, stage is Stage.DOT_SENT and code is None, number == 0)
            for number, (mail, stage) in enumerate(self._conversation.stages(self._left))
        ]
        self._wire.close()
        self.done.set_result(Ending(why, code, error, self._carried, (*behind, *self._refused)))

    # ------------------------------------------------------------ time

    def _watch(self) -> None:
        now, limit = self._loop.time(), self._limit()
        resting = not limit and self._conversation.idle
        if self._wire.left != self._seen_left or not (limit or resting):
            self._seen_left, self._quiet_since = self._wire.left, now
        quiet_s = now - self._quiet_since
        self._timer = self._loop.call_later(self._shortest(), self._watch)
        if limit and quiet_s >= limit:
            self._end(f"no answer within {limit:g} seconds")
        elif resting and quiet_s >= self._limits.idle_s:
            self._leaving = True
            self._go_on()

    def _limit(self) -> float:
        """How long the relay may be silent now; 0 when it owes nothing."""
        talk, limits = self._conversation, self._limits
        if self._wire.stalled:
            return limits.block_s
        if talk.judging:
            return limits.verdict_s
        if not talk.waiting:
            return 0.0
        return min(limits.answer_s, QUIT_S) if talk.idle else limits.answer_s

    def _shortest(self) -> float:
        limits = self._limits
        return min(limits.answer_s, limits.block_s, limits.verdict_s, limits.idle_s, QUIT_S) / 4
