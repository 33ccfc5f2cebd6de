"""Processes that sign beside this one: an RSA signature takes a processor a quarter millisecond.

They get digests and give signatures back. Their end of the pipe is closed when this process dies,
however it does, and then they end too.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait

from newsfold.deliver.dkim import keys
from newsfold.deliver.dkim.keys import Key

# -P: nothing is imported from the folder that the sender happens to be started in.
COMMAND = (sys.executable, "-P", "-m", "newsfold.deliver.dkim.workers")
DIGEST_BYTES = 32

Digests = tuple[bytes, ...]  # of one mail, one a key
Signatures = tuple[bytes, ...]


def sign(keys: Sequence[Key], digests: Digests) -> Signatures:
    """One mail's signatures."""
    return tuple(key.sign(digest) for key, digest in zip(keys, digests, strict=True))


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    pipe: Connection
    owed: deque[list[tuple[object, Digests]]] = field(default_factory=deque)  # batches

    def say(self, *messages: bytes) -> None:
        """Send it something; nothing happens when it died, which `Workers.signed` finds out."""
        with suppress(OSError):
            for message in messages:
                self.pipe.send_bytes(message)


class Workers:
    """Signs batches of digests in `count` processes; used with `with`.

    What comes back is named by the token that it was given with. The work of a process that died
    is done here instead.
    """

    def __init__(self, keys: Sequence[Key], count: int) -> None:
        self._keys = tuple(keys)
        self._count = count
        self._workers: list[_Worker] = []

    def __enter__(self) -> Workers:
        for _ in range(self._count):
            near, far = socket.socketpair()
            try:
                process = subprocess.Popen(COMMAND, stdin=far.fileno(), stdout=subprocess.DEVNULL)
            except OSError:  # this machine has no room for it: we sign with those there are
                near.close()
                break
            finally:
                far.close()
            worker = _Worker(process, Connection(near.detach()))
            self._workers.append(worker)
            worker.say(*(key.der() for key in self._keys), b"")
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.pipe.close()
        for worker in self._workers:
            worker.process.wait()

    @property
    def pids(self) -> list[int]:
        """The living processes' ids."""
        return [worker.process.pid for worker in self._workers]

    @property
    def owed(self) -> bool:
        """Whether signatures are still to come."""
        return any(worker.owed for worker in self._workers)

    def idle(self, batches: int) -> bool:
        """Whether a process has fewer than so many batches before it."""
        return any(len(worker.owed) < batches for worker in self._workers)

    def give(self, batch: list[tuple[object, Digests]]) -> None:
        """Hand a batch of tokens and digests to the process that has least to do."""
        worker = min(self._workers, key=lambda w: len(w.owed))
        worker.owed.append(batch)
        worker.say(b"".join(digest for _, digests in batch for digest in digests))

    def signed(self, *, waiting: bool) -> list[tuple[object, Signatures]]:
        """What is ready now; with `waiting` at least one batch, if any is owed."""
        busy = {worker.pipe: worker for worker in self._workers if worker.owed}
        done: list[tuple[object, Signatures]] = []
        for pipe in wait([*busy], None if waiting and busy else 0):
            assert isinstance(pipe, Connection)
            done += self._received(busy[pipe])
        return done

    def _received(self, worker: _Worker) -> list[tuple[object, Signatures]]:
        try:
            answer = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            return self._buried(worker)
        at, done = 0, []
        for token, _ in worker.owed.popleft():
            own: list[bytes] = []
            for key in self._keys:
                own.append(answer[at : at + key.signature_bytes])
                at += key.signature_bytes
            done.append((token, tuple(own)))
        return done

    def _buried(self, worker: _Worker) -> list[tuple[object, Signatures]]:
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.wait()
        return [(token, sign(self._keys, d)) for batch in worker.owed for token, d in batch]


def serve(pipe: Connection) -> None:
    """A process's work: keys and an empty message, then batches of digests, until the pipe ends."""
    try:
        own = [keys.from_der(octets) for octets in iter(pipe.recv_bytes, b"")]
        while True:
            said = pipe.recv_bytes()
            digests = [said[at : at + DIGEST_BYTES] for at in range(0, len(said), DIGEST_BYTES)]
            pipe.send_bytes(
                b"".join(own[n % len(own)].sign(digest) for n, digest in enumerate(digests))
            )
    except (EOFError, OSError):
        return


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the sender, which ends us
    serve(Connection(0))
