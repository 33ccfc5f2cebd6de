"""All that is particular to SQLite: the file, its settings, and what its complaints mean."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from newsfold.config import Durability
from newsfold.errors import StoreError
from newsfold.store import address

BUSY_STEP_S = 0.01
READING: dict[str, Any] = {}  # a deferred transaction sees one moment's state anyway
SYNC = getattr(os, "fdatasync", os.fsync)  # what SQLite calls
# SQLite's own words (its result codes' texts) and what to do about them.
ADVICE = {
    "file is not a database": "set store.url to another file, or move this one away",
    "database disk image is malformed": "restore it from a backup, or move it away",
    "readonly database": "give this user write permission on the file and its folder",
    "unable to open": "check that the folder exists and this user may write there",
    "is full": "free space on that disk and run the same command again; nothing is lost",
    "is locked": "another process has held it for too long; end that one and try again",
}


def engine(where: URL, durability: Durability, busy_timeout_ms: int, writes: str) -> Engine:
    """Connections to the file, whose folder is made; transactions with the execution option
    `writes` wait for their turn before they read.

    Raises: StoreError when the folder cannot be made.
    """
    _make_folder(where)
    made = sa.create_engine(where)
    event.listen(made, "connect", partial(_prepare, durability, busy_timeout_ms))
    event.listen(made, "begin", partial(_start, writes))
    return made


def explained(error: DBAPIError) -> str:
    """What SQLite complains about, and what to do."""
    problem = str(error.orig)
    advice = next((advice for words, advice in ADVICE.items() if words in problem), "")
    return f"{problem}; {advice}" if advice else problem


def counted(connection: Connection) -> sa.ColumnElement[int]:
    """What gives 0 for the first row of a statement, 1 for the next, and so on.

    In the order in which SQLite comes to them, which is that of an index where the statement wants
    its order. A window's row_number() keeps all rows aside first: a third of an issue's freeze.
    """
    raw: Any = connection.connection.driver_connection
    raw.create_function("newsfold_counted", 0, count().__next__)
    return sa.func.newsfold_counted(type_=sa.Integer)


@contextmanager
def flushing(raw: sqlite3.Connection) -> Iterator[Callable[[], None]]:
    """Until the end, commits of a connection with FULL durability do not wait for the disk; what
    is given brings all that was committed before it is called onto the disk.

    It is what SQLite does at each commit by itself, but free to be done by another thread while
    the connection goes on, and once for several commits. Only the log of writes needs it:
    checkpoints bring log and database onto the disk with NORMAL, too (sqlite.org/wal.html), and
    the first write into a new log brings its name there.
    Raises: OSError when the disk fails.
    """
    file = next(row[2] for row in raw.execute("PRAGMA database_list") if row[1] == "main")
    log: int | None = None

    def flush() -> None:
        nonlocal log
        if log is None:
            log = os.open(f"{file}-wal", os.O_RDONLY | os.O_CLOEXEC)
        SYNC(log)

    raw.execute("PRAGMA synchronous=NORMAL").close()
    try:
        yield flush
    finally:
        if log is not None:
            os.close(log)
        with suppress(sqlite3.ProgrammingError):  # the connection is closed
            raw.execute("PRAGMA synchronous=FULL").close()


def _make_folder(where: URL) -> None:
    folder = address.file(where).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"cannot make the folder {folder} for the database: {error.strerror}; "
            "set store.url to a place where this user may write",
            url=address.shown(where),
        ) from error


def _prepare(
    durability: Durability, busy_timeout_ms: int, connection: sqlite3.Connection, _record: Any
) -> None:
    # The driver would start transactions by itself, and only before the first write: a reader
    # that turns writer then fails with 'locked' instead of waiting. We start them in _start.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={busy_timeout_ms}").close()
    _write_ahead(connection, busy_timeout_ms)
    for pragma in (
        # FULL: an answered mail stays recorded through a power loss.
        f"synchronous={durability.upper()}",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _write_ahead(connection: sqlite3.Connection, busy_timeout_ms: int) -> None:
    # SQLite does not wait by itself here: of two that open a new file at once, one fails.
    until = time.monotonic() + busy_timeout_ms / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() >= until:
                raise
        time.sleep(BUSY_STEP_S)


def _start(option: str, connection: Connection) -> None:
    writes = connection.get_execution_options().get(option)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
