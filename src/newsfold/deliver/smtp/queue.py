"""Which mail is the next: those that came back first, none before its time."""

from __future__ import annotations

from collections import deque

from newsfold import config
from newsfold.deliver.smtp import pace
from newsfold.deliver.smtp.pace import Pace
from newsfold.deliver.transport import Mails
from newsfold.model import Message

# Mails that are looked through for one whose domain is free. With most readers at one large
# provider a longer look would only hold more of its mails in memory; by eye.
LOOKAHEAD = 200


class Queue:
    """The mails to hand over, in an order that keeps the pace. Times are the loop's, in seconds."""

    def __init__(self, mails: Mails, limits: config.Pace) -> None:
        self._mails = mails
        self._pace = Pace(limits) if limits != config.Pace() else None
        self._held: deque[Message] = deque()  # taken from `mails`, not begun
        self.due_at: float | None = None  # when one of those may be begun, as last looked

    def ready(self, now: float) -> bool:
        """Whether a mail may be begun."""
        return self._find(now) is not None

    def next(self, now: float) -> Message | None:
        """The next mail to begin; None when there is none, or none yet: see `due_at`."""
        if self._pace is None:
            return self._held.popleft() if self._held else self._mails.take()
        self._pace.sharers = self._mails.sharers
        at = self._find(now)
        if at is None:
            return None
        message = self._held[at]
        del self._held[at]
        self._pace.begun(pace.domain(message.recipient), now)
        return message

    def put_back(self, message: Message) -> None:
        """Take back a mail that surely is not delivered."""
        self.ended(message)
        self._held.appendleft(message)

    def ended(self, message: Message) -> None:
        """This mail is under way no more."""
        if self._pace is not None:
            self._pace.ended(pace.domain(message.recipient))

    def _find(self, now: float) -> int | None:
        """The place of the first mail that may be begun."""
        self.due_at = None
        if self._pace is None:
            return 0 if self._held or self._pull() else None
        if self._pace.all_free_at() > now and (self._held or self._pull()):
            self.due_at = self._pace.all_free_at()
            return None
        at = 0
        while at < len(self._held) or (at < LOOKAHEAD and self._pull()):
            free_at = self._pace.free_at(pace.domain(self._held[at].recipient))
            if free_at <= now:
                return at
            self.due_at = free_at if self.due_at is None else min(self.due_at, free_at)
            at += 1
        return None

    def _pull(self) -> bool:
        message = self._mails.take()
        if message is not None:
            self._held.append(message)
        return message is not None
