"""Kills a child that delivers, at random moments, until everything is sent."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Callable, Set

from newsfold.model import DeliveryState
from newsfold.store import ledger
from newsfold.store.database import Database
from tests.deliver import sample

SEED = 20260312
MOST_MAILS = 20  # a child may hand over before it is killed
MOST_S = 0.02  # then it lives on for up to so long: its last step is cut anywhere


def until_done(
    db: Database,
    url: str,
    target: str,
    landed: Callable[[], int],
    killed: Callable[[], None] = lambda: None,
    ignored: Set[DeliveryState] = frozenset(),
) -> int:
    """Start a child again and again, killing each, until all is sent; gives the kills.

    `landed` counts the mails that arrived; `killed` is called after each child's end. Mails in a
    state of `ignored` need not be sent.
    """
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["__main__", sample.__name__])  # not by each child
    moments = random.Random(SEED)
    kills = 0
    while set(ledger.counts(db, sample.ISSUE.id)) - ignored != {DeliveryState.SENT}:
        up = processes.Event()
        child = processes.Process(target=sample.main, args=(url, target, up))
        child.start()
        up.wait()
        enough = landed() + moments.randint(0, MOST_MAILS)
        while child.exitcode is None and landed() < enough:
            time.sleep(0.001)
        child.join(moments.uniform(0, MOST_S))
        kills += child.exitcode is None
        child.kill()
        child.join()
        child.close()
        killed()
        assert kills < 100, "no progress"
    return kills
