"""Opening: a new file, a current one, a newer one, and everything that is no database."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from newsfold.errors import StoreError
from newsfold.store import database, schema
from newsfold.store.database import Database


def test_a_new_file_gets_the_tables_of_the_schema(db: Database) -> None:
    """The migrations and the schema agree on every table, column, key and index."""
    with db.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []


def test_the_shipped_head_is_the_newest_revision() -> None:
    """The constant that start-up compares with is what Alembic would migrate to."""
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.HEAD


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


def test_a_current_database_opens_without_alembic(url: str) -> None:
    """At head the migration library is not even loaded: start-up stays short."""
    with database.opened(url):
        pass
    program = (
        "import sys; from newsfold.store import database\n"
        f"with database.opened({url!r}): print('alembic' in sys.modules)"
    )
    child = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True
    )
    assert child.stdout == "False\n"


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


def test_a_newer_database_is_refused_untouched(url: str, tmp_path: Path) -> None:
    """What a later version wrote is not read by guesswork."""
    with database.opened(url) as db, db.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer newsfold"), database.opened(url):
        pass
    with sqlite3.connect(tmp_path / "store.db") as plain:
        assert plain.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]
    plain.close()


def test_another_programs_database_is_refused_untouched(url: str, tmp_path: Path) -> None:
    """A database with tables of its own gets none of ours."""
    with sqlite3.connect(tmp_path / "store.db") as plain:
        plain.execute("CREATE TABLE bookmarks (url TEXT)")
    plain.close()
    with pytest.raises(StoreError, match="another program"), database.opened(url):
        pass
    with sqlite3.connect(tmp_path / "store.db") as plain:
        assert plain.execute("SELECT name FROM sqlite_master").fetchall() == [("bookmarks",)]
    plain.close()


def test_a_file_that_is_no_database(url: str, tmp_path: Path) -> None:
    """Any other file is told with its name and what to do, and stays as it is."""
    (tmp_path / "store.db").write_bytes(b"just a text, and long enough to have a header" * 40)
    with pytest.raises(StoreError, match=r"not a database.*store\.url"), database.opened(url):
        pass
    assert (tmp_path / "store.db").read_bytes().startswith(b"just a text")


@pytest.mark.parametrize(
    "url",
    ["", "digest.sqlite3", "sqlite://", "sqlite:///:memory:", "postgresql://u:secret@h/db"],
)
def test_a_url_that_is_no_sqlite_file(url: str) -> None:
    """The message says what to type; a password in the URL is not repeated."""
    with pytest.raises(StoreError, match="sqlite:///digest") as caught, database.opened(url):
        pass
    assert "secret" not in str(caught.value)


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


def test_an_exception_undoes_the_transaction(db: Database) -> None:
    """Nothing of a transaction that failed is left."""
    with pytest.raises(ZeroDivisionError), db.begin() as connection:
        connection.execute(sa.insert(schema.keepsakes).values(name="x", value=b"y"))
        raise ZeroDivisionError
    with db.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.keepsakes)) == 0


def test_two_that_read_first_can_both_write(db: Database) -> None:
    """Writers take the lock before they read, so none fails with 'locked' for having read."""
    names = schema.keepsakes.c.name

    def count_and_add(name: str) -> None:
        for n in range(20):
            with db.begin() as connection:
                connection.execute(sa.select(names)).all()
                value = {"name": f"{name}{n}", "value": b""}
                connection.execute(sa.insert(schema.keepsakes), value)

    threads = [threading.Thread(target=count_and_add, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with db.reading() as connection:
        assert len(connection.execute(sa.select(names)).all()) == 40


def test_the_secret_is_made_once(db: Database, url: str) -> None:
    """32 bytes, the same after opening again, and others in another database."""
    secret = db.secret()
    assert len(secret) == 32
    with database.opened(url) as again:
        assert again.secret() == secret
    with database.opened(url.replace("store.db", "other.db")) as other:
        assert other.secret() != secret


def test_many_processes_may_open_a_new_database_at_once(url: str) -> None:
    """One of them migrates, the others wait for it, and all see one secret."""
    processes = multiprocessing.get_context("spawn")
    answers = processes.Queue()
    gate = processes.Barrier(3)
    children = [processes.Process(target=_open, args=(url, gate, answers)) for _ in range(3)]
    for child in children:
        child.start()
    assert len({answers.get(timeout=60) for _ in children}) == 1
    for child in children:
        child.join()
        assert child.exitcode == 0


def _open(url: str, gate: threading.Barrier, answers: multiprocessing.Queue[bytes]) -> None:
    gate.wait()
    with database.opened(url) as db:
        answers.put(db.secret())


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
