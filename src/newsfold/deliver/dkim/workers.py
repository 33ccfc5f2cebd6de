"""Processes that sign beside this one: an RSA signature takes a processor a quarter millisecond.

They get digests and give signatures back. Their end of the pipe is closed when this process dies,
however it does, and then they end too.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from newsfold.deliver.dkim import keys
from newsfold.deliver.dkim.keys import Key

DIGEST_BYTES = 32

Digests = tuple[bytes, ...]  # of one mail, one a key
Signatures = tuple[bytes, ...]


def sign(keys: Sequence[Key], digests: Digests) -> Signatures:
    """One mail's signatures."""
    return tuple(key.sign(digest) for key, digest in zip(keys, digests, strict=True))


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    owed: deque[list[tuple[object, Digests]]] = field(default_factory=deque)  # batches


class Workers:
    """Signs batches of digests in `count` processes; used with `with`.

    What comes back is named by the token that it was given with. The work of a process that died
    is done here instead.
    """

    def __init__(self, keys: Sequence[Key], count: int) -> None:
        self._keys = tuple(keys)
        self._count = count
        self._workers: list[_Worker] = []
        self._context = multiprocessing.get_context("spawn")

    def __enter__(self) -> Workers:
        for _ in range(self._count):
            near, far = self._context.Pipe()
            process = self._context.Process(target=serve, args=(far,), daemon=True)
            try:
                process.start()
            except OSError:  # this machine has no room for it: we sign with those there are
                near.close()
                break
            finally:
                far.close()
            near.send([key.der() for key in self._keys])
            self._workers.append(_Worker(process, near))
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join()
            worker.process.close()

    @property
    def pids(self) -> list[int]:
        """The living processes' ids."""
        return [worker.process.pid for worker in self._workers if worker.process.pid is not None]

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
        with suppress(OSError):  # it died: `signed` finds that out, and does its work
            worker.pipe.send_bytes(b"".join(d for _, digests in batch for d in digests))

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
        worker.process.join()
        worker.process.close()
        return [(token, sign(self._keys, d)) for batch in worker.owed for token, d in batch]


def serve(pipe: Connection) -> None:
    """A process's work: keys first, then batches of digests, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the sender, which ends us
    try:
        own = [keys.from_der(octets) for octets in pipe.recv()]
        while True:
            said = pipe.recv_bytes()
            digests = [said[at : at + DIGEST_BYTES] for at in range(0, len(said), DIGEST_BYTES)]
            pipe.send_bytes(
                b"".join(own[n % len(own)].sign(digest) for n, digest in enumerate(digests))
            )
    except (EOFError, OSError):
        return
