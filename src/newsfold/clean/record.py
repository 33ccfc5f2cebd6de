"""A JSON object in the common scraper shapes -> a draft."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from newsfold import record_keys as keys
from newsfold.clean import dump, identity, record_pictures, trusted
from newsfold.clean.draft import Draft, Evidence
from newsfold.clean.front import dateline
from newsfold.clean.line import byline
from newsfold.clean.markup import blocks, excerpt, metadata
from newsfold.clean.markup.blocks import Block
from newsfold.clean.phrases import junk
from newsfold.model import DatedBy, Hints, Reason, Removal, When
from newsfold.text import chars
from newsfold.text.language import UNKNOWN, Language, Tables

# As seconds since 1970: March 1973. What is smaller is a position in a film, or a running number.
FIRST_SECOND = 100_000_000
MILLISECONDS = 100_000_000_000  # as seconds this is the year 5138
NOTHING = frozenset({"", "none", "null", "nan", "n/a", "undefined"})  # as table programs write it
SHOWN_KEYS = 12  # of a record without text, by eye

_PAGE = re.compile(r"\s*(?:<!--[^>]{0,500}-->\s*)?<(?:!doctype\s+html|html)\b", re.I)
_LIST = re.compile("[;,|]")
_ADDRESS = re.compile(r"https?://", re.I)


def read(
    text: str, hints: Hints, tables: Tables, *, fetched_at: datetime | None
) -> tuple[Draft, str, datetime | None] | tuple[Reason, str]:
    """The record's draft, its language and fetch time; or a reason and what is missing."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Reason.BAD_RECORD, f"the record is not JSON: {error}"
    if not isinstance(record, dict):
        return (
            Reason.BAD_RECORD,
            "the record is no JSON object with keys such as 'title' and 'text'",
        )
    fields = keys.fields(record)
    content = next((v for v in _values(fields, keys.BODIES) if _says(v)), None)
    if content is None:
        return Reason.BAD_RECORD, _without_text(record)
    if isinstance(content, str) and _PAGE.match(content):
        return _paged(content, fields, hints, tables, fetched_at)
    found = tuple(_blocks(content))
    if any(b is None for b in found):
        return Reason.TOO_DEEP, "the tags of its text nest too deep"
    kept, removed = excerpt.without_more(tuple(b for b in found if b is not None))
    return _drafted(fields, kept, removed, hints, tables, fetched_at)


def _says(value: Any) -> bool:
    listed = value if isinstance(value, list) else [value]
    return any((text := _text(piece)) and text.strip().lower() not in NOTHING for piece in listed)


def _without_text(record: Mapping[str, Any]) -> str:
    names = ", ".join(list(record)[:SHOWN_KEYS])
    return (
        "the record has no text, or an empty one; give one of: text, content, body, articleBody,"
        f" maintext (it has: {chars.squeeze(chars.printable(names))[:300] or 'nothing'})"
    )


def _paged(
    markup: str,
    fields: Mapping[str, Any],
    hints: Hints,
    tables: Tables,
    fetched_at: datetime | None,
) -> tuple[Draft, str, datetime | None] | tuple[Reason, str]:
    """The draft of a record that holds its whole page; its fields count before the page's."""
    # trafilatura takes half a second to import; most records hold no page.
    from newsfold.clean import page

    fetched = fetched_at or _fetched(fields)
    stated = _first(fields, keys.LANGUAGES) or hints.language
    found = page.read(markup, tables, fetched_at=fetched, stated_language=stated)
    if isinstance(found, Reason):
        return found, "the page in it holds no text, or its tags nest too deep"
    draft, code = found
    return _told(draft, fields, tables, code, stated), code, fetched


def _drafted(
    fields: Mapping[str, Any],
    found: tuple[Block, ...],
    removed: Sequence[Removal],
    hints: Hints,
    tables: Tables,
    fetched_at: datetime | None,
) -> tuple[Draft, str, datetime | None] | tuple[Reason, str]:
    title = _first(fields, keys.TITLES) or hints.title
    stated = _first(fields, keys.LANGUAGES) or hints.language
    code = dump.language_of("\n".join(b.text for b in found), tables, stated)
    fetched = fetched_at or _fetched(fields)
    draft = trusted.read(found, tables, code, title=title, fetched_at=fetched)
    if not draft.paragraphs:
        return Reason.BAD_RECORD, "the record's text is empty, or holds no whole sentence"
    return _told(draft.losing(removed), fields, tables, code, stated), code, fetched


def _told(
    draft: Draft, fields: Mapping[str, Any], tables: Tables, code: str, stated: str | None
) -> Draft:
    """The draft with what the record's fields tell."""
    language = tables.language(code)
    names, agencies = _people(fields, junk.phrases(tables, code))
    url = identity.canonical(_address(fields))
    dates = [Evidence(w, DatedBy.MARKUP) for w in _moments(fields, keys.DATES, language)][:1]
    whole = replace(
        draft,
        title=_first(fields, keys.TITLES) or draft.title,
        authors=names or draft.authors,
        outlet=_outlet(fields) or draft.outlet,
        url=url or draft.url,
        language=stated,
        dates=(*dates, *dateline.in_url(url), *draft.dates),
        categories=_categories(fields) or draft.categories,
        pictures=record_pictures.of(fields, url) or draft.pictures,
    )
    return whole.losing(Removal(name, "agency-byline") for name in agencies)


