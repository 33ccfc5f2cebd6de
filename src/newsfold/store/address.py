"""Reads `store.url`: which database is meant, and how messages name it without a password."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from newsfold.errors import StoreError

SQLITE, POSTGRESQL = "sqlite", "postgresql"
SCHEMES = {"sqlite": SQLITE, "postgresql": POSTGRESQL, "postgres": POSTGRESQL}
ADVICE = "use a path such as 'digest.sqlite3', or 'postgresql://user@host/database'"
SECRETS = ("password", "sslpassword")  # libpq takes them in the query too


def parsed(text: str) -> URL:
    """The address that a URL or the path of an SQLite file means.

    Raises: StoreError for what is neither, and for a database in memory.
    """
    address = URL.create(SQLITE, database=text) if _is_path(text) else _of_url(text)
    scheme = address.drivername.partition("+")[0]
    if scheme not in SCHEMES or (
        SCHEMES[scheme] == SQLITE and address.database in (None, "", ":memory:")
    ):
        raise StoreError(f"store.url {shown(address)!r} names no database; {ADVICE}")
    if SCHEMES[scheme] == POSTGRESQL:
        return address.set(drivername="postgresql+psycopg")
    return address


def is_postgresql(address: URL) -> bool:
    """Whether a PostgreSQL server is meant, and not an SQLite file."""
    return address.get_backend_name() == POSTGRESQL


def file(address: URL) -> Path:
    """The file of an SQLite database."""
    return Path(str(address.database))


def shown(address: URL) -> str:
    """The address for people: without any password, and without the driver's name."""
    hidden = {name: "***" for name in SECRETS if name in address.query}
    scheme = address.drivername.partition("+")[0]
    return (
        address.set(drivername=scheme)
        .update_query_dict(hidden)
        .render_as_string(hide_password=True)
    )


def _is_path(text: str) -> bool:
    return bool(text) and "://" not in text and text != ":memory:"


def _of_url(text: str) -> URL:
    try:
        return make_url(text)
    except (ArgumentError, ValueError) as error:  # ValueError: a port that is no number
        scheme = text.partition("://")[0]  # what follows may hold a password
        raise StoreError(f"store.url ({scheme}://...) is no address; {ADVICE}") from error
