"""Opening and transactions: a new database, a current one, a newer one, another program's."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from newsfold.errors import StoreError
from newsfold.store import address, database, schema
from newsfold.store.database import Database
from tests.store import raw


def test_a_new_database_gets_the_tables_of_the_schema(new_url: Callable[[], str]) -> None:
    """The migrations and the schema agree on every table, column, key and index."""
    with database.opened(new_url()) as db, db.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []


def test_the_shipped_head_is_the_newest_revision() -> None:
    """The constant that start-up compares with is what Alembic would migrate to."""
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.HEAD


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


def test_a_newer_database_is_refused_untouched(url: str) -> None:
    """What a later version wrote is not read by guesswork."""
    with database.opened(url):
        pass
    raw.execute(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer newsfold"), database.opened(url):
        pass
    assert raw.execute(url, "SELECT version_num FROM alembic_version") == [("9999",)]


@pytest.mark.parametrize("table", ["bookmarks", "alembic_version"])
def test_another_programs_database_is_refused_untouched(
    new_url: Callable[[], str], table: str
) -> None:
    """A database with tables of its own gets none of ours, whatever it keeps its revisions in."""
    url = new_url()
    raw.execute(url, f"CREATE TABLE {table} (version_num TEXT)")
    with pytest.raises(StoreError, match="another program"), database.opened(url):
        pass
    engine = sa.create_engine(address.parsed(url))
    assert sa.inspect(engine).get_table_names() == [table]
    engine.dispose()


@pytest.mark.parametrize(
    "text", ["", "sqlite://", ":memory:", "sqlite:///:memory:", "mysql://u:secret@h/db"]
)
def test_an_address_that_is_none(text: str) -> None:
    """The message says what to type; a password in it is not repeated."""
    with pytest.raises(StoreError, match="use a path such as") as caught, database.opened(text):
        pass
    assert "secret" not in str(caught.value)


def test_looking_for_a_store_makes_none(new_url: Callable[[], str]) -> None:
    """It is there once it was opened, and asking leaves nothing behind."""
    url = new_url()
    assert not database.exists(url)
    assert not database.exists(url)
    with database.opened(url):
        assert database.exists(url)


def test_a_reader_sees_one_moment(db: Database, url: str) -> None:
    """What others write meanwhile does not show before the next reading, and waits for nobody."""
    count = sa.select(sa.func.count()).select_from(schema.keepsakes)
    with database.opened(url) as other:
        with db.reading() as connection:
            assert connection.scalar(count) == 0
            other.secret()
            assert connection.scalar(count) == 0
        with db.reading() as connection:
            assert connection.scalar(count) == 1


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


def test_the_secret_is_made_once(db: Database, url: str, new_url: Callable[[], str]) -> None:
    """32 bytes, the same after opening again, and others in another database."""
    secret = db.secret()
    assert len(secret) == 32
    with database.opened(url) as again:
        assert again.secret() == secret
    with database.opened(new_url()) as other:
        assert other.secret() != secret


def test_many_processes_may_open_a_new_database_at_once(new_url: Callable[[], str]) -> None:
    """One of them migrates, the others wait for it, and all see one secret."""
    url = new_url()
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
