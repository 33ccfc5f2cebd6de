"""What DKIM signatures cost: alone, with several processes, and over the whole path into smtp-sink.

    python -m bench.signing [--mails 5000] [--rounds 5] [--connections 32]

Each round runs every row once, each as a process of its own; medians are printed. 'RSA alone' is
the bare operation, as OpenSSL does it: no signer can be faster on this machine. 'signing' takes
mails that are ready and signs them, with nothing behind. 'whole path' is what `digest run` does
with a frozen issue of 40 KB mails, ledger included, into Postfix's smtp-sink; it is left out where
there is none. CPU is of the sender and its processes together, from the first mail on.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime

from bench import delivery, delivery_relays, scratch
from newsfold import config
from newsfold.deliver import dispatch, message, unsubscribe
from newsfold.deliver.dkim import keys, signature, workers
from newsfold.deliver.dkim.keys import Kind
from newsfold.deliver.dkim.signature import Identity
from newsfold.deliver.dkim.signing import Signing
from newsfold.deliver.transport import Mails, Resting, Transport, Unbooked
from newsfold.model import Message, Outcome, Receipt
from newsfold.store import database, issues
from newsfold.store.issues import Frozen
from newsfold.store.recipients import Recipient
from tests.deliver import sample

BYTES = delivery.BYTES


class Nowhere(Resting):
    """A transport that takes every mail and keeps none."""

    idempotent = True

    def carry(self, mails: Mails) -> None:
        """Take all mails."""
        while (mail := mails.take()) is not None:
            mails.record(answers=[(mail, Receipt(Outcome.SENT, 250, ""))])


@dataclass(frozen=True)
class Measured:
    """One run."""

    mails_per_s: float
    cpu_s_per_1000: float


def compiled() -> message.CompiledMessage:
    """The issue of the bench, ready to be filled and signed."""
    shown = delivery.rendered(BYTES)
    return message.compiled(sample.ISSUE, shown, sample.NEWSLETTER, sample.SITE, hashed=True)


def messages(count: int) -> list[Message]:
    """The issue's mail to each reader."""
    ready = compiled()
    return [
        ready.to(r, "", unsubscribe.links(sample.SITE, sample.NEWSLETTER, r, b"secret"))
        for r in delivery.readers(count)
    ]


def identities(kinds: Sequence[Kind]) -> tuple[Identity, ...]:
    """A new key of each kind."""
    return tuple(Identity(keys.made(kind), f"bench{n}") for n, kind in enumerate(kinds))


def timed(mails: int, work: Callable[[], None]) -> Measured:
    """Rate and CPU of some work, that of its child processes included."""

    def cpu() -> float:
        both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(one.ru_utime + one.ru_stime for one in both)

    started, before = time.perf_counter(), cpu()
    work()
    return Measured(mails / (time.perf_counter() - started), (cpu() - before) / mails * 1000)


def alone(mails: int, kinds: Sequence[Kind]) -> Measured:
    """Draft and sign, in a loop."""
    ready, by = messages(min(mails, 500)), identities(kinds)
    own = [one.key for one in by]

    def work() -> None:
        for n in range(mails):
            drafts = signature.drafts(ready[n % len(ready)], by)
            signed = workers.sign(own, tuple(draft.digest for draft in drafts))
            signature.signed(ready[n % len(ready)], drafts, signed)

    return timed(mails, work)


def bare(mails: int) -> Measured:
    """The RSA operation and nothing else."""
    key = keys.made("rsa")

    def work() -> None:
        for n in range(mails):
            key.sign(n.to_bytes(32, "big"))

    return timed(mails, work)


def processes(mails: int, more: int) -> Measured:
    """The signing transport with nothing behind it; the start of its processes is not counted."""
    ready = messages(mails)
    with Signing(Nowhere(), identities(["rsa"]), processes=more, alone=0) as transport:
        warm = messages(200)
        book = _Warmed(warm, ready)
        transport.carry(book)
    wall = time.perf_counter() - book.started
    return Measured(mails / wall, 0.0)


class _Warmed(Unbooked):
    """Mails of which the first are not timed: they wait until all processes sign."""

    def __init__(self, warm: Sequence[Message], mails: Sequence[Message]) -> None:
        super().__init__([*warm, *mails])
        self._warm = len(warm)
        self.started = 0.0

    def take(self) -> Message | None:
        """The next mail; notes when the first timed one is taken."""
        if self._warm == 0:
            self.started = time.perf_counter()
        if self._warm == 150:
            time.sleep(2)  # for the processes to be up
        self._warm -= 1
        return super().take()


