"""The wire notices the end of a connection, whatever the loop tells of it."""

from __future__ import annotations

import asyncio
import socket
import struct

import pytest

from newsfold.deliver.smtp.wire import CHECK_S, Wire


def test_a_reset_is_noticed_without_a_word_of_the_loop() -> None:
    """The loop watches nothing (uvloop tells nothing of a reset): the wire looks by itself."""

    async def main() -> str:
        loop = asyncio.get_running_loop()
        with socket.create_server(("127.0.0.1", 0)) as server:
            near = socket.create_connection(server.getsockname())
            far, _ = server.accept()
        near.setblocking(False)
        wire = Wire(loop, near)
        ended: asyncio.Future[str] = loop.create_future()
        wire.lost = ended.set_result
        loop.remove_reader(near)
        far.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        far.close()
        return await asyncio.wait_for(ended, 10 * CHECK_S)

    assert "closed" in asyncio.run(main())


def unacknowledged(sock: socket.socket) -> int:
    """How many segments that it sent the other side has not acknowledged (Linux)."""
    offset = 8 + 4 * 4  # of tcpi_unacked in struct tcp_info
    told = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, offset + 4)
    return int(struct.unpack_from("I", told, offset)[0])


@pytest.mark.skipif(not hasattr(socket, "TCP_QUICKACK"), reason="this system has no TCP_QUICKACK")
def test_what_came_is_acknowledged_when_it_is_told_to() -> None:
    """After many questions and answers the kernel keeps an acknowledgement back, and `hurry` sends
    it: the other side need not wait for it to say the rest."""

    async def main() -> tuple[int, int]:
        with socket.create_server(("127.0.0.1", 0)) as server:
            near = socket.create_connection(server.getsockname())
            far, _ = server.accept()
        near.setblocking(False)
        wire = Wire(asyncio.get_running_loop(), near)
        came = asyncio.Event()
        wire.received = lambda data: came.set()
        for _ in range(40):
            wire.write([b"MAIL"])
            far.recv(10)
            far.send(b"250 ")
            await came.wait()
            came.clear()
        before = unacknowledged(far)
        wire.hurry()
        after = unacknowledged(far)
        wire.close()
        far.close()
        return before, after

    assert asyncio.run(main()) == (1, 0)
