"""Rows for other programs, as CSV or JSON, written while they are read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # OWASP, CSV injection


def as_json(rows: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    """One JSON array, a row a line."""
    start = "["
    for row in rows:
        yield f"{start}\n{json.dumps(row, ensure_ascii=False)}".encode("utf-8", "replace")
        start = ","
    yield b"[]\n" if start == "[" else b"\n]\n"


def as_csv(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> Iterator[bytes]:
    """RFC 4180 with a header. What a spreadsheet would take for a formula gets a quote before it:
    names are the readers' own words, and details those of any mail server.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        cells = ("" if row[name] is None else str(row[name]) for name in columns)
        writer.writerow(f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells)
        yield buffer.getvalue().encode("utf-8", "replace")
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode("utf-8", "replace")
