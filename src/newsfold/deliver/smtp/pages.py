"""What each connection is in the middle of, in memory that outlives the process that sends.

A file, mapped by the sender and by its holder (holder.py): two pages a connection, which its mails
take in turn. A page names its mail before the intent is recorded, says where the final dot will
be before the body leaves, and takes in the relay's answers as the kernel gives them: whatever
kills the sender, and wherever, what was read is there. Nothing here is on the disk for certain:
a page counts only until the machine starts again, which the file's first bytes tell.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from enum import IntEnum
from pathlib import Path

from newsfold.deliver.smtp.reply import OutOfStep, Replies, Reply

HEAD_BYTES = 64  # the boot's name
PAGE_BYTES, ID_AT, LOG_AT = 2048, 64, 512  # by eye: a reply's line has 512 bytes at most
BOOT = Path("/proc/sys/kernel/random/boot_id")
_STATE, _SERIAL, _DOT_AT = range(3)  # fields of 8 bytes: each is written at once or not at all
_READ_BYTES = 65_536
_ACKED_AT = 120  # tcpi_bytes_acked in struct tcp_info; linux/tcp.h, since Linux 4.1
_SIOCOUTQ = 0x5411  # linux/sockios.h
_TRIES = 1000  # to read two numbers of the kernel that belong together; two or three do


class State(IntEnum):
    """What a page says of its mail."""

    EMPTY = 0
    INTENDED = 1  # its body has not begun
    LEAVING = 2  # its body may have left in whole: see `handed_over`
    CUT = 3  # its sender is dead, and never handed over its final dot


# For what is done for each mail: an enumeration's members are slow.
_EMPTY, _INTENDED, _LEAVING = int(State.EMPTY), int(State.INTENDED), int(State.LEAVING)
_NAMED = struct.Struct(f"q{ID_AT - 16}x{LOG_AT - ID_AT}s")  # from the serial on
_BLANK = bytes(PAGE_BYTES - LOG_AT)


class Page:
    """One mail's."""

    def __init__(self, memory: memoryview) -> None:
        self._memory = memory
        self._fields = memory[:ID_AT].cast("q")
        self._id = memory[ID_AT:LOG_AT]
        self.log = memory[LOG_AT:]

    @property
    def state(self) -> State:
        """What it says."""
        return State(self._fields[_STATE])

    @property
    def serial(self) -> int:
        """Later pages of the same mail have higher ones."""
        return self._fields[_SERIAL]

    @property
    def dot_at(self) -> int:
        """How many bytes the kernel was given when the mail is whole."""
        return self._fields[_DOT_AT]

    @property
    def message_id(self) -> str:
        """The mail's."""
        return bytes(self._id).partition(b"\0")[0].decode()

    def intend(self, message_id: str, serial: int) -> None:
        """The mail is the next; its body has not begun."""
        fields = self._fields
        fields[_STATE] = _EMPTY  # while this is half written
        name = message_id.encode()
        if len(name) <= LOG_AT - ID_AT:
            _NAMED.pack_into(self._memory, 8 * _SERIAL, serial, name)
            fields[_STATE] = _INTENDED

    def leave(self, dot_at: int) -> None:
        """The body leaves next."""
        fields = self._fields
        if fields[_STATE] == _INTENDED:
            self.log[:] = _BLANK
            fields[_DOT_AT] = dot_at
            fields[_STATE] = _LEAVING

    def cut(self) -> None:
        """Its sender is dead, and never handed over the final dot."""
        self._fields[_STATE] = int(State.CUT)

    def empty(self) -> None:
        """There is nothing to say of the mail any more."""
        self._fields[_STATE] = _EMPTY

    def verdict(self) -> Reply | None:
        """The relay's answer to the mail, if all of it was read. Raises: OutOfStep."""
        return next(Replies().fed(bytes(self.log).partition(b"\0")[0]), None)

    def hear(self, sock: socket.socket) -> bool:
        """Take in more from the socket; False when there is no more, or no room for it.

        Raises: OSError, BlockingIOError among it.
        """
        used = len(bytes(self.log).partition(b"\0")[0])
        return used < len(self.log) and sock.recv_into(self.log[used:]) > 0


