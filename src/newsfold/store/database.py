"""Opens the database: finds or makes it, brings it up to date, hands out transactions.

What is particular to SQLite or PostgreSQL stands in sqlite.py and postgresql.py. Every other file
of the room writes SQL that both take.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, IntegrityError

from newsfold.config import Durability
from newsfold.errors import StoreError
from newsfold.store import address as addresses
from newsfold.store import postgresql, schema, sqlite

# How long a writer waits for another one: far above one transaction (freezing 1,000,000
# recipients took 0.7 s), short enough that a stuck process is noticed.
BUSY_TIMEOUT_MS = 30_000
SECRET_BYTES = 32  # as long as SHA-256's output (RFC 2104 section 3)
WRITES = "newsfold_writes"  # our execution option, for whose sake a transaction waits first
VERSIONS = "alembic_version"  # Alembic's own table
LOST = (
    "the connection that held the lock was lost, and another process may hold it now; run the "
    "same command again; nothing is lost"
)


class Backend(Protocol):
    """What the file of a kind of database offers."""

    READING: dict[str, Any]  # execution options of a transaction that sees one moment's state

    def engine(
        self, where: URL, durability: Durability, busy_timeout_ms: int, writes: str
    ) -> Engine:
        """Connections to the database."""

    def explained(self, error: DBAPIError) -> str:
        """What the database complains about, and what to do."""


class Database:
    """An open database at the newest revision."""

    def __init__(self, engine: Engine, address: URL, durability: Durability = "full") -> None:
        self._engine = engine
        self._backend = _backend(address)
        self._turn = threading.RLock()  # of those who write over the pinned connection
        self._pinned: Connection | None = None
        self._pinned_for: list[str] = []
        self.remote = addresses.is_postgresql(address)  # a commit waits for a network
        self.durability = durability
        self.address = address
        self.url = addresses.shown(address)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction that may write: committed at the end, undone by an exception.

        It begins when every other one has ended, and sees what they wrote.
        Raises: StoreError when the database cannot do it. An IntegrityError passes through.
        """
        with self.held() as connection, self.turn(connection):
            connection.execution_options(**{WRITES: True})
            try:
                with connection.begin():
                    yield connection
            finally:  # what else goes over it, such as locks, keeps nobody waiting
                connection.execution_options(**{WRITES: False})

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment's state and keeps nobody waiting."""
        with self.explained(), self._engine.connect() as connection:
            connection.execution_options(**self._backend.READING)
            with connection.begin():
                yield connection

    @contextmanager
    def pinned(self, purpose: str) -> Iterator[Connection | None]:
        """Let every write until the end go over one connection, and give it.

        None when it is pinned for the same purpose already. Once the connection is lost, no write
        succeeds any more.
        """
        if purpose in self._pinned_for:
            yield None
            return
        self._pinned_for.append(purpose)
        try:
            with self.explained():
                if self._pinned is not None:
                    yield self._pinned
                    return
                with self._engine.connect() as self._pinned:
                    yield self._pinned
        finally:
            self._pinned_for.remove(purpose)
            self._pinned = self._pinned if self._pinned_for else None

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
        """The pinned connection, or else one of one's own, outside any transaction.

        Every use of it is a `turn`.
        """
        with self.explained():
            if self._pinned is not None:
                yield self._pinned
                return
            with self._engine.connect() as connection:
                yield connection

    @contextmanager
    def turn(self, connection: Connection) -> Iterator[None]:
        """Keep other threads off a connection from `held`. Raises: StoreError when it was lost."""
        with self._turn if connection is self._pinned else nullcontext():
            if connection.invalidated:
                raise StoreError(f"{self.url}: {LOST}", url=self.url)
            yield

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turns what the driver raises within into a StoreError that says what to do."""
        try:
            yield
        except IntegrityError:
            raise
        except DBAPIError as error:
            raise self._store_error(error) from error

    def _store_error(self, error: DBAPIError) -> StoreError:
        problem = self._backend.explained(error)
        unreached = addresses.is_postgresql(self.address) and postgresql.is_unreached(error)
        what = f"could not connect to {self.url}" if unreached else self.url
        return StoreError(f"{what}: {problem}", url=self.url)


@contextmanager
def opened(
    url: str, *, durability: Durability = "full", busy_timeout_ms: int = BUSY_TIMEOUT_MS
) -> Iterator[Database]:
    """The database at the path of an SQLite file, which is made if need be, or at a URL such as
    `postgresql://user@host/name`, where the database must be there.

    A relative path counts from the current folder. With 'normal' durability a power cut, but no
    kill, may undo what was committed last; `busy_timeout_ms` is how long a writer waits for another
    one. Raises: StoreError when it cannot be opened or made, is no database, belongs to another
    program or to a newer version of this one.
    """
    address = addresses.parsed(url)
    engine = _backend(address).engine(address, durability, busy_timeout_ms, WRITES)
    try:
        database = Database(engine, address, durability)
        _bring_to_head(database)
        yield database
    finally:
        engine.dispose()


def exists(url: str) -> bool:
    """Whether there is a store at the address, whatever its revision.

    Raises: StoreError for an address that `opened` refuses, or whose server cannot be asked.
    """
    address = addresses.parsed(url)
    if not addresses.is_postgresql(address):
        return addresses.file(address).exists()
    engine = postgresql.engine(address, "full", BUSY_TIMEOUT_MS, WRITES)
    try:
        with Database(engine, address).reading() as connection:
            return sa.inspect(connection).has_table(VERSIONS)
    finally:
        engine.dispose()


def _backend(address: URL) -> Backend:
    return postgresql if addresses.is_postgresql(address) else sqlite


def _bring_to_head(database: Database) -> None:
    with database.reading() as connection:
        _check_encoding(database, connection)
        revision = _revision(connection, database.url)
    if revision == schema.HEAD:
        return
    with database.begin() as connection:  # others that open it now wait here, then find it done
        if _revision(connection, database.url) != schema.HEAD:
            _migrate(connection, database.url)


def _check_encoding(database: Database, connection: Connection) -> None:
    if not addresses.is_postgresql(database.address):
        return  # SQLite knows no other
    encoding = postgresql.encoding(connection)
    if encoding != "UTF8":
        raise StoreError(
            f"{database.url} keeps its text in {encoding}, which lacks most letters; make a "
            "database with 'createdb --encoding=UTF8 --template=template0'",
            url=database.url,
        )


def _revision(connection: Connection, url: str) -> str | None:
    """The revision that the database is at; None when it is empty."""
    tables = sa.inspect(connection).get_table_names()
    if VERSIONS in tables and schema.keepsakes.name in tables:
        found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return None if found is None else str(found)
    if tables:
        raise StoreError(
            f"{url} is the database of another program; set store.url to one of its own",
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
            "another database",
            url=url,
        ) from error
