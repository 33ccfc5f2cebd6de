"""The picture that a sidecar names: on the web, or a file in the sidecar's own folder."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from newsfold.gather import raster
from newsfold.model import Picture

SCHEME = "file:"
SUFFIXES = frozenset((".gif", ".jpeg", ".jpg", ".png"))  # of what lies beside dumps in folders
HEAD_BYTES = 200_000  # a JPEG's size stands behind its metadata, which may hold a small picture
_EXAMPLE = '{"file": "quay.jpg", "alt": "The quay at dawn", "credit": "Ann Lowe"}'


def picture(folder: Path, told: object) -> Picture | str | None:
    """The picture, its size read off a file; what is wrong with it; None where none is told."""
    if told is None:
        return None
    if not isinstance(told, dict):
        return f"picture is no object; write {_EXAMPLE}"
    alt, credit, file, url = (
        value.strip() if isinstance(value := told.get(key), str) else ""
        for key in ("alt", "credit", "file", "url")
    )
    if not (alt and credit):
        return f"picture needs alt and credit; write {_EXAMPLE}"
    if file:
        return _lying(folder, file, alt, credit)
    if urlsplit(url).scheme not in ("http", "https"):
        return f"picture needs a file beside it, or a url on the web; write {_EXAMPLE}"
    return Picture(url, alt, credit, _pixels(told.get("width")), _pixels(told.get("height")))


def content(url: str, max_bytes: int) -> bytes:
    """The first `max_bytes` octets of a file, and one more where there are. Raises: OSError."""
    with Path(url2pathname(urlsplit(url).path)).open("rb") as stream:
        return stream.read(max_bytes + 1)


def _lying(folder: Path, file: str, alt: str, credit: str) -> Picture | str:
    path = folder / file
    if "\0" in file or path.resolve().parent != folder.resolve():
        return f"the picture {file!r} does not lie beside it; move it there"
    try:
        measure = raster.measured(content(path.resolve().as_uri(), HEAD_BYTES))
    except OSError as error:
        return f"the picture {file!r} cannot be read ({error.strerror}); check its name"
    if measure is None:
        return f"the picture {file!r} is no JPEG, PNG or GIF; save it as one"
    _, width, height = measure
    return Picture(path.resolve().as_uri(), alt, credit, width, height)


def _pixels(value: object) -> int | None:
    return value if type(value) is int and value > 0 else None