class Pages:
    """The file. `count` is the number of connections, with two pages each."""

    def __init__(self, handle: int) -> None:
        self._memory = mmap.mmap(handle, 0)
        whole = memoryview(self._memory)
        self.count = (len(whole) - HEAD_BYTES) // (2 * PAGE_BYTES)
        self.boot = bytes(whole[:HEAD_BYTES]).rstrip(b"\0")
        starts = range(HEAD_BYTES, HEAD_BYTES + 2 * self.count * PAGE_BYTES, PAGE_BYTES)
        self.pages = [Page(whole[start : start + PAGE_BYTES]) for start in starts]

    def of(self, connection: int) -> list[Page]:
        """That connection's two."""
        return self.pages[2 * connection : 2 * connection + 2]

    def newest(self) -> dict[str, Page]:
        """The last page of each mail, by Message-ID."""
        used = [page for page in self.pages if page.state is not State.EMPTY]
        return {page.message_id: page for page in sorted(used, key=lambda page: page.serial)}


def blank(handle: int, count: int) -> None:
    """Make an open file the pages of so many connections, all empty."""
    os.truncate(handle, 0)
    os.pwrite(handle, boot(), 0)
    os.truncate(handle, HEAD_BYTES + 2 * count * PAGE_BYTES)


def boot() -> bytes:
    """The name of the time since the machine was started."""
    return BOOT.read_bytes().strip()[:HEAD_BYTES]


def handed_over(sock: socket.socket) -> int:
    """How many bytes the kernel was given for a TCP connection, its SYN among them.

    Whoever asks, and whatever became of the process that gave them. Raises: OSError; struct.error
    where the kernel does not tell.
    """
    for _ in range(_TRIES):
        before, after = _acked_and_queued(sock), _acked_and_queued(sock)
        if before == after:  # else an acknowledgement came between the two numbers
            return sum(after)
    raise OSError("the kernel's numbers do not come to rest")


def _acked_and_queued(sock: socket.socket) -> tuple[int, int]:
    told = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
    queued = fcntl.ioctl(sock.fileno(), _SIOCOUTQ, b"\0" * 4)
    return struct.unpack_from("=Q", told, _ACKED_AT)[0], struct.unpack("=i", queued)[0]


class Witness:
    """Writes one connection's pages, in the process that sends."""

    def __init__(
        self,
        pages: list[Page],
        serials: Iterator[int],
        before: int,
        let_go: Callable[[], None],
    ) -> None:
        """`before` is what the kernel counts beside what we send; `let_go` ends the holding."""
        self._before = before
        self.let_go = let_go
        self._next, self._last = pages
        self._serials = serials
        self._log = self._last.log[:0]
        self._at = 0

    def intend(self, message_id: str) -> None:
        """The intent of this mail is recorded next."""
        self._next.intend(message_id, next(self._serials))

    def leave(self, dot_at: int) -> None:
        """That mail's body leaves next; it is whole when the connection has sent `dot_at` bytes.

        All that was read before is recorded.
        """
        self._next.leave(self._before + dot_at)
        self._last.empty()
        self._log, self._at = self._next.log, 0
        self._next, self._last = self._last, self._next

    def read(self, sock: socket.socket) -> bytes:
        """What has come in. Raises: as socket.recv."""
        room = self._log[self._at :] if self._at else self._log
        if not room:
            return sock.recv(_READ_BYTES)
        count = sock.recv_into(room)
        self._at += count
        return room[:count].tobytes()


def judged(page: Page) -> bool:
    """Whether there is nothing more to wait for."""
    with suppress(OutOfStep):
        return page.verdict() is not None
    return True
