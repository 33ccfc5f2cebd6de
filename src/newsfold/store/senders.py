"""Which processes are sending: each has a number, which is a lock that dies with it.

Rows of the ledger name the sender that holds them. Whether it still lives is asked of the kernel,
or of the database's server, which frees the lock however it ended: there is no heartbeat to miss
and no lease to run out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count

from newsfold.errors import Busy
from newsfold.store import lock
from newsfold.store.database import Database


@contextmanager
def present(db: Database) -> Iterator[int]:
    """A number that no other living sender has, the lowest there is; held to the end."""
    with ExitStack() as stack:
        yield next(number for number in count(1) if _taken(stack, db, number, wait_ms=1))


@contextmanager
def gone(db: Database, numbers: Iterable[int]) -> Iterator[set[int]]:
    """Those of the numbers that no living sender has; nobody gets one of them until the end."""
    with ExitStack() as stack:
        yield {n for n in numbers if _taken(stack, db, n, wait_ms=lock.DEATH_MS)}


def alive(db: Database, numbers: Iterable[int]) -> int:
    """How many of the numbers living senders have; a server may count one that just died."""
    with ExitStack() as stack:
        return sum(not _taken(stack, db, number, wait_ms=1) for number in numbers)


def _taken(stack: ExitStack, db: Database, number: int, *, wait_ms: int) -> bool:
    try:
        # With a space in it, as no newsletter's slug has.
        stack.enter_context(lock.held(db, f"sender {number}", wait_ms=wait_ms))
    except Busy:
        return False
    return True
