"""What a subscriber file says of one reader, for pages that outlive the file's changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

from newsfold.model import Subscriber
from newsfold.store.recipients import Wish

NONE = Wish(None, ())


class Listed:
    """The wishes of a file's readers. May be asked by several threads.

    `rows` reads the file, and `stamp` gives what changes with it: it is read again only then. While
    it cannot be read (`rows` gives None), what it said before holds.
    """

    def __init__(
        self, rows: Callable[[], Iterable[Subscriber] | None], stamp: Callable[[], object]
    ) -> None:
        self._rows, self._stamp = rows, stamp
        self._lock = threading.Lock()
        self._wishes: dict[str, Wish] = {}
        self._read: object = None  # the stamp of what was read

    def wish(self, email: str) -> Wish:
        """The language and sections of the address's row; none where there is no such row."""
        with self._lock:
            stamp = self._stamp()
            if stamp != self._read:
                rows, self._read = self._rows(), stamp
                if rows is not None:
                    wished = ((s.email.casefold(), Wish(s.language, s.sections)) for s in rows)
                    self._wishes = {reader: wish for reader, wish in wished if wish != NONE}
        return self._wishes.get(email.casefold(), NONE)
