"""One question to a server: what is sent, and each way of getting no answer."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from newsfold.config import Writer
from newsfold.model import Failure
from newsfold.write import client, prompt
from newsfold.write.answer import Reply
from tests.write import samples, stub
from tests.write.stub import Json

KEY = "sk-secret-0815"
ASKED = prompt.messages(samples.HARBOUR)


def ask(url: str, **changes: object) -> Reply | Failure:
    """What comes back from a server at `url`."""
    settings = Writer(endpoint=url, model="m", timeout_s=5).model_copy(update=changes)
    return client.ask(settings, KEY, ASKED)


def test_the_selected_sentences_are_sent_and_nothing_else() -> None:
    """The body holds the fixed instructions and the printed sentences; the key is in one header."""
    with stub.serving(stub.saying(lambda data: {})) as server:
        assert ask(server.url) == Reply("{}", 100)
    ((headers, body),) = server.asked
    assert headers["path"] == "/v1/chat/completions"
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert KEY not in json.dumps(body)
    assert set(body) == {
        "model",
        "messages",
        "response_format",
        "stream",
        "max_tokens",
        "temperature",
    }
    assert body["messages"][0]["content"] == prompt.SYSTEM
    assert stub.data_of(body) == {
        "language": "en",
        "summary": [
            {"id": f"s{n}", "text": s.printed}
            for n, s in enumerate(samples.HARBOUR.summary, start=1)
        ],
        "events": [
            {"id": f"e{n}", "text": e.sentence.printed}
            for n, e in enumerate(samples.HARBOUR.key_events, start=1)
        ],
    }


def test_a_server_may_want_other_fields() -> None:
    """The limit's name and the temperature are settings, because servers differ."""
    with stub.serving(stub.saying(lambda data: {})) as server:
        ask(server.url, answer_limit_field="max_completion_tokens", temperature=-1.0)
    ((_, body),) = server.asked
    assert "max_tokens" not in body
    assert "temperature" not in body
    assert body["max_completion_tokens"] == Writer().max_tokens_per_answer


def dripping(handler: BaseHTTPRequestHandler, body: Json) -> None:
    """A byte now and then, for ever: no single read takes long."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" ")
        time.sleep(0.05)


def dripping_headers(handler: BaseHTTPRequestHandler, body: Json) -> None:
    """The same before the body begins."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-A: ")
    while True:
        handler.wfile.write(b"a")
        time.sleep(0.05)


def cut(handler: BaseHTTPRequestHandler, body: Json) -> None:
    """Half of what was announced."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [')
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)


def endless(handler: BaseHTTPRequestHandler, body: Json) -> None:
    """More than anybody wants."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" " * 65_536)


def packed(handler: BaseHTTPRequestHandler, body: Json) -> None:
    """A body that claims to be packed, although that was not asked for."""
    stub.send(handler, 200, stub.completion({}), **{"Content-Encoding": "gzip"})


def status(code: int, **headers: str) -> stub.Act:
    """An answer with that status and a body that repeats the key."""
    return lambda handler, body: stub.send(handler, code, KEY.encode(), **headers)


def body_of(content: bytes) -> stub.Act:
    """Status 200 with this body."""
    return lambda handler, body: stub.send(handler, 200, content)


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (dripping, "timeout"),
        (dripping_headers, "timeout"),
        (cut, "unreachable"),
        (endless, "too-large"),
        (status(500), "status"),
        (status(404), "status"),
        (status(204), "status"),
        (status(401), "login"),
        (status(403), "login"),
        (status(429), "busy"),
        (status(307, Location="/elsewhere"), "redirect"),
        (status(301, Location="https://example.net/"), "redirect"),
        (body_of(b"<html>hello</html>"), "no-answer"),
        (body_of(b""), "no-answer"),
        (body_of(b"{}"), "no-answer"),
        (body_of(b'{"choices": []}'), "no-answer"),
        (body_of(b'{"choices": [{"message": {"content": null}}]}'), "no-answer"),
        (body_of(b'{"choices": [{"message": {"content": "\\ud800"}}]}'), "no-answer"),
        (body_of(b'{"choices": [{"message": {"content": "\\u0000"}}]}'), "no-answer"),
        (body_of(b"[" * 100_000), "no-answer"),
        (body_of(b"\xff\xfe" * 100), "no-answer"),
    ],
)
def test_no_answer_is_a_counted_failure(act: stub.Act, reason: str) -> None:
    """Each has its code; the message names the server and shows neither key nor body."""
    with stub.serving(act) as server:
        found = ask(server.url, timeout_s=0.6)
    assert isinstance(found, Failure)
    assert (found.locator, found.reason) == (server.url, reason)
    assert server.url in found.detail
    assert KEY not in found.detail
    assert len(server.asked) == 1


def test_the_time_limit_holds_for_the_whole() -> None:
    """A server that sends a byte every 50 ms is left after the limit, not at its leisure."""
    with stub.serving(dripping) as server:
        begun = time.monotonic()
        found = ask(server.url, timeout_s=0.4)
        assert time.monotonic() - begun < 4
    assert isinstance(found, Failure)


def test_what_was_not_asked_for_is_not_unpacked() -> None:
    """A packed body is read as it is: no small answer becomes a huge one in memory."""
    with stub.serving(packed) as server:
        assert ask(server.url) == Reply("{}", 100)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


@pytest.mark.parametrize(
    "url",
    [lambda: f"http://127.0.0.1:{free_port()}/v1", lambda: "http://nobody.localhost:9/v1"],
)
def test_a_server_that_is_not_there_is_a_failure(url: Callable[[], str]) -> None:
    """Neither a closed port nor an unknown name is an exception."""
    found = ask(url())
    assert isinstance(found, Failure)
    assert found.reason in ("unreachable", "timeout")


def test_a_proxy_of_the_environment_gets_nothing_local(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server on this machine is asked directly, whatever HTTP_PROXY says."""
    with (
        stub.serving(stub.saying(lambda data: {})) as proxy,
        stub.serving(stub.saying(lambda data: {})) as server,
    ):
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        assert isinstance(ask(server.url), Reply)
    assert proxy.asked == []
