"""A real chat-completions server on loopback, small: what it answers is given as a function."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]
Answer = Callable[[Json], Json | str]  # the story's data -> what the model says of it
Act = Callable[[BaseHTTPRequestHandler, Json], None]  # sends whatever it likes


@dataclass
class Server:
    """Where it listens and what it was asked, headers first, in order."""

    url: str
    asked: list[tuple[dict[str, str], Json]] = field(default_factory=list)


def data_of(body: Json) -> Json:
    """The JSON between the markers of the user's message."""
    lines = body["messages"][-1]["content"].split("\n")
    data: Json = json.loads("\n".join(lines[1:-1]))
    return data


def completion(said: Json | str, tokens: int = 100) -> bytes:
    """The body of a chat completion, as OpenAI's API gives it."""
    content = said if isinstance(said, str) else json.dumps(said)
    return json.dumps(
        {
            "id": "c1",
            "object": "chat.completion",
            "choices": [{"index": 0, "message": {"role": "assistant", "content": content}}],
            "usage": {"prompt_tokens": tokens // 2, "total_tokens": tokens},
        }
    ).encode()


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    """One whole response."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def serving(act: Act) -> Iterator[Server]:
    """A server that does `act` for every request, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.asked.append(({"path": self.path, **dict(self.headers)}, body))
            with suppress(OSError):  # the client may have gone: that is what some tests are about
                act(self, body)

        def do_GET(self) -> None:
            server.asked.append(({"path": self.path, **dict(self.headers)}, {}))
            send(self, 404, b"")

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the terminal."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server = Server(f"http://127.0.0.1:{http.server_address[1]}/v1")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


def saying(answer: Answer) -> Act:
    """Answers each story by `answer`, as a model would."""
    return lambda handler, body: send(handler, 200, completion(answer(data_of(body))))
