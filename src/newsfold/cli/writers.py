"""The writer that the settings name, and what commands say of its work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from newsfold.cli import output, settings
from newsfold.cli.settings import Setup
from newsfold.model import Failure
from newsfold.write.answer import Reply
from newsfold.write.phrase import Ask, Written
from newsfold.write.prompt import Message

REASONS = 3  # how many reasons are named in the summary line; chosen by eye


def asker(setup: Setup, *, off: bool = False) -> Ask | None:
    """How the configured server is asked; None without one, or when it is switched off.

    Raises: ConfigError when the key in the environment cannot be sent.
    """
    writer = setup.config.writer
    if off or not writer.endpoint:
        return None
    key = settings.writer_key(writer)

    def ask(messages: Sequence[Message]) -> Reply | Failure:
        from newsfold.write import client  # httpx is loaded where something is asked only

        return client.ask(writer, key, messages)

    return ask


def summary(written: Written) -> str:
    """One line: what was phrased, what was refused and why, what failed, what it took."""
    parts = [f"{output.counted(written.phrased, 'story', 'stories')} phrased"]
    if written.refused:
        reasons = list(dict.fromkeys(str(r.doubt) for r in written.refused))
        named = "; ".join(reasons[:REASONS]) + ("; ..." if len(reasons) > REASONS else "")
        parts.append(f"{len(written.refused):,} refused ({named})")
    if written.failures:
        parts.append(f"{len(written.failures):,} failed")
    if written.unasked:
        parts.append(f"{written.unasked:,} not asked (limit reached, or the server fails)")
    if written.addressed:
        parts.append(f"{written.addressed:,} not sent (speaks to a language model)")
    requests = output.counted(written.asked, "request")
    recalled = f", {written.recalled:,} remembered" if written.recalled else ""
    return (
        f"Writer: {', '.join(parts)}; {requests}{recalled}, "
        f"{output.counted(written.tokens, 'token')}."
    )


def say(written: Written | None, *, every: bool = False) -> None:
    """Print the summary line, each failure, and with `every` each refusal; nothing without one."""
    if written is None:
        return
    output.line(summary(written))
    for failure in written.failures:
        output.problem(f"  {failure.detail}")
    for refused in written.refused if every else ():
        output.line(f"  {refused.headline}: {refused.place}: {refused.doubt}")


def plain(written: Written | None) -> dict[str, Any] | None:
    """The same as JSON data; None without a writer."""
    if written is None:
        return None
    return {
        "phrased": written.phrased,
        "refused": [
            {
                "story_id": r.story_id,
                "place": r.place,
                "reason": r.doubt.code,
                "detail": str(r.doubt),
            }
            for r in written.refused
        ],
        "failures": [
            {"locator": f.locator, "reason": f.reason, "detail": f.detail} for f in written.failures
        ],
        "requests": written.asked,
        "remembered": written.recalled,
        "not_asked": written.unasked,
        "not_sent": written.addressed,
        "tokens": written.tokens,
    }


def failed(written: Written | None) -> bool:
    """Whether the server gave no answer at least once."""
    return written is not None and bool(written.failures)
