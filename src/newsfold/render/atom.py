"""The Atom feed of a newsletter's issues. Source: RFC 4287."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as Xml

from newsfold.config import Newsletter
from newsfold.model import Issue

NAMESPACE = "http://www.w3.org/2005/Atom"
NEWEST = 20  # issues of one feed: four working weeks
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Entry:
    """One issue of the feed."""

    issue: Issue
    url: str  # of its page
    title: str
    summary: str
    content: str  # HTML


def feed(
    entries: Sequence[Entry], newsletter: Newsletter, *, archive: str, own: str | None
) -> bytes:
    """The feed, newest entry first; `own` is its address, where it is known. Never without entry.

    Ids do not depend on where the pages stand: they are made from newsletter, sender and issue.
    """
    root = Xml.Element("feed", {"xmlns": NAMESPACE, _LANG: newsletter.language})
    _text(root, "id", _id(newsletter))
    _text(root, "title", newsletter.title)
    _text(root, "updated", _instant(max(entry.issue.due_at for entry in entries)))
    _text(Xml.SubElement(root, "author"), "name", newsletter.sender_name or newsletter.title)
    Xml.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": archive})
    if own:
        kind = "application/atom+xml"
        Xml.SubElement(root, "link", {"rel": "self", "type": kind, "href": own})
    _text(root, "generator", "newsfold")
    for entry in entries:
        _entry(root, entry, newsletter)
    Xml.indent(root, space="")
    content: bytes = Xml.tostring(root, "utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + content + b"\n"


def _entry(root: Xml.Element, entry: Entry, newsletter: Newsletter) -> None:
    node = Xml.SubElement(root, "entry")
    moment = _instant(entry.issue.due_at)
    _text(node, "id", _id(newsletter, entry.issue.id))
    _text(node, "title", entry.title)
    _text(node, "published", moment)
    _text(node, "updated", moment)
    Xml.SubElement(node, "link", {"rel": "alternate", "type": "text/html", "href": entry.url})
    _text(node, "summary", entry.summary)
    _text(node, "content", entry.content).set("type", "html")


def _text(parent: Xml.Element, name: str, text: str) -> Xml.Element:
    node = Xml.SubElement(parent, name)
    node.text = text
    return node


def _id(newsletter: Newsletter, *parts: str) -> str:
    """A name that stays for ever, and that nobody else gives. Source: RFC 4122 4.3."""
    domain = newsletter.sender.rpartition("@")[2].lower()
    return f"urn:uuid:{uuid5(NAMESPACE_URL, '/'.join((domain, newsletter.slug, *parts)))}"


def _instant(moment: datetime) -> str:
    """Source: RFC 3339, with whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
