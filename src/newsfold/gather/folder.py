"""Files, folders and standard input -> documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from newsfold.gather import beside, file, origin, sidecar
from newsfold.gather.origin import Item
from newsfold.model import Failure, Hints

STDIN = "-"


def documents(
    paths: Sequence[str | Path],
    *,
    max_bytes: int,
    stdin: IO[bytes] | None = None,
    source: str | None = None,
    defaults: Hints | None = None,
) -> Iterator[Item]:
    """Every document under `paths`, one file in memory at a time.

    The order is that of `paths`, within a folder that of the names, folder by folder. '-' is
    `stdin`. `source` names them all, otherwise each path as given. `defaults` holds for documents
    that do not say better. What cannot be read, is larger than `max_bytes`, or leads out of its
    folder by a link, is a failure; hidden files, READMEs, sidecars and pictures are passed over.
    """
    hints = defaults or Hints()
    for path in paths:
        name = source or origin.shown(Path(path))
        if str(path) == STDIN:
            yield from file.piped(stdin, source or STDIN, hints, max_bytes)
        elif Path(path).is_dir():
            for item in _walk(Path(path), Path(path).resolve()):
                yield from _read(item, name, hints, max_bytes)
        else:
            yield from file.read(Path(path), name, hints, max_bytes)


def _read(item: Path | Failure, name: str, hints: Hints, max_bytes: int) -> Iterator[Item]:
    if isinstance(item, Failure):
        yield item
    else:
        yield from file.read(item, name, hints, max_bytes)


def _walk(folder: Path, root: Path) -> Iterator[Path | Failure]:
    try:
        children = sorted(folder.iterdir(), key=lambda child: child.name)
    except OSError as error:
        yield file.unreadable(folder, error)
        return
    for child in children:
        if _passed_over(child):
            continue
        if child.is_symlink() and not _inside(child, root):
            yield _outside(child)
        elif not child.is_dir():
            yield child
        elif not child.is_symlink():  # a link to a folder within is read at its own place
            yield from _walk(child, root)


def _passed_over(child: Path) -> bool:
    """Hidden, about the folder rather than of it, or what goes with a file."""
    if child.name.startswith(".") or sidecar.belongs(child):
        return True
    about = child.stem.lower() == "readme" or child.suffix.lower() in beside.SUFFIXES
    return about and not child.is_dir()


def _inside(link: Path, root: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(root)
    except FileNotFoundError:
        return link.resolve().is_relative_to(root)  # then reading it tells that it is missing
    except (OSError, RuntimeError):
        return False  # a link that leads round in a circle


def _outside(link: Path) -> Failure:
    shown = origin.shown(link)
    return Failure(
        shown,
        "outside-folder",
        f"{shown}: the link leads out of its folder; copy the file, or name its own folder.",
    )
