"""Statements straight at the driver, for what runs thousands of times a second.

They are written with SQLAlchemy Core like all others, but turned into text once: building and
binding one anew costs about as much as a hundred rows of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from newsfold.errors import StoreError
from newsfold.store import schema, sqlite
from newsfold.store.database import Database

# The drivers' own way to mark the place of a value, by position.
MARKS = {"sqlite": "qmark", "postgresql": "format"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as the driver takes it."""

    text: str


# Rows of one statement: a batch takes the next larger one and leaves the rest of it empty, so that
# few statements are made.
SIZES = (1, 4, 16, 64)


@dataclass(frozen=True, slots=True)
class Batched:
    """A statement for several rows at once, made for each of SIZES when it is first needed.

    `make` is given the rows as a table `new` of the columns; `shared` are the parameters that the
    rows have in common, as they stand in the statement behind them.
    """

    make: Callable[[sa.CTE], sa.Executable]
    columns: Mapping[str, TypeEngine[Any]]
    shared: tuple[str, ...]
    made: dict[int, Prepared] = field(default_factory=dict)


class Held:
    """One connection, used by one thread at a time; values are given by position."""

    def __init__(
        self, db: Database, connection: Connection, flush: Callable[[], None] | None = None
    ) -> None:
        self._db = db
        self._connection = connection
        self._flush = flush
        self._dialect = connection.dialect
        raw: Any = connection.connection.driver_connection
        self._raw = raw
        self._cursor = raw.cursor()
        assert self._dialect.dbapi is not None
        self._errors: type[Exception] = self._dialect.dbapi.Error
        self._lock_first = self._dialect.name == "sqlite"
        # Over a network a step takes as long as it has round trips: they are made one.
        self._together = nullcontext if self._lock_first else raw.pipeline
        instants = schema.Instant().dialect_impl(self._dialect)
        self._instant = instants.bind_processor(self._dialect)

    def prepared(self, statement: sa.Executable, *order: str) -> Prepared:
        """The statement; `order` names its parameters as they stand in it."""
        dialect = type(self._dialect)(paramstyle=MARKS[self._dialect.name])  # type: ignore[call-arg]
        compiled = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)
        assert tuple(compiled.positiontup or ()) == order, compiled.positiontup
        return Prepared(str(compiled))

    def instant(self, moment: datetime | None) -> object:
        """The moment as the driver takes it."""
        return moment if moment is None or self._instant is None else self._instant(moment)

    @contextmanager
    def begin(self) -> Iterator[None]:
        """A transaction that may write: committed at the end, undone by an exception.

        Where it `flushes`, a power cut may undo it until `flush`.
        Raises: StoreError when the database cannot do it.
        """
        with self._db.explained(), self._db.turn(self._connection):
            try:
                with self._together():
                    if self._lock_first:  # see database.py: a reader cannot always turn writer
                        self._cursor.execute("BEGIN IMMEDIATE")
                    yield
                    self._raw.commit()
            except self._errors as error:
                lost = not self._undone()
                if lost:  # nobody is to write over it any more: see lock.py
                    self._connection.invalidate()
                raise DBAPIError(
                    "a step of the ledger", None, error, connection_invalidated=lost
                ) from error
            except BaseException:
                self._undone()
                raise

    @property
    def flushes(self) -> bool:
        """Whether `flush` has anything to do."""
        return self._flush is not None

    def flush(self) -> None:
        """Bring onto the disk what was committed before; also by another thread meanwhile.

        Raises: StoreError when the disk fails.
        """
        if self._flush is None:
            return
        try:
            self._flush()
        except OSError as error:
            raise StoreError(
                f"{self._db.url}: the disk does not keep what is written ({error.strerror}); look "
                "after it, then run the same command again",
                url=self._db.url,
            ) from error

    def _undone(self) -> bool:
        """Whether the transaction was undone here; of a connection that is gone it is anyway."""
        try:
            self._raw.rollback()
        except self._errors:
            return False
        return True

    def run(self, statement: Prepared, *values: object) -> None:
        """Run the statement once."""
        self._cursor.execute(statement.text, values)

    def run_batch(
        self, statement: Batched, rows: Sequence[tuple[object, ...]], *shared: object
    ) -> Callable[[], list[Any]]:
        """Run it for all rows, as few times as can be, and give what tells the rows that it gives:
        to be asked once the transaction is over, for whose end alone is waited then.

        Not row by row: a driver lets other threads go on at each statement, and to take turns with
        one that is busy costs more than the row does.
        """
        given: list[Callable[[], list[Any]]] = []
        for start in range(0, len(rows), SIZES[-1]):
            some = rows[start : start + SIZES[-1]]
            size = next(size for size in SIZES if size >= len(some))
            if size not in statement.made:
                statement.made[size] = self._of_size(statement, size)
            nothing = (None,) * (len(statement.columns) * (size - len(some)))
            cursor = self._cursor if self._lock_first else self._raw.cursor()
            cursor.execute(
                statement.made[size].text, (*chain.from_iterable(some), *nothing, *shared)
            )
            # SQLite ends no transaction before all is fetched, PostgreSQL gives nothing before.
            given.append(cursor.fetchall().copy if self._lock_first else cursor.fetchall)
        return lambda: [row for rows_given in given for row in rows_given()]

    def _of_size(self, statement: Batched, size: int) -> Prepared:
        names = [[f"{name}_{n}" for name in statement.columns] for n in range(size)]
        kinds = statement.columns.values()
        rows = [
            tuple(sa.bindparam(name, type_=kind) for name, kind in zip(row, kinds, strict=True))
            for row in names
        ]
        columns = (sa.column(name, kind) for name, kind in statement.columns.items())
        new = sa.values(*columns, name="new").data(rows).cte("new")
        return self.prepared(statement.make(new), *chain.from_iterable(names), *statement.shared)

    def found(self, statement: Prepared, *values: object) -> list[Any]:
        """The rows that it gives."""
        self._cursor.execute(statement.text, values)
        rows: list[Any] = self._cursor.fetchall()
        return rows


@contextmanager
def held(db: Database) -> Iterator[Held]:
    """A connection of one's own."""
    with db.held() as connection:
        if db.remote or db.durability != "full":
            yield Held(db, connection)
            return
        raw: Any = connection.connection.driver_connection
        with sqlite.flushing(raw) as flush:
            yield Held(db, connection, flush)
