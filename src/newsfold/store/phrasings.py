"""Remembers what a language model answered, by the content of the question."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from newsfold.store import schema
from newsfold.store.database import Database

KEPT = timedelta(days=30)  # ten times the default age of news; later nobody asks the same; by eye


def find(db: Database, key: str) -> str | None:
    """The answer that was kept under `key`; None when there is none."""
    table = schema.phrasings
    with db.reading() as connection:
        return connection.scalar(sa.select(table.c.answer).where(table.c.key == key))


def keep(db: Database, key: str, answer: str, *, now: datetime) -> None:
    """Keep the answer, unless there is one, and forget those that are older than `KEPT`."""
    table = schema.phrasings
    try:
        with db.begin() as connection:
            connection.execute(sa.delete(table).where(table.c.added_at < now - KEPT))
            if connection.scalar(sa.select(table.c.key).where(table.c.key == key)) is None:
                values = {"key": key, "answer": answer, "added_at": now}
                connection.execute(sa.insert(table).values(**values))
    except IntegrityError:
        pass  # another process was first: theirs stays, for every later question
