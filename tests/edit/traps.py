"""The trap sets of the TOML files: per set the (event, title, body) of each article."""

from __future__ import annotations

import tomllib
from pathlib import Path

TrapSet = tuple[tuple[str, str, str], ...]


def read(name: str) -> dict[str, TrapSet]:
    """Name -> trap set, of one file."""
    file = Path(__file__).with_name(name)
    return {
        name: tuple((a["event"], a["title"], " ".join(a["body"].split())) for a in articles)
        for name, articles in tomllib.loads(file.read_text(encoding="utf-8")).items()
    }


TRAPS = read("traps.toml")
WIDE = read("traps_wide.toml")
MORE = read("traps_more.toml")
SHORT = read("traps_short.toml")
TWINS = read("traps_twins.toml")
PATTERNS = read("traps_patterns.toml")
PATTERNS_KEPT = read("traps_patterns_kept.toml")  # nothing is fitted on these and on the twins
