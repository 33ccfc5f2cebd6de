"""A real SQLite file for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsfold.store import database
from newsfold.store.database import Database


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of a database that is not there yet."""
    return f"sqlite:///{tmp_path}/store.db"


@pytest.fixture
def db(url: str) -> Iterator[Database]:
    """An open, empty database."""
    with database.opened(url) as opened:
        yield opened
