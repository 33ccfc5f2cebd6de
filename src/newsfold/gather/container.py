"""Files that hold several articles: feeds, JSON, JSON lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from newsfold.gather import extracted, feed, records
from newsfold.gather.origin import Item, Origin
from newsfold.model import Failure, Media

Splitter = Callable[[bytes, Origin], Iterator[Item]]

# A comment ends at its first '-->' (the atomic group) and is not looked at twice: forty of them
# before anything but a page would otherwise be tried in 2**40 ways.
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?>.*?-->)\s*+)*+<(?:!doctype\s+html|html)\b", re.I | re.S
)


def xml(data: bytes, origin: Origin) -> Iterator[Item]:
    """The entries of a feed, what trafilatura extracted, or the one page of an XHTML file."""
    if feed.is_feed(data):
        yield from feed.entries(data, origin)
    elif extracted.is_extracted(data):
        yield from extracted.documents(data, origin)
    elif is_page(data):
        yield origin.document(Media.HTML, data, None)
    else:
        yield Failure(
            origin.locator,
            "unknown-type",
            f"{origin.locator}: neither an RSS or Atom feed nor a page; "
            "give feeds, .html, .txt, .md, .json or .jsonl files.",
        )


def is_page(data: bytes) -> bool:
    """Whether the bytes begin as an HTML page does."""
    return _PAGE.match(data.removeprefix(b"\xef\xbb\xbf")) is not None


SPLITTERS: dict[str, Splitter] = {
    ".json": records.whole,
    ".jsonl": records.lines,
    ".xml": xml,
    ".rss": xml,
    ".atom": xml,
}
