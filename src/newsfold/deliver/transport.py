"""The seam behind which mail leaves: what dispatch.py asks of an outbox, a relay or another way."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import TracebackType
from typing import ClassVar, Protocol, Self

from newsfold.model import Message, Receipt


class Mails(Protocol):
    """The mails to hand over, and the book that is kept on them."""

    @property
    def name(self) -> str:
        """Tells these mails and their sender apart from all others; '' where no ledger is kept."""
        ...

    @property
    def waits(self) -> bool:
        """Whether `record` waits for a network, so that others are to go on meanwhile."""
        ...

    @property
    def flushes(self) -> bool:
        """Whether `flush` waits for a disk."""
        ...

    @property
    def sharers(self) -> int:
        """How many senders, this one too, share what the settings allow at once or a second."""
        ...

    def take(self) -> Message | None:
        """The next mail; None when none is left now, or the run is to end."""
        ...

    def record(
        self,
        *,
        answers: Sequence[tuple[Message, Receipt]] = (),
        release: Sequence[Message] = (),
        intend: Sequence[Message] = (),
        over: Sequence[int] = (),
        flush: bool = True,
    ) -> bool:
        """Keep one step; whether the run goes on. If so, it is as safe as the settings want it.

        `answers`: what became of mails. `release`: intended mails of which no whole body left.
        `intend`: mails whose bodies leave next; none of them does when the run is to end, and
        they are not intended then. `over`: the number of the connection that each of them takes,
        where there are several. Without `flush` a power cut may undo the step until it is called.
        When this raises, nothing of the step was kept.
        """
        ...

    def flush(self) -> None:
        """Put all that was recorded before beyond a power cut; also by another thread meanwhile.

        Raises: StoreError when the disk fails.
        """
        ...

    def withdrawn(self, message: Message) -> bool:
        """Whether an intended mail is not to leave: its reader left just before."""
        ...


class Transport(Protocol):
    """A way to hand over complete messages; used with `with`.

    `idempotent` says that handing over the same message twice leaves one: then nothing is ever
    in doubt after a kill, and no intents are recorded.
    """

    @property
    def idempotent(self) -> bool:
        """Whether a mail may be handed over twice without harm."""
        ...

    def carry(self, mails: Mails) -> None:
        """Hand over all that `mails` gives, and record each answer.

        Raises: DeliveryError when no mail can be handed over now; what was answered is recorded,
        and nothing is left intended that surely did not leave.
        """
        ...

    def evidence(self, names: Collection[str]) -> Mapping[str, Receipt | None]:
        """What is known of mails that dead senders of these names (Mails.name) left in doubt.

        By Message-ID; None: it surely was not delivered. May wait for answers that are due.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Resting:
    """What a transport does when it is entered and left that keeps nothing open between mails.

    It knows nothing of mails that a dead process left in doubt.
    """

    def evidence(self, names: Collection[str]) -> Mapping[str, Receipt | None]:
        """Nothing."""
        return {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing is left to do."""


class Unbooked:
    """A few mails of which no ledger is kept: test mails. `receipts` are in the order given."""

    name: ClassVar[str] = ""
    waits: ClassVar[bool] = False
    flushes: ClassVar[bool] = False
    sharers: ClassVar[int] = 1

    def __init__(self, messages: Sequence[Message]) -> None:
        self._left = [*reversed(messages)]
        self._answers: dict[str, Receipt] = {}
        self._messages = tuple(messages)

    def take(self) -> Message | None:
        """The next mail."""
        return self._left.pop() if self._left else None

    def record(
        self,
        *,
        answers: Sequence[tuple[Message, Receipt]] = (),
        release: Sequence[Message] = (),
        intend: Sequence[Message] = (),
        over: Sequence[int] = (),
        flush: bool = True,
    ) -> bool:
        """Keep the answers."""
        self._answers.update((message.message_id, receipt) for message, receipt in answers)
        return True

    def flush(self) -> None:
        """Nothing is kept on a disk."""

    def withdrawn(self, message: Message) -> bool:
        """Nobody leaves."""
        return False

    @property
    def receipts(self) -> tuple[Receipt, ...]:
        """What became of the mails that were answered."""
        ids = (message.message_id for message in self._messages)
        return tuple(self._answers[name] for name in ids if name in self._answers)
