"""The conversation that hands over mails: what to say, and what the answers mean. No I/O.

    begin ─► MAIL RCPT DATA ─► 354 ─► (ready) body ─► whole mail and final dot ─► 250 (settled)

Where the relay takes PIPELINING (RFC 2920) a mail's commands leave in one piece with the body of
the mail before: one round trip a mail. Elsewhere each waits for the answer to the one before.
Source: RFC 5321; LMTP: RFC 2033; SIZE: RFC 1870; 8BITMIME: RFC 6152; SMTPUTF8: RFC 6531.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from newsfold.deliver.smtp.features import Features
from newsfold.deliver.smtp.reply import CLOSING, OutOfStep, Replies, Reply, line
from newsfold.errors import DeliveryError
from newsfold.model import Message, Outcome, Receipt

NOT_IN_A_PATH = re.compile("[<> ]")  # in an address these would end the command's argument
DOT = b".\r\n"
SHARED, KEPT = 2_000, 64  # bytes of a piece that all readers may share; of such pieces; by eye


class Stage(Enum):
    """How far a mail has come; until its final dot has left it surely is not delivered."""

    ENVELOPE = auto()
    BODY_LEAVING = auto()
    DOT_SENT = auto()  # in doubt until it is settled
    SETTLED = auto()


class Text(NamedTuple):
    """A mail's text as it goes after DATA, and what its envelope says of it."""

    said: tuple[bytes, ...]
    said_bytes: int
    size: int  # as it is counted for SIZE: without what makes it transparent
    eight_bit: bool


@dataclass(slots=True, eq=False)
class Transaction:
    """One mail on its way. `dot_at` counts the conversation's bytes up to its final dot."""

    message: Message
    text: Text
    refusal: Reply | None = None
    dot_at: int | None = None
    receipt: Receipt | None = None

    def stage(self, left: int) -> Stage:
        """Where the mail stands when `left` of the conversation's bytes have left."""
        if self.receipt is not None:
            return Stage.SETTLED
        if self.dot_at is None:
            return Stage.ENVELOPE
        return Stage.DOT_SENT if left >= self.dot_at else Stage.BODY_LEAVING


class _Kind(Enum):
    MAIL = auto()
    RCPT = auto()
    DATA = auto()
    BODY = auto()
    LONE_DOT = auto()  # RFC 2920 3.1: the way out when DATA is taken but no recipient was
    RSET = auto()
    QUIT = auto()


_A_GROUP = [_Kind.BODY, _Kind.MAIL, _Kind.RCPT, _Kind.DATA]  # as they are answered together
# What nearly every mail is answered with, looked at in one go.
_USUAL = re.compile(rb"250 ([^\r\n]*)\r\n250 [^\r\n]*\r\n250 [^\r\n]*\r\n354 [^\r\n]*\r\n")
_ENDS_A_GROUP = (_Kind.DATA, _Kind.QUIT)  # RFC 2920 3.1


_Command = tuple[_Kind, bytes, Transaction | None]  # what is said, and of which mail


