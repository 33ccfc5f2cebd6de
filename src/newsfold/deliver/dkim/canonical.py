"""The relaxed forms of headers and bodies, in which a relay's white space makes no difference.

Source: RFC 6376 3.4.2 and 3.4.4.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

_SPACE = re.compile(rb"[ \t]+")
_FOLD = re.compile(rb"\r\n(?=[ \t])")


def fields(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each header of a mail as its name in small letters and `name:value`, without line end."""
    for line in _FOLD.sub(b"", head).split(b"\r\n"):
        name, colon, value = line.partition(b":")
        if colon:
            small = name.strip().lower()
            yield small, small + b":" + _SPACE.sub(b" ", value).strip()


def body(content: bytes) -> bytes:
    """The body with single spaces, none at a line's end, and no empty lines behind it."""
    lines = [_SPACE.sub(b" ", line).rstrip(b" ") for line in content.split(b"\r\n")]
    whole = b"\r\n".join(lines).rstrip(b"\r\n")
    return whole + b"\r\n" if whole else b""


def body_hash(content: bytes) -> bytes:
    """The SHA-256 of a body in its relaxed form."""
    return hashlib.sha256(body(content)).digest()
