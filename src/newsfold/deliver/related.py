"""The HTML part of a mail together with the pictures that it shows."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from newsfold.deliver import headers
from newsfold.model import InlinePicture

_SUFFIXES = {"image/gif": "gif", "image/jpeg": "jpg", "image/png": "png"}


def frame(
    html_header: bytes, pictures: Sequence[InlinePicture], boundary: str
) -> tuple[bytes, bytes]:
    """What stands before and behind the HTML's own octets. Source: RFC 2387.

    `boundary` is that of the mail; the part that holds HTML and pictures has one made from it.
    Without pictures the HTML is a part of its own.
    """
    if not pictures:
        return html_header, b""
    within = f"{boundary}.r"
    kind = f'multipart/related; type="text/html";\r\n boundary="{within}"'
    line = f"--{within}".encode("ascii")
    start = headers.line("Content-Type", kind) + b"\r\n" + line + b"\r\n" + html_header
    shown = (line + b"\r\n" + _part(n, picture) for n, picture in enumerate(pictures, 1))
    return start, b"".join(shown) + line + b"--\r\n"


def _part(number: int, picture: InlinePicture) -> bytes:
    name = f"picture-{number}.{_SUFFIXES[picture.media_type]}"
    return (
        headers.line("Content-Type", picture.media_type)
        + headers.line("Content-Transfer-Encoding", "base64")
        + headers.line("Content-ID", f"<{picture.content_id}>")
        + headers.line("Content-Disposition", f'inline; filename="{name}"')
        + b"\r\n"
        + base64.encodebytes(picture.content).replace(b"\n", b"\r\n")
    )