def whole_path(port: int, mails: int, connections: int, kinds: Sequence[Kind]) -> Measured:
    """What `digest run` does with a frozen issue."""
    shown = delivery.rendered(BYTES)
    transport: Transport = delivery.relay(port, connections)
    if kinds:
        spare = len(os.sched_getaffinity(0)) - 1
        transport = Signing(transport, identities(kinds), processes=spare)
    with (
        scratch.folder() as folder,
        database.opened(f"sqlite:///{folder}/store.db", durability="normal") as db,
        transport,
    ):
        to = tuple(Recipient(reader, "", "en") for reader in delivery.readers(mails))
        issues.freeze(db, Frozen(sample.ISSUE, (shown,), to))
        secret = db.secret()
        ready = message.compiled(
            sample.ISSUE, shown, sample.NEWSLETTER, sample.SITE, hashed=bool(kinds)
        )

        def work() -> None:
            dispatch.deliver(
                db,
                sample.ISSUE.id,
                transport,
                {"en": ready},
                links_for=lambda r: unsubscribe.links(sample.SITE, sample.NEWSLETTER, r, secret),
                settings=config.Delivery(),
                clock=lambda: datetime.now(UTC),
                progress=lambda tally: None,
            )

        return timed(mails, work)


ROWS: dict[str, Callable[[int, int, int], Measured]] = {
    "RSA alone": lambda p, m, c: bare(m),
    "signing, RSA": lambda p, m, c: alone(m, ["rsa"]),
    "signing, Ed25519": lambda p, m, c: alone(m, ["ed25519"]),
    "signing, both": lambda p, m, c: alone(m, ["rsa", "ed25519"]),
    "signing, RSA, transport": lambda p, m, c: processes(m, 0),
    "signing, RSA, two processes": lambda p, m, c: processes(m, 1),
}
WHOLE: dict[str, Callable[[int, int, int], Measured]] = {
    "whole path, unsigned": lambda p, m, c: whole_path(p, m, c, []),
    "whole path, RSA": lambda p, m, c: whole_path(p, m, c, ["rsa"]),
    "whole path, both": lambda p, m, c: whole_path(p, m, c, ["rsa", "ed25519"]),
}


def from_child(name: str, port: int, mails: int, connections: int) -> Measured:
    """One run of a row in a process of its own."""
    numbers = {"--port": port, "--mails": mails, "--connections": connections}
    options = [word for key, number in numbers.items() for word in (key, str(number))]
    command = [sys.executable, "-m", "bench.signing", "--child", name, *options]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Measured(**json.loads(said.stdout))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mails", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=0, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        row = (ROWS | WHOLE)[chosen.child]
        print(json.dumps(vars(row(chosen.port, chosen.mails, chosen.connections))))
        return
    os.environ["PATH"] += os.pathsep + "/usr/sbin"
    there = shutil.which("smtp-sink") is not None
    names = [*ROWS, *(WHOLE if there else ())]
    runs: dict[str, list[Measured]] = {name: [] for name in names}
    with delivery_relays.sink(chosen.connections) if there else nullcontext() as target:
        port = target.port if target else 0
        for _ in range(chosen.rounds):
            for name in names:
                runs[name].append(from_child(name, port, chosen.mails, chosen.connections))
    print(f"{chosen.mails:,} mails of {BYTES:,} bytes, {chosen.rounds} rounds, medians")
    print(f"{'':<30}{'mails/s':>9}{'CPU s/1000':>12}")
    for name, found in runs.items():
        rate = statistics.median(run.mails_per_s for run in found)
        cpu = statistics.median(run.cpu_s_per_1000 for run in found)
        print(f"{name:<30}{rate:>9,.0f}{f'{cpu:.3f}' if cpu else '':>12}")
    pairs = zip(runs["signing, RSA, two processes"], runs["signing, RSA, transport"], strict=True)
    ratio = statistics.median(two.mails_per_s / one.mails_per_s for two, one in pairs)
    print(f"two processes sign {ratio:.2f} times what one does")


if __name__ == "__main__":
    main()
