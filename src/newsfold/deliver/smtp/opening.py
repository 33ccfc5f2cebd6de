"""The words until the first mail: greeting, EHLO, STARTTLS, EHLO again, login. No input or output.

A generator: it yields what to do, and is sent the relay's reply to it.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Literal

from newsfold.deliver.smtp import login
from newsfold.deliver.smtp.features import Features, features
from newsfold.deliver.smtp.reply import OutOfStep, Reply
from newsfold.errors import DeliveryError, RefusedLogin


class Turn(Enum):
    """What is to be done where nothing is to be said."""

    LISTEN = auto()  # read the relay's greeting
    ENCRYPT = auto()  # forget what was read, then shake hands for TLS


Opening = Generator[bytes | Turn, Reply | None, Features]


@dataclass(frozen=True, slots=True)
class Terms:
    """How we want to be served. `name` is the relay's in messages, `helo` ours in greetings."""

    name: str
    helo: str
    lmtp: bool = False
    security: Literal["starttls", "tls", "none"] = "none"
    username: str = ""
    password: str = ""
    mechanism: str = ""  # empty: the best that the relay offers


class Unavailable(Exception):
    """The relay takes no connection now; another try may succeed. `code` is its own, if any."""

    def __init__(self, text: str, code: int | None = None) -> None:
        super().__init__(text)
        self.code = code


def opening(terms: Terms) -> Opening:
    """What to do until mails can be sent; gives what the relay can do.

    Raises: Unavailable; DeliveryError when no further try can help, RefusedLogin among them;
    OutOfStep when the relay does not speak the protocol.
    """
    _agreed(terms, (yield from _said(Turn.LISTEN)), "takes no connection")
    able = yield from _hello(terms)
    if terms.security == "starttls":
        able = yield from _encrypted(terms, able)
    if terms.username:
        yield from _logged_in(terms, able)
    return able


def _hello(terms: Terms) -> Opening:
    word = "LHLO" if terms.lmtp else "EHLO"
    reply = yield from _said(f"{word} {terms.helo}\r\n".encode())
    if not terms.lmtp and 500 <= reply.code < 600:  # RFC 5321 3.2: a relay of the old kind
        reply = yield from _said(f"HELO {terms.helo}\r\n".encode())
        _agreed(terms, reply, "refuses our greeting")
        return Features()
    _agreed(terms, reply, "refuses our greeting")
    return features(reply)


def _encrypted(terms: Terms, able: Features) -> Opening:
    if not able.starttls:
        raise DeliveryError(
            f"{terms.name} offers no STARTTLS, and nothing is sent in the clear; set "
            "delivery.smtp.security to 'tls' (often with port 465), or to 'none' for a relay on "
            "this machine"
        )
    _agreed(terms, (yield from _said(b"STARTTLS\r\n")), "refuses to encrypt")
    yield Turn.ENCRYPT
    return (yield from _hello(terms))  # RFC 3207 4.2: what was announced in the clear is void


def _logged_in(terms: Terms, able: Features) -> Generator[bytes | Turn, Reply | None, None]:
    words = login.exchange(_mechanism(terms, able), terms.username, terms.password)
    try:
        step = next(words)
        while True:
            step = words.send((yield from _said(step)))
    except StopIteration as end:
        reply: Reply = end.value
    if reply.positive:
        return
    problem = (
        f"{terms.name} refuses the login of {terms.username}: {reply}; check "
        "delivery.smtp.username and its password"
    )
    if 400 <= reply.code < 500:  # it may take the login later (RFC 4954 6)
        raise Unavailable(problem, reply.code)
    raise RefusedLogin(problem, code=reply.code)


def _mechanism(terms: Terms, able: Features) -> str:
    if terms.mechanism:
        return terms.mechanism
    known = login.CLEAR if terms.security == "none" else login.ENCRYPTED
    chosen = next((name for name in known if name in able.logins), None)
    if chosen is None:
        raise DeliveryError(
            f"{terms.name} offers no login that we know; check delivery.smtp.port and security, or "
            "set delivery.smtp.username to '' for a relay that needs none"
        )
    return chosen


def _said(step: bytes | Turn) -> Generator[bytes | Turn, Reply | None, Reply]:
    reply = yield step
    assert reply is not None  # the driver's contract: one reply to each line that is sent
    return reply


def _agreed(terms: Terms, reply: Reply, refusal: str) -> None:
    if reply.positive:
        return
    if not reply.negative:
        raise OutOfStep(f"{terms.name} answers out of turn: {reply}")
    if reply.code < 500:
        raise Unavailable(f"{terms.name} {refusal} now: {reply}", reply.code)
    raise DeliveryError(
        f"{terms.name} {refusal}: {reply}; check delivery.smtp.host, port and security",
        code=reply.code,
    )
