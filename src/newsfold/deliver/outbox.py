"""Writes each message as one file into a folder: the bytes that SMTP would have sent."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import ClassVar, Self

from newsfold.deliver import files, headers
from newsfold.deliver.transport import Mails, Resting
from newsfold.model import Message

# Entries of the folder, from which on mails go into folders of their own: with those and the pages
# of issues it has fewer than ten thousand, which every file manager and 'ls' bears; by eye.
FLAT = 9_000


class Outbox(Resting):
    """A folder, made if need be, with one `<issue>.<address>.<8 hex>.eml` per mail.

    Writing is atomic and on the disk before it is recorded. Writing the same mail again changes
    nothing. Once the folder has `flat` entries, further mails go into `<issue>/<2 hex>/`.
    """

    idempotent: ClassVar[bool] = True

    def __init__(self, folder: Path, *, flat: int = FLAT) -> None:
        self._folder = folder
        self._flat = flat
        self._entries = 0

    def __enter__(self) -> Self:
        files.made(self._folder, "outbox")
        return self

    def path(self, issue_id: str, email: str) -> Path:
        """Where the mail of an issue to an address stands once it was sent.

        Raises: ValueError for an address that no mail can have.
        """
        flat, deep = self._places(issue_id, headers.recipient(email))
        return deep if deep.exists() else flat

    def carry(self, mails: Mails) -> None:
        """Write all mails. Raises: DeliveryError when the folder takes no file."""
        files.made(self._folder, "outbox")
        self._entries = len(os.listdir(self._folder))
        files.carry(mails, self._written, "outbox")

    def _written(self, message: Message) -> Path:
        flat, deep = self._places(files.issue_of(message), message.recipient)
        if flat.exists() or (self._entries < self._flat and not deep.exists()):
            path = flat
            self._entries += not flat.exists()
        else:
            path = deep
            self._made(path.parent)
        files.put(path, message.content, path.with_name(f".{path.name}.part"))
        return path

    def _made(self, folder: Path) -> None:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            files.flush(folder.parent)
            files.flush(self._folder)

    def _places(self, issue_id: str, address: str) -> tuple[Path, Path]:
        """In the folder itself, and in the one for mails beyond `flat`."""
        name = f"{files.name(issue_id, address)}.eml"
        shelf = hashlib.sha256(name.encode()).hexdigest()[:2]
        return self._folder / name, self._folder / headers.identifier(issue_id) / shelf / name