class Conversation:
    """One connection's conversation once it is open. At most two mails are under way in it:
    one whose body has left, and one whose envelope was sent.

    `written` counts all bytes that `output` gave. `ended` is the relay's 421, if it said so;
    `trouble` is set when it made no sense (OutOfStep) or takes no mail from our sender
    (DeliveryError). `quitting`: QUIT was said. `takes_another`: `begin` may be called, for no
    mail's body is yet to come.
    """

    def __init__(self, features: Features) -> None:
        self.written = 0
        self.ended: Reply | None = None
        self.trouble: OutOfStep | DeliveryError | None = None
        self._features = features
        self._replies = Replies()
        self._unsaid: deque[_Command] = deque()
        self._waiting: deque[_Command] = deque()  # said, not answered yet
        self._open: list[Transaction] = []
        self._out: list[bytes] = []
        self._out_bytes = 0
        self._dirty = False  # an envelope was refused in the middle: RSET before the next
        self.quitting = False
        self.takes_another = True

    # ------------------------------------------------------------ what the driver asks

    @property
    def idle(self) -> bool:
        """Whether no mail is under way."""
        return not self._open

    @property
    def waiting(self) -> bool:
        """Whether the relay owes an answer."""
        return bool(self._waiting)

    @property
    def judging(self) -> bool:
        """Whether the relay owes the answer to a whole mail before any other."""
        return bool(self._waiting) and self._waiting[0][0] is _Kind.BODY

    def output(self) -> list[bytes]:
        """What to send now, once."""
        out, self._out = self._out, []
        self.written += self._out_bytes
        self._out_bytes = 0
        return out

    def stages(self, left: int) -> list[tuple[Transaction, Stage]]:
        """The mails under way and their stages when `left` bytes were handed to the system."""
        return [(mail, mail.stage(left)) for mail in self._open]

    # ------------------------------------------------------------ what the driver tells

    def begin(self, message: Message) -> Transaction:
        """Say the envelope of a mail; where it cannot be said, the mail comes back settled.

        Raises: DeliveryError when the relay takes no mail of this size.
        """
        mail = Transaction(message, text(message.pieces))
        mail.receipt = self._impossible(mail)
        if mail.receipt is None:
            self._open.append(mail)
            self.takes_another = False
            if self._dirty:
                self._unsaid.append((_Kind.RSET, b"RSET\r\n", None))
                self._dirty = False
            self._unsaid += (
                (_Kind.MAIL, self._mail_from(mail), mail),
                (_Kind.RCPT, f"RCPT TO:<{message.recipient}>\r\n".encode(), mail),
                (_Kind.DATA, b"DATA\r\n", mail),
            )
            self._say()
        return mail

    def body(self, mail: Transaction) -> None:
        """Say a whole mail whose DATA was taken."""
        self._out += mail.text.said
        self._out_bytes += mail.text.said_bytes
        self._waiting.append((_Kind.BODY, b"", mail))
        mail.dot_at = self.written + self._out_bytes
        self.takes_another = not self.quitting
        if self._unsaid:
            self._say()

    def drop(self, mail: Transaction) -> None:
        """Forget a mail whose DATA was taken; nothing more may be said."""
        self._open.remove(mail)

    def quit(self) -> None:
        """Say QUIT; no mail may be under way."""
        self.quitting = True
        self.takes_another = False
        self._unsaid.append((_Kind.QUIT, b"QUIT\r\n", None))
        self._say()

    def receive(self, data: bytes) -> list[Transaction]:
        """The mails that these bytes settle, or make ready for their body (no receipt then).

        Look at `ended` and `trouble` behind it; nothing more may be said when either is set.
        """
        if self._replies.at_rest and (usual := _USUAL.fullmatch(data)) and self._usual():
            return self._all_well(usual[1])
        told: list[Transaction] = []
        try:
            for reply in self._replies.fed(data):
                if reply.code == CLOSING:
                    self.ended = reply
                    break
                mail = self._heard(reply)
                if mail is not None:
                    told.append(mail)
                if self._unsaid:
                    self._say()
        except (OutOfStep, DeliveryError) as error:  # kept: what was told before it counts
            self.trouble = error
        return told

    # ------------------------------------------------------------ answers

    def _heard(self, reply: Reply) -> Transaction | None:
        """The mail that this answer settles or makes ready."""
        if not self._waiting:
            raise OutOfStep(f"an answer to nothing: {reply}")
        kind, _, mail = self._waiting.popleft()
        if mail is None:  # RSET and QUIT: whatever is wrong shows at the next command
            return None
        if kind is _Kind.BODY:
            return self._judged(mail, reply)
        if kind is _Kind.DATA:
            return self._data(mail, reply)
        if kind is _Kind.LONE_DOT:
            return self._refused(mail)
        return self._envelope(kind, mail, reply)

    def _usual(self) -> bool:
        """Whether the answers to one mail and the next one's envelope are all that is owed."""
        return [command[0] for command in self._waiting] == _A_GROUP

    def _all_well(self, said: bytes) -> list[Transaction]:
        """What `receive` gives, one by one, when one mail was taken and the next one's DATA is."""
        taken, following = self._waiting[0][2], self._waiting[-1][2]
        assert taken is not None and following is not None
        self._waiting.clear()
        self._settled(taken, Receipt(Outcome.SENT, 250, line(said.decode("utf-8", "replace"))))
        if self._unsaid:
            self._say()
        return [taken, following]

    def _judged(self, mail: Transaction, reply: Reply) -> Transaction:
        if not (reply.positive or reply.negative):
            raise OutOfStep(f"an answer that cannot be understood: {reply}")
        return self._settled(mail, receipt(reply))

    def _envelope(self, kind: _Kind, mail: Transaction, reply: Reply) -> Transaction | None:
        if reply.positive:  # 251 too: the relay forwards the mail (RFC 5321 3.4)
            return None
        if not reply.negative:
            raise OutOfStep(f"an answer out of turn: {reply}")
        if mail.refusal is None:
            if kind is _Kind.MAIL and reply.code >= 500:
                raise DeliveryError(
                    f"the relay refuses mail from {mail.message.envelope_sender}: {reply}; check "
                    "the newsletter's 'sender' and delivery.smtp.username",
                    code=reply.code,
                )
            mail.refusal = reply
        if any(command[2] is mail for command in self._waiting):
            return None  # its DATA was sent along, and is answered yet
        self._unsaid = deque(c for c in self._unsaid if c[2] is not mail)
        self._dirty = True
        return self._refused(mail)

    def _data(self, mail: Transaction, reply: Reply) -> Transaction | None:
        if reply.code == 354:
            if mail.refusal is None:
                return mail
            self._unsaid.appendleft((_Kind.LONE_DOT, DOT, mail))
            return None
        if not reply.negative:
            raise OutOfStep(f"an answer out of turn: {reply}")
        mail.refusal = mail.refusal or reply
        self._dirty = True
        return self._refused(mail)

    def _refused(self, mail: Transaction) -> Transaction:
        assert mail.refusal is not None
        return self._settled(mail, receipt(mail.refusal))

    def _settled(self, mail: Transaction, receipt: Receipt) -> Transaction:
        mail.receipt = receipt
        self._open.remove(mail)
        if mail.dot_at is None:  # it was the one whose body was to come
            self.takes_another = not self.quitting
        return mail

    # ------------------------------------------------------------ commands

    def _say(self) -> None:
        """Say all that may be said now."""
        waiting, unsaid = self._waiting, self._unsaid
        while unsaid:
            if waiting and not (self._features.pipelining and waiting[-1][0] not in _ENDS_A_GROUP):
                return
            command = unsaid.popleft()
            self._out.append(command[1])
            self._out_bytes += len(command[1])
            waiting.append(command)

    def _mail_from(self, mail: Transaction) -> bytes:
        able, message = self._features, mail.message
        size = f" SIZE={mail.text.size}" if able.size else ""
        eight_bit = " BODY=8BITMIME" if able.eight_bit and mail.text.eight_bit else ""
        utf8 = "" if message.recipient.isascii() else " SMTPUTF8"
        return f"MAIL FROM:<{message.envelope_sender}>{size}{eight_bit}{utf8}\r\n".encode()

    def _impossible(self, mail: Transaction) -> Receipt | None:
        """The receipt of a mail that this relay cannot be asked to take."""
        able, address, size = self._features, mail.message.recipient, mail.text.size
        if able.max_bytes is not None and size > able.max_bytes:
            raise DeliveryError(
                f"the relay takes mails of at most {able.max_bytes:,} bytes, and this issue's have "
                f"{size:,}; print fewer stories, or use another relay"
            )
        if not address.isprintable() or NOT_IN_A_PATH.search(address):
            return Receipt(Outcome.FAILED, None, f"{address!r} cannot be used in an SMTP envelope")
        if not address.isascii() and not able.utf8:
            return Receipt(
                Outcome.FAILED, None, f"the relay takes no address in {address!r}'s letters"
            )
        if mail.text.eight_bit and not able.eight_bit:
            return Receipt(Outcome.FAILED, None, "the relay takes no mail of 8-bit bytes")
        return None


