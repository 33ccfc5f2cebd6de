"""A page that this machine serves: its socket, and its server until Ctrl-C."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from newsfold.errors import InputError

if TYPE_CHECKING:
    from starlette.applications import Starlette

HOST = "127.0.0.1"  # this machine alone
GRACE_S = 1  # for open pages when a server is told to end


def at(host: str, *ports: int) -> socket.socket:
    """A socket at the first of the ports that can be had; 0 is any free one. Raises: InputError."""
    problem = ""
    for port in ports:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen()  # from here on a browser waits, however long the start takes
        except (OSError, OverflowError) as error:
            listener.close()
            problem = f"the port {port} of {host} cannot be used: {error}; choose another --port"
        else:
            return listener
    raise InputError(problem)


def serve(application: Starlette, listener: socket.socket) -> None:
    """Answer until Ctrl-C. Requests are not logged: some addresses are a reader's key."""
    import uvicorn

    settings = uvicorn.Config(
        application,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=GRACE_S,
        ws="none",
    )
    with suppress(KeyboardInterrupt):  # uvicorn ends in order, then passes Ctrl-C on
        uvicorn.Server(settings).run(sockets=[listener])
