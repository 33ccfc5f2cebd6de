"""What commands print: lines for people, JSON for programs."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from newsfold.collect import Collected
from newsfold.config import Source
from newsfold.gather.folder import STDIN

LISTED = 10  # how many paths or failures are printed before '... and N more'; chosen by eye


def line(text: str = "") -> None:
    """Print one line for a person."""
    print(text)


def fitted(text: str) -> None:
    """Print one row of a table: cut at the edge of a terminal, whole anywhere else."""
    if not sys.stdout.isatty():
        print(text)
        return
    from rich.cells import cell_len, set_cell_size

    width = shutil.get_terminal_size().columns
    print(text if cell_len(text) <= width else set_cell_size(text, width - 1) + "…")


def problem(text: str) -> None:
    """Print one line about something that went wrong, apart from the output."""
    print(text, file=sys.stderr)


def document(data: Any) -> None:
    """Print one JSON value, indented."""
    print(json.dumps(data, ensure_ascii=False, indent=2))


def raw(content: bytes) -> None:
    """Write bytes to standard output as they are."""
    sys.stdout.buffer.write(content)


def record(data: Any) -> None:
    """Print one JSON value on one line, for streams of them."""
    print(json.dumps(data, ensure_ascii=False))


def some(items: Sequence[str], *, every: bool = False, indent: str = "  ") -> None:
    """Print the first of the items and how many more there are, or every one."""
    for item in items if every else items[:LISTED]:
        line(indent + item)
    if len(items) > LISTED and not every:
        line(f"{indent}... and {len(items) - LISTED:,} more")


def counted(number: int, one: str, many: str | None = None) -> str:
    """'1 mail', '2 mails'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def collected(result: Collected, *, every: bool = False) -> None:
    """Print what the sources gave: every failure, and the first or all refusals, with reasons."""
    total = documents(result)
    line(
        f"Read {counted(total, 'document')}: {counted(len(result.articles), 'article')}, "
        f"{len(result.rejected)} not an article{_reasons(result)}, "
        f"{len(result.failures)} unreadable."
    )
    some([f"{r.locator}: {r.reason.value}: {r.detail}" for r in result.rejected], every=every)
    for failure in result.failures:
        problem(f"  {failure.locator}: {failure.reason}: {failure.detail}")
    for notice in result.notices:
        problem(f"  {notice.detail}")


def no_news(purpose: str, result: Collected, sources: Iterable[Source]) -> str:
    """Why there is nothing `purpose` ('to send'): no document was found in the sources, if any were
    asked, or none of what they gave is new.
    """
    asked = ", ".join("standard input" if s.path == STDIN else s.path for s in sources)
    if documents(result) or not asked:
        return f"Nothing {purpose}: no article is new. Older ones? Try --at."
    return f"Nothing {purpose}: no document was found in {asked}; put text, HTML or JSON there."


def documents(result: Collected) -> int:
    """How many the sources gave, of whatever kind."""
    return len(result.articles) + len(result.rejected) + len(result.failures)


def _reasons(result: Collected) -> str:
    listed = ", ".join(f"{n:,} {reason}" for reason, n in result.reasons.items())
    return f" ({listed})" if listed else ""


def plain(result: Collected) -> dict[str, Any]:
    """What the sources gave, as JSON data."""
    return {
        "articles": len(result.articles),
        "reasons": result.reasons,
        "rejected": [
            {"locator": r.locator, "reason": r.reason.value, "detail": r.detail}
            for r in result.rejected
        ],
        "failures": [
            {"locator": f.locator, "reason": f.reason, "detail": f.detail} for f in result.failures
        ],
        "notices": [
            {"locator": n.locator, "code": n.code, "detail": n.detail} for n in result.notices
        ],
    }
