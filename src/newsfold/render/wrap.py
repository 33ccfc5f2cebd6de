"""Text wrapped at a column, in any script."""

from __future__ import annotations

import unicodedata

WIDTH = 72  # columns; RFC 5322 2.1.1 asks for 78 at most, quoting marks need the rest
_JOINERS = "\u200c\u200d"


def columns(text: str) -> int:
    """How many columns of a terminal the text takes. Source: UAX 11 (wide and full-width: 2)."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def filled(text: str, *, first: str = "", rest: str = "", width: int = WIDTH) -> list[str]:
    """The text's lines, the first led by `first`, the others by `rest`.

    Lines break at spaces; a word too long for a line breaks inside, except an address, which
    stays whole. No line ends in a space. An empty text gives no line.
    """
    lines: list[str] = []
    current, used, empty = first, columns(first), True
    for word in text.split():
        gap = 0 if empty else 1
        if not empty and used + gap + columns(word) > width:
            lines.append(current)
            current, used, gap = rest, columns(rest), 0
        *full, last = _pieces(word, width - used - gap)
        for piece in full:
            lines.append(current + piece)
            current, used = rest, columns(rest)
        current += " " * gap + last
        used += gap + columns(last)
        empty = False
    return lines if empty else [*lines, current]


def _pieces(word: str, room: int) -> list[str]:
    """The word in pieces of at most `room` columns, a letter never without its marks."""
    if columns(word) <= room or "://" in word or word.startswith("mailto:"):
        return [word]
    pieces, piece, size = [], "", 0
    for character in word:
        wide = _columns(character)
        joined = wide == 0 or piece.endswith(_JOINERS[1])
        if piece and size + wide > room and not joined:
            pieces.append(piece)
            piece, size = "", 0
        piece += character
        size += wide
    return [*pieces, piece]


def _columns(character: str) -> int:
    if unicodedata.combining(character) or character in _JOINERS:
        return 0
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
