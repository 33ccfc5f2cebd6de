"""`store.url`: which database a text means, and how it is shown to people."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsfold.errors import StoreError
from newsfold.store import address


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("digest.sqlite3", "digest.sqlite3"),
        ("/srv/news/100% #1?.db", "/srv/news/100% #1?.db"),
        ("sqlite:///digest.sqlite3", "digest.sqlite3"),
        ("sqlite:////srv/news/digest.sqlite3", "/srv/news/digest.sqlite3"),
        ("sqlite+pysqlite:///a.db", "a.db"),
    ],
)
def test_a_file(text: str, file: str) -> None:
    """A path as it is, or a URL with three slashes before one."""
    found = address.parsed(text)
    assert not address.is_postgresql(found)
    assert address.file(found) == Path(file)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://ada@db.example.org/news", "postgresql://ada@db.example.org/news"),
        ("postgres://ada:secret@db:6432/news", "postgresql://ada:***@db:6432/news"),
        ("postgresql+psycopg2://db/news", "postgresql://db/news"),
        ("postgresql:///news?host=/run/pg", "postgresql:///news?host=%2Frun%2Fpg"),
        ("postgresql://db/news?password=secret", "postgresql://db/news?password=%2A%2A%2A"),
        ("postgresql://db/n?sslpassword=secret", "postgresql://db/n?sslpassword=%2A%2A%2A"),
        ("postgresql:///", "postgresql:///"),
    ],
)
def test_a_server(text: str, shown: str) -> None:
    """Whatever driver is named, ours connects; a password is never shown."""
    found = address.parsed(text)
    assert address.is_postgresql(found)
    assert found.drivername == "postgresql+psycopg"
    assert address.shown(found).rstrip("/") == shown.rstrip("/")


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":memory:",
        "sqlite://",
        "mysql://ada:secret@db/news",
        "postgresql://ada:secret@db:port/news",
        "://secret",
    ],
)
def test_neither(text: str) -> None:
    """The message says what to type instead, and repeats no password."""
    with pytest.raises(StoreError, match=r"use a path such as .*, or 'postgresql://") as caught:
        address.parsed(text)
    assert "secret" not in str(caught.value)
