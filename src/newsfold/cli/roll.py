"""How the roll of readers is printed, as JSON, and as rows of a CSV file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import Any

from newsfold.model import Subscriber
from newsfold.store.readers import BY, EVERY, SINCE
from newsfold.store.roll import Act, Entry

_WAYS = {
    "web": "on the web",
    "mail": "by mail",
    "owner": "by the owner of the list",
    "import": "by an imported file",
}


def line(entry: Entry) -> str:
    """One reader in a line, with tabs between its parts."""
    s = entry.subscriber
    parts = [s.email, s.status.value, " ".join(s.newsletters) or "all", s.name]
    return "\t".join([*parts, *map(_said, entry.acts)])


def _said(act: Act) -> str:
    left = f"left {act.newsletter} " if act.newsletter != EVERY else ""
    return f"{left}{act.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC {_WAYS.get(act.by, act.by)}"


def plain(entry: Entry) -> dict[str, Any]:
    """One reader as JSON."""
    s = entry.subscriber
    return {
        "email": s.email,
        "name": s.name,
        "status": s.status.value,
        "newsletters": list(s.newsletters),
        "timezone": s.timezone,
        "language": s.language,
        "sections": list(s.sections),
        **({"extra": dict(s.extra)} if s.extra else {}),
        **({"acts": [_act(act) for act in entry.acts]} if entry.acts else {}),
    }


def _act(act: Act) -> dict[str, str | None]:
    return {"at": _instant(act), "by": act.by, "newsletter": act.newsletter or None}


def row(entry: Entry) -> Subscriber:
    """One reader as a row: the last act stands in columns of its own, which `merge` passes over."""
    if not entry.acts:
        return entry.subscriber
    last = entry.acts[-1]
    told = {SINCE: _instant(last), BY: last.by}
    return replace(entry.subscriber, extra={**entry.subscriber.extra, **told})


def _instant(act: Act) -> str:
    return act.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
