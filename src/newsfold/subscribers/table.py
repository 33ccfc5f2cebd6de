"""A subscriber list as CSV: bytes -> rows and row errors, and back."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from newsfold.model import Subscriber, SubscriptionStatus
from newsfold.subscribers import address, row, sheet
from newsfold.subscribers.row import RowError as RowError
from newsfold.subscribers.sheet import Row
from newsfold.text import chars

COLUMNS = ("email", "name", "status", "newsletters", "timezone", "language", "sections")
_EMAIL_NAMES = frozenset({"email", "e-mail", "email address", "e-mail address"})

# Whoever is in two rows gets the status that mails less.
_CAUTION = (
    SubscriptionStatus.UNSUBSCRIBED,
    SubscriptionStatus.BOUNCED,
    SubscriptionStatus.PAUSED,
    SubscriptionStatus.ACTIVE,
    SubscriptionStatus.PENDING,  # a second, unconfirmed request takes nothing away
)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row whose address an earlier one has: the two are merged. Lines count from 1."""

    line: int
    email: str
    first: int  # the earlier row's line

    def __str__(self) -> str:
        return f"line {self.line}: {chars.printable(self.email)}: merged with line {self.first}"


@dataclass(frozen=True, slots=True)
class Table:
    """What a file gave: its readers in the order of their first rows, and what was wrong.

    `repeats` are the rows that repeated an address; `columns` are the names in the header.
    """

    rows: tuple[Subscriber, ...]
    errors: tuple[RowError, ...]
    repeats: tuple[Repeat, ...]
    delimiter: str
    columns: tuple[str, ...]
    encoding: str = "utf-8"


def read(data: bytes, *, name: str) -> Table:
    """The readers in a CSV file. `name` is what the file is called in errors.

    The delimiter (comma, semicolon, tab) and the encoding (UTF-8, UTF-16, Windows-1252) are
    recognised. Columns are known by their header, in any order and case; others are kept in
    `extra` where they are not empty. Without a header, the first column holds the addresses.
    Source: RFC 4180, read leniently.
    """
    if sheet.is_spreadsheet(data):
        problem = "this is a spreadsheet; open it and save it as CSV (UTF-8)."
        return Table((), (RowError(1, None, name, problem),), (), ",", ())
    text, encoding = sheet.decoded(data)
    delimiter = sheet.delimiter(text)
    reading = _Reading(name)
    for item in sheet.rows(text, delimiter, lambda: reading.email_at):
        reading.take(item)
    subscribers = reading.settled()
    errors = tuple(sorted(reading.errors, key=lambda e: e.line))
    return Table(subscribers, errors, tuple(reading.repeats), delimiter, reading.columns, encoding)


