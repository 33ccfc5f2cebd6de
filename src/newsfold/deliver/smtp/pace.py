"""How fast mails may follow each other, in all and to one recipient domain. Pure: told the time."""

from __future__ import annotations

from collections import Counter, defaultdict

from newsfold import config

# A rate is kept over so long a time: what a busy moment held up may be made up for within it, or
# each late wake-up of the loop would lower the rate. By eye.
BURST_S = 1.0


class Pace:
    """Counts the mails that were begun, and says when the next may be. Times are in seconds.

    `sharers` is how many keep to these limits together, each to its part of them.
    """

    def __init__(self, limits: config.Pace) -> None:
        self.sharers = 1
        self._limits = limits
        self._next = 0.0
        self._domain_next: defaultdict[str, float] = defaultdict(float)
        self._under_way: Counter[str] = Counter()

    def all_free_at(self) -> float:
        """When a mail to whatever domain may be begun."""
        return self._next

    def free_at(self, domain: str) -> float:
        """When a mail to that domain may be begun; infinity: not before another one has ended."""
        most = self._limits.domain_mails_at_once
        if most and self._under_way[domain] >= max(1, most // self.sharers):
            return float("inf")
        return max(self._next, self._domain_next[domain])

    def begun(self, domain: str, now: float) -> None:
        """Count a mail to the domain."""
        limits = self._limits
        self._next = self._following(self._next, limits.mails_per_second, now)
        self._domain_next[domain] = self._following(
            self._domain_next[domain], limits.domain_mails_per_second, now
        )
        self._under_way[domain] += 1

    def ended(self, domain: str) -> None:
        """One mail to the domain is under way no more."""
        self._under_way[domain] -= 1

    def _following(self, free_at: float, rate: float, now: float) -> float:
        if not rate:
            return free_at
        gap = self.sharers / rate
        return max(free_at, now - max(0.0, BURST_S - gap)) + gap


def domain(recipient: str) -> str:
    """The domain of an address, in small letters."""
    return recipient.rpartition("@")[2].lower()
