"""The lock: one process at a time per newsletter, freed however its holder ends."""

from __future__ import annotations

import multiprocessing
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from newsfold.errors import Busy, StoreError
from newsfold.store import lock


def _hold(url: str, up: Event) -> None:
    with lock.held(url, "daily"):
        up.set()
        time.sleep(60)


def test_another_process_is_told_who_holds_it_until_it_is_killed(url: str) -> None:
    """Busy names the living holder; after SIGKILL the lock is free at once."""
    processes = multiprocessing.get_context("spawn")
    up = processes.Event()
    child = processes.Process(target=_hold, args=(url, up))
    child.start()
    assert up.wait(30)
    with pytest.raises(Busy, match="daily") as caught, lock.held(url, "daily"):
        pass
    assert caught.value.holder == child.pid
    with lock.held(url, "weekly"):  # another newsletter is not concerned
        pass
    child.kill()
    child.join()
    with lock.held(url, "daily"):
        pass


def test_one_process_cannot_hold_it_twice(url: str) -> None:
    """Two threads of a daemon are kept apart as well; after the block it is free again."""
    with lock.held(url, "daily"), pytest.raises(Busy), lock.held(url, "daily"):
        pass
    with lock.held(url, "daily"):
        pass


def test_an_exception_frees_it(url: str) -> None:
    """A run that fails does not shut out the next one."""
    with pytest.raises(ZeroDivisionError), lock.held(url, "daily"):
        raise ZeroDivisionError
    with lock.held(url, "daily"):
        pass


def test_a_folder_that_cannot_be_is_a_store_error(tmp_path: Path) -> None:
    """A file in the folder's place is told as what it is."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreError), lock.held(f"sqlite:///{tmp_path}/file/store.db", "daily"):
        pass
