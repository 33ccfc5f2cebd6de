"""Statements straight at the driver, for what runs thousands of times a second.

They are written with SQLAlchemy Core like all others, but turned into text once: building and
binding one anew costs about as much as a hundred rows of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

from newsfold.store import schema
from newsfold.store.database import Database

# The drivers' own way to mark the place of a value, by position.
MARKS = {"sqlite": "qmark", "postgresql": "format"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as the driver takes it."""

    text: str


class Held:
    """One connection, used by one thread at a time; values are given by position."""

    def __init__(self, db: Database, connection: Connection) -> None:
        self._db = db
        self._connection = connection
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

    def _undone(self) -> bool:
        """Whether the transaction was undone here; of a connection that is gone it is anyway."""
        try:
            self._raw.rollback()
        except self._errors:
            return False
        return True

    def many(self, statement: Prepared, rows: Sequence[tuple[object, ...]]) -> None:
        """Run the statement for each row of values."""
        if rows:
            self._cursor.executemany(statement.text, rows)

    def found(self, statement: Prepared, *values: object) -> list[Any]:
        """The rows that it gives."""
        self._cursor.execute(statement.text, values)
        rows: list[Any] = self._cursor.fetchall()
        return rows


@contextmanager
def held(db: Database) -> Iterator[Held]:
    """A connection of one's own."""
    with db.held() as connection:
        yield Held(db, connection)
