"""The trap sets of traps.toml: per set the (event, title, body) of each article."""

from __future__ import annotations

import tomllib
from pathlib import Path

TrapSet = tuple[tuple[str, str, str], ...]

TRAPS: dict[str, TrapSet] = {
    name: tuple((a["event"], a["title"], " ".join(a["body"].split())) for a in articles)
    for name, articles in tomllib.loads(
        Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    ).items()
}
