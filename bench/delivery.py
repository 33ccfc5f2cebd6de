"""Mails per second and sender's CPU, ours beside others, into Postfix's smtp-sink.

    python -m bench.delivery [--mails 5000] [--rounds 5] [--connections 8] [--delay-ms 0]
                             [--only NAME]
    python -m bench.delivery --recipients 1000000 [--no-relay]
                             (memory, first mail, flatness; ours alone)

Needs Debian's package postfix (smtp-sink and smtp-source; its daemon need not run), and for its
row the library aiosmtplib; a peer that is missing is named and left out. All senders run in turn
within each round, each as a process of its own; medians and ratios to smtp-source are printed.
With --delay-ms each answer and each piece of a mail is late by that much, as over a network.
CPU is the sending process's, from its first connection on; the 'ledger' rows do what `digest run`
does with a frozen issue.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import itertools
import json
import os
import resource
import shutil
import smtplib
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import sqlalchemy as sa

from newsfold import config
from newsfold.deliver import dispatch, message, unsubscribe
from newsfold.deliver.dispatch import Tally
from newsfold.deliver.smtp.relay import Relay
from newsfold.deliver.transport import Mails, Resting, Unbooked
from newsfold.model import Message, Outcome, Receipt, RenderedIssue
from newsfold.store import address, database, issues, recipients, schema
from newsfold.store.database import Database
from newsfold.store.issues import Frozen
from newsfold.store.recipients import Recipient, Takers
from tests.deliver import sample

BYTES = 40_000  # of a mail; an issue of twenty stories has about as many


@dataclass(frozen=True)
class Measured:
    """One run of one sender. `first_s` is when the first mail was recorded, where that is known,
    `last_to_first` how long the last tenth of the mails took as against the first."""

    mails_per_s: float
    cpu_s_per_1000: float
    rss_mb: float = 0.0
    first_s: float = 0.0
    last_to_first: float = 0.0


# ---------------------------------------------------------------- what is sent


def rendered(mails_bytes: int) -> RenderedIssue:
    """The sample issue, of which a mail has about so many bytes."""
    line = "<p>The pier reopened on Tuesday, and the ferry runs again.</p>\n"
    slot = sample.RENDERED.slots["unsubscribe"]
    html = line * (mails_bytes // (len(line) + 1)) + f"<a href='{slot}'>Leave</a>"
    return replace(sample.RENDERED, html=html)


def readers(count: int) -> list[str]:
    """As many addresses."""
    return [f"reader{n}@example{n % 50}.org" for n in range(count)]


def messages(count: int) -> list[Message]:
    """The issue's mail to each reader, complete."""
    compiled = message.compiled(sample.ISSUE, rendered(BYTES), sample.NEWSLETTER, sample.SITE)
    links = {
        r: unsubscribe.links(sample.SITE, sample.NEWSLETTER, r, b"secret") for r in readers(count)
    }
    return [compiled.to(reader, "", link) for reader, link in links.items()]


# ---------------------------------------------------------------- the senders, each in a child


def timed(mails: int, work: Callable[[], None]) -> Measured:
    """Rate and CPU of some work."""
    started, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - started, time.process_time() - cpu
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(mails / wall, cpu / mails * 1000, rss)


def relay(port: int, connections: int, keep_in: Path | None = None) -> Relay:
    """Our relay on the port; with a folder, its connections are kept by a holder."""
    settings = config.Smtp(host="127.0.0.1", port=port, connections=connections, helo="bench")
    return Relay(settings, None, keep_in=keep_in)


def ours(port: int, mails: int, connections: int) -> Measured:
    """The session and the pool alone: mails are ready, nothing is recorded."""
    ready = Unbooked(messages(mails))
    return timed(mails, lambda: relay(port, connections).carry(ready))


def ledger(
    port: int, mails: int, connections: int, durability: config.Durability, *, held: bool = False
) -> Measured:
    """What `digest run` does with a frozen issue; `held`: with a holder of its connections."""
    with opened(durability) as db:
        to = tuple(Recipient(reader, "", "en") for reader in readers(mails))
        issues.freeze(db, Frozen(sample.ISSUE, (rendered(BYTES),), to))
        keep_in = address.file(db.address).parent / "held" if held else None
        return deliver(db, port, mails, connections, time.perf_counter(), keep_in)


def command(port: int, mails: int, connections: int, durability: config.Durability) -> Measured:
    """What `digest run` does for the store's own readers, from the freeze on."""
    with opened(durability) as db:
        subscribe(db, mails)
        started = time.perf_counter()
        variants = dict.fromkeys(recipients.wishes(db, sample.ISSUE.newsletter), "en")
        takers = Takers(sample.ISSUE.newsletter, variants, "en")
        issues.freeze(db, Frozen(sample.ISSUE, (rendered(BYTES),), takers))
        return deliver(db, port, mails, connections, started)


