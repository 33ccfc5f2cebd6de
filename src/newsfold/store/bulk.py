"""Puts many rows into a table, by the quickest way that the database has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from newsfold.store import postgresql

MANY = 100  # rows from which on PostgreSQL's COPY is worth its own road; by eye


def put(connection: Connection, table: sa.Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Put in the rows, which all have the same columns; none do no harm."""
    if not rows:
        return
    if connection.dialect.name == "postgresql" and len(rows) >= MANY:
        postgresql.copy(connection, table, rows)
    else:
        connection.execute(sa.insert(table), list(rows))
