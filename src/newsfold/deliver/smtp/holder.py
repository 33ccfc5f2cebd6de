"""Keeps the connections of a process that sends, and hears them out when it dies.

    python -m newsfold.deliver.smtp.holder FILE

Started by keeping.py with a socket as standard input, over which it gets a copy of each
connection, and with the file of pages, open and locked, as descriptor FILE. It does nothing until
that socket ends, which it does when the sender ends, however it ends. Then it reads what the relay
still says to each mail that left in whole, into the mail's page, and ends: the lock on the file
goes with it. What it imports is little, so that it is small.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
import time
from contextlib import suppress

from newsfold.deliver.smtp import pages
from newsfold.deliver.smtp.pages import Page, Pages, State

VERDICT_S = 600.0  # RFC 5321 4.5.3.2.6: over a whole mail


def held(channel: socket.socket) -> dict[int, socket.socket]:
    """The connections that the sender had when it ended, by number."""
    connections: dict[int, socket.socket] = {}
    while True:
        said, handles, _, _ = socket.recv_fds(channel, 8, 1)
        if not said:
            return connections
        number = int.from_bytes(said, "big")
        if number in connections:
            connections.pop(number).close()
        if handles:
            connections[number] = socket.socket(fileno=handles[0])
            connections[number].setblocking(False)


def hear_out(book: Pages, connections: dict[int, socket.socket], wait_s: float) -> None:
    """Read what is owed to each mail that left in whole, for so long at most."""
    poll = select.poll()
    owed: dict[int, tuple[socket.socket, Page]] = {}
    for number, sock in connections.items():
        page = _owed(book, number, sock)
        if page is None:
            sock.close()
        else:
            owed[sock.fileno()] = sock, page
            poll.register(sock, select.POLLIN)
    end = time.monotonic() + wait_s
    while owed and (left_s := end - time.monotonic()) > 0:
        for handle, _ in poll.poll(left_s * 1000):
            sock, page = owed[handle]
            if _heard(page, sock):
                poll.unregister(sock)
                owed.pop(handle)[0].close()


def _owed(book: Pages, number: int, sock: socket.socket) -> Page | None:
    """The page of the connection's mail whose answer is to be waited for."""
    leaving = [page for page in book.of(number) if page.state is State.LEAVING]
    if not leaving:
        return None
    page = max(leaving, key=lambda page: page.serial)
    ended = _heard(page, sock)
    if not pages.judged(page) and pages.handed_over(sock) < page.dot_at:
        page.cut()
        return None
    return None if ended else page


def _heard(page: Page, sock: socket.socket) -> bool:
    """Whether nothing more is to be waited for, after a look at what has come in."""
    if pages.judged(page):
        return True
    try:
        more = page.hear(sock)
    except BlockingIOError:
        return False
    except OSError:  # reset: no answer will come
        return True
    return not more or pages.judged(page)


def main() -> None:
    """Hold, hear, end."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # they are for the sender
        signal.signal(number, signal.SIG_IGN)
    book = Pages(int(sys.argv[1]))
    connections: dict[int, socket.socket] = {}
    with suppress(ConnectionError), socket.socket(fileno=os.dup(0)) as channel:
        connections = held(channel)
    hear_out(book, connections, VERDICT_S)


if __name__ == "__main__":
    main()
