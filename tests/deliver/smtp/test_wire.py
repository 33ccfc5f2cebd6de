"""The wire notices the end of a connection, whatever the loop tells of it."""

from __future__ import annotations

import asyncio
import socket
import struct

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
