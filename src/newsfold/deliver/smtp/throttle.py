"""How many connections a relay bears: fewer when it pushes back, more again when it takes mails.

Halving under pressure and one more at a time afterwards is what TCP does (RFC 5681).
"""

from __future__ import annotations

from collections import deque

# All by eye: a greylisting relay defers a few mails, one under pressure most of them.
LOOKED_AT = 20  # the last answers
TOO_MANY = 10  # of them deferred
RAISE_AFTER = 50  # mails that were taken


class Throttle:
    """Watches the answers. `connections` is how many may be open, at most `most`."""

    def __init__(self, most: int) -> None:
        self.connections = most
        self._most = most
        self._deferred: deque[bool] = deque(maxlen=LOOKED_AT)
        self._taken = 0

    def answered(self, *, deferred: bool) -> None:
        """Count the answer to one mail."""
        self._deferred.append(deferred)
        if deferred and sum(self._deferred) >= TOO_MANY:
            self.refused()
            return
        self._taken += not deferred
        if self._taken >= RAISE_AFTER:
            self._taken = 0
            self.connections = min(self._most, self.connections + 1)

    def refused(self) -> None:
        """The relay took no connection, closed one at its first mail, or defers most mails."""
        self.connections = max(1, self.connections // 2)
        self._deferred.clear()
        self._taken = 0
