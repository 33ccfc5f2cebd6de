"""JSON and JSON lines: one document per record that a scraper wrote."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from newsfold import record_keys
from newsfold.gather import clock, jsonfeed, notices
from newsfold.gather.origin import Item, Origin
from newsfold.model import Document, Failure, Media

Json = dict[str, object]

# An object with a text is a record; without one it may be a wrapper round several.
BODY_KEYS = frozenset(record_keys.BODIES)
# What they call a list of records.
LIST_KEYS = (
    "articles", "items", "results", "entries", "posts", "stories", "records", "documents", "docs",
    "news", "pages", "data", "hits", "@graph", "response",
)  # fmt: skip


def whole(data: bytes, origin: Origin) -> Iterator[Item]:
    """The records of a JSON file: an object, an array, a wrapper round one, or a JSON Feed.

    A file that turns out to hold one JSON value a line is read as such.
    """
    try:
        value = json.loads(data)
    except RecursionError:
        yield Failure(origin.locator, "too-deep", f"{origin.locator}: JSON nested too deeply.")
        return
    except ValueError as error:
        if _looks_like_lines(data):
            yield from lines(data, origin)
        else:
            yield Failure(
                origin.locator,
                "bad-json",
                f"{origin.locator}: not JSON ({error}); correct it or remove the file.",
            )
        return
    if isinstance(value, dict) and jsonfeed.is_feed(value):
        yield from jsonfeed.entries(value, origin)
    else:
        yield from _numbered(enumerate(_unwrapped(value), start=1), origin)


def lines(data: bytes, origin: Origin) -> Iterator[Item]:
    """The records of a JSON lines file; a bad line is a failure that names it.

    Locators count lines, so that '#3' is the third line of the file.
    """
    yield from _numbered(_parsed(data), origin)


def _parsed(data: bytes) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(_lines(data), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                yield number, error


def _lines(data: bytes) -> list[bytes]:
    encoding = json.detect_encoding(data)
    if encoding.startswith(("utf-16", "utf-32")):
        data = data.decode(encoding, "replace").encode()
    return data.removeprefix(b"\xef\xbb\xbf").split(b"\n")


def _looks_like_lines(data: bytes) -> bool:
    first = [line for line in _lines(data) if line.strip()][:2]
    try:
        return len(first) > 1 and all(isinstance(json.loads(line), dict) for line in first[:1])
    except (ValueError, RecursionError):
        return False


def _bad_line(origin: Origin, number: int, problem: str) -> Failure:
    return Failure(
        f"{origin.locator}#{number}",
        "bad-json",
        f"{origin.locator}, line {number}: not JSON ({problem}); correct or remove the line.",
    )


def _unwrapped(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and not BODY_KEYS & set(map(record_keys.fold, value)):
        inner = _inner(value)
        if inner is not None:
            return inner
    return [value]


def _inner(wrapper: Json) -> list[object] | None:
    for key in LIST_KEYS:
        value = wrapper.get(key)
        if isinstance(value, list) and any(isinstance(item, dict) for item in value):
            return value
        if isinstance(value, dict) and (deeper := _inner(value)) is not None:
            return deeper
    values = list(wrapper.values())
    by_key = values and all(isinstance(v, dict) and _has_body(v) for v in values)
    return values if by_key else None  # {"https://...": {...}, ...}


def _has_body(value: Json) -> bool:
    return bool(BODY_KEYS & set(map(record_keys.fold, value)))


def _numbered(values: Iterable[tuple[int, object]], origin: Origin) -> Iterator[Item]:
    """A document or failure for each value, then which of all their keys nobody knows."""
    unknown: dict[str, None] = {}
    for number, value in values:
        item = origin.item(number)
        if isinstance(value, Exception):
            yield _bad_line(origin, number, str(value))
        elif isinstance(value, dict):
            unknown.update(dict.fromkeys(record_keys.unknown(value)))
            yield _record(value, item)
        else:
            yield Failure(
                item.locator,
                "bad-record",
                f"{item.locator}: expected an object with an article's fields, found "
                f"{type(value).__name__}; give each record as a JSON object.",
            )
    yield from notices.unknown_keys(origin.locator, unknown)


def _record(value: Json, item: Origin) -> Document:
    # Escaped to ASCII: half a surrogate pair, which JSON allows, has no UTF-8 form.
    body = json.dumps(value).encode("ascii")
    fetched = _fetched(value) or item.fetched_at
    return Document(item.source, item.locator, Media.RECORD, body, "utf-8", fetched, item.hints)


def _fetched(record: Json) -> datetime | None:
    told = record_keys.fields(record)
    found = (clock.fetched(told.get(key)) for key in record_keys.FETCHED)
    return next((moment for moment in found if moment), None)