class Instant(Resting):
    """A transport that takes each mail at once, in steps of as many as there are connections."""

    idempotent: ClassVar[bool] = False

    def __init__(self, connections: int) -> None:
        self._connections = connections

    def carry(self, mails: Mails) -> None:
        """Take all mails."""
        taken = Receipt(Outcome.SENT, 250, "2.0.0 Ok: queued as 4F2A91C03D")
        before: list[Message] = []
        while True:
            some = [m for m in (mails.take() for _ in range(self._connections)) if m is not None]
            mails.record(answers=[(m, taken) for m in before], intend=some)
            if not some:
                return
            before = some


@contextmanager
def opened(durability: config.Durability) -> Iterator[Database]:
    """A new database in the current folder: temporary folders may be in memory."""
    with (
        tempfile.TemporaryDirectory(dir=Path.cwd()) as folder,
        database.opened(f"sqlite:///{folder}/store.db", durability=durability) as db,
    ):
        yield db


def subscribe(db: Database, count: int) -> None:
    """Put as many active readers into the store."""
    kept = {
        "name": "",
        "status": "active",
        "newsletters": [],
        "extra": {},
        "status_by": "bench",
        "status_at": datetime.now(UTC),
        "added_at": datetime.now(UTC),
    }
    for start in range(0, count, 5000):
        some = range(start, min(count, start + 5000))
        rows = [
            {**kept, "reader": reader, "email": reader}
            for reader in (f"reader{n:09d}@example{n % 50}.org" for n in some)
        ]
        with db.begin() as connection:
            connection.execute(sa.insert(schema.subscribers), rows)


def deliver(
    db: Database,
    port: int,
    mails: int,
    connections: int,
    started: float,
    keep_in: Path | None = None,
) -> Measured:
    """Deliver the frozen sample issue; times count from `started`."""
    secret = db.secret()
    shown = rendered(BYTES)
    compiled = message.compiled(sample.ISSUE, shown, sample.NEWSLETTER, sample.SITE)
    passed: list[float] = []  # when the first mail was recorded, then each tenth

    def progress(tally: Tally) -> None:
        if tally.sent and tally.sent * 10 >= mails * len(passed):
            passed.append(time.perf_counter())

    def work() -> None:
        dispatch.deliver(
            db,
            sample.ISSUE.id,
            relay(port, connections, keep_in) if port else Instant(connections),
            {"en": compiled},
            links_for=unsubscribe.linking(sample.SITE, sample.NEWSLETTER, secret),
            settings=config.Delivery(),
            clock=lambda: datetime.now(UTC),
            progress=progress,
        )

    found = timed(mails, work)
    spans = [b - a for a, b in itertools.pairwise(passed)] or [0.0]
    return replace(found, first_s=passed[0] - started, last_to_first=spans[-1] / (spans[0] or 1))


def smtplib_threads(port: int, mails: int, connections: int) -> Measured:
    """The standard library: a thread and a connection for each share of the mails."""
    ready = messages(mails)

    def share(own: list[Message]) -> None:
        with smtplib.SMTP("127.0.0.1", port, "bench") as session:
            for mail in own:
                session.sendmail(mail.envelope_sender, [mail.recipient], mail.content)

    def work() -> None:
        with ThreadPoolExecutor(connections) as threads:
            list(threads.map(share, [ready[n::connections] for n in range(connections)]))

    return timed(mails, work)


def aiosmtplib_connections(port: int, mails: int, connections: int) -> Measured:
    """aiosmtplib: a client for each share of the mails."""
    import aiosmtplib  # type: ignore[import-not-found,unused-ignore]

    ready = messages(mails)

    async def share(own: list[Message]) -> None:
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False) as client:
            for mail in own:
                await client.sendmail(mail.envelope_sender, [mail.recipient], mail.content)

    async def work() -> None:
        await asyncio.gather(*(share(ready[n::connections]) for n in range(connections)))

    return timed(mails, lambda: asyncio.run(work()))


SENDERS: dict[str, Callable[[int, int, int], Measured]] = {
    "newsfold, session alone": ours,
    "newsfold, ledger normal": lambda p, m, c: ledger(p, m, c, "normal"),
    "newsfold, ledger full": lambda p, m, c: ledger(p, m, c, "full"),
    "newsfold, normal, holder": lambda p, m, c: ledger(p, m, c, "normal", held=True),
    "newsfold, full, holder": lambda p, m, c: ledger(p, m, c, "full", held=True),
    "newsfold, ledger full, 4x": lambda p, m, c: ledger(p, m, 4 * c, "full"),
    "smtplib, threads": smtplib_threads,
    "aiosmtplib": aiosmtplib_connections,
}
COMMANDS: dict[str, Callable[[int, int, int], Measured]] = {
    "normal": lambda p, m, c: command(p, m, c, "normal"),
    "full": lambda p, m, c: command(p, m, c, "full"),
}
C = "smtp-source"


