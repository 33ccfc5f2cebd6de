"""Writes each message as one file into a folder: the bytes that SMTP would have sent."""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from newsfold.deliver import headers
from newsfold.deliver.transport import Mails
from newsfold.errors import DeliveryError
from newsfold.model import Message, Outcome, Receipt

MAX_ADDRESS = 120  # characters of the address in a name; with the issue far below NAME_MAX, 255
GROUP = 100  # mails written before they are recorded: one fsync of the ledger for 100; by eye
_NOT_SAFE = re.compile(r"[^a-z0-9@.+_-]+")  # no separator, no white space, nothing a shell reads


class Outbox:
    """A folder, made if need be, with one `<issue>.<address>.<8 hex>.eml` per mail.

    Writing is atomic and on the disk before it is recorded. Writing the same mail again changes
    nothing.
    """

    idempotent: ClassVar[bool] = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DeliveryError(
                f"cannot make the outbox {self._folder}: {error.strerror}; name another folder"
            ) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing is left to do: every mail is on the disk already."""

    def path(self, issue_id: str, email: str) -> Path:
        """Where the mail of an issue to an address stands once it was sent.

        Raises: ValueError for an address that no mail can have.
        """
        return self._folder / _name(issue_id, headers.address(email))

    def carry(self, mails: Mails) -> None:
        """Write all mails. Raises: DeliveryError when the folder takes no file."""
        answers: list[tuple[Message, Receipt]] = []
        try:
            while (message := mails.take()) is not None:
                answers.append((message, self._written(message)))
                if len(answers) == GROUP:
                    done, answers = answers, []
                    mails.record(answers=done)
        finally:
            mails.record(answers=answers)

    def _written(self, message: Message) -> Receipt:
        issue = message.message_id.strip("<>").rpartition("@")[0].rpartition(".")[0]
        path = self._folder / _name(issue, message.recipient)
        try:
            _write(path, message.content)
        except OSError as error:
            raise DeliveryError(
                f"cannot write {path}: {error.strerror}; make room there, or name another outbox, "
                "and run the same command for the rest"
            ) from error
        return Receipt(Outcome.SENT, 250, path.name)


def _name(issue: str, address: str) -> str:
    lower = address.lower()
    safe = _NOT_SAFE.sub("-", lower)[:MAX_ADDRESS]
    digits = hashlib.sha256(lower.encode()).hexdigest()[:8]  # parts what became alike
    return f"{headers.identifier(issue)}.{safe}.{digits}.eml"


def _write(path: Path, content: bytes) -> None:
    if not (path.is_file() and path.read_bytes() == content):
        # One name per mail: what a killed run left half-written is written over, never left.
        part = path.with_name(f".{path.name}.part")
        try:
            _write_out(part, content)
            os.replace(part, path)
        except OSError:
            with suppress(OSError):  # the first error is the one to tell
                part.unlink(missing_ok=True)
            raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write_out(part: Path, content: bytes) -> None:
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o666)
    with open(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)
