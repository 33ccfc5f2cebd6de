"""A folder on this disk for what a bench writes: the system's own for such things may be memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(".bench")  # in the current folder, and known to .gitignore


@contextmanager
def folder() -> Iterator[Path]:
    """A new one, gone at the end; what a killed bench left may be deleted."""
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=HERE) as name:
        yield Path(name).resolve()