def from_smtp_source(port: int, mails: int, connections: int) -> Measured:
    """Postfix's own generator, in C, with kept connections."""
    command = [C, "-d", "-s", str(connections), "-m", str(mails), "-l", str(BYTES)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run([*command, f"127.0.0.1:{port}"], check=True)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(mails / wall, cpu / mails * 1000)


def from_child(name: str, port: int, mails: int, connections: int) -> Measured:
    """One run of a sender in a process of its own."""
    numbers = {"--port": port, "--mails": mails, "--connections": connections}
    options = [word for name, number in numbers.items() for word in (name, str(number))]
    command = [sys.executable, "-m", "bench.delivery", "--child", name, *options]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Measured(**json.loads(said.stdout))


# ---------------------------------------------------------------- the other side


@contextmanager
def sink(connections: int) -> Iterator[int]:
    """A running smtp-sink; gives its port."""
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
            yield port
        finally:
            running.kill()


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def delayed(port: int, delay_s: float) -> Iterator[int]:
    """A way to the port on which everything is late, in both directions; gives its port."""
    if not delay_s:
        yield port
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
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))

    serving = asyncio.start_server(accepted, "127.0.0.1", near)
    asyncio.run_coroutine_threadsafe(serving, loop).result()
    try:
        yield near
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


# ---------------------------------------------------------------- the run


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mails", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--delay-ms", type=float, default=0)
    parser.add_argument("--only", action="append", help="leave out other senders; repeatable")
    parser.add_argument("--recipients", type=int)
    parser.add_argument("--no-relay", action="store_true", help="with --recipients: the rest alone")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        found = (SENDERS | COMMANDS)[chosen.child](chosen.port, chosen.mails, chosen.connections)
        print(json.dumps(vars(found)))
        return
    if chosen.recipients and chosen.no_relay:
        many(0, chosen.recipients, chosen.connections)
        return
    os.environ["PATH"] += os.pathsep + "/usr/sbin"
    if not shutil.which("smtp-sink"):
        raise SystemExit("smtp-sink is not installed: it is in Debian's package postfix")
    with sink(chosen.connections) as far, delayed(far, chosen.delay_ms / 2000) as port:
        if chosen.recipients:
            many(port, chosen.recipients, chosen.connections)
        else:
            names = [C, *(chosen.only or SENDERS)]
            compare(names, port, chosen.mails, chosen.rounds, chosen.connections)


def compare(names: list[str], port: int, mails: int, rounds: int, connections: int) -> None:
    """These senders in turn, so that a busy machine hits all alike."""
    if "aiosmtplib" in names and importlib.util.find_spec("aiosmtplib") is None:
        names.remove("aiosmtplib")
        print("aiosmtplib is not installed: left out")
    runs: dict[str, list[Measured]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            if name == C:
                runs[name].append(from_smtp_source(port, mails, connections))
            else:
                runs[name].append(from_child(name, port, mails, connections))
    yardstick = statistics.median(run.mails_per_s for run in runs[C])
    print(f"{mails:,} mails of {BYTES:,} bytes, {connections} connections, {rounds} rounds")
    print(f"{'sender':<28}{'mails/s':>9}{'ratio':>8}{'CPU s/1000':>12}{'RSS MB':>8}")
    for name, found in runs.items():
        rate = statistics.median(run.mails_per_s for run in found)
        cpu = statistics.median(run.cpu_s_per_1000 for run in found)
        rss = statistics.median(run.rss_mb for run in found)
        print(f"{name:<28}{rate:>9,.0f}{rate / yardstick:>8.2f}{cpu:>12.3f}{rss:>8.0f}")


def many(port: int, count: int, connections: int) -> None:
    """One large issue with its ledger, from its freeze on."""
    for name in COMMANDS:
        found = from_child(name, port, count, connections)
        print(
            f"{count:,} recipients, ledger {name}: {found.mails_per_s:,.0f} mails/s, "
            f"{found.cpu_s_per_1000:.3f} CPU s/1000, {found.rss_mb:,.0f} MB at most, first mail "
            f"recorded {found.first_s:.2f} s after the freeze began, the last tenth took "
            f"{found.last_to_first:.2f} of the first's time"
        )


if __name__ == "__main__":
    main()
