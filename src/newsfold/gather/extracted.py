"""The XML that trafilatura writes: one `<doc>` with its `<main>` text, or several in one root."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import lxml.etree

from newsfold.gather import clock
from newsfold.gather.origin import Item, Origin, overlaid
from newsfold.model import Document, Failure, Hints, Media

HEAD_BYTES = 20_000  # a corpus's root and the attributes of its first document
_DOC = re.compile(rb"<doc\b[^<>]*>\s*<main\b")
_LIST = re.compile("[;,]")
_BLOCKS = {"p": "p", "item": "li", "quote": "blockquote", "code": "pre", "ab": "p"}


def is_extracted(data: bytes) -> bool:
    """Whether the XML holds documents as trafilatura writes them."""
    return _DOC.search(data[:HEAD_BYTES]) is not None and b"<!ENTITY" not in data[:HEAD_BYTES]


def documents(data: bytes, origin: Origin) -> Iterator[Item]:
    """One document per `<doc>`, in order, its text as an entry's HTML."""
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, recover=False)
    try:
        root = lxml.etree.fromstring(data, parser)
    except lxml.etree.XMLSyntaxError as error:
        yield Failure(
            origin.locator,
            "bad-xml",
            f"{origin.locator}: damaged XML ({error.msg}); write it again.",
        )
        return
    for number, doc in enumerate(root.iter("doc"), start=1):
        place = origin.item(number)
        hints = overlaid(_hints(doc), place.hints)
        body = "".join(_markup(doc)).encode("utf-8", "replace")
        yield Document(
            place.source, place.locator, Media.ENTRY, body, "utf-8", place.fetched_at, hints
        )


def _markup(doc: lxml.etree._Element) -> Iterator[str]:
    for element in (e for main in doc.iterchildren("main") for e in main.iter()):
        if element.tag == "head":
            level = str(element.get("rend") or "h2")[-1:]
            tag = f"h{level}" if level in "123456" else "h2"
        elif element.tag in _BLOCKS and not any(c.tag in _BLOCKS for c in element):
            tag = _BLOCKS[str(element.tag)]
        else:
            continue
        text = "".join(map(str, element.itertext()))
        if text.strip():
            yield f"<{tag}>{html.escape(text, quote=False)}</{tag}>"


def _hints(doc: lxml.etree._Element) -> Hints:
    attributes = {str(name): str(value).strip() for name, value in doc.attrib.items()}
    told = {name: value for name, value in attributes.items() if value}
    return Hints(
        title=told.get("title"),
        authors=_listed(told.get("author")),
        outlet=told.get("sitename") or told.get("hostname"),
        url=told.get("url") or told.get("source"),
        published_at=clock.published(told.get("date")),
        language=told.get("language"),
        categories=_listed(told.get("categories")) or _listed(told.get("tags")),
    )


def _listed(text: str | None) -> tuple[str, ...]:
    found = (part.strip() for part in _LIST.split(text or ""))
    return tuple(dict.fromkeys(part for part in found if part))
