"""RSS and Atom: one document per entry. Nothing is ever fetched."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from typing import Any

import feedparser

from newsfold.gather import clock, entry
from newsfold.gather.origin import Origin, overlaid
from newsfold.model import Document, Failure, Hints, Media, When

Item = dict[str, Any]  # feedparser's dictionaries, which answer None for what a feed left out

_ROOT = re.compile(rb"<[A-Za-z]")
_FEED_ROOT = re.compile(rb"<(?:[\w-]+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
# feedparser reads past small faults such as an undeclared '&nbsp;'; a feed that was cut off lacks
# its end.
_CLOSING = re.compile(rb"</(?:[\w-]+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
CLOSING_REACH = 2000  # bytes; comments of caches stand behind the end


def is_feed(data: bytes) -> bool:
    """Whether the first element is that of RSS, Atom or RDF."""
    plain = _plain(data)
    root = _ROOT.search(plain)
    return bool(root and _FEED_ROOT.match(plain, root.start()))


def entries(data: bytes, origin: Origin) -> Iterator[Document | Failure]:
    """One document per entry, in the feed's order, then a failure when the feed was cut off."""
    if _declares_entities(data):
        yield Failure(
            origin.locator,
            "entities",
            f"{origin.locator}: declares its own entities, which can blow up in memory; "
            "remove the <!ENTITY ...> declarations.",
        )
        return
    parsed = _parsed(data)
    for number, item in enumerate(parsed.get("entries", ()), start=1):
        yield _document(item, parsed.get("feed", {}), origin.item(number))
    count = len(parsed.get("entries", ()))
    if parsed.get("bozo") and (not count or not _CLOSING.search(_plain(data)[-CLOSING_REACH:])):
        yield Failure(
            origin.locator,
            "bad-feed",
            f"{origin.locator}: the feed is damaged ({parsed.get('bozo_exception')}); {count} "
            "entries were read, more may be missing: fetch it again.",
        )


def _plain(data: bytes) -> bytes:
    return data.replace(b"\x00", b"")  # UTF-16 and UTF-32 write ASCII with zero bytes between


# What feedparser 6.0 itself raises where tags of a damaged feed are torn, as fuzzing shows.
_STUMBLES = (AttributeError, LookupError, TypeError, ValueError)


def _declares_entities(data: bytes) -> bool:
    plain = _plain(data)
    root = _ROOT.search(plain)
    return b"<!ENTITY" in (plain[: root.start()] if root else plain)


def _parsed(data: bytes) -> Item:
    with warnings.catch_warnings():
        # feedparser 6.0 falls back from 'published' to 'updated' with a warning at each look.
        warnings.simplefilter("ignore", DeprecationWarning)
        # A stream, because bytes that spell a path or an address would be opened.
        try:
            parsed: Item = feedparser.parse(io.BytesIO(data), sanitize_html=False)
        except _STUMBLES as error:
            return {"bozo": True, "bozo_exception": repr(error), "entries": []}
    return parsed


def _document(item: Item, feed: Item, place: Origin) -> Document:
    hints = overlaid(_hints(item, feed), place.hints)
    body = _body(item).encode("utf-8", "replace")
    return Document(
        place.source, place.locator, Media.ENTRY, body, "utf-8", place.fetched_at, hints
    )


def _body(item: Item) -> str:
    contents = [c for c in item.get("content", ()) if c.get("value")]
    markup = [c for c in contents if "html" in _text(c, "type")]
    if markup or contents:
        chosen = max(markup or contents, key=lambda c: len(c["value"]))
        return _as_markup(chosen["value"], chosen.get("type"))
    return _as_markup(_text(item, "summary"), _table(item, "summary_detail").get("type"))


def _as_markup(value: str, media_type: str | None) -> str:
    return entry.as_html(value) if media_type == "text/plain" else value


def _hints(item: Item, feed: Item) -> Hints:
    language = _text(item, "language") or _text(feed, "language")
    outlet = _text(_table(item, "source"), "title") or _text(feed, "title")
    return Hints(
        title=_title(item) or None,
        authors=_authors(item),
        outlet=entry.as_text(outlet) or None,
        url=_text(item, "link") or None,
        published_at=_published(item),
        language=language or None,
        categories=tuple(t for t in (_term(tag) for tag in item.get("tags", ())) if t),
    )


def _title(item: Item) -> str:
    title = _text(item, "title")
    if _table(item, "title_detail").get("type") == "text/plain":
        return " ".join(title.split())
    return entry.as_text(title)


def _authors(item: Item) -> tuple[str, ...]:
    people = item.get("authors") or [{"name": _text(item, "author")}]
    names = (_text(person, "name").strip() for person in people if isinstance(person, dict))
    return tuple(dict.fromkeys(name for name in names if name))


def _term(tag: Item) -> str:
    return (_text(tag, "label") or _text(tag, "term")).strip()


def _published(item: Item) -> When | None:
    for name in ("published", "updated"):
        when = clock.published(dict.get(item, name))  # past feedparser's own fallbacks
        if when is not None:
            return when
    return None


# In a broken feed any of feedparser's values may be None, or of another kind than elsewhere.
def _text(item: Item, key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _table(item: Item, key: str) -> Item:
    value = item.get(key)
    return value if isinstance(value, dict) else {}
