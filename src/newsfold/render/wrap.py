"""Text wrapped at a column, in any script."""

from __future__ import annotations

import unicodedata

WIDTH = 72  # columns; RFC 5322 2.1.1 asks for 78 at most, quoting marks need the rest
MARKED = 6  # characters above that, where marks take no column: these 78 in all
_JOINERS = "\u200c\u200d"


def columns(text: str) -> int:
    """How many columns of a terminal the text takes. Source: UAX 11 (wide and full-width: 2)."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def filled(text: str, *, first: str = "", rest: str = "", width: int = WIDTH) -> list[str]:
    """The text's lines, the first led by `first`, the others by `rest`.

    Lines break at spaces; a word too long for a line breaks inside, except an address, which
    stays whole. No line ends in a space. An empty text gives no line. Marks take no column but are
    characters, of which a line has at most MARKED more than `width`.
    """
    wide = len if text.isascii() else columns
    lines: list[str] = []
    current, used, empty = first, columns(first), True
    for word in text.split():
        gap = 0 if empty else 1
        size = wide(word)
        if used + gap + size <= width and len(current) + gap + len(word) <= width + MARKED:
            current += " " * gap + word
            used, empty = used + gap + size, False
            continue
        if not empty:
            lines.append(current)
            current, used, gap = rest, columns(rest), 0
        *full, last = _pieces(word, width - used - gap, width + MARKED - len(current) - gap)
        for piece in full:
            lines.append(current + piece)
            current, used = rest, columns(rest)
        current += " " * gap + last
        used, empty = used + gap + wide(last), False
    return lines if empty else [*lines, current]


def _pieces(word: str, room: int, length: int) -> list[str]:
    """The word in pieces of at most `room` columns and `length` characters.

    A letter stays with its marks, however many they are.
    """
    if (columns(word) <= room and len(word) <= length) or _is_address(word):
        return [word]
    pieces, piece, size = [], "", 0
    for letter in _letters(word):
        wide = columns(letter)
        if piece and (size + wide > room or len(piece) + len(letter) > length):
            pieces.append(piece)
            piece, size = "", 0
        piece += letter
        size += wide
    return [*pieces, piece]


def _is_address(word: str) -> bool:
    return "://" in word or word.startswith("mailto:")


def _letters(word: str) -> list[str]:
    """The word's letters, each with the marks and joined letters that belong to it."""
    letters: list[str] = []
    for character in word:
        if letters and (_columns(character) == 0 or letters[-1].endswith(_JOINERS[1])):
            letters[-1] += character
        else:
            letters.append(character)
    return letters


def _columns(character: str) -> int:
    if unicodedata.combining(character) or character in _JOINERS:
        return 0
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
