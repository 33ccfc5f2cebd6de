"""All that is particular to PostgreSQL: the session, its locks, and what its complaints mean.

Two kinds of locks are used, both the server's advisory ones, which end with their session: a
writer's turn (one transaction at a time, as SQLite does by itself) and a named lock that a
session keeps. A lock is bound to the schema that the session works in.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import socket
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from newsfold.config import Durability
from newsfold.errors import StoreError
from newsfold.store import address

INSTALL = "pip install 'newsfold[postgresql]'"
READING: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
APPLICATION = re.compile(r"newsfold (\d+) on (.*)")  # what _name says
NAME_LENGTH = 63  # longer names are cut by the server (NAMEDATALEN - 1)

# Of libpq: how soon a server that does not answer, or is gone without a word, is noticed. By eye.
LIBPQ = {
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
}
# Of the session. The last three: how soon the server notices that our machine is gone, and frees
# our locks. They are no-ops on a unix socket.
SESSION = {
    "timezone": "UTC",
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}

AGAIN = "run the same command again; nothing is lost"
# SQLSTATE codes (the PostgreSQL manual's appendix A), and what to do about them.
ADVICE = {
    "22021": "make the database anew with ENCODING 'UTF8'",
    "25006": "it takes no writes: name the primary server in store.url",
    "28000": "check the user in store.url, and the server's pg_hba.conf",
    "28P01": "put the password into the environment as PGPASSWORD, or into ~/.pgpass",
    "3D000": "make it with 'createdb', or correct its name in store.url",
    "3F000": "make that schema, or correct search_path",
    "40P01": AGAIN,
    "42501": "give the user of store.url this right, or make it the database's owner",
    "53100": f"free space on the server's disk and {AGAIN}",
    "53200": f"the server is out of memory; {AGAIN}",
    "53300": "end other programs that use the server, or raise its max_connections",
    "55P03": "another process has held it for too long; end that one and try again",
    "57P01": f"the server was stopped; when it is back, {AGAIN}",
    "57P02": f"the server crashed; when it is back, {AGAIN}",
    "57P03": f"the server is starting or stopping; when it is up, {AGAIN}",
    "58030": f"look into the server's log and at its disk, then {AGAIN}",
    "XX001": "restore it from a backup",
    "XX002": "rebuild the index that is named (REINDEX), or restore a backup",
}
# Before there is a session libpq gives words and no code, and some codes say less than the words.
WORDS = {
    "password authentication failed": "28P01",
    "no password supplied": "28P01",
    "no pg_hba.conf entry": "28000",
    'role "': "28000",
    'database "': "3D000",
    "too many clients": "53300",
    "remaining connection slots": "53300",
    "starting up": "57P03",
    "shutting down": "57P03",
    "during recovery": "25006",
}
UNREACHED = "check that the server runs, and host and port in store.url"


def engine(where: URL, durability: Durability, busy_timeout_ms: int, writes: str) -> Engine:
    """Connections to the server; transactions with the execution option `writes` set to 'alone'
    wait for their turn before they read.

    Raises: StoreError when the driver is not installed.
    """
    given = {key: value for key, value in LIBPQ.items() if key not in where.query}
    try:
        made = sa.create_engine(
            where,
            connect_args={"client_encoding": "utf8", "application_name": _name(), **given},
            pool_pre_ping=True,
        )
    except ModuleNotFoundError as error:
        raise StoreError(
            f"{address.shown(where)} is a PostgreSQL database, and its driver is not installed; "
            f"type {INSTALL}",
            url=address.shown(where),
        ) from error
    # It warns of each lost connection, which is told as an error anyway; a log that somebody set up
    # still gets it.
    logging.getLogger("psycopg").addHandler(logging.NullHandler())
    event.listen(made, "connect", partial(_prepare, durability, busy_timeout_ms))
    event.listen(made, "begin", partial(_start, writes))
    return made


def explained(error: DBAPIError) -> str:
    """What the server or its driver complains about, and what to do."""
    # What the server adds (DETAIL, CONTEXT) may hold a row's values, such as addresses.
    first, *_ = str(error.orig).strip().splitlines() or ["no reason given"]
    state = getattr(error.orig, "sqlstate", None)
    if state not in ADVICE:
        state = next((code for words, code in WORDS.items() if words in first), None)
    if state is not None:
        return f"{first}; {ADVICE[state]}"
    if is_unreached(error):
        return f"{first}; {UNREACHED}"
    lost = f"; when the server can be reached, {AGAIN}" if error.connection_invalidated else ""
    return first + lost


def is_unreached(error: DBAPIError) -> bool:
    """Whether no session came about at all."""
    return error.statement is None and not error.connection_invalidated


def encoding(connection: Connection) -> str:
    """The encoding of the database's text: anything but 'UTF8' cannot hold every letter."""
    driver: Any = connection.connection.driver_connection
    return str(driver.info.parameter_status("server_encoding"))


