"""What a relay says: bytes as they come -> whole replies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

CLOSING = 421  # the relay ends the connection (RFC 5321 3.8)
MAX_TEXT = 500  # characters of an answer that are kept: RFC 5321's line has 512, less its code
MAX_PENDING = 65_536  # bytes of one reply: 128 of the longest lines that RFC 5321 4.5.3.1.5 allows


class OutOfStep(Exception):
    """The relay said what has no meaning at this place: nobody knows where it stands."""


class Reply(NamedTuple):
    """One reply: its code, and the bytes of each line behind the code."""

    code: int
    lines: tuple[bytes, ...]

    @property
    def text(self) -> str:
        """The reply as one printable line: it ends up on terminals and in the ledger."""
        return line(" ".join(raw.decode("utf-8", "replace") for raw in self.lines))

    @property
    def positive(self) -> bool:
        """Whether it says yes: 2xx."""
        return 200 <= self.code < 300

    @property
    def negative(self) -> bool:
        """Whether it says no, for now (4xx) or for good (5xx)."""
        return 400 <= self.code < 600

    def __str__(self) -> str:
        return f"{self.code} {self.text}".rstrip()


class Replies:
    """Cuts a stream of bytes into replies. Source: RFC 5321 4.2.1; bare line feeds are taken."""

    def __init__(self) -> None:
        self._rest = b""
        self._lines: list[bytes] = []

    def fed(self, data: bytes) -> Iterator[Reply]:
        """The replies that these bytes complete.

        Raises: OutOfStep when they are no reply, or one without an end.
        """
        *lines, self._rest = (self._rest + data).split(b"\n")
        for raw in lines:
            code, mark = raw[:3], raw[3:4]
            if not (code.isdigit() and len(code) == 3) or mark not in (b" ", b"-", b"\r", b""):
                raise OutOfStep(f"not a reply: {line(raw.decode('utf-8', 'replace'))!r}")
            self._lines.append(raw[4:].rstrip(b"\r"))
            if mark != b"-":
                whole, self._lines = tuple(self._lines), []
                yield Reply(int(code), whole)
        if len(self._rest) + sum(map(len, self._lines)) > MAX_PENDING:
            raise OutOfStep(f"a reply of more than {MAX_PENDING:,} bytes")

    def forget(self) -> None:
        """Drop what has come in so far (RFC 3207 6: nothing said in the clear may count)."""
        self._rest, self._lines = b"", []


def line(text: str) -> str:
    """The text as one printable line of at most MAX_TEXT characters."""
    shown = " ".join(text.split())
    if not shown.isprintable():
        shown = "".join(c if c.isprintable() else "?" for c in shown)
    return shown[:MAX_TEXT]
