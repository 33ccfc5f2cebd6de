"""One file, or standard input -> its documents, by what its name or its first bytes say."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from newsfold.gather import container, feed, origin, sidecar
from newsfold.gather.origin import Item, Origin
from newsfold.model import Failure, Hints, Media

SINGLE = {
    ".txt": Media.TEXT,
    ".md": Media.MARKDOWN,
    ".html": Media.HTML,
    ".htm": Media.HTML,
}
KNOWN = ", ".join(sorted([*SINGLE, *container.SPLITTERS]))

# Longest first: the UTF-32 mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read(path: Path, source: str, defaults: Hints, max_bytes: int) -> Iterator[Item]:
    """The documents of one file, then what of its sidecar could not be read or is not known."""
    suffix = path.suffix.lower()
    shown = origin.shown(path)
    if not path.exists():
        yield Failure(
            shown, "missing", f"{shown}: there is no such file or folder; check the path."
        )
        return
    if not path.is_file() or suffix not in (SINGLE.keys() | container.SPLITTERS.keys()):
        yield Failure(shown, "unknown-type", f"{shown}: not a kind of file read here ({KNOWN}).")
        return
    data = _content(path, max_bytes)
    if isinstance(data, Failure):
        yield data
        return
    fetched_at, hints, problems = sidecar.read(path)
    place = Origin(source, shown, fetched_at, origin.overlaid(hints, defaults))
    yield from _documents(data, suffix, place)
    yield from problems


def piped(stream: IO[bytes] | None, source: str, defaults: Hints, max_bytes: int) -> Iterator[Item]:
    """The documents on standard input; their kind is told by the first bytes."""
    if stream is None:
        yield Failure("-", "unreadable", "-: there is no standard input; give a file or folder.")
        return
    data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        yield too_large("-", max_bytes)
        return
    yield from _documents(data, _suffix(data), Origin(source, "-", hints=defaults))


def _content(path: Path, max_bytes: int) -> bytes | Failure:
    try:
        with path.open("rb") as stream:
            data = stream.read(max_bytes + 1)
    except OSError as error:
        return unreadable(path, error)
    return data if len(data) <= max_bytes else too_large(origin.shown(path), max_bytes)


def _documents(data: bytes, suffix: str, place: Origin) -> Iterator[Item]:
    if suffix in container.SPLITTERS:
        yield from container.SPLITTERS[suffix](data, place)
    else:
        page = SINGLE[suffix] is Media.TEXT and container.is_page(data)  # a page saved as .txt
        yield place.document(Media.HTML if page else SINGLE[suffix], data, marked_charset(data))


def _suffix(data: bytes) -> str:
    head = data.removeprefix(codecs.BOM_UTF8).lstrip()
    if head.startswith((b"{", b"[")):
        return ".json"
    if feed.is_feed(data[:10_000]) and head.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return ".xml"
    return ".html" if container.is_page(data) else ".txt"


def marked_charset(data: bytes) -> str | None:
    """The encoding that a byte order mark states, as Python names it; None without one."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def unreadable(path: Path, error: OSError) -> Failure:
    """The failure of a file or folder that the system would not let us read."""
    shown = origin.shown(path)
    problem = error.strerror or str(error)
    return Failure(shown, "unreadable", f"{shown}: {problem}; check its permissions.")


def too_large(shown: str, max_bytes: int) -> Failure:
    """The failure of what exceeds the limit in the settings."""
    return Failure(
        shown,
        "too-large",
        f"{shown}: larger than {max_bytes:,} bytes; split it, or raise gather.max_bytes.",
    )
