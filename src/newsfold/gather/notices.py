"""What a file says that nobody here understands, once a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsfold.model import Notice

LISTED = 20  # names; by eye
MAX_NAME = 60  # characters of one


def unknown_keys(locator: str, names: Iterable[str]) -> Iterator[Notice]:
    """One notice that names the keys, each once and in their order; none without a name."""
    distinct = list(dict.fromkeys(name[:MAX_NAME] for name in names))
    if not distinct:
        return
    listed = ", ".join(map(_shown, distinct[:LISTED]))
    more = f" and {len(distinct) - LISTED} more" if len(distinct) > LISTED else ""
    yield Notice(
        locator,
        "unknown-keys",
        f"{locator}: not read, because their names are not known: {listed}{more}.",
    )


def _shown(name: str) -> str:
    return repr(name.encode("utf-8", "replace").decode())
