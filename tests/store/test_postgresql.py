"""What is particular to a PostgreSQL server: it is reached, refuses, fills up, and goes away."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa

from newsfold.config import Durability
from newsfold.errors import Busy, StoreError
from newsfold.store import book, database, issues, ledger, lock, readers, schema, senders
from newsfold.store.book import Intent
from newsfold.store.database import Database
from tests import postgres
from tests.conftest import require
from tests.postgres import Server
from tests.store import raw, samples
from tests.store.samples import NOW

KEPT = sa.select(schema.keepsakes.c.name).order_by(schema.keepsakes.c.name)


@pytest.fixture
def kind() -> str:
    """Here all is about the server."""
    return "postgresql"


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server that the test may end."""
    require("PostgreSQL", postgres.binaries() is not None, postgres.MISSING)
    with postgres.running() as server:
        yield server


def keep(db: Database, name: str) -> None:
    """Write something."""
    with db.begin() as connection:
        connection.execute(sa.insert(schema.keepsakes).values(name=name, value=b""))


def kept(db: Database) -> list[str]:
    """What was written."""
    with db.reading() as connection:
        return list(connection.scalars(KEPT))


def refusal(url: str) -> str:
    """Why the database cannot be opened."""
    with pytest.raises(StoreError) as caught, database.opened(url):
        pass
    return str(caught.value)


# ---------------------------------------------------------------- reaching it


def test_nobody_is_there(tmp_path: Path) -> None:
    """A server that does not run is told with its address and what to look at."""
    said = refusal(f"postgresql://ada:secret@/news?host={tmp_path}")
    assert said.startswith("could not connect to postgresql://ada:***@/news?host=")
    assert said.endswith("; check that the server runs, and host and port in store.url")
    assert "secret" not in refusal("postgres://127.0.0.1:1/news?password=secret&user=ada")


def test_a_database_that_is_not_there(server: Server) -> None:
    """Making one is the owner's act; the message has the command."""
    assert refusal(server.url("nowhere")).endswith(
        "; make it with 'createdb', or correct its name in store.url"
    )


def test_a_user_without_rights_or_password(server: Server, template: str) -> None:
    """Each refusal has its own advice, and none repeats the password."""
    name = server.create("template0")
    server.execute(f"CREATE ROLE {postgres.GUARDED} LOGIN PASSWORD 'open sesame'")
    url = server.url(name).replace(f"//{postgres.USER}@", f"//{postgres.GUARDED}:{{}}@")
    assert "PGPASSWORD" in refusal(url.format("guessed"))
    assert "PGPASSWORD" in refusal(url.replace(":{}", ""))
    assert "guessed" not in refusal(url.format("guessed"))
    assert "or make it the database's owner" in refusal(url.format("open%20sesame"))
    server.execute(f"ALTER DATABASE {name} OWNER TO {postgres.GUARDED}")
    with database.opened(url.format("open%20sesame")) as db:
        assert "sesame" not in db.url
    server.drop(name)
    server.execute(f"DROP ROLE {postgres.GUARDED}")


def test_a_database_of_few_letters_is_refused(server: Server) -> None:
    """One that cannot hold every letter gets no table of ours."""
    server.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    assert "createdb --encoding=UTF8" in refusal(server.url("latin"))
    assert (
        raw.execute(server.url("latin"), "SELECT * FROM pg_tables WHERE schemaname = 'public'")
        == []
    )
    server.drop("latin")


