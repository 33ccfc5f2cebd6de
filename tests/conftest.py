"""What every test may ask for: a part of the machine, and the sample folder beside the checkout."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from newsfold.store import database
from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# No deadline: a shared machine's pauses are not bugs. CI draws the same examples every time, so
# that a red run is always about the change under test; elsewhere the draw stays random.
settings.register_profile("laptop", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "laptop")


def require(part: str, available: bool, reason: str) -> None:
    """Go on when the part is there; otherwise skip the test, or fail it where CI=true.

    `part` names what is needed ("chromium"), `reason` says what is missing and how to get it.
    """
    if available:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{part} must be there in CI: {reason}", pytrace=False)
    pytest.skip(f"needs {part}: {reason}")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout's top folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `../shared` with sample documents and labels; the test skips without it.

    It skips in CI too: no package manager brings that folder, so a fork's CI may lack it.
    """
    if not SHARED.is_dir():
        pytest.skip("needs the folder ../shared beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A real PostgreSQL server, one for all tests of this process."""
    require("PostgreSQL", postgres.binaries() is not None, postgres.MISSING)
    with postgres.running() as running:
        yield running


@pytest.fixture(scope="session")
def template(server: postgres.Server) -> str:
    """The name of a database of the newest revision: a copy of it is there in no time."""
    name = server.create()
    with database.opened(server.url(name)):
        return name


@pytest.fixture
def postgresql_url(server: postgres.Server, template: str) -> Iterator[str]:
    """The address of an empty store on the server."""
    name = server.create(template)
    yield server.url(name)
    server.drop(name)
