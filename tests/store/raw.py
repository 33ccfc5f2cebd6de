"""Statements straight to a database, past the store."""

from __future__ import annotations

import sqlalchemy as sa

from newsfold.store import address


def execute(url: str, *statements: str) -> list[tuple[object, ...]]:
    """Run the statements in one transaction; gives the last one's rows, if it has any."""
    engine = sa.create_engine(address.parsed(url))
    try:
        with engine.begin() as connection:
            for statement in statements:
                result = connection.execute(sa.text(statement))
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()
