"""Golden files: what was looked at once and found right, compared byte for byte.

`GOLDEN=write make test` (or pytest with that variable) writes them anew; look at the difference
that git shows before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "mail"


def kept(name: str, now: bytes) -> bytes:
    """The kept bytes of a golden file; with GOLDEN=write they are `now` from here on."""
    path = FOLDER / name
    if os.environ.get("GOLDEN") == "write":
        FOLDER.mkdir(parents=True, exist_ok=True)
        path.write_bytes(now)
    return path.read_bytes()