def test_without_the_driver_the_message_names_it(tmp_path: Path) -> None:
    """Whoever installed newsfold alone is told what to type."""
    for entry in sys.path:
        if Path(entry).name == "site-packages":
            for package in Path(entry).iterdir():
                if not package.name.startswith("psycopg"):
                    (tmp_path / package.name).symlink_to(package)
    source = str(Path(database.__file__).parents[2])
    child = subprocess.run(
        [sys.executable, "-S", "-c",
         "from newsfold.store import database\n"
         "with database.opened('postgresql://h/db'): pass"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((source, str(tmp_path)))},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert child.stderr.strip().endswith("type pip install 'newsfold[postgresql]'")
    assert "StoreError: postgresql://h/db is a PostgreSQL database" in child.stderr


# ---------------------------------------------------------------- the session


@pytest.mark.parametrize(
    ("durability", "of_server", "wanted"),
    [
        ("full", "off", "on"),
        ("full", "remote_write", "remote_write"),
        ("normal", "on", "off"),
    ],
)
def test_durability(
    url: str, server: Server, durability: Durability, of_server: str, wanted: str
) -> None:
    """Full waits for the disk, and for all that the server was told to wait for."""
    name = url.partition("@/")[2].partition("?")[0]
    server.execute(f"ALTER DATABASE {name} SET synchronous_commit = {of_server}")
    with database.opened(url, durability=durability) as db, db.begin() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == wanted


def test_instants_come_back_in_utc(url: str, server: Server) -> None:
    """Whatever zone they were given in, and whatever zone the server lives in."""
    name = url.partition("@/")[2].partition("?")[0]
    server.execute(f"ALTER DATABASE {name} SET timezone = 'Asia/Kolkata'")
    moment = datetime(2026, 3, 29, 2, 30, 0, 1, timezone(timedelta(hours=5, minutes=45)))
    with database.opened(url) as db:
        issues.freeze(db, samples.frozen(replace(samples.issue(), due_at=moment), "a@e.org"))
        (row,) = issues.listing(db)
        assert (row.frozen_at, row.frozen_at.tzinfo) == (moment, UTC)


def test_keys_are_of_any_length_and_in_order_of_code_points(db: Database) -> None:
    """As on SQLite: an id from an editor's file may be long; no column takes the server's order."""
    long = replace(samples.issue("2026-03-12", samples.story("s" * 500, "a" * 500)), id="i" * 500)
    issues.freeze(db, samples.frozen(long))
    assert [story.id for story in issues.told(db, "daily").stories] == ["s" * 500]
    with db.reading() as connection:
        others = connection.exec_driver_sql(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type = 'character varying'"
            " AND table_name <> 'alembic_version'"
            " AND (collation_name IS DISTINCT FROM 'C' OR character_maximum_length IS NOT NULL)"
        ).all()
    assert others == []


# ---------------------------------------------------------------- writers and locks


def test_who_waits_too_long_for_a_turn_is_told(db: Database, url: str) -> None:
    """Writers wait for one another, and not for ever; readers wait for nobody."""
    with database.opened(url, busy_timeout_ms=100) as other:
        with db.begin():
            with pytest.raises(StoreError, match="another process has held it"):
                keep(other, "a")
            assert kept(other) == []
        keep(other, "b")
    assert kept(db) == ["b"]


def test_waiting_for_a_lock_keeps_no_writer_waiting(db: Database, url: str) -> None:
    """Not even where the session that waits has written before."""
    waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with (
        database.opened(url) as living,
        database.opened(url, busy_timeout_ms=1000) as writer,
        lock.held(living, "weekly"),
        lock.held(db, "daily"),
    ):
        keep(db, "a")

        def wait() -> None:
            with pytest.raises(Busy), lock.held(db, "weekly", wait_ms=10_000):
                pass

        thread = threading.Thread(target=wait)
        thread.start()
        while not raw.execute(url, waiting):
            assert thread.is_alive()
        keep(writer, "b")
        assert thread.is_alive()
        thread.join()


def test_two_stores_in_one_database_have_locks_of_their_own(url: str) -> None:
    """A lock is bound to its schema."""
    raw.execute(url, "CREATE SCHEMA second")
    with (
        database.opened(url) as first,
        database.opened(f"{url}&options=-csearch_path%3Dsecond") as second,
        lock.held(first, "daily"),
        lock.held(second, "daily"),
        first.begin(),
    ):
        keep(second, "a")
        assert (kept(first), kept(second)) == ([], ["a"])


def test_a_holder_whose_session_was_ended_writes_no_more(db: Database, url: str) -> None:
    """Another process may hold the lock by then: what the first still writes would meet its own."""
    with database.opened(url) as other, lock.held(db, "daily"):
        keep(db, "a")
        raw.execute(
            url, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        )
        with lock.held(other, "daily"):
            with pytest.raises(StoreError, match="the server was stopped"):
                keep(db, "b")
            with pytest.raises(StoreError, match="the connection that held the lock was lost"):
                keep(db, "c")
            keep(other, "d")
    assert kept(db) == ["a", "d"]
    keep(db, "e")


def test_threads_of_a_holder_take_turns(db: Database) -> None:
    """The one connection that writes under the lock is used by one thread at a time."""

    def write(name: str) -> None:
        for n in range(20):
            keep(db, f"{name}{n}")

    with lock.held(db, "daily"):
        threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with pytest.raises(Busy), lock.held(db, "daily"):
            pass
        with lock.held(db, "weekly"):
            keep(db, "x")
    assert len(kept(db)) == 61


def test_rows_that_another_claims_are_not_waited_for(db: Database, url: str) -> None:
    """A claim takes the next free rows at once, however long another's transaction lasts."""
    issues.freeze(db, samples.frozen(samples.issue(), *(f"{n}@e.org" for n in range(5))))
    with (
        database.opened(url) as other,
        other.begin() as connection,
        book.opened(db, samples.issue().id, 1) as kept,
    ):
        connection.exec_driver_sql("SELECT 1 FROM deliveries WHERE position < 2 FOR UPDATE")
        rows = kept.step(claim=2, now=NOW).rows
    assert [row.position for row in rows] == [2, 3]


def test_a_step_that_waits_too_long_is_undone_and_can_be_taken_again(url: str) -> None:
    """Nothing of it is kept; once the other one is done the same step succeeds."""
    issue = samples.issue().id
    with (
        database.opened(url, busy_timeout_ms=100) as db,
        database.opened(url) as other,
        senders.present(db) as owner,
    ):
        issues.freeze(db, samples.frozen(samples.issue(), "a@e.org", "b@e.org"))
        with book.opened(db, issue, owner) as kept:
            kept.step(claim=1, now=NOW)
            with other.begin() as connection:
                connection.exec_driver_sql("SELECT 1 FROM deliveries FOR UPDATE")
                with pytest.raises(StoreError, match="another process has held it"):
                    kept.step(intend=[Intent(0)], claim=1, now=NOW)
            assert len(kept.step(intend=[Intent(0)], claim=1, now=NOW).rows) == 1
        assert [row.state.value for row in ledger.rows(db)] == ["intent", "claimed"]


def test_a_sender_whose_session_was_ended_records_no_more(db: Database, url: str) -> None:
    """Its number is free then, and its rows are another's: none of its steps is kept."""
    issues.freeze(db, samples.frozen(samples.issue(), "a@e.org", "b@e.org"))
    issue = samples.issue().id
    with senders.present(db) as owner, book.opened(db, issue, owner) as kept:
        kept.step(claim=2, now=NOW)
        kept.step(intend=[Intent(0)], now=NOW)
        raw.execute(
            url, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        )
        for _ in range(2):
            with pytest.raises(StoreError, match="run the same command again"):
                kept.step(intend=[Intent(1)], now=NOW)
        with database.opened(url) as other:
            assert ledger.recover(other, issue, "hold", now=NOW) == 1
            assert [row.state.value for row in ledger.rows(other)] == ["intent", "pending"]


# ---------------------------------------------------------------- trouble


def test_a_server_that_goes_away(own_server: Server) -> None:
    """The step that it cuts off is undone and explained; when it is back all goes on."""
    url = own_server.url(own_server.create())
    with database.opened(url) as db:
        keep(db, "a")
        with (
            pytest.raises(StoreError, match="run the same command again"),
            db.begin() as connection,
        ):
            connection.execute(sa.insert(schema.keepsakes).values(name="b", value=b""))
            own_server.crash()
            connection.execute(sa.insert(schema.keepsakes).values(name="c", value=b""))
        with pytest.raises(StoreError, match="could not connect"):
            kept(db)
        own_server.start()
        keep(db, "d")
        assert kept(db) == ["a", "d"]


def _cut_off(db: Database, server: Server) -> None:
    with db.begin() as connection:
        connection.execute(sa.insert(schema.keepsakes).values(name="b", value=b""))
        server.crash()
        connection.execute(sa.insert(schema.keepsakes).values(name="c", value=b""))


def test_a_full_disk(own_server: Server) -> None:
    """The server's 'no space left' undoes the freeze and is explained; with space it succeeds."""
    small = own_server.folder / "small"
    small.mkdir()
    owner = own_server.folder.stat().st_uid  # who the server runs as
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size=12m,uid={owner}", "tmpfs", small],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip(f"needs a small disk, and this user may mount none: {mounted.stderr.strip()}")
    try:
        own_server.execute(f"CREATE TABLESPACE small LOCATION '{small}'")
        url = own_server.url(own_server.create())
        frozen = samples.frozen(
            samples.issue(), *(f"reader{n}@example.org" for n in range(100_000))
        )
        with database.opened(url) as db:
            raw.execute(url, "ALTER TABLE deliveries SET TABLESPACE small")
            with pytest.raises(StoreError, match=r"No space left.*free space on the server"):
                issues.freeze(db, frozen)
            assert issues.listing(db) == ()
            raw.execute(url, "ALTER TABLE deliveries SET TABLESPACE pg_default")
            assert issues.freeze(db, frozen)
            assert sum(ledger.counts(db, frozen.issue.id).values()) == 100_000
    finally:
        own_server.crash()
        subprocess.run(["umount", small], check=True)


def test_a_standby_takes_no_writes(own_server: Server) -> None:
    """A server that follows another one says so, and the message which one to name instead."""
    url = own_server.url(own_server.create())
    with database.opened(url):
        pass
    own_server.crash()
    (own_server.folder / "data" / "standby.signal").touch()
    own_server.start()
    with database.opened(url) as db:
        assert readers.everyone(db) == ()
        with pytest.raises(StoreError, match="name the primary server"):
            readers.unsubscribe(db, "a@example.org", None, now=NOW, by="web")