def receipt(reply: Reply) -> Receipt:
    """What a relay's last word on one mail means for it."""
    if reply.positive:
        outcome = Outcome.SENT
    else:
        outcome = Outcome.DEFERRED if reply.code < 500 else Outcome.FAILED
    return Receipt(outcome, reply.code, reply.text)


def text(pieces: tuple[bytes, ...]) -> Text:
    """The mail as it goes after DATA: leading dots doubled, the final dot added.

    Source: RFC 5321 4.5.2. The pieces together have CRLF line ends only.
    """
    said: list[bytes] = []
    last, size, dots, eight_bit = b"\r\n", 0, 0, False
    for piece in pieces:
        if piece[:2] == b"\n." and last[-1:] == b"\r":  # a line end that was cut
            return text((b"".join(pieces),))
        if piece[:1] == b"." and last == b"\r\n":
            said.append(b".")
            dots += 1
        if len(piece) < SHARED:
            doubled, plain = piece.replace(b"\r\n.", b"\r\n.."), piece.isascii()
        else:
            doubled, plain = _looked_at(piece)
        said.append(doubled)
        dots += len(doubled) - len(piece)
        size += len(piece)
        eight_bit = eight_bit or not plain
        last = piece[-2:] if len(piece) > 1 else (last + piece)[-2:]
    said.append(DOT if last == b"\r\n" else b"\r\n" + DOT)
    return Text(tuple(said), size + dots + len(said[-1]), size, eight_bit)


# A long piece is most likely the same for all readers. Bytes keep their hash, and the same object
# is found without being compared.
@lru_cache(maxsize=KEPT)
def _looked_at(piece: bytes) -> tuple[bytes, bool]:
    return piece.replace(b"\r\n.", b"\r\n.."), piece.isascii()
