"""Mails as files in folders: each whole or not there, and on the disk before it is recorded."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from newsfold.deliver import headers
from newsfold.deliver.transport import Mails
from newsfold.errors import DeliveryError
from newsfold.model import Message, Outcome, Receipt

MAX_ADDRESS = 120  # characters of the address in a name; with the issue far below NAME_MAX, 255
GROUP = 100  # mails written before they are recorded: one fsync of the ledger for 100; by eye
_NOT_SAFE = re.compile(r"[^a-z0-9@.+_-]+")  # no separator, no white space, nothing a shell reads


def name(issue: str, address: str) -> str:
    """`<issue>.<address>.<8 hex>`: a mail's one name, whenever it is written; none can steer it."""
    lower = address.lower()
    safe = _NOT_SAFE.sub("-", lower)[:MAX_ADDRESS]
    digits = hashlib.sha256(lower.encode()).hexdigest()[:8]  # parts what became alike
    return f"{headers.identifier(issue)}.{safe}.{digits}"


def issue_of(message: Message) -> str:
    """The issue that a mail is of, as its Message-ID tells."""
    return message.message_id.strip("<>").rpartition("@")[0].rpartition(".")[0]


def made(folder: Path, what: str) -> None:
    """Make a folder where there is none. Raises: DeliveryError when it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeliveryError(
            f"cannot make the {what} {folder}: {error.strerror}; name another folder"
        ) from error


def carry(mails: Mails, write: Callable[[Message], Path], what: str) -> None:
    """Write all mails, and record them group by group.

    `write` gives the path of the file that holds the mail. Raises: DeliveryError when it cannot.
    """
    written: list[tuple[Message, Path]] = []

    def record() -> None:
        done, written[:] = written[:], []
        for folder in {path.parent for _, path in done}:
            flush(folder)
        mails.record(answers=[(m, Receipt(Outcome.SENT, 250, path.name)) for m, path in done])

    try:
        try:
            while (message := mails.take()) is not None:
                written.append((message, write(message)))
                if len(written) == GROUP:
                    record()
        finally:
            record()
    except OSError as error:
        raise DeliveryError(
            f"cannot write {error.filename or what}: {error.strerror}; make room there, or name "
            f"another {what}, and run the same command for the rest"
        ) from error


def put(path: Path, content: bytes, part: Path) -> None:
    """Leave the file with this content under `path`, by way of `part`; `flush` its folder then.

    Raises: OSError, and then no `part` is left.
    """
    if path.is_file() and path.read_bytes() == content:
        return
    # One name per mail: what a killed run left half-written is written over, never left.
    try:
        _write_out(part, content)
        os.replace(part, path)
    except OSError:
        with suppress(OSError):  # the first error is the one to tell
            part.unlink(missing_ok=True)
        raise


def flush(folder: Path) -> None:
    """Bring a folder's names onto the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_out(part: Path, content: bytes) -> None:
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o666)
    with open(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)
