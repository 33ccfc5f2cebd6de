"""Whose a link of a mail is: its token -> the reader and the newsletter.

A token is made from both by a secret and cannot be turned back, so those of the list and of whoever
got one of the newest issues are made once and kept. For any other the store is asked who came
since, at most once a second however many are tried.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from newsfold.config import Newsletter
from newsfold.deliver import unsubscribe
from newsfold.store import issues, readers, reports
from newsfold.store.database import Database

NEWEST = 100  # issues of a newsletter whose links work for who left the list; a working year's half
PAUSE_S = 1  # between two looks at the store; a mail takes longer to its reader. Chosen by eye


@dataclass(frozen=True, slots=True)
class Door:
    """What one link opens."""

    email: str
    newsletter: Newsletter


def opens(db: Database, newsletter: Newsletter, email: str) -> bool:
    """Whether this reader's link would be known: they are on the list, or got a newest issue."""
    newest = issues.listing(db, newsletter.slug)[:NEWEST]
    return readers.find(db, email) is not None or any(
        reports.one(db, row.id, email) is not None for row in newest
    )


class Doors:
    """The links of mails. May be asked by several threads. `clock` counts seconds."""

    def __init__(
        self,
        db: Database,
        newsletters: Iterable[Newsletter],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._db = db
        self._clock = clock
        # For each newsletter its tokens, and whose they are. Plain texts, which newsletters share:
        # an object for each link would take as much again.
        self._known: tuple[tuple[Newsletter, dict[str, str]], ...] = tuple(
            (newsletter, {}) for newsletter in newsletters
        )
        self._seen: set[str] = set()  # the addresses that they are of
        self._read: set[str] = set()  # issues whose readers are among them
        self._listed: object = None  # what the list was like when it was read
        self._next = -float("inf")  # when the store may be asked again
        self._lock = threading.Lock()

    def of(self, token: str) -> Door | None:
        """The link's reader and newsletter; None for a token that was never in a mail.

        One that the store has had for less than `PAUSE_S` may be unknown for so long.
        """
        if len(token) != unsubscribe.TOKEN_LENGTH:
            return None
        found = self._found(token)
        if found is None and self._clock() >= self._next:
            with self._lock:
                if self._clock() >= self._next:  # nobody asked while this waited
                    self._learn()
                    self._next = self._clock() + PAUSE_S
            found = self._found(token)
        return found

    def _found(self, token: str) -> Door | None:
        for newsletter, emails in self._known:
            if token in emails:
                return Door(emails[token], newsletter)
        return None

    def _learn(self) -> None:
        """Make the tokens of whoever came since."""
        secret = self._db.secret()
        listed = readers.state(self._db)
        if listed != self._listed:
            self._add(secret, readers.addresses(self._db))
            self._listed = listed
        for newsletter, _ in self._known:
            for row in issues.listing(self._db, newsletter.slug)[:NEWEST]:
                if row.id not in self._read:
                    self._add(secret, reports.unlisted(self._db, row.id))
                    self._read.add(row.id)

    def _add(self, secret: bytes, emails: Iterable[str]) -> None:
        for email in emails:
            if email not in self._seen:
                for newsletter, known in self._known:
                    known.setdefault(unsubscribe.token(secret, newsletter.slug, email), email)
                self._seen.add(email)
