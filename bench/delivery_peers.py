"""Other programs that send mail, for bench/delivery.py: each with as many connections as ours."""

from __future__ import annotations

import asyncio
import json
import resource
import smtplib
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from newsfold.model import Message

NODEMAILER = Path(__file__).with_name("nodemailer_pool.js")


@dataclass(frozen=True)
class Measured:
    """One run of one sender. `first_s` is when the first mail was recorded, where that is known,
    `last_to_first` how long the last tenth of the mails took as against the first."""

    mails_per_s: float
    cpu_s_per_1000: float
    rss_mb: float = 0.0
    first_s: float = 0.0
    last_to_first: float = 0.0


def timed(mails: int, work: Callable[[], None]) -> Measured:
    """Rate and CPU of some work in this process."""
    started, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - started, time.process_time() - cpu
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(mails / wall, cpu / mails * 1000, rss)


def smtp_source(port: int, mails: int, connections: int, mail_bytes: int) -> Measured:
    """Postfix's own generator, in C, with kept connections."""
    command = ["smtp-source", "-d", "-s", str(connections), "-m", str(mails), "-l", str(mail_bytes)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run([*command, f"127.0.0.1:{port}"], check=True)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(mails / wall, cpu / mails * 1000)


def smtplib_threads(port: int, ready: Sequence[Message], connections: int) -> Measured:
    """The standard library: a thread and a connection for each share of the mails."""

    def share(own: Sequence[Message]) -> None:
        with smtplib.SMTP("127.0.0.1", port, "bench") as session:
            for mail in own:
                session.sendmail(mail.envelope_sender, [mail.recipient], mail.content)

    def work() -> None:
        with ThreadPoolExecutor(connections) as threads:
            list(threads.map(share, [ready[n::connections] for n in range(connections)]))

    return timed(len(ready), work)


def aiosmtplib_connections(port: int, ready: Sequence[Message], connections: int) -> Measured:
    """aiosmtplib: a client for each share of the mails."""
    import aiosmtplib  # type: ignore[import-not-found,unused-ignore]

    async def share(own: Sequence[Message]) -> None:
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False) as client:
            for mail in own:
                await client.sendmail(mail.envelope_sender, [mail.recipient], mail.content)

    async def work() -> None:
        await asyncio.gather(*(share(ready[n::connections]) for n in range(connections)))

    return timed(len(ready), lambda: asyncio.run(work()))


def nodemailer_pool(
    port: int, sample: Message, mails: int, connections: int, modules: Path
) -> Measured:
    """nodemailer's pool: all mails are this one, which it gets complete; CPU from its first on."""
    about = {
        "modules": str(modules),
        "port": port,
        "mails": mails,
        "connections": connections,
        "from": sample.envelope_sender,
        "to": sample.recipient,
        "raw": sample.content.decode("ascii"),
    }
    done = subprocess.run(
        ["node", str(NODEMAILER)],
        input=json.dumps(about),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    return Measured(mails / told["wall_s"], told["cpu_s"] / mails * 1000, told["rss_mb"])
