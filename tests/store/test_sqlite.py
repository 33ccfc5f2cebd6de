"""What is particular to an SQLite file: where it lies, how it is opened, what can be wrong."""

from __future__ import annotations

import ctypes
import errno
import multiprocessing
import os
import sqlite3
import tempfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from newsfold.errors import StoreError
from newsfold.store import book, database, issues, lock, schema, sqlite
from newsfold.store.database import Database
from tests.store import samples


@pytest.fixture
def kind() -> str:
    """Here all is about files."""
    return "sqlite"


def test_folders_are_made(tmp_path: Path) -> None:
    """The folder of the file need not be there."""
    url = f"sqlite:///{tmp_path}/a/b/store.db"
    assert not database.exists(url)
    with database.opened(url):
        assert database.exists(url)


def test_a_relative_path_counts_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three slashes and a name are a file in the current folder."""
    monkeypatch.chdir(tmp_path)
    with database.opened("sqlite:///digest.sqlite3"):
        assert (tmp_path / "digest.sqlite3").is_file()


def test_it_is_safe_against_power_loss_and_waits_for_others(db: Database) -> None:
    """WAL, full synchronisation, foreign keys and a busy timeout are on."""
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}
    with db.reading() as connection:
        found = {p: connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in wanted}
    assert found == wanted


def test_normal_durability_is_there_for_who_wants_it(url: str) -> None:
    """Only then are commits not awaited on the disk (1 is NORMAL)."""
    with database.opened(url, durability="normal") as db, db.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 1


CACHESTAT = 451  # the number of that system call, on all processors (Linux 6.5)


def pages_not_on_the_disk(file: Path) -> int:
    """How many pages of the file the kernel has yet to write."""
    whole = (ctypes.c_uint64 * 2)(0, 0)
    found = (ctypes.c_uint64 * 5)()  # cached, dirty, being written, evicted, lately evicted
    with file.open("rb") as opened:
        system = ctypes.CDLL(None, use_errno=True)
        if system.syscall(CACHESTAT, opened.fileno(), whole, found, 0):
            code = ctypes.get_errno()
            if code in (errno.ENOSYS, errno.EOPNOTSUPP):
                pytest.skip(f"this kernel or file system does not tell: {os.strerror(code)}")
            raise OSError(code, os.strerror(code))
    return found[1] + found[2]


def test_steps_of_a_ledger_are_flushed_when_it_is_told_to(db: Database, tmp_path: Path) -> None:
    """A step does not wait for the disk, `flush` does, and other writes do as before."""
    issues.freeze(db, samples.frozen(samples.issue(), "ada@example.org", "ben@example.org"))
    log = tmp_path / "store.db-wal"
    assert pages_not_on_the_disk(log) == 0
    with book.opened(db, samples.issue().id, 1) as kept:
        kept.step(claim=1, now=samples.NOW)
        assert kept.flushes and pages_not_on_the_disk(log) > 0
        kept.flush()
        assert pages_not_on_the_disk(log) == 0
        kept.step(claim=1, now=samples.NOW)
    with db.begin() as connection:
        connection.exec_driver_sql("UPDATE issues SET standing = 'paused'")
    assert pages_not_on_the_disk(log) == 0


def test_a_failure_of_a_ledger_leaves_no_file_open(tmp_path: Path) -> None:
    """Not even when the connection is gone, and the failure is what is told."""
    raw = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("CREATE TABLE news (title)")
    before = os.listdir("/dev/fd")
    with pytest.raises(OSError, match="no disk"), sqlite.flushing(raw) as flush:
        flush()
        raw.close()
        raise OSError("no disk")
    assert len(os.listdir("/dev/fd")) < len(before)


def test_a_ledger_of_normal_durability_has_nothing_to_flush(url: str) -> None:
    """Who asked for no waiting gets none."""
    with database.opened(url, durability="normal") as db:
        issues.freeze(db, samples.frozen(samples.issue(), "ada@example.org"))
        with book.opened(db, samples.issue().id, 1) as kept:
            assert not kept.flushes


def test_a_file_that_is_no_database(url: str, tmp_path: Path) -> None:
    """Any other file is told with its name and what to do, and stays as it is."""
    (tmp_path / "store.db").write_bytes(b"just a text, and long enough to have a header" * 40)
    with pytest.raises(StoreError, match=r"not a database.*store\.url"), database.opened(url):
        pass
    assert (tmp_path / "store.db").read_bytes().startswith(b"just a text")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A file where a folder should be is told with the path."""
    (tmp_path / "file").touch()
    with (
        pytest.raises(StoreError, match="cannot make the folder"),
        database.opened(f"sqlite:///{tmp_path}/file/sub/store.db"),
    ):
        pass


def test_a_read_only_database() -> None:
    """A file that this user may not write is told as such (in a child without root's rights)."""
    with tempfile.TemporaryDirectory() as folder:  # not tmp_path: its parents are private
        url = f"sqlite:///{folder}/store.db"
        with database.opened(url):
            pass
        (Path(folder) / "store.db").chmod(0o444)
        Path(folder).chmod(0o555)
        processes = multiprocessing.get_context("spawn")
        answers = processes.Queue()
        child = processes.Process(target=_write_as_nobody, args=(url, answers))
        child.start()
        assert "write permission" in answers.get(timeout=30)
        child.join()
        Path(folder).chmod(0o755)


def test_a_full_database_says_so_and_keeps_what_it_has(db: Database) -> None:
    """SQLite's own 'full' (here by a page limit) undoes the transaction and is explained."""
    first = db.secret()
    with pytest.raises(StoreError, match="free space"), db.begin() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        rows = [{"name": f"k{n}", "value": b"x" * 4000} for n in range(100)]
        connection.execute(sa.insert(schema.keepsakes), rows)
    assert db.secret() == first


def test_a_plain_path_is_a_file(tmp_path: Path) -> None:
    """Without a scheme the address is a path, whatever letters are in it."""
    path = tmp_path / "50% done? #1.db"
    with database.opened(str(path)) as db:
        assert path.is_file()
        with lock.held(db, "daily"):
            assert path.with_name(f"{path.name}.daily.lock").is_file()


def test_a_lock_file_that_cannot_be_made(db: Database, tmp_path: Path) -> None:
    """A folder in the lock file's place is told as what it is."""
    (tmp_path / "store.db.daily.lock").mkdir()
    with pytest.raises(StoreError, match="cannot make the lock file"), lock.held(db, "daily"):
        pass


def _write_as_nobody(url: str, answers: multiprocessing.Queue[str]) -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setuid(65534)
    try:
        with database.opened(url) as db, db.begin() as connection:
            connection.execute(sa.insert(schema.keepsakes).values(name="x", value=b"y"))
    except StoreError as error:
        answers.put(str(error))
    else:
        answers.put("written")
