"""JSON Feed (jsonfeed.org, version 1.1): one document per item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from newsfold.gather import clock, entry, notices
from newsfold.gather.origin import Item, Origin, overlaid
from newsfold.model import Document, Failure, Hints, Media

VERSION = "https://jsonfeed.org/version/"
# Of an item, by the specification 1.1 and, with 'author', 1.0.
KEYS = frozenset(
    "id url external_url title content_html content_text summary image banner_image date_published"
    " date_modified authors author tags language attachments".split()
)


def is_feed(value: Mapping[str, object]) -> bool:
    """Whether the object says of itself that it is a JSON Feed."""
    return str(value.get("version", "")).startswith(VERSION) and "items" in value


def entries(feed: Mapping[str, object], origin: Origin) -> Iterator[Item]:
    """One document per item, in the feed's order, then which of their keys nobody knows."""
    items = feed["items"]
    unknown: list[str] = []
    for number, item in enumerate(items if isinstance(items, list) else [], start=1):
        place = origin.item(number)
        if isinstance(item, dict):
            # Extensions begin with a low line by the specification.
            unknown += (key for key in item if key not in KEYS and not key.startswith("_"))
            hints = overlaid(_hints(item, feed), place.hints)
            body = _body(item).encode("utf-8", "replace")
            yield Document(
                place.source, place.locator, Media.ENTRY, body, "utf-8", place.fetched_at, hints
            )
        else:
            yield Failure(
                place.locator, "bad-record", f"{place.locator}: a feed item must be an object."
            )
    yield from notices.unknown_keys(origin.locator, unknown)


def _body(item: Mapping[str, object]) -> str:
    html = _text(item.get("content_html"))
    return html or entry.as_html(_text(item.get("content_text")) or _text(item.get("summary")))


def _hints(item: Mapping[str, object], feed: Mapping[str, object]) -> Hints:
    published = item.get("date_published") or item.get("date_modified")
    language = _text(item.get("language")) or _text(feed.get("language"))
    return Hints(
        title=_text(item.get("title")) or None,
        authors=_authors(item) or _authors(feed),
        outlet=_text(feed.get("title")) or None,
        url=_text(item.get("url")) or _text(item.get("external_url")) or None,
        published_at=clock.published(published),
        language=language or None,
        categories=_texts(item.get("tags")),
    )


def _authors(holder: Mapping[str, object]) -> tuple[str, ...]:
    listed = holder.get("authors") or [holder.get("author")]
    people = listed if isinstance(listed, list) else []
    return _texts([person.get("name") for person in people if isinstance(person, dict)])


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(t for t in map(_text, value) if t) if isinstance(value, list) else ()
