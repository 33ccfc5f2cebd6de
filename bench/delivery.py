"""Mails per second and CPU, ours beside other senders, into Postfix's smtp-sink or a Postfix.

    python -m bench.delivery [--mails 5000] [--rounds 5] [--connections 8] [--delay-ms 0]
                             [--into postfix] [--npm node_modules] [--only NAME]
    python -m bench.delivery --recipients 1000000 [--no-relay]
                             (memory, first mail, flatness; ours alone)

Needs Debian's package postfix (its daemon need not run), and for their rows the library aiosmtplib
and a node_modules folder with nodemailer; a peer that is missing is named and left out. All senders
run in turn within each round, each as a process of its own; medians and ratios to smtp-source are
printed. CPU is the sending process's, from its first connection on. The sink is one process: a
sender whose 'sink' column, times its rate, comes to 1 s of its processor time a second has met the
sink's limit, and no other could be faster. With --delay-ms each answer and each piece of a mail is
late by half of that, as over a network. The 'ledger' rows do what `digest run` does with a frozen
issue.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import ClassVar

import sqlalchemy as sa

from bench import delivery_peers as peers
from bench import delivery_relays as relays
from bench import scratch
from bench.delivery_peers import Measured, timed
from bench.delivery_relays import Target
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
from tests import postgres
from tests.deliver import sample

BYTES = 40_000  # of a mail; an issue of twenty stories has about as many


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


def relay(port: int, connections: int, keep_in: Path | None = None) -> Relay:
    """Our relay on the port; with a folder, its connections are kept by a holder."""
    settings = config.Smtp(host="127.0.0.1", port=port, connections=connections, helo="bench")
    return Relay(settings, None, keep_in=keep_in)


def ours(port: int, mails: int, connections: int) -> Measured:
    """The session and the pool alone: mails are ready, nothing is recorded."""
    ready = Unbooked(messages(mails))
    return timed(mails, lambda: relay(port, connections).carry(ready))


def ledger(
    port: int,
    mails: int,
    connections: int,
    durability: config.Durability,
    *,
    held: bool = False,
    url: str | None = None,
) -> Measured:
    """What `digest run` does with a frozen issue; `held`: with a holder of its connections; `url`:
    of a PostgreSQL database."""
    with database.opened(url) if url else opened(durability) as db:
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
    """A new database."""
    with (
        scratch.folder() as folder,
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


POSTGRESQL = "newsfold, PostgreSQL"
AIOSMTPLIB, NODEMAILER, C = "aiosmtplib", "nodemailer, pool", "smtp-source"
OURS: Mapping[str, Callable[[int, int, int], Measured]] = {
    "newsfold, session alone": ours,
    "newsfold, ledger normal": lambda p, m, c: ledger(p, m, c, "normal"),
    "newsfold, ledger full": lambda p, m, c: ledger(p, m, c, "full"),
    "newsfold, normal, holder": lambda p, m, c: ledger(p, m, c, "normal", held=True),
    "newsfold, full, holder": lambda p, m, c: ledger(p, m, c, "full", held=True),
    "newsfold, ledger full, 4x": lambda p, m, c: ledger(p, m, 4 * c, "full"),
}
PEERS: Mapping[str, Callable[[int, int, int], Measured]] = {
    "smtplib, threads": lambda p, m, c: peers.smtplib_threads(p, messages(m), c),
    AIOSMTPLIB: lambda p, m, c: peers.aiosmtplib_connections(p, messages(m), c),
}
COMMANDS: Mapping[str, Callable[[int, int, int], Measured]] = {
    "normal": lambda p, m, c: command(p, m, c, "normal"),
    "full": lambda p, m, c: command(p, m, c, "full"),
}


def from_child(
    name: str, port: int, mails: int, connections: int, url: str | None = None
) -> Measured:
    """One run of a sender in a process of its own."""
    numbers = {"--port": port, "--mails": mails, "--connections": connections}
    options = [word for name, number in numbers.items() for word in (name, str(number))]
    options += ["--database", url] if url else []
    command = [sys.executable, "-m", "bench.delivery", "--child", name, *options]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Measured(**json.loads(said.stdout))


def in_child(name: str, port: int, mails: int, connections: int, url: str | None) -> Measured:
    """What the child does."""
    if url:
        return ledger(port, mails, connections, "full", url=url)
    return {**OURS, **PEERS, **COMMANDS}[name](port, mails, connections)


# ---------------------------------------------------------------- the run


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mails", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--delay-ms", type=float, default=0)
    parser.add_argument("--into", choices=["sink", "postfix"], default="sink")
    parser.add_argument("--npm", type=Path, help="a node_modules folder with nodemailer")
    parser.add_argument("--only", action="append", help="leave out other senders; repeatable")
    parser.add_argument("--recipients", type=int)
    parser.add_argument("--no-relay", action="store_true", help="with --recipients: the rest alone")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--database", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        found = in_child(
            chosen.child, chosen.port, chosen.mails, chosen.connections, chosen.database
        )
        print(json.dumps(vars(found)))
        return
    if chosen.recipients and chosen.no_relay:
        many(0, chosen.recipients, chosen.connections)
        return
    into = relays.sink(chosen.connections) if chosen.into == "sink" else relays.real_postfix()
    with into as far, relays.delayed(far, chosen.delay_ms / 2000) as target:
        if chosen.recipients:
            many(target.port, chosen.recipients, chosen.connections)
        else:
            compare(chosen, target)


def compare(chosen: argparse.Namespace, target: Target) -> None:
    """Senders in turn, so that a busy machine hits all alike."""
    with ExitStack() as stack:
        ways = senders(stack, chosen)
        runs: dict[str, list[tuple[Measured, float]]] = {name: [] for name in ways}
        for _ in range(chosen.rounds):
            for name, send in ways.items():
                target.settle()
                before = target.cpu_s()
                found = send(target.port, chosen.mails, chosen.connections)
                runs[name].append((found, (target.cpu_s() - before) / chosen.mails * 1000))
    yardstick = statistics.median(run.mails_per_s for run, _ in runs[C])
    print(
        f"{chosen.mails:,} mails of {BYTES:,} bytes, {chosen.connections} connections, "
        f"{chosen.rounds} rounds, into {chosen.into}"
    )
    print(f"{'sender':<28}{'mails/s':>9}{'ratio':>8}{'CPU s/1000':>12}{'sink':>8}{'RSS MB':>8}")
    for name, each in runs.items():
        rate, cpu, rss = (
            statistics.median(getattr(run, what) for run, _ in each)
            for what in ("mails_per_s", "cpu_s_per_1000", "rss_mb")
        )
        sink = statistics.median(took for _, took in each)
        print(f"{name:<28}{rate:>9,.0f}{rate / yardstick:>8.2f}{cpu:>12.3f}{sink:>8.3f}{rss:>8.0f}")


def senders(
    stack: ExitStack, chosen: argparse.Namespace
) -> dict[str, Callable[[int, int, int], Measured]]:
    """Those that are wanted and there, the yardstick first."""
    ways: dict[str, Callable[[int, int, int], Measured]] = {
        C: partial(peers.smtp_source, mail_bytes=BYTES),
        **{name: partial(from_child, name) for name in OURS},
        POSTGRESQL: on_postgresql(stack),
        **{name: partial(from_child, name) for name in PEERS},
        NODEMAILER: lambda p, m, c: peers.nodemailer_pool(p, messages(1)[0], m, c, chosen.npm),
    }
    wanted = [C, *(chosen.only or [*ways][1:])]
    if unknown := set(wanted) - set(ways):
        raise SystemExit(f"no sender is called {unknown.pop()!r}; there are: {', '.join(ways)}")
    missing = {
        POSTGRESQL: postgres.binaries() is None,
        AIOSMTPLIB: importlib.util.find_spec("aiosmtplib") is None,
        NODEMAILER: chosen.npm is None or not (chosen.npm / "nodemailer").is_dir(),
    }
    for name in wanted:
        if missing.get(name):
            print(f"{name} is not installed: left out")
    return {name: ways[name] for name in wanted if not missing.get(name)}


def on_postgresql(stack: ExitStack) -> Callable[[int, int, int], Measured]:
    """A sender with its ledger on a server that keeps what it confirms, started when it is needed,
    in a new database each time."""
    running: list[postgres.Server] = []

    def send(port: int, mails: int, connections: int) -> Measured:
        if not running:
            running.append(stack.enter_context(postgres.running(settings=postgres.DURABLE)))
        name = running[0].create()
        try:
            return from_child(POSTGRESQL, port, mails, connections, running[0].url(name))
        finally:
            running[0].drop(name)

    return send


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
