"""A non-blocking socket, in the clear or under TLS, that knows exactly how many bytes have left.

The event loop's own transports keep what they could not send to themselves: when a connection
breaks they cannot say whether a mail's final dot was among it. TLS runs over memory buffers for
the same reason, and so that nothing read before the handshake is taken for what came after it.
"""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from newsfold.deliver.smtp.keeping import Keeper
from newsfold.deliver.smtp.pages import Witness

READ_BYTES = 65_536  # at once; replies are short, and TLS records hold 16,384
RECORD_BYTES = 16_384  # of clear text in one TLS record (RFC 8446 5.1)
CHECK_S = 1.0  # between two looks for an error that the loop did not tell; by eye
QUICK_ACK: int | None = getattr(socket, "TCP_QUICKACK", None)  # Linux
PIECES = 64  # of one sendmsg call; far below IOV_MAX (1,024 on Linux)


class Wire:
    """A connected socket. `received` gets what comes in, `lost` the reason once when it ends.

    `left` counts the bytes written that were handed to the system; under TLS a byte has left
    when the whole record that holds it has.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, sock: socket.socket) -> None:
        self.left = 0
        self.received: Callable[[bytes], None] = lambda data: None
        self.lost: Callable[[str], None] = lambda why: None
        self._loop = loop
        self._sock = sock
        self._pending: deque[bytes | memoryview] = deque()
        self._secure: _Secure | None = None
        self._shaking: asyncio.Future[None] | None = None
        self._writing = False
        self._closed = False
        self._held: Witness | None = None
        loop.add_reader(sock, self._readable)
        self._check = loop.call_later(CHECK_S, self._checked)

    @property
    def stalled(self) -> bool:
        """Whether bytes wait for the other side to read."""
        return bool(self._pending)

    @property
    def secure(self) -> bool:
        """Whether TLS is on."""
        return self._secure is not None

    @property
    def witness(self) -> Witness | None:
        """Writes down what happens here, where somebody keeps the socket."""
        return self._held

    def keep(self, keeper: Keeper) -> None:
        """Have the socket kept. Nothing may be under way on it."""
        self._held = keeper.take_in(self._sock, self.left)

    def write(self, pieces: list[bytes]) -> None:
        """Send the pieces now as far as the system takes them, the rest as soon as it does."""
        if self._closed or not pieces:
            return
        if self._secure is not None:
            pieces = [self._secure.sealed(b"".join(pieces))]
        self._pending += pieces
        if not self._writing:
            self._send()

    async def encrypt(self, context: ssl.SSLContext, name: str) -> None:
        """Shake hands for TLS with the host of that name.

        Raises: ssl.SSLError when it fails; ConnectionError when the connection ends within it.
        """
        self._secure = _Secure(context, name)
        self._shaking = self._loop.create_future()
        try:
            self._shake()
            await self._shaking
        finally:
            self._shaking = None
        self._unseal(self._secure, b"")  # a greeting may have come along with the handshake

    def hurry(self) -> None:
        """Tell the other side now that what came is here.

        A relay that answers in two writes keeps the second back until it hears that (RFC 896), and
        the kernel waits up to 40 ms for something of ours to tell it along with.
        """
        if QUICK_ACK is not None:
            with suppress(OSError):  # no TCP
                self._sock.setsockopt(socket.IPPROTO_TCP, QUICK_ACK, 1)

    def close(self) -> None:
        """End the connection at once; `lost` is not called."""
        if self._closed:
            return
        self._closed = True
        self._check.cancel()
        self._loop.remove_reader(self._sock)
        self._loop.remove_writer(self._sock)
        if self._held is not None:
            with suppress(OSError):  # the holder's copy would keep it open
                self._sock.shutdown(socket.SHUT_RDWR)
            self._held.let_go()
        self._sock.close()

    # ------------------------------------------------------------ out

    def _send(self) -> None:
        pending = self._pending
        try:
            while pending:
                some = pending if len(pending) <= PIECES else [*pending][:PIECES]
                self._forget(self._sock.sendmsg(some))
        except (BlockingIOError, InterruptedError):
            pass
        except OSError as error:
            # Later, for our caller is in the middle of something; and the relay's last words,
            # which say why, may wait to be read.
            pending.clear()
            self._loop.call_soon(self._hear_out, str(error))
        if self._writing or pending:
            self._watch(bool(pending))

    def _forget(self, sent: int) -> None:
        """Drop that many bytes from the front of what is pending."""
        self.left += sent if self._secure is None else self._secure.opened_by(sent)
        pending = self._pending
        if sent == sum(map(len, pending)):
            pending.clear()
            return
        while pending and sent >= len(pending[0]):
            sent -= len(pending.popleft())
        if sent:
            pending[0] = memoryview(pending[0])[sent:]

    def _watch(self, wanted: bool) -> None:
        if wanted and not self._writing:
            self._loop.add_writer(self._sock, self._send)
        elif self._writing and not wanted:
            self._loop.remove_writer(self._sock)
        self._writing = wanted

    # ------------------------------------------------------------ in

    def _checked(self) -> None:
        """Notice what the loop does not tell: uvloop keeps silent when a connection is reset."""
        self._check = self._loop.call_later(CHECK_S, self._checked)
        code = self._sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            self._hear_out(os.strerror(code))

    def _readable(self) -> None:
        try:
            data = self._received()
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._end(str(error))
            return
        if data and self._secure is None:
            self.received(data)
        else:
            self._take_in(data)

    def _received(self) -> bytes:
        if self._held is not None:
            return self._held.read(self._sock)
        return self._sock.recv(READ_BYTES)

    def _take_in(self, data: bytes) -> None:
        if not data:
            self._end("the relay closed the connection")
        elif self._secure is None:
            self.received(data)
        else:
            self._unseal(self._secure, data)

    def _hear_out(self, why: str) -> None:
        """Read what is left to read, then end."""
        with suppress(OSError):
            while not self._closed:
                self._take_in(self._received())
        self._end(why)

    def _unseal(self, secure: _Secure, data: bytes) -> None:
        secure.take(data)
        if self._shaking is not None:
            self._shake()
            return
        try:
            clear = secure.clear()
        except ssl.SSLError as error:
            self._end(str(error))
            return
        self._flush_secure(secure)  # TLS answers a key update by itself
        if clear:
            self.received(clear)

    def _shake(self) -> None:
        assert self._secure is not None and self._shaking is not None
        if self._shaking.done():
            return
        try:
            done = self._secure.shaken()
        except ssl.SSLError as error:
            self._flush_secure(self._secure)  # the alert that tells the relay why
            self._shaking.set_exception(error)
            return
        self._flush_secure(self._secure)
        if done and not self._shaking.done():
            self._shaking.set_result(None)

    def _flush_secure(self, secure: _Secure) -> None:
        sealed = secure.own_words()
        if sealed and not self._closed:
            self._pending.append(sealed)
            if not self._writing:
                self._send()

    def _end(self, why: str) -> None:
        if self._closed:
            return
        self.close()
        if self._shaking is not None and not self._shaking.done():
            self._shaking.set_exception(ConnectionResetError(why))
        self.lost(why)


class _Secure:
    """TLS between two memory buffers, and how many clear bytes each sealed one carries."""

    def __init__(self, context: ssl.SSLContext, name: str) -> None:
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=name)
        # For each piece not yet sent: its sealed bytes and the clear ones within.
        self._pieces: deque[tuple[int, int]] = deque()

    def shaken(self) -> bool:
        """Whether the handshake is done; it goes on with what has come in."""
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            return False
        return True

    def take(self, data: bytes) -> None:
        """Take in sealed bytes."""
        self._incoming.write(data)

    def clear(self) -> bytes:
        """What has come in, opened. Raises: ssl.SSLError when it was tampered with."""
        opened = []
        try:
            while part := self._tls.read(READ_BYTES):
                opened.append(part)
        except (ssl.SSLWantReadError, ssl.SSLZeroReturnError):
            pass  # the end itself shows at the socket
        return b"".join(opened)

    def sealed(self, clear: bytes) -> bytes:
        """The bytes to send for these."""
        starts = range(0, len(clear), RECORD_BYTES)
        records = (clear[start : start + RECORD_BYTES] for start in starts)
        return b"".join(self._out(self._tls.write(record)) for record in records)

    def own_words(self) -> bytes:
        """What TLS itself has to say: handshake, alerts, key updates."""
        return self._out(0) if self._outgoing.pending else b""

    def opened_by(self, sent: int) -> int:
        """How many clear bytes have wholly left with `sent` more sealed ones."""
        clear = 0
        while sent:
            sealed, within = self._pieces[0]
            if sent < sealed:
                self._pieces[0] = (sealed - sent, within)
                break
            self._pieces.popleft()
            sent -= sealed
            clear += within
        return clear

    def _out(self, within: int) -> bytes:
        sealed = self._outgoing.read()
        self._pieces.append((len(sealed), within))
        return sealed
