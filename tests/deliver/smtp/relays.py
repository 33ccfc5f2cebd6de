"""Relays of ours to hand small mails to, hasty where the real ones are patient."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from newsfold import config
from newsfold.deliver.smtp.pool import Patience
from newsfold.deliver.smtp.relay import Relay
from newsfold.deliver.smtp.session import Limits
from newsfold.deliver.transport import Unbooked
from newsfold.model import Message, Outcome, Receipt
from tests.deliver.smtp import scripted

HASTY = Patience(tries=2, first_wait_s=0.01)
CONTENT = b"Subject: x\r\n\r\n.leading dot\r\n..two\r\n.\r\nend\r\n"


def message(recipient: str = "ada@example.org", content: bytes = CONTENT) -> Message:
    """One small message."""
    return Message(f"<1.{recipient}>", "news@example.org", recipient, (content,))


def messages(count: int, content: bytes = CONTENT) -> list[Message]:
    """As many messages, each to a reader of its own."""
    return [message(f"r{n}@example.org", content) for n in range(count)]


def settings(port: int, security: str = "none", **more: object) -> config.Smtp:
    """Settings of one connection to a server on this machine."""
    return config.Smtp.model_validate(
        {
            "host": "localhost",
            "port": port,
            "security": security,
            "timeout_s": 5,
            "helo": "here",
            "connections": 1,
        }
        | more
    )


def sent(relay: Relay, *messages: Message) -> tuple[Receipt, ...]:
    """The receipts of messages that were handed to the relay in one go."""
    mails = Unbooked(messages)
    relay.carry(mails)
    return mails.receipts


def outcomes(relay: Relay, *messages: Message) -> list[Outcome]:
    """What became of messages that were handed to the relay in one go."""
    return [receipt.outcome for receipt in sent(relay, *messages)]


@contextmanager
def scripted_relay(
    server: scripted.Server, *, limits: Limits | None = None, **more: object
) -> Iterator[Relay]:
    """A relay of ours before a scripted one."""
    with (
        scripted.running(server) as port,
        Relay(settings(port, **more), None, limits=limits, patience=HASTY) as relay,  # type: ignore[arg-type]
    ):
        yield relay
