"""Who gets an issue, and what became of each mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class SubscriptionStatus(StrEnum):
    """Whether a subscriber gets a newsletter."""

    ACTIVE = "active"
    PENDING = "pending"  # has not confirmed yet
    PAUSED = "paused"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A reader. `email` is normalised (domain lower-case, IDNA kept as Unicode)."""

    email: str
    name: str = ""
    status: SubscriptionStatus = SubscriptionStatus.ACTIVE
    newsletters: tuple[str, ...] = ()  # slugs; empty means every newsletter of this installation
    timezone: str | None = None  # IANA name
    language: str | None = None  # ISO 639-1
    sections: tuple[str, ...] = ()  # titles; empty means every section
    extra: Mapping[str, str] = field(default_factory=dict)  # columns we do not know, kept


@dataclass(frozen=True, slots=True)
class Message:
    """One mail, complete, in pieces: what all readers of an issue get is one object in memory.

    `body_hash` is the SHA-256 of its body as a signature takes it, where that is known already.
    """

    message_id: str  # with its angle brackets
    envelope_sender: str
    recipient: str
    pieces: tuple[bytes, ...]
    body_hash: bytes = b""

    @property
    def content(self) -> bytes:
        """The whole mail: exactly what goes into the outbox or over SMTP (CRLF)."""
        return b"".join(self.pieces)


class Outcome(StrEnum):
    """What became of one attempt to hand a message over."""

    SENT = "sent"
    DEFERRED = "deferred"  # surely not delivered; try later
    FAILED = "failed"  # surely not delivered; do not try again
    IN_DOUBT = "in-doubt"  # the body left, no answer came


@dataclass(frozen=True, slots=True)
class Receipt:
    """The transport's answer for one message. `code` is an SMTP reply code, 250 for a file."""

    outcome: Outcome
    code: int | None
    text: str


class DeliveryState(StrEnum):
    """Where one recipient's mail stands in the ledger."""

    PENDING = "pending"
    CLAIMED = "claimed"  # a sender holds it; nothing of it has left
    INTENT = "intent"  # the body may have left; an answer was not recorded yet
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    SUPPRESSED = "suppressed"  # unsubscribed after the freeze


class IssueStanding(StrEnum):
    """Whether a frozen issue's mails go out."""

    OPEN = "open"
    PAUSED = "paused"  # until somebody resumes it
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row of the ledger: one recipient of one frozen issue."""

    issue_id: str
    email: str
    name: str
    variant: str
    state: DeliveryState
    attempts: int = 0
    due_at: datetime | None = None  # when a deferred one may be tried again
    code: int | None = None
    detail: str = ""
    updated_at: datetime | None = None
