"""The seam behind which mail leaves: what dispatch.py asks of an outbox, a relay or another way."""

from __future__ import annotations

from types import TracebackType
from typing import ClassVar, Protocol, Self

from newsfold.model import Message, Receipt


class Transport(Protocol):
    """A way to hand over complete messages; used with `with`, which ends it politely.

    `idempotent` says that handing over the same message twice leaves one: then nothing is ever
    in doubt after a kill, and many intents may be open at once.
    """

    idempotent: ClassVar[bool]

    def send(self, message: Message) -> Receipt:
        """What became of the message: the answer for this recipient alone.

        Raises: DeliveryError when no message can be handed over now. This one then surely was
        not.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
