"""A real SQLite file and a real PostgreSQL database: each test of the store runs on both."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsfold.store import database
from newsfold.store.database import Database
from tests.postgres import Server


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """The database that the test runs on."""
    return str(request.param)


@pytest.fixture
def new_url(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[], str]]:
    """Gives the address of one more database: a file that is not there yet, an empty database."""
    made: list[str] = []
    server: Server | None = request.getfixturevalue("server") if kind == "postgresql" else None

    def another() -> str:
        made.append(server.create() if server else f"store{len(made)}.db")
        return server.url(made[-1]) if server else f"sqlite:///{tmp_path}/{made[-1]}"

    yield another
    if server:
        for name in made:
            server.drop(name)


@pytest.fixture(scope="session")
def made_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file of the newest revision, to be copied."""
    file = tmp_path_factory.mktemp("made") / "store.db"
    with database.opened(str(file)):
        return file


@pytest.fixture
def url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a database without any row."""
    if kind == "postgresql":
        return str(request.getfixturevalue("postgresql_url"))
    shutil.copy(request.getfixturevalue("made_file"), tmp_path / "store.db")
    return f"sqlite:///{tmp_path}/store.db"


@pytest.fixture
def db(url: str) -> Iterator[Database]:
    """An open, empty database."""
    with database.opened(url) as opened:
        yield opened
