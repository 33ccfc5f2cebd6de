"""Text as clean lines: what every string passes through before it is shown."""

from __future__ import annotations

from newsfold.text import chars


def line(text: str | None) -> str:
    """The text as one clean line."""
    return chars.squeeze(chars.printable(text or ""))


def paragraphs(text: str | None, *, size: int) -> tuple[str, ...]:
    """The text's lines, each one clean, empty ones left out, `size` characters at most in all."""
    shown: list[str] = []
    left = size
    for part in (text or "").splitlines():
        clean = cut(line(part), left) if left > 0 else ""
        left -= len(clean)
        if clean:
            shown.append(clean)
    return tuple(shown)


def cut(text: str, size: int) -> str:
    """At most `size` characters, cut at a word, with '…' where something is missing."""
    if len(text) <= size:
        return text
    head = text[: size - 1]
    at_word = head if text[size - 1] == " " else head.rpartition(" ")[0]
    # A single long word is cut inside, but not before a mark that belongs to its last letter.
    return (at_word or head).rstrip(" ,;:.–-\u200d\u200c") + "…"
