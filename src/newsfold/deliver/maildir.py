"""Writes each message into a Maildir, where mail programs and filters find it.

Source: https://cr.yp.to/proto/maildir.html; written in `tmp`, moved to `new`, and moved to `cur` by
whoever has seen it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar, Self

from newsfold.deliver import files
from newsfold.deliver.transport import Mails, Resting
from newsfold.model import Message


class Maildir(Resting):
    """A Maildir, made if need be, that gets every mail once, whoever it is to.

    A mail has one name whenever it is written, so that writing it again changes nothing; nor does
    it when a mail program has seen it since.
    """

    idempotent: ClassVar[bool] = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: frozenset[str] = frozenset()

    def __enter__(self) -> Self:
        for part in ("tmp", "new", "cur"):
            files.made(self._folder / part, "Maildir")
        return self

    def carry(self, mails: Mails) -> None:
        """Write all mails. Raises: DeliveryError when the Maildir takes no file."""
        # A name's flags stand behind a colon. What is seen from now on was written by us just now.
        self._seen = frozenset(name.partition(":")[0] for name in os.listdir(self._folder / "cur"))
        files.carry(mails, self._written, "Maildir")

    def _written(self, message: Message) -> Path:
        name = files.name(files.issue_of(message), message.recipient)
        path = self._folder / "new" / name
        if name not in self._seen:
            files.put(path, message.content, self._folder / "tmp" / name)
        return path
