"""Pictures from the web: real servers on loopback, and what a hostile address can not do."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest

from newsfold.gather import picture
from newsfold.model import Failure, InlinePicture
from tests.deliver.servers import Certificate
from tests.gather.test_raster import PNG

MAX = 10_000


class _Pictures(BaseHTTPRequestHandler):
    """Answers by path, and notes each request's headers."""

    seen: list[dict[str, str]]

    def do_GET(self) -> None:
        """A picture, a page, a redirect, a slow or a large answer."""
        self.seen.append({**dict(self.headers), "path": self.path})
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to"))
            self.end_headers()
            return
        self.send_response(404 if self.path == "/gone.png" else 200)
        self.end_headers()
        for piece in self._content():
            self.wfile.write(piece)

    def _content(self) -> Iterator[bytes]:
        if self.path == "/page.png":
            yield b"<html>no picture</html>"
        elif self.path == "/large.png":
            yield PNG + bytes(MAX)
        elif self.path == "/slow.png":
            for _ in range(25):
                yield b"\x00"
                self.wfile.flush()
                time.sleep(0.1)
        else:
            yield PNG

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""


@contextmanager
def _serving(context: ssl.SSLContext | None = None) -> Iterator[tuple[str, list[dict[str, str]]]]:
    handler = type("Handler", (_Pictures,), {"seen": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        scheme = "https" if context else "http"
        yield f"{scheme}://localhost:{server.server_address[1]}", handler.seen  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _fetch(url: str, **options: object) -> InlinePicture | Failure:
    allowed = {"max_bytes": MAX, "allowed": lambda address: address.is_loopback}
    return picture.fetch(url, **{**allowed, **options})  # type: ignore[arg-type]


def _reason(found: InlinePicture | Failure) -> str:
    assert isinstance(found, Failure), found
    return found.reason


def test_a_picture_comes_with_its_kind_and_size() -> None:
    """Whatever the server calls it; the request names its host and nothing of a reader."""
    with _serving() as (base, seen):
        found = _fetch(f"{base}/a.png?x=1")
    assert found == InlinePicture(f"{base}/a.png?x=1", "image/png", PNG, 640, 480)
    assert seen[0]["path"] == "/a.png?x=1"
    assert f"http://{seen[0]['Host']}" == base
    assert not {"Cookie", "Referer", "Authorization"} & set(seen[0])


def test_the_certificate_must_be_the_names(tmp_path: Path) -> None:
    """Over TLS the host is asked at its looked-up address, under its own name."""
    own, other = Certificate.made(tmp_path), Certificate.made(tmp_path, "other.example")
    for certificate, is_right in ((own, True), (other, False)):
        trust = ssl.create_default_context(cafile=certificate.file)
        with _serving(certificate.server()) as (base, _):
            found = _fetch(f"{base}/a.png", trust=trust)
        assert isinstance(found, InlinePicture) is is_right


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/gone.png", "picture-status"),
        ("/page.png", "picture-unknown-type"),
        ("/large.png", "picture-too-large"),
        ("/to/to/to/to/a.png", "picture-redirect"),
    ],
)
def test_what_is_no_fitting_picture_is_a_failure(path: str, reason: str) -> None:
    """An error, a page, too many bytes and too many redirects have codes of their own."""
    with _serving() as (base, _):
        assert _reason(_fetch(base + path)) == reason


def test_redirects_are_followed_and_looked_at() -> None:
    """Up to three; the picture keeps the address that the article names."""
    with _serving() as (base, _):
        found = _fetch(f"{base}/to/to/a.png")
        assert isinstance(found, InlinePicture)
        assert found.url == f"{base}/to/to/a.png"
        assert _reason(_fetch(f"{base}/to//192.0.2.1/a.png")) == "picture-private"


def test_a_slow_server_does_not_hold_the_run() -> None:
    """The whole of it has a limit, however the bytes trickle."""
    with _serving() as (base, _):
        started = time.monotonic()
        assert _reason(_fetch(f"{base}/slow.png", timeout_s=0.5)) == "picture-timeout"
        assert time.monotonic() - started < 5


def test_nothing_is_asked_of_this_network() -> None:
    """By default a host that resolves to a local address is refused before a byte is sent."""
    with _serving() as (base, seen):
        assert _reason(picture.fetch(f"{base}/a.png", max_bytes=MAX)) == "picture-private"
    assert seen == []


@pytest.mark.parametrize(
    "url",
    [
        "file:secrets.png",
        "ftp://localhost/a.png",
        "http://",
        "http://[",
        "http://localhost:99999/",
        "http://" + "a" * 300 + ".example/",
        "http://\ud800.example/",
        "",
    ],
)
def test_no_address_is_a_failure_and_no_fault(url: str) -> None:
    """Whatever stands in an article gives a value."""
    assert _reason(_fetch(url)).startswith("picture-")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.0.0.8", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::1", False),
    ],
)
def test_only_the_internet_is_public(address: str, public: bool) -> None:
    """Private, local and shared ranges are not, nor IPv6 forms that lead to one of IPv4."""
    assert picture.is_public(ip_address(address)) is public
