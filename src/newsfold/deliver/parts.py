"""One body part in its transfer encoding, encoded once, with gaps that each reader fills.

Encoding 50 KB for every reader is what makes mailing slow; here only the few octets of a
reader's own address are encoded again.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

QUOTED_PRINTABLE = "quoted-printable"
BASE64 = "base64"
_LINE = 76  # RFC 2045 6.7 (5) and 6.8
_LINE_OCTETS = 57  # of a base64 line of 76
# Tabs, and of several spaces all but the first: DKIM's relaxed form of a body (RFC 6376 3.4.4) is
# then the body itself, and is hashed as it stands.
_ESCAPED = re.compile(rb"[^ -<>-~]|(?<= ) ")
_TRAILING = re.compile(rb" \Z")
_AS_IT_IS = re.compile(rb"[a-z]+:[!-<>-~]{0,60}")  # most addresses of pages
_SOFT = b"=\r\n"
_ENDANGERED = (b".", b"From ")  # changed by sloppy relays and by mbox files


@dataclass(frozen=True, slots=True)
class Part:
    """A body that was cut at its gaps: behind each piece but the last goes the reader's value.

    With quoted-printable the pieces are encoded. With base64 `head` is, up to the last whole
    line before the first gap, and the pieces are raw: what follows a gap shifts with its length.
    """

    encoding: str
    head: bytes
    pieces: tuple[bytes, ...]
    gaps: tuple[str, ...]  # the slot of each gap, one fewer than pieces
    tail: bytes = b""  # behind it, as it is

    def framed(self, before: bytes, after: bytes) -> Part:
        """The part with what stands around it in the mail."""
        if self.encoding == BASE64:
            return replace(self, head=before + self.head, tail=self.tail + after)
        pieces = [*self.pieces]
        pieces[0] = before + pieces[0]
        pieces[-1] += after
        return replace(self, pieces=tuple(pieces))

    @property
    def opening(self) -> bytes:
        """What stands before the first gap, and is the first of what `filled` gives."""
        return self.head if self.encoding == BASE64 else self.pieces[0]

    def filled(self, values: Mapping[str, str]) -> list[bytes]:
        """The encoded body in pieces, CRLF line ends and at most 76 octets a line.

        `values` by slot. What is nobody's own is the same object each time.
        """
        if self.encoding == BASE64:
            raw = [values[gap].encode() for gap in self.gaps]
            return [self.head, _base64(b"".join(_woven(self.pieces, raw))), self.tail]
        return _woven(self.pieces, [quoted(values[gap].encode()) for gap in self.gaps])


def compiled(text: str, slots: Mapping[str, str]) -> Part:
    """The text in whichever encoding is smaller, with a gap wherever a slot's marker stood."""
    raw = text.replace("\r\n", "\n").replace("\n", "\r\n").encode()
    names = {marker.encode(): name for name, marker in slots.items()}
    cut = re.split(b"(" + b"|".join(map(re.escape, names)) + b")", raw)
    pieces, gaps = cut[::2], tuple(names[marker] for marker in cut[1::2])
    if len(quoted(raw)) <= len(raw) * 4 // 3:
        return Part(QUOTED_PRINTABLE, b"", _joinable(pieces), gaps)
    whole = len(pieces[0]) // _LINE_OCTETS * _LINE_OCTETS
    head, pieces[0] = pieces[0][:whole], pieces[0][whole:]
    return Part(BASE64, _base64(head), tuple(pieces), gaps)


def _woven(pieces: Sequence[bytes], values: Sequence[bytes]) -> list[bytes]:
    """First piece, first value, second piece, and so on."""
    woven = [pieces[0]]
    for piece, value in zip(pieces[1:], values, strict=True):
        woven += (value, piece)
    return woven


def _joinable(pieces: list[bytes]) -> tuple[bytes, ...]:
    """The pieces encoded, with soft line breaks where a value meets text on the same line."""
    done: list[bytes] = []
    last = len(pieces) - 1
    for n, piece in enumerate(pieces):
        before = _SOFT if n > 0 and not piece.startswith(b"\r\n") else b""
        after = _SOFT if n < last and not piece.endswith(b"\r\n") else b""
        done.append(before + quoted(piece) + after)
    return tuple(done)


def quoted(data: bytes) -> bytes:
    """Quoted-printable of text with CRLF line ends.

    No line starts with what `_ENDANGERED` lists.
    """
    if _AS_IT_IS.fullmatch(data):
        return data
    return b"\r\n".join(
        physical for logical in data.split(b"\r\n") for physical in _quoted_line(logical)
    )


def _quoted_line(line: bytes) -> list[bytes]:
    escaped = _ESCAPED.sub(_octet, line)
    escaped = _TRAILING.sub(_octet, escaped)
    lines: list[bytes] = []
    start = 0
    while True:
        # Protecting a line's start takes two columns, a soft break one.
        room = _LINE - 2 if escaped.startswith(_ENDANGERED, start) else _LINE
        if len(escaped) - start <= room:
            return [*lines, _protected(escaped[start:])]
        end = start + room - 1
        cut = escaped.rfind(b"=", end - 2, end)  # an escape is not torn apart
        end = cut if cut > start else end
        lines.append(_protected(escaped[start:end]) + b"=")
        start = end


def _octet(found: re.Match[bytes]) -> bytes:
    return b"=%02X" % found.group()[0]


def _protected(line: bytes) -> bytes:
    return b"=%02X" % line[0] + line[1:] if line.startswith(_ENDANGERED) else line


def _base64(data: bytes) -> bytes:
    """Base64 in lines of 76, each ended by CRLF."""
    return base64.encodebytes(data).replace(b"\n", b"\r\n")
