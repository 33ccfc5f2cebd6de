"""Bytes that a spreadsheet or an editor saved -> rows of cells, each with its line number."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from newsfold.subscribers import address

DELIMITERS = ",;\t"
MAX_LINES = 50  # of one quoted cell; chosen by eye: more is a quote that was never closed
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods, .xls


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row; `broken` when a quote in it is never closed. Lines count from 1."""

    line: int
    cells: tuple[str, ...]
    broken: bool = False


def is_spreadsheet(data: bytes) -> bool:
    """Whether the bytes are a spreadsheet file rather than text."""
    return data.startswith(SPREADSHEETS)


def decoded(data: bytes) -> tuple[str, str]:
    """The text and the encoding it was in: by its mark, else UTF-8, else Windows-1252.

    Windows-1252 takes what UTF-8 refuses; its five unassigned bytes become U+FFFD.
    """
    encoding = _marked(data)
    if encoding is None:
        try:
            return data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            encoding = "cp1252"
    return data.decode(encoding, "replace").removeprefix("\ufeff"), encoding


def _marked(data: bytes) -> str | None:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(data) > 3 and b"\x00" in data[:4]:  # ASCII in UTF-16 without its mark
        return "utf-16-le" if data[1] == 0 else "utf-16-be"
    return None


def delimiter(text: str) -> str:
    """The delimiter that the first line with any content uses most outside quotes; ',' if none."""
    line = next((line for line in io.StringIO(text) if line.strip()), "")
    if line.lower().startswith("sep=") and len(line.strip()) == len("sep=;"):
        return line.strip()[-1]  # what Excel writes
    outside = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def rows(text: str, mark: str, column: Callable[[], int]) -> Iterator[Row]:
    """Every row with any content, in order. `mark` is the delimiter.

    A cell in quotes may hold line ends. Where the closing quote is missing, its line alone is
    broken: the readers below it are not lost. That is assumed when the quoted cell would swallow
    a line whose cell at `column()` (asked anew for each) is an address.
    """
    lines = io.StringIO(text, newline="")
    pending = list(enumerate(lines, start=1))
    at = 0
    while at < len(pending):
        number, line = pending[at]
        cells, used = _record(pending, at, mark, column())
        at += used
        if cells is None:
            yield Row(number, (line.rstrip("\r\n"),), broken=True)
        elif any(cell.strip() for cell in cells) and not _is_separator_note(number, line):
            yield Row(number, tuple(cells))


def _is_separator_note(number: int, line: str) -> bool:
    return number == 1 and line.lower().startswith("sep=")


def _record(
    lines: list[tuple[int, str]], at: int, mark: str, column: int
) -> tuple[list[str] | None, int]:
    """The cells of the record that begins at `at` and how many lines it takes."""
    first = lines[at][1]
    if '"' not in first:
        return first.rstrip("\r\n").split(mark), 1
    text = ""
    for used, (_, line) in enumerate(lines[at : at + MAX_LINES], start=1):
        if used > 1 and _is_row(line, mark, column):
            break
        text += line
        try:
            return next(csv.reader([text], delimiter=mark, strict=True)), used
        except csv.Error as error:
            if "unexpected end of data" not in str(error):
                break
    return _lenient(first, mark), 1


def _lenient(line: str, mark: str) -> list[str] | None:
    """A line with stray quotes, such as `"Jo" Doe`; None when a cell is left open."""
    body = line.rstrip("\r\n")
    if body.count('"') % 2:
        return None
    return next(csv.reader([body], delimiter=mark))


def _is_row(line: str, mark: str, column: int) -> bool:
    cells = line.rstrip("\r\n").split(mark)
    return len(cells) > column and address.looks_like_one(cells[column].strip('"'))
