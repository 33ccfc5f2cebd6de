"""Whose a link of a mail is: its token -> the reader and the newsletter.

A token is made from both by a secret and cannot be turned back, so those of the list and of whoever
got one of the newest issues are made once and kept. Any other costs two small queries.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from newsfold.config import Newsletter
from newsfold.deliver import unsubscribe
from newsfold.store import issues, ledger, readers
from newsfold.store.database import Database

NEWEST = 100  # issues of a newsletter whose links work for who left the list; a working year's half


@dataclass(frozen=True, slots=True)
class Door:
    """What one link opens."""

    email: str
    newsletter: Newsletter


class Doors:
    """The links of mails. May be asked by several threads."""

    def __init__(self, db: Database, newsletters: Iterable[Newsletter]) -> None:
        self._db = db
        self._newsletters = tuple(newsletters)
        self._known: dict[str, Door] = {}
        self._seen: set[tuple[str, str]] = set()  # newsletter and address of each known one
        self._read: set[str] = set()  # issues whose readers are among the known
        self._listed: object = None  # what the list was like when it was read
        self._lock = threading.Lock()

    def of(self, token: str) -> Door | None:
        """The link's reader and newsletter; None for a token that was never in a mail."""
        if len(token) != unsubscribe.TOKEN_LENGTH:
            return None
        if token not in self._known:
            with self._lock:
                self._learn()
        return self._known.get(token)

    def _learn(self) -> None:
        """Make the tokens of whoever came since."""
        secret = self._db.secret()
        listed = readers.state(self._db)
        if listed != self._listed:
            for newsletter in self._newsletters:
                self._add(secret, newsletter, (s.email for s in readers.everyone(self._db)))
            self._listed = listed
        for newsletter in self._newsletters:
            for row in issues.listing(self._db, newsletter.slug)[:NEWEST]:
                if row.id not in self._read:
                    self._add(secret, newsletter, ledger.addresses(self._db, row.id))
                    self._read.add(row.id)

    def _add(self, secret: bytes, newsletter: Newsletter, emails: Iterable[str]) -> None:
        for email in emails:
            if (newsletter.slug, email) not in self._seen:
                self._seen.add((newsletter.slug, email))
                token = unsubscribe.token(secret, newsletter.slug, email)
                self._known.setdefault(token, Door(email, newsletter))