def copy(connection: Connection, table: sa.Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Put in many rows, which all have the same columns: at a third of an INSERT's cost."""
    columns = [table.c[name] for name in rows[0]]
    dialect = connection.dialect
    kept = [c.type.dialect_impl(dialect).bind_processor(dialect) or _as_is for c in columns]
    driver: Any = connection.connection.driver_connection
    named = ", ".join(f'"{column.name}"' for column in columns)
    try:
        with driver.cursor().copy(f'COPY "{table.name}" ({named}) FROM STDIN') as copied:
            for row in rows:
                copied.write_row([keep(v) for keep, v in zip(kept, row.values(), strict=True)])
    except driver.Error as error:  # SQLAlchemy has not seen it
        raise DBAPIError("COPY", None, error, connection_invalidated=driver.closed) from error


def lock(connection: Connection, name: str, wait_ms: int) -> bool:
    """Take the lock for this session; false when another session keeps it for longer than that,
    at least a millisecond.

    The connection must be in no transaction, and is in none afterwards.
    """
    key = {"key": _key(connection, f"lock {name}")}
    try:
        with connection.begin():
            # Not pg_try_advisory_lock: of a killed holder the server learns a few ms later.
            connection.execute(_SET_LOCK_TIMEOUT, {"ms": str(wait_ms)})
            connection.execute(sa.text("SELECT pg_advisory_lock(:key)"), key)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != "55P03":
            raise
        return False
    return True


def unlock(connection: Connection, name: str) -> None:
    """Give the lock back. A session that is gone has done so already."""
    if not connection.invalidated:
        key = {"key": _key(connection, f"lock {name}")}
        try:
            with connection.begin():
                connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), key)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise


def holder(connection: Connection, name: str) -> tuple[int, str] | None:
    """Process id and machine of who keeps the lock; None when nobody does, or it is no newsfold."""
    key = {"key": _key(connection, f"lock {name}")}
    with connection.begin():
        found = APPLICATION.match(connection.execute(_HOLDER, key).scalar() or "")
    return (int(found[1]), found[2]) if found else None


_SET_LOCK_TIMEOUT = sa.text("SELECT set_config('lock_timeout', :ms, true)")
# A 64-bit key stands in two halves in pg_locks, with objsubid 1 (the manual, 'pg_locks').
_HOLDER = sa.text(
    "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
    " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1"
    " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND (l.classid::bigint << 32) | l.objid::bigint = :key"
)


def _as_is(value: object) -> object:
    return value


def _key(connection: Connection, what: str) -> int:
    """64 bits, signed, of a lock's name within the schema."""
    named = f"newsfold {connection.dialect.default_schema_name} {what}"
    return int.from_bytes(hashlib.sha256(named.encode()).digest()[:8], signed=True)


def _name() -> str:
    return f"newsfold {os.getpid()} on {socket.gethostname()}"[:NAME_LENGTH]


def _prepare(durability: Durability, busy_timeout_ms: int, connection: Any, _record: Any) -> None:
    wanted = {**SESSION, "lock_timeout": str(busy_timeout_ms)}
    with connection.cursor() as cursor:
        for name, value in wanted.items():
            cursor.execute("SELECT set_config(%s, %s, false)", (name, value))
        if durability == "normal":
            cursor.execute("SET synchronous_commit = off")
        else:  # what the server waits for, but never less than its own disk
            cursor.execute(
                "SELECT set_config('synchronous_commit', 'on', false)"
                " WHERE current_setting('synchronous_commit') = 'off'"
            )
    connection.commit()


def _start(option: str, connection: Connection) -> None:
    if connection.get_execution_options().get(option) == "alone":
        key = {"key": _key(connection, "writers")}
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), key)
