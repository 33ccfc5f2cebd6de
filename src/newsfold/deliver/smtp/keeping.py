"""Has the connections kept by a process of its own (holder.py), and asks what it heard.

    Keeper.take_in ─► a copy of the socket ─► holder ─► (we die) ─► pages ─► evidence, next run

Possible over TCP in the clear, on Linux: TLS dies with its process, and only there does the
kernel tell how much of a mail has left.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import subprocess
import sys
import time
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from itertools import count
from pathlib import Path

from newsfold import config
from newsfold.deliver.smtp import holder as holding
from newsfold.deliver.smtp import pages
from newsfold.deliver.smtp.conversation import receipt
from newsfold.deliver.smtp.pages import Page, Pages, State, Witness
from newsfold.deliver.smtp.reply import CLOSING, OutOfStep
from newsfold.errors import DeliveryError
from newsfold.model import Receipt

# Pages of connections that ended are left alone for as long as possible: their last answers may
# not be recorded yet. By eye.
SPARE = 8
END_S = 10.0  # for a holder to end after its time is over; by eye
LOOK_S = 0.02  # between two looks whether a holder has ended; by eye
KEPT_S = 7 * 86_400.0  # for which nobody asked for what a holder heard; by eye


class Keeper:
    """Gives the holder a copy of each connection."""

    def __init__(
        self, book: Pages, channel: socket.socket, process: subprocess.Popen[bytes]
    ) -> None:
        self._book = book
        self._channel = channel
        self._process = process
        self._free = deque(range(book.count))  # the longest unused one first
        self._serials = count(1)

    def take_in(self, sock: socket.socket, left: int) -> Witness | None:
        """Have a connection kept on which `left` bytes were sent; None where that cannot be."""
        try:
            before = pages.handed_over(sock) - left
        except (OSError, struct.error):
            return None
        if before not in (0, 1) or not self._free:  # 1: the SYN
            return None
        number = self._free.popleft()
        for page in self._book.of(number):
            page.empty()
        self._tell(number, [sock.fileno()])

        def let_go() -> None:
            self._tell(number, [])
            self._free.append(number)

        return Witness(self._book.of(number), self._serials, before, let_go)

    def _tell(self, number: int, handles: list[int]) -> None:
        try:
            socket.send_fds(self._channel, [number.to_bytes(4, "big")], handles)
        except OSError:  # it is gone, or does not listen: it must not mix two connections up
            self._process.kill()


@contextmanager
def holder(folder: Path, name: str, settings: config.Smtp) -> Iterator[Keeper | None]:
    """A holder for the sender of that name; None where the settings want none, or leave it to us
    and none can be had.

    Raises: DeliveryError when the settings ask for one that cannot be had, or when what an earlier
    sender of that name left cannot be removed: it was settled, and is not to count again.
    """
    file = _file(folder, name)
    with _ours(file):
        file.unlink()
    if not settings.holds:
        yield None
        return
    with ExitStack() as stack:
        keeper: Keeper | None = None
        try:
            keeper = stack.enter_context(_started(file, 2 * settings.connections + SPARE))
        except OSError as error:
            if settings.holder == "on":
                raise _unusable(file, error) from error
        yield keeper
    with _ours(file):
        file.unlink()  # not after an error: then it may know what could not be recorded


@contextmanager
def _started(file: Path, connections: int) -> Iterator[Keeper]:
    file.parent.mkdir(mode=0o700, exist_ok=True)
    _sweep(file.parent)
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)  # the holder inherits it, and frees it by its end
        pages.blank(handle, connections)
        book = Pages(handle)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with closing(theirs):
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", holding.__name__, str(handle)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,  # whoever reads ours is not to wait for the holder
                stderr=subprocess.DEVNULL,
                pass_fds=[handle],
                start_new_session=True,
            )
    finally:
        os.close(handle)
    ours.setblocking(False)
    try:
        with closing(ours):
            yield Keeper(book, ours, process)
    finally:  # we live, and have closed all connections: it has nothing to hear
        process.kill()
        process.wait()


def evidence(folder: Path, names: Collection[str]) -> Mapping[str, Receipt | None]:
    """What is known of the mails of dead senders, by Message-ID; None: surely not delivered.

    Waits for their holders, as long as these wait for the relay at most. Raises: DeliveryError
    when this user may not read what they heard.
    """
    end = time.monotonic() + holding.VERDICT_S + END_S
    found: dict[str, Receipt | None] = {}
    for name in names:
        file = _file(folder, name)
        with _ours(file):
            found |= _told(file, end)
    return found


def _told(file: Path, end: float) -> dict[str, Receipt | None]:
    handle = os.open(file, os.O_RDWR | os.O_CLOEXEC)
    try:
        if not _free(handle, end) or os.fstat(handle).st_size <= pages.HEAD_BYTES:
            return {}
        book = Pages(handle)
    finally:
        os.close(handle)
    if book.boot != pages.boot():  # who knows which of its pages had reached the disk
        return {}
    told: dict[str, Receipt | None] = {}
    for message_id, page in book.newest().items():
        with suppress(OutOfStep, LookupError):
            told[message_id] = _judgement(page)
    return told


def _judgement(page: Page) -> Receipt | None:
    """What a page says of its mail. Raises: OutOfStep, LookupError when it does not know."""
    if page.state is not State.LEAVING:
        return None
    reply = page.verdict()
    if reply is not None and reply.code == CLOSING:
        return None
    if reply is None or not (reply.positive or reply.negative):
        raise LookupError(page.message_id)
    return receipt(reply)


def _free(handle: int, end: float) -> bool:
    """Whether the file's holder has ended by then."""
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                return False
            time.sleep(LOOK_S)
        else:
            return True


def _sweep(folder: Path) -> None:
    """Remove what nobody asked for."""
    for file in folder.glob("*.pages"):
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < time.time() - KEPT_S:
                file.unlink()


@contextmanager
def _ours(file: Path) -> Iterator[None]:
    """Work on a file that need not be there."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        raise _unusable(file, error) from error


def _unusable(file: Path, error: OSError) -> DeliveryError:
    return DeliveryError(
        f"cannot use {file} for connections under way: {error.strerror}; give this user read and "
        "write permission on its folder, or remove it (delivery.smtp.holder makes it)"
    )


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.pages"
