"""A relay that does exactly what it is told: raw asyncio, PIPELINING, and every vice."""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

HANG_S = 60.0


@dataclass
class Server:
    """A relay and what it saw.

    `answers` are given once each, by command and then in order; '' is the usual answer. Keys:
    GREETING, EHLO, MAIL, RCPT, DATA, RSET, QUIT and DOT (to the whole mail). In place of an
    answer: 'close', 'reset' (RST), 'hang', for DOT also with 'accept, ' before it. 'late, ' before
    an answer holds it back until `gate` is set.
    `at_byte` gives for the nth mail the byte of its text at which the connection is reset,
    `early` an answer that comes before the text was read. The mail number `deaf` is never read.
    """

    features: tuple[str, ...] = ("PIPELINING", "SIZE 0", "8BITMIME", "SMTPUTF8")
    answers: dict[str, list[str]] = field(default_factory=dict)
    at_byte: dict[int, int] = field(default_factory=dict)
    early: dict[int, str] = field(default_factory=dict)
    deaf: int = 0
    delay_s: float = 0.0  # before each answer
    slow: frozenset[int] = frozenset()  # connections with the delay; empty: all
    landed: list[tuple[str, bytes]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    packets: list[bytes] = field(default_factory=list)  # as they came in
    connections: int = 0
    most_connections: int = 0  # at once; 421 to more (0: any number)
    open_now: int = 0
    tls: ssl.SSLContext | None = None
    injected: bytes = b""  # sent in the clear right behind the answer to STARTTLS
    mails: int = 0
    texts: int = 0  # of mails, that were read in whole
    gate: threading.Event = field(default_factory=threading.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.connections += 1
        self.open_now += 1
        try:
            with suppress(ConnectionError, ssl.SSLError, asyncio.CancelledError):
                await _Talk(self, self.connections, reader, writer).run()
        finally:
            self.open_now -= 1
            writer.close()
            with suppress(ConnectionError, ssl.SSLError):
                await writer.wait_closed()


class _Gone(ConnectionError):
    """The script closed the connection."""


class _Talk:
    def __init__(
        self,
        server: Server,
        number: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._server = server
        self._number = number
        self._reader = reader
        self._writer = writer
        self._rest = b""
        self._recipient: str | None = None
        self._in_mail = False

    async def run(self) -> None:
        """Greet, then answer what is asked until the end."""
        full = 0 < self._server.most_connections < self._server.open_now
        await self._answer("GREETING", "421 4.7.0 too many" if full else "220 here")
        while True:
            line = await self._line()
            self._server.commands.append(line)
            word = line.split(" ")[0].upper()
            await self._command(word, line)

    async def _command(self, word: str, line: str) -> None:
        if word in ("EHLO", "LHLO"):
            lines = ["here", *self._server.features]
            await self._answer(
                "EHLO",
                "\r\n".join([*(f"250-{x}" for x in lines[:-1]), f"250 {lines[-1]}"]),
            )
        elif word == "STARTTLS":
            await self._starttls()
        elif word == "AUTH":
            await self._auth(line)
        elif word == "MAIL":
            usual = "503 5.5.1 nested MAIL" if self._in_mail else "250 2.1.0 ok"
            self._in_mail = (await self._answer("MAIL", usual)).startswith("250")
        elif word == "RCPT":
            usual = "250 2.1.5 ok" if self._in_mail else "503 5.5.1 need MAIL"
            if (await self._answer("RCPT", usual)).startswith("250"):
                self._recipient = line.partition("<")[2].partition(">")[0]
        elif word == "DATA":
            usual = "354 go on" if self._recipient else "503 5.5.1 no valid recipients"
            if (await self._answer("DATA", usual)).startswith("354"):
                await self._mail()
        elif word == "QUIT":
            await self._answer("QUIT", "221 bye")
            raise _Gone
        else:
            self._in_mail, self._recipient = False, None
            await self._answer(word, "250 ok" if word in ("RSET", "HELO") else "502 what")

    async def _mail(self) -> None:
        self._server.mails += 1
        if self._server.mails == self._server.deaf:
            await asyncio.sleep(HANG_S)
        if early := self._server.early.get(self._server.mails):
            await asyncio.sleep(0.2)  # the text is on its way
            await self._answer("EARLY", early)
            await asyncio.sleep(HANG_S)
        text = await self._text(self._server.at_byte.get(self._server.mails))
        self._server.texts += 1
        recipient, self._recipient, self._in_mail = self._recipient, None, False
        if recipient is None:
            await self._answer("DOT", "554 5.5.1 no valid recipients")
            return
        answer = self._ordered("DOT") or "250 2.0.0 queued"
        if answer.removeprefix("late, ").startswith(("accept", "2")):
            self._server.landed.append((recipient, text))
        await self._said(answer)

    async def _starttls(self) -> None:
        if self._server.tls is None:
            self._writer.write(b"220 2.0.0 go ahead\r\n")
            await self._read()
            raise _Gone
        self._writer.write(b"220 2.0.0 go ahead\r\n" + self._server.injected)
        await self._writer.drain()
        await self._writer.start_tls(self._server.tls)
        self._rest = b""

    async def _auth(self, line: str) -> None:
        """Take what follows as it comes: two more lines for LOGIN, one for CRAM-MD5."""
        mechanism = line.split(" ")[1]
        for question in {"LOGIN": [b"User", b"Pass"], "CRAM-MD5": [b"<1@x>"]}.get(mechanism, []):
            self._writer.write(b"334 " + base64.b64encode(question) + b"\r\n")
            self._server.commands.append(await self._line())
        waiting = self._server.answers.get("AUTH")
        while waiting and waiting[0].startswith("334"):
            self._writer.write(waiting.pop(0).encode() + b"\r\n")
            self._server.commands.append(await self._line())
        await self._answer("AUTH", "235 2.7.0 welcome")

    async def _answer(self, command: str, usual: str) -> str:
        answer = self._ordered(command) or usual
        await self._said(answer)
        return answer

    def _ordered(self, command: str) -> str:
        """The next answer that was ordered; '' for the usual one."""
        waiting = self._server.answers.get(command)
        return waiting.pop(0) if waiting else ""

    async def _said(self, answer: str) -> None:
        if self._server.delay_s and self._number in (self._server.slow or {self._number}):
            await asyncio.sleep(self._server.delay_s)
        if answer.startswith("late, "):
            while not self._server.gate.is_set():
                await asyncio.sleep(0.005)
        match answer.removeprefix("late, ").removeprefix("accept, "):
            case "close":
                raise _Gone
            case "reset":
                self._reset()
            case "hang":
                await asyncio.sleep(HANG_S)
            case said:
                self._writer.write(said.encode("utf-8", "surrogateescape") + b"\r\n")
                await self._writer.drain()
                if said.startswith("421"):
                    raise _Gone

    def _reset(self) -> None:
        sock = self._writer.get_extra_info("socket")
        with suppress(OSError):  # the sender was killed meanwhile
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise _Gone

    async def _read(self) -> None:
        data = await self._reader.read(65536)
        if not data:
            raise _Gone
        self._server.packets.append(data)
        self._rest += data

    async def _line(self) -> str:
        while b"\r\n" not in self._rest:
            await self._read()
        line, _, self._rest = self._rest.partition(b"\r\n")
        return line.decode("utf-8", "replace")

    async def _text(self, at_byte: int | None) -> bytes:
        seen = 0
        while not (self._rest.startswith(b".\r\n") or self._rest.find(b"\r\n.\r\n", seen) >= 0):
            if at_byte is not None and len(self._rest) >= at_byte:
                self._reset()
            seen = max(0, len(self._rest) - 5)
            await self._read()
        if at_byte is not None:
            self._reset()
        if self._rest.startswith(b".\r\n"):
            self._rest = self._rest[3:]
            return b""
        text, _, self._rest = self._rest.partition(b"\r\n.\r\n")
        stuffed = b"\r\n" + text + b"\r\n"
        return stuffed.replace(b"\r\n..", b"\r\n.")[2:]


@contextmanager
def running(server: Server, *, path: Path | None = None) -> Iterator[int]:
    """The server, serving in a thread of its own; gives its port (0 on a unix socket)."""
    port: Future[int] = Future()
    stop = threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_serve(server, path, port, stop)))
    thread.start()
    try:
        yield port.result(10)
    finally:
        stop.set()
        thread.join()


async def _serve(
    server: Server, path: Path | None, port: Future[int], stop: threading.Event
) -> None:
    if path is not None:
        listening = await asyncio.start_unix_server(server.serve, path)
        port.set_result(0)
    else:
        listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
        port.set_result(listening.sockets[0].getsockname()[1])
    async with listening:
        while not stop.is_set():
            await asyncio.sleep(0.005)
        listening.close()
        talks = asyncio.all_tasks() - {asyncio.current_task()}
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
    await asyncio.sleep(0)  # the transports' last callback closes their sockets
