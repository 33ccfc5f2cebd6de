"""The lock: one process at a time per newsletter, freed however its holder ends."""

from __future__ import annotations

import multiprocessing
import time
from multiprocessing.synchronize import Event

import pytest

from newsfold.errors import Busy
from newsfold.store import database, lock, senders
from newsfold.store.database import Database


def _hold(url: str, up: Event) -> None:
    with database.opened(url) as db, lock.held(db, "daily"):
        up.set()
        time.sleep(60)


def test_another_process_is_told_who_holds_it_until_it_is_killed(db: Database, url: str) -> None:
    """Busy names the living holder; after SIGKILL the lock is free at once."""
    processes = multiprocessing.get_context("spawn")
    up = processes.Event()
    child = processes.Process(target=_hold, args=(url, up))
    child.start()
    assert up.wait(30)
    with pytest.raises(Busy, match="daily") as caught, lock.held(db, "daily"):
        pass
    assert caught.value.holder == child.pid
    with lock.held(db, "weekly"):  # another newsletter is not concerned
        pass
    child.kill()
    child.join()
    with lock.held(db, "daily"):
        pass


def test_one_process_cannot_hold_it_twice(db: Database) -> None:
    """Two threads of a daemon are kept apart as well; after the block it is free again."""
    with lock.held(db, "daily"), pytest.raises(Busy), lock.held(db, "daily"):
        pass
    with lock.held(db, "daily"):
        pass


def test_no_newsletter_has_a_senders_lock(db: Database) -> None:
    """Whatever slug the settings allow, the newsletter's lock is not that of a sender."""
    with senders.present(db) as number, lock.held(db, f"sender-{number}"):
        pass


def test_an_exception_frees_it(db: Database) -> None:
    """A run that fails does not shut out the next one."""
    with pytest.raises(ZeroDivisionError), lock.held(db, "daily"):
        raise ZeroDivisionError
    with lock.held(db, "daily"):
        pass