def _values(fields: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[Any]:
    for name in names:
        value = fields.get(name)
        is_nothing = isinstance(value, str) and value.strip().lower() in NOTHING
        if value not in (None, [], {}) and not is_nothing:
            yield value


def _blocks(content: Any) -> Iterator[Block | None]:
    for piece in content if isinstance(content, list) else [content]:
        found = blocks.of(_text(piece) or "")
        if found is None:
            yield None
        else:
            yield from found


def _text(piece: Any) -> str | None:
    """A string, or the text of an object such as `{"rendered": "<p>..."}`."""
    if isinstance(piece, dict):
        held = keys.fields(piece)
        piece = next((held[k] for k in _TEXTS if isinstance(held.get(k), str)), None)
    return piece if isinstance(piece, str) else None


_TEXTS = ("text", "content", "value", "rendered", "body", "html")
_NAMES = ("name", "title", "rendered", "domain", "url", "href", "id")


def _named(value: Any) -> str | None:
    """The text of a value that is a string or an object with a name, on one line."""
    if isinstance(value, dict):
        held = keys.fields(value)
        value = next((held[k] for k in _NAMES if isinstance(held.get(k), str)), None)
    if not isinstance(value, str) or value.strip().lower() in NOTHING:
        return None
    shown = html.unescape(_TAG.sub("", value[:3000])) if "&" in value or "<" in value else value
    return chars.squeeze(chars.printable(shown[:3000])) or None


_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")


def _first(fields: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next(_texts(fields, names), None)


def _texts(fields: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    for value in _values(fields, names):
        for piece in (value if isinstance(value, list) else [value])[:50]:
            text = _named(piece)
            if text:
                yield text


def _address(fields: Mapping[str, Any]) -> str | None:
    """The article's address; trafilatura's JSON has it under 'source'."""
    told = (t for t in _texts(fields, (*keys.URLS, "source")) if _ADDRESS.match(t))
    return next(told, None)


def _outlet(fields: Mapping[str, Any]) -> str | None:
    return next((t for t in _texts(fields, keys.OUTLETS) if not _ADDRESS.match(t)), None)


def _categories(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """The values of the first name that has some: a section says more than a list of tags."""
    for name in keys.CATEGORIES:
        told = list(_texts(fields, (name,)))
        if name in keys.LISTED and len(told) == 1:
            told = [part.strip() for part in _LIST.split(told[0]) if part.strip()]
        if told:
            return tuple(dict.fromkeys(told))[:10]
    return ()


def _fetched(fields: Mapping[str, Any]) -> datetime | None:
    nobody = Language(UNKNOWN)
    return next((w.instant for w in _moments(fields, keys.FETCHED, nobody) if w.instant), None)


def _moments(
    fields: Mapping[str, Any], names: tuple[str, ...], language: Language
) -> Iterator[When]:
    for name in names:
        for value in _values(fields, (name,)):
            when = _moment(value, language, is_utc=name.endswith(("gmt", "utc")))
            if when is not None:
                yield when


def _moment(value: Any, language: Language, *, is_utc: bool) -> When | None:
    """A date as programs write it: ISO 8601, RFC 5322, a count of seconds; else as people do."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    text = str(value).strip()
    if _DIGITS.fullmatch(text):
        return _compact(text) or _epoch(float(text))
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(text)
            zoned = moment.replace(tzinfo=UTC) if is_utc and moment.tzinfo is None else moment
            return When.at(zoned) if zoned.tzinfo else When.day(moment.date())
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return metadata.moment(text, language)


_DIGITS = re.compile(r"\d{1,16}(?:\.\d{1,9})?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{6})?")  # 20260312, 20260312091500


def _compact(text: str) -> When | None:
    found = _COMPACT.fullmatch(text)
    try:
        return When.day(date(*map(int, found.groups()))) if found else None
    except ValueError:  # month 13: a count of seconds
        return None


def _epoch(value: float) -> When | None:
    """Seconds or milliseconds since 1970."""
    seconds = value / 1000 if value >= MILLISECONDS else value
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return When.at(moment) if seconds >= FIRST_SECOND else None


def _people(
    fields: Mapping[str, Any], phrases: junk.Phrases
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names: list[str] = []
    agencies: list[str] = []
    for text in _texts(fields, keys.AUTHORS):
        people, outlet, wires = byline.people(text, phrases)
        names += people
        agencies += [*wires, *([outlet] if outlet else [])]
    return tuple(dict.fromkeys(names)), tuple(dict.fromkeys(agencies))
