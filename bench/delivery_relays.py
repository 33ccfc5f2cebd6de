"""Relays on this machine for bench/delivery.py: Postfix's sink, a whole Postfix, and a long way."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.deliver import postfix

SBIN = "/usr/sbin"  # where Debian has Postfix's programs
QUEUES = ("maildrop", "incoming", "active")  # of Postfix: mails that it has yet to deliver


@dataclass(frozen=True)
class Target:
    """A relay that listens. `pid` is the process that takes all mails; None: there are many.
    `queue` is the folder in which it keeps them."""

    port: int
    pid: int | None
    queue: Path | None = None

    def settle(self) -> None:
        """Wait until it has nothing left to do of what it took."""
        if self.queue is None:
            return
        while any(file.is_file() for part in QUEUES for file in (self.queue / part).rglob("*")):
            time.sleep(0.1)

    def cpu_s(self) -> float:
        """The processor time that it has had, in seconds."""
        if self.pid is None:
            return float("nan")
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def sink(connections: int) -> Iterator[Target]:
    """A running smtp-sink."""
    os.environ["PATH"] += os.pathsep + SBIN
    if not shutil.which("smtp-sink"):
        raise SystemExit("smtp-sink is not installed: it is in Debian's package postfix")
    port = free_port()
    user = ["-u", "nobody"] if os.getuid() == 0 else []
    address = f"127.0.0.1:{port}"
    with subprocess.Popen(["smtp-sink", *user, address, str(connections * 8 + 50)]) as running:
        try:
            for _ in range(100):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield Target(port, running.pid)
        finally:
            running.kill()


@contextmanager
def real_postfix() -> Iterator[Target]:
    """A whole Postfix that takes each mail into its queue and delivers it into a Maildir."""
    os.environ["PATH"] += os.pathsep + SBIN
    with postfix.running() as running:
        yield Target(running.port, None, running.here / "spool")


@contextmanager
def delayed(target: Target, delay_s: float) -> Iterator[Target]:
    """A way to it on which everything is late, in both directions."""
    if not delay_s:
        yield target
        return
    near = free_port()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            loop.call_later(delay_s, writer.write, data)
        loop.call_later(delay_s, writer.close)

    async def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", target.port)
        await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))

    serving = asyncio.start_server(accepted, "127.0.0.1", near)
    asyncio.run_coroutine_threadsafe(serving, loop).result()
    try:
        yield replace(target, port=near)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
