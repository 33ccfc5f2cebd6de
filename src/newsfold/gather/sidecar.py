"""`<file>.meta.json` beside a file: what its scraper knew of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from newsfold.gather import beside, clock, notices, origin
from newsfold.model import Failure, Hints, Notice

SUFFIX = ".meta.json"
KEYS = frozenset(
    "url title outlet authors published_at fetched_at language categories picture".split()
)
MAX_BYTES = 1_000_000  # chosen by eye: a sidecar is some hundred bytes


def path_of(file: Path) -> Path:
    """Where the sidecar of `file` stands, whether or not there is one."""
    return file.with_name(file.name + SUFFIX)


def belongs(file: Path) -> bool:
    """Whether `file` is the sidecar of a file beside it."""
    return file.name.endswith(SUFFIX) and file.with_name(file.name[: -len(SUFFIX)]).exists()


def read(file: Path) -> tuple[datetime | None, Hints, tuple[Failure | Notice, ...]]:
    """The fetch time and hints beside `file`, and what of them could not be read or is unknown."""
    path = path_of(file)
    if not path.is_file():
        return None, Hints(), ()
    try:
        with path.open("rb") as stream:
            table = json.loads(stream.read(MAX_BYTES))
    except (OSError, ValueError, RecursionError) as error:
        return None, Hints(), (_failure(path, f"cannot be read as JSON ({error}); correct it"),)
    if not isinstance(table, dict):
        return None, Hints(), (_failure(path, 'is not an object; write {"fetched_at": "..."}'),)
    problem = _problem(path, table)
    shown = beside.picture(path.parent, table.get("picture"))
    if isinstance(shown, str):
        problem, shown = problem or _failure(path, shown), None
    unknown = notices.unknown_keys(origin.shown(path), (k for k in table if k not in KEYS))
    hints = replace(_hints(table), picture=shown)
    return _fetched(table), hints, (*([problem] if problem else ()), *unknown)


def _fetched(table: dict[str, object]) -> datetime | None:
    return clock.fetched(table.get("fetched_at"))


def _hints(table: dict[str, object]) -> Hints:
    return Hints(
        title=_text(table.get("title")),
        authors=_texts(table.get("authors")),
        outlet=_text(table.get("outlet")),
        url=_text(table.get("url")),
        published_at=clock.published(table.get("published_at")),
        language=_text(table.get("language")),
        categories=_texts(table.get("categories")),
    )


def _problem(path: Path, table: dict[str, object]) -> Failure | None:
    if table.get("fetched_at") is not None and _fetched(table) is None:
        return _failure(path, "fetched_at needs a time zone; write '2026-03-12T06:30:00Z'")
    if table.get("published_at") is not None and clock.published(table["published_at"]) is None:
        return _failure(path, "published_at is no date; write '2026-03-12' or a time with its zone")
    return None


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(text for text in map(_text, values) if text)


def _failure(path: Path, problem: str) -> Failure:
    return Failure(origin.shown(path), "bad-sidecar", f"{origin.shown(path)}: {problem}.")
