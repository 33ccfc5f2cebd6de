"""One process at a time per newsletter: a file lock beside an SQLite file, a PostgreSQL server's
advisory lock.

The kernel, or the server, frees it when its holder dies, however it dies. On PostgreSQL all that
is written while it is held goes over the session that holds it: once that session is lost, and
somebody else may hold the lock, nothing more can be written under it.
"""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from newsfold.errors import Busy, StoreError
from newsfold.store import address, postgresql
from newsfold.store.database import Database

# For how long the server may take to notice that the last holder was killed: 0.8 to 11 ms where
# both stood on one machine.
DEATH_MS = 1000


def held(db: Database, name: str, *, wait_ms: int = DEATH_MS) -> AbstractContextManager[None]:
    """Hold the lock `name` of the database.

    `wait_ms`, at least 1, is for how long a server may take to free the lock of a dead holder.
    Raises: Busy with the holder's process id when another process, or another part of this one,
    holds it; StoreError when the lock cannot be had at all.
    """
    if address.is_postgresql(db.address):
        return _by_session(db, name, wait_ms)
    return _by_file(address.file(db.address), name, db.url)


@contextmanager
def _by_session(db: Database, name: str, wait_ms: int) -> Iterator[None]:
    with db.pinned(name) as connection:
        if connection is None:
            raise _busy(name, f"process {os.getpid()}", os.getpid())
        if not postgresql.lock(connection, name, wait_ms):
            pid, host = postgresql.holder(connection, name) or (None, "")
            where = "" if host == socket.gethostname() else f" on {host}"
            raise _busy(name, f"process {pid}{where}" if pid else "another process", pid)
        try:
            yield
        finally:
            postgresql.unlock(connection, name)


@contextmanager
def _by_file(database: Path, name: str, url: str) -> Iterator[None]:
    file = database.with_name(f"{database.name}.{name}.lock")
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError(
            f"cannot make the lock file {file}: {error.strerror}; give this user write "
            "permission on its folder",
            url=url,
        ) from error
    try:
        _take(handle, name)
        yield
    finally:
        os.close(handle)


def _take(handle: int, name: str) -> None:
    # flock, not lockf: it also keeps two threads of one process apart.
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = _holder(handle)
        who = f"process {holder}" if holder else "another process"
        raise _busy(name, who, holder) from error
    os.ftruncate(handle, 0)
    os.pwrite(handle, str(os.getpid()).encode(), 0)


def _holder(handle: int) -> int | None:
    content = os.pread(handle, 20, 0)
    return int(content) if content.isdigit() else None


def _busy(name: str, who: str, holder: int | None) -> Busy:
    return Busy(
        f"{who} is working on {name!r}; it carries on, and this one has nothing to do",
        holder=holder,
    )