class _Reading:
    """The state of reading one file, row after row."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.columns: tuple[str, ...] = ()
        self.known: dict[int, str] = {}  # index -> one of COLUMNS
        self.email_at = 0
        self.errors: list[RowError] = []
        self.repeats: list[Repeat] = []
        self._readers: dict[str, Subscriber] = {}
        self._lines: dict[str, int] = {}  # of each reader's first row
        self._unreadable: set[str] = set()
        self._begun = False
        self._usable = True

    def take(self, item: Row) -> None:
        if item.broken:
            problem = 'a quote is never closed; write a quote in a cell twice: "".'
            self.errors.append(RowError(item.line, None, item.cells[0], problem))
        elif not self._begun:
            self._begun = True
            self._first(item)
        elif self._usable:
            self._reader(item)

    def settled(self) -> tuple[Subscriber, ...]:
        """The readers, less those that another row of the file may have unsubscribed."""
        silenced = (SubscriptionStatus.UNSUBSCRIBED, SubscriptionStatus.BOUNCED)
        return tuple(
            reader
            for key, reader in self._readers.items()
            if key not in self._unreadable or reader.status in silenced
        )

    def _first(self, item: Row) -> None:
        names = [cell.strip() for cell in item.cells]
        if any(name.lower() in _EMAIL_NAMES for name in names):
            self._header(item.line, names)
        elif "@" in names[0]:
            self.columns, self.known = ("email",), {0: "email"}
            self._reader(item)
        else:
            self._usable = False
            problem = f"{self.name} has no column of addresses; name one 'email' in the first line."
            self.errors.append(RowError(item.line, None, ", ".join(names), problem))

    def _header(self, line: int, names: Sequence[str]) -> None:
        self.columns = tuple(names)
        seen: set[str] = set()
        for index, name in enumerate(names):
            lowered = "email" if name.lower() in _EMAIL_NAMES else name.lower()
            standard = lowered if lowered in COLUMNS else name
            if standard and standard in seen:
                problem = "two columns have this name; the first is used, the other left out."
                self.errors.append(RowError(line, name, name, problem))
            elif standard:
                seen.add(standard)
                self.known[index] = standard
        self.email_at = next(i for i, name in self.known.items() if name == "email")

    def _reader(self, item: Row) -> None:
        if len(item.cells) > len(self.columns) > 1 and any(item.cells[len(self.columns) :]):
            self._displaced(item)
            return
        surplus = [c for i, c in enumerate(item.cells) if i not in self.known and c.strip()]
        if surplus:
            problem = (
                "there is no name over this cell, so it is left out; add one in the first line."
            )
            self.errors.append(RowError(item.line, None, surplus[0], problem))
        cells = {self.known[i]: c for i, c in enumerate(item.cells) if i in self.known}
        extra = {name: c for name, c in cells.items() if name not in COLUMNS and c}
        self._add(item.line, row.parsed(item.line, cells, extra))

    def _displaced(self, item: Row) -> None:
        problem = (
            f"{len(item.cells)} cells under {len(self.columns)} columns, so none of them is sure; "
            "put quotes round a cell that holds the delimiter."
        )
        self.errors.append(RowError(item.line, None, ", ".join(item.cells), problem))
        with contextlib.suppress(ValueError):  # no address: then no other row can be meant
            self._unreadable.add(address.key(address.normal(item.cells[self.email_at])))

    def _add(self, line: int, parsed: row.Parsed) -> None:
        self.errors.extend(parsed.errors)
        if parsed.email is None:
            return
        key = address.key(parsed.email)
        if parsed.status_unreadable:
            self._unreadable.add(key)
        if parsed.subscriber is not None:
            known = self._readers.get(key)
            if known is not None:
                self.repeats.append(Repeat(line, parsed.email, self._lines[key]))
            self._lines.setdefault(key, line)
            self._readers[key] = merged(known, parsed.subscriber) if known else parsed.subscriber


def merged(first: Subscriber, second: Subscriber) -> Subscriber:
    """One reader out of two rows: the first row's values, the second's where they are missing.

    The status is the one that mails less. Newsletters and sections add up; none at all means every
    one.
    """
    both = bool(first.newsletters and second.newsletters)
    newsletters = dict.fromkeys((*first.newsletters, *second.newsletters)) if both else ()
    some = bool(first.sections and second.sections)
    sections = dict.fromkeys((*first.sections, *second.sections)) if some else ()
    return replace(
        first,
        name=first.name or second.name,
        status=min(first.status, second.status, key=_CAUTION.index),
        newsletters=tuple(newsletters),
        timezone=first.timezone or second.timezone,
        language=first.language or second.language,
        sections=tuple(sections),
        extra={**second.extra, **first.extra},
    )


def write(subscribers: Iterable[Subscriber]) -> bytes:
    """The readers as CSV in UTF-8, which `read` turns into the same readers again.

    Known columns first, then every extra one in the order of its first appearance. Cells are
    written as they are, also those that begin with = + - or @: a spreadsheet may take those for
    formulas, so import the columns there as text. Source: RFC 4180.
    """
    listed = list(subscribers)
    extra = list(dict.fromkeys(name for reader in listed for name in reader.extra))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([*COLUMNS, *extra])
    writer.writerows(_cells(reader, extra) for reader in listed)
    return buffer.getvalue().encode("utf-8", "replace")


def _cells(reader: Subscriber, extra: Sequence[str]) -> list[str]:
    values: Mapping[str, str] = reader.extra
    return [
        reader.email,
        reader.name,
        reader.status.value,
        " ".join(reader.newsletters),
        reader.timezone or "",
        reader.language or "",
        "; ".join(reader.sections),
        *(values.get(name, "") for name in extra),
    ]
