"""Opens the database: finds or makes the file, brings it up to date, hands out transactions.

All that is particular to SQLite stands here. Every other file of the room writes SQL that
PostgreSQL takes as well.
"""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from newsfold.config import Durability
from newsfold.errors import StoreError
from newsfold.store import schema

# How long a writer waits for another one: far above one transaction (freezing 1,000,000
# recipients took 0.7 s), short enough that a stuck process is noticed.
BUSY_TIMEOUT_MS = 30_000
BUSY_STEP_S = 0.01
SECRET_BYTES = 32  # as long as SHA-256's output (RFC 2104 section 3)
WRITES = "newsfold_writes"  # our execution option: this transaction takes the write lock at once

# SQLite's own words (its result codes' texts) and what to do about them.
ADVICE = {
    "file is not a database": "set store.url to another file, or move this one away",
    "database disk image is malformed": "restore it from a backup, or move it away",
    "readonly database": "give this user write permission on the file and its folder",
    "unable to open": "check that the folder exists and this user may write there",
    "is full": "free space on that disk and run the same command again; nothing is lost",
    "is locked": "another process has held it for too long; end that one and try again",
}


class Database:
    """An open database at the newest revision."""

    def __init__(self, engine: Engine, *, waits: bool = True) -> None:
        self._engine = engine
        self.waits = waits  # a commit does, for a disk or a network
        self.url = engine.url.render_as_string(hide_password=True)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction that may write: committed at the end, undone by an exception.

        Raises: StoreError when the database cannot do it. An IntegrityError passes through.
        """
        with (
            self.explained(),
            self._engine.connect().execution_options(**{WRITES: True}) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment's state and keeps nobody waiting."""
        with self.explained(), self._engine.connect() as connection, connection.begin():
            yield connection

    def secret(self) -> bytes:
        """32 random bytes, made at the first call and the same ever after."""
        table = schema.keepsakes
        wanted = sa.select(table.c.value).where(table.c.name == "secret")
        with self.reading() as connection:
            value = connection.scalar(wanted)
        if value is None:
            try:
                with self.begin() as connection:
                    made = secrets.token_bytes(SECRET_BYTES)
                    connection.execute(sa.insert(table).values(name="secret", value=made))
            except IntegrityError:
                pass  # another process was first: theirs is the one
            with self.reading() as connection:
                value = connection.execute(wanted).scalar_one()
        return bytes(value)

    @contextmanager
    def held(self) -> Iterator[Connection]:
        """A connection of one's own, outside any transaction: see store/driver.py."""
        with self.explained(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turns what the driver raises within into a StoreError that says what to do."""
        try:
            yield
        except IntegrityError:
            raise
        except DBAPIError as error:
            raise _store_error(str(error.orig), self.url) from error


@contextmanager
def opened(
    url: str, *, durability: Durability = "full", busy_timeout_ms: int = BUSY_TIMEOUT_MS
) -> Iterator[Database]:
    """The database at an SQLAlchemy URL such as `sqlite:///digest.sqlite3`, made if need be.

    A relative path counts from the current folder. With 'normal' durability a power cut, but no
    kill, may undo what was committed last; `busy_timeout_ms` is how long a writer waits for another
    one. Raises: StoreError when it cannot be opened or made, is no database, belongs to another
    program or to a newer version of this one.
    """
    address = _address(url)
    _make_folder(address)
    engine = _engine(address, durability, busy_timeout_ms)
    try:
        database = Database(engine, waits=durability == "full")
        _bring_to_head(database)
        yield database
    finally:
        engine.dispose()


def exists(url: str) -> bool:
    """Whether the database's file is there. Raises: StoreError for a URL that `opened` refuses."""
    return path(url).exists()


def path(url: str) -> Path:
    """The file of an SQLite URL. Raises: StoreError for any other URL."""
    return Path(str(_address(url).database))


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise StoreError(
            f"store.url {url!r} is not a database URL; use 'sqlite:///digest.sqlite3'"
        ) from error
    shown = address.render_as_string(hide_password=True)
    if address.get_backend_name() != "sqlite" or address.database in (None, "", ":memory:"):
        raise StoreError(
            f"store.url {shown!r} is not an SQLite file; use 'sqlite:///digest.sqlite3'", url=shown
        )
    return address


def _make_folder(address: URL) -> None:
    folder = Path(str(address.database)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"cannot make the folder {folder} for the database: {error.strerror}; "
            "set store.url to a place where this user may write",
            url=str(address),
        ) from error


def _engine(address: URL, durability: Durability, busy_timeout_ms: int) -> Engine:
    engine = sa.create_engine(address)
    event.listen(engine, "connect", partial(_prepare, durability, busy_timeout_ms))
    event.listen(engine, "begin", _start)
    return engine


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


def _start(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_to_head(database: Database) -> None:
    with database.reading() as connection:
        revision = _revision(connection, database.url)
    if revision == schema.HEAD:
        return
    with database.begin() as connection:  # others that open it now wait here, then find it done
        if _revision(connection, database.url) != schema.HEAD:
            _migrate(connection, database.url)


def _revision(connection: Connection, url: str) -> str | None:
    """The revision that the database is at; None when it is empty."""
    tables = sa.inspect(connection).get_table_names()
    if "alembic_version" in tables:
        found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return None if found is None else str(found)
    if tables:
        raise StoreError(
            f"{url} is the database of another program; set store.url to a file of its own",
            url=url,
        )
    return None


def _migrate(connection: Connection, url: str) -> None:
    # Imported here: Alembic takes longer to load than the whole check, and is rarely needed.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            f"{url} was written by a newer newsfold; install that version, or set store.url to "
            "another file",
            url=url,
        ) from error


def _store_error(problem: str, url: str) -> StoreError:
    for words, advice in ADVICE.items():
        if words in problem:
            return StoreError(f"{url}: {problem}; {advice}", url=url)
    return StoreError(f"{url}: {problem}", url=url)
