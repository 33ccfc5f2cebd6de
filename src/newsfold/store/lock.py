"""One process at a time per newsletter: a file lock beside the database.

The kernel frees it when its holder dies, however it dies; the file itself stays.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsfold.errors import Busy, StoreError
from newsfold.store import database


@contextmanager
def held(db_url: str, name: str) -> Iterator[None]:
    """Hold the lock `name` of the database at `db_url`, whose folder is there.

    Raises: Busy with the holder's process id when another process, or another part of this one,
    holds it; StoreError when the lock file cannot be made.
    """
    file = _file(db_url, name)
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError(
            f"cannot make the lock file {file}: {error.strerror}; give this user write "
            "permission on its folder",
            url=db_url,
        ) from error
    try:
        _take(handle, name)
        yield
    finally:
        os.close(handle)


def _file(db_url: str, name: str) -> Path:
    path = database.path(db_url)
    return path.with_name(f"{path.name}.{name}.lock")


def _take(handle: int, name: str) -> None:
    # flock, not lockf: it also keeps two threads of one process apart.
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = _holder(handle)
        who = f"process {holder}" if holder else "another process"
        raise Busy(
            f"{who} is working on {name!r}; it carries on, and this one has nothing to do",
            holder=holder,
        ) from error
    os.ftruncate(handle, 0)
    os.pwrite(handle, str(os.getpid()).encode(), 0)


def _holder(handle: int) -> int | None:
    content = os.pread(handle, 20, 0)
    return int(content) if content.isdigit() else None
