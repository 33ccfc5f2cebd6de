"""How many living senders share what the settings allow at once or a second."""

from __future__ import annotations

import time

from newsfold.store import ledger, senders
from newsfold.store.database import Database

# Between two questions whether the same others still live. Each takes a dead one's number for a
# moment, in which it looks alive to whoever is about to settle its mails; by eye.
ASK_S = 60.0


class Sharers:
    """The sender of the number `mine`, and the others, as last looked at. One thread at a time."""

    def __init__(self, db: Database, mine: int) -> None:
        self.count = 1
        self._db = db
        self._mine = mine
        self._others: frozenset[int] = frozenset()
        self._asked_at = time.monotonic()

    def look(self) -> None:
        """Count anew. What a dead sender held stays on the ledger until its issue's next run."""
        others, now = ledger.others_at_work(self._db, self._mine), time.monotonic()
        if others == self._others and (not others or now - self._asked_at < ASK_S):
            return
        self._others, self._asked_at = others, now
        self.count = 1 + senders.alive(self._db, others)
