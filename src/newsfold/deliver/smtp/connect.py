"""Makes a connection to the relay and speaks until it takes mails."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections import deque
from pathlib import Path

from newsfold import config
from newsfold.deliver.smtp.features import Features
from newsfold.deliver.smtp.opening import Terms, Turn, Unavailable, opening
from newsfold.deliver.smtp.reply import OutOfStep, Replies, Reply, line
from newsfold.deliver.smtp.wire import Wire
from newsfold.errors import DeliveryError

# A connection whose other side is gone without a word. Both by eye: well below the ten minutes
# for which an answer to a whole mail is waited for, well above a lost packet's repetitions.
USER_TIMEOUT_MS = 120_000  # bytes that nobody acknowledges (RFC 5482)
KEEPALIVE_S = 60


async def opened(
    where: config.Smtp, terms: Terms, context: ssl.SSLContext | None
) -> tuple[Wire, Features]:
    """A connection that is greeted, encrypted and logged in, and what the relay can do.

    Raises: Unavailable when another try may succeed; DeliveryError when none can.
    """
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(where.timeout_s):
            wire = Wire(loop, await _connected(loop, where))
    except OSError as error:  # TimeoutError too
        raise Unavailable(_unreachable(terms, error)) from error
    try:
        return wire, await _open(wire, where, terms, context)
    except BaseException:
        wire.close()
        raise


async def _open(
    wire: Wire, where: config.Smtp, terms: Terms, context: ssl.SSLContext | None
) -> Features:
    listener = _Listener(wire)
    steps = opening(terms)
    try:
        if terms.security == "tls":
            async with asyncio.timeout(where.timeout_s):
                await _encrypt(wire, where, context)
        step = next(steps)
        while True:
            async with asyncio.timeout(where.timeout_s):
                reply = await _done(step, wire, listener, where, context)
            step = steps.send(reply)
    except StopIteration as end:
        able: Features = end.value
        return able
    except ssl.SSLError as error:
        raise DeliveryError(_unreachable(terms, error)) from error
    except (OSError, OutOfStep) as error:
        raise Unavailable(_unreachable(terms, error)) from error


async def _done(
    step: bytes | Turn,
    wire: Wire,
    listener: _Listener,
    where: config.Smtp,
    context: ssl.SSLContext | None,
) -> Reply | None:
    if step is Turn.ENCRYPT:
        listener.forget()
        await _encrypt(wire, where, context)
        return None
    if isinstance(step, bytes):
        wire.write([step])
    return await listener.heard()


async def _encrypt(wire: Wire, where: config.Smtp, context: ssl.SSLContext | None) -> None:
    assert context is not None  # relay.py makes one wherever security asks for it
    await wire.encrypt(context, where.host)


class _Listener:
    """Hears one reply after the other on a wire that is being opened."""

    def __init__(self, wire: Wire) -> None:
        self._replies = Replies()
        self._heard: deque[Reply | Exception] = deque()
        self._come = asyncio.Event()
        wire.received = self._received
        wire.lost = lambda why: self._put(ConnectionResetError(why))

    async def heard(self) -> Reply:
        """The next reply. Raises: OutOfStep, ConnectionResetError."""
        while not self._heard:
            self._come.clear()
            await self._come.wait()
        reply = self._heard.popleft()
        if isinstance(reply, Exception):
            raise reply
        return reply

    def forget(self) -> None:
        """Drop what has come in the clear."""
        self._replies.forget()
        self._heard.clear()

    def _received(self, data: bytes) -> None:
        try:
            for reply in self._replies.fed(data):
                self._put(reply)
        except OutOfStep as error:
            self._put(error)

    def _put(self, reply: Reply | Exception) -> None:
        self._heard.append(reply)
        self._come.set()


# ---------------------------------------------------------------- the socket


async def _connected(loop: asyncio.AbstractEventLoop, where: config.Smtp) -> socket.socket:
    """A connected socket, by whichever of the host's addresses answers first in their order."""
    if where.socket:
        return await _at(loop, socket.AF_UNIX, str(Path(where.socket)))
    found = await loop.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM)
    failure: OSError = OSError("the name has no address")
    for family, _, _, _, address in found:
        try:
            return await _at(loop, family, address)
        except OSError as error:
            failure = error
    raise failure


async def _at(
    loop: asyncio.AbstractEventLoop, family: int, address: str | tuple[object, ...]
) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        if family != socket.AF_UNIX:
            _tune(sock)
        await loop.sock_connect(sock, address)
    except BaseException:
        sock.close()
        raise
    return sock


def _tune(sock: socket.socket) -> None:
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # a mail's end never waits
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (
        ("TCP_USER_TIMEOUT", USER_TIMEOUT_MS),
        ("TCP_KEEPIDLE", KEEPALIVE_S),
        ("TCP_KEEPINTVL", KEEPALIVE_S),
    ):
        if hasattr(socket, name):  # Linux has all of them
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def _unreachable(terms: Terms, error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        advice = "set delivery.smtp.host to the name in its certificate"
    elif isinstance(error, ssl.SSLError):
        advice = "check delivery.smtp.security: 'tls' and 'starttls' use different ports"
    else:
        advice = "check delivery.smtp.host, port and security"
    said = line(str(error)) or "no answer in time"
    return f"cannot reach {terms.name}: {said}; {advice}"
