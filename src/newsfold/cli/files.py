"""Files that commands leave behind, each written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from newsfold.errors import InputError


def write(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step, making its folder. Raises: InputError."""
    write_all(path, [content])


def write_all(path: Path, pieces: Iterable[bytes]) -> None:
    """Put the pieces at `path`, one after the other, in one step. Raises: InputError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(pieces)
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise InputError(
            f"cannot write {path}: {error.strerror}; choose a folder that you may write to",
            where=str(path),
        ) from error
