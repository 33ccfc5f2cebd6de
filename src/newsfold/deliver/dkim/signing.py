"""A transport whose mails are signed on their way: by this process, and by others where it pays."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from newsfold.deliver.dkim import signature, workers
from newsfold.deliver.dkim.signature import Draft, Identity
from newsfold.deliver.dkim.workers import Workers
from newsfold.deliver.transport import Mails, Transport
from newsfold.model import Message, Receipt

# Mails signed before other processes are started: a process takes as long to start as this one to
# sign so many (python -m bench.signing).
ALONE = 1000
BATCH = 8  # mails a process gets at once, and
AHEAD = 2  # batches that wait for it: it never waits for us, and few mails are built ahead; by eye


def spare_processors() -> int:
    """How many processors this process may use besides its own."""
    return max(0, len(os.sched_getaffinity(0)) - 1 if hasattr(os, "sched_getaffinity") else 0)


class Signing:
    """Hands mails to another transport, signed for each of the identities.

    `processes` sign beside this one, once there are more than `alone` mails.
    """

    def __init__(
        self,
        transport: Transport,
        identities: Sequence[Identity],
        *,
        processes: int,
        alone: int = ALONE,
    ) -> None:
        self._transport = transport
        self._identities = tuple(identities)
        self._processes = processes
        self._alone = alone

    @property
    def idempotent(self) -> bool:
        """As the other transport: signatures are the same each time."""
        return self._transport.idempotent

    def carry(self, mails: Mails) -> None:
        """Hand over all mails. Raises: what the other transport raises."""
        with _Signed(mails, self._identities, self._processes, self._alone) as signed:
            self._transport.carry(signed)

    def evidence(self, names: Collection[str]) -> Mapping[str, Receipt | None]:
        """What the other transport knows."""
        return self._transport.evidence(names)

    def __enter__(self) -> Self:
        self._transport.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._transport.__exit__(kind, error, trace)


class _Signed:
    """The mails of another book, signed as they are taken."""

    def __init__(
        self, mails: Mails, identities: Sequence[Identity], processes: int, alone: int
    ) -> None:
        self._mails = mails
        self._identities = identities
        self._keys = [identity.key for identity in identities]
        self._processes = processes
        self._alone = alone
        self._taken = 0
        self._stack = ExitStack()
        self._workers: Workers | None = None
        self._away: dict[object, tuple[Message, Sequence[Draft]]] = {}  # by token, at the workers
        self._ready: deque[Message] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def name(self) -> str:
        """The other book's."""
        return self._mails.name

    @property
    def waits(self) -> bool:
        """Whether `record` waits for a network."""
        return self._mails.waits

    @property
    def flushes(self) -> bool:
        """Whether `flush` waits for a disk."""
        return self._mails.flushes

    @property
    def sharers(self) -> int:
        """As many as share the other book's."""
        return self._mails.sharers

    def take(self) -> Message | None:
        """The next mail, signed: in the order in which the signatures are ready."""
        if self._workers is None and self._processes and self._taken >= self._alone:
            self._workers = self._stack.enter_context(Workers(self._keys, self._processes))
        if self._workers is not None:
            self._fill(self._workers)
            self._collect(self._workers, waiting=False)
        if self._ready:
            return self._ready.popleft()
        message = self._mails.take()
        if message is not None:
            return self._signed_here(message)
        if self._workers is not None and self._workers.owed:
            self._collect(self._workers, waiting=True)
        return self._ready.popleft() if self._ready else None

    def record(
        self,
        *,
        answers: Sequence[tuple[Message, Receipt]] = (),
        release: Sequence[Message] = (),
        intend: Sequence[Message] = (),
        over: Sequence[int] = (),
        flush: bool = True,
    ) -> bool:
        """Keep one step in the other book."""
        return self._mails.record(
            answers=answers, release=release, intend=intend, over=over, flush=flush
        )

    def flush(self) -> None:
        """As the other book does."""
        self._mails.flush()

    def withdrawn(self, message: Message) -> bool:
        """As the other book says."""
        return self._mails.withdrawn(message)

    def _signed_here(self, message: Message) -> Message:
        self._taken += 1
        drafts = signature.drafts(message, self._identities)
        digests = tuple(draft.digest for draft in drafts)
        return signature.signed(message, drafts, workers.sign(self._keys, digests))

    def _fill(self, at: Workers) -> None:
        """Give each process enough to do."""
        while at.idle(AHEAD):
            batch: list[tuple[object, workers.Digests]] = []
            while len(batch) < BATCH and (message := self._mails.take()) is not None:
                drafts = signature.drafts(message, self._identities)
                self._away[message.message_id] = message, drafts
                batch.append((message.message_id, tuple(draft.digest for draft in drafts)))
            if not batch:
                return
            at.give(batch)

    def _collect(self, at: Workers, *, waiting: bool) -> None:
        for token, signatures in at.signed(waiting=waiting):
            message, drafts = self._away.pop(token)
            self._ready.append(signature.signed(message, drafts, signatures))
